import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml


def typed(*lines):
    return ("\n".join(lines) + "\n").encode()


def test_own_words_then_questions_then_the_report(run_cli, tmp_path):
    saved = tmp_path / "mine.yaml"
    done = run_cli(
        "ask", "--format", "json", "--save", str(saved),
        stdin=typed("my calves twitch, I am 34, male, no weakness", "3 weeks", "n", "n", "1", "x"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["schema"].startswith("whytwitch.assessment/")
    assert answer["causes"]
    told = done.stderr.decode()
    assert "How long has it been going on?" in told
    case = yaml.safe_load(saved.read_text("utf-8"))
    assert case["age_years"] == 34
    assert case["duration_days"] == 21
    assert {"hpo": "HP:0001324", "label": "Muscle weakness"} in case["absent"]
    again = json.loads(run_cli("assess", str(saved), "--format", "json").stdout)
    shown = [(c["id"], round(c["probability"], 6)) for c in answer["causes"][:5]]
    assert [(c["id"], round(c["probability"], 6)) for c in again["causes"][:5]] == shown


def test_skipped_words_begin_with_the_movement(run_cli):
    done = run_cli("ask", "--format", "json", stdin=typed("", "1", "45", "y", "2", "", "", ""))
    assert done.returncode == 0, done.stderr
    told = done.stderr.decode()
    assert "What does it do?" in told
    assert "How old are you" in told
    assert "the answer must be one of the lines" in told  # "y" is no answer to which sex
    assert json.loads(done.stdout)["causes"]


def test_why_back_and_change(run_cli):
    done = run_cli(
        "ask", "--format", "json",
        stdin=typed(
            "twitching eyelid, I am 30, female", "?", "2 weeks", "b", "5 days", "c", "1", "9 days", "x"
        ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stderr.decode()
    assert "What began today has other causes" in told
    assert told.count("How long has it been going on?") >= 3
    assert "->  5 days" in told


def test_a_red_flag_is_shown_at_once(run_cli):
    done = run_cli("ask", stdin=typed("hands lock in a cramped posture and I am confused, age 50", "x"))
    told = done.stderr.decode()
    assert "Type x to stop here" in told
    assert told.index("Type x to stop here") < told.index("1, about")


def test_nothing_told_is_one_clear_line(run_cli):
    for stdin in (b"", b"\xff\xfe\x00\n\n"):
        done = run_cli("ask", stdin=stdin)
        assert done.returncode == 2
        last = done.stderr.decode().strip().splitlines()[-1]
        assert last.startswith("whytwitch: an interview must tell at least one thing")


def test_any_bytes_are_answers_or_refused_never_a_traceback(run_cli):
    noise = (
        bytes(range(256)) + b"\n" + b"9" * 5000 + b"\n" + b"[bold]\n" + "\u2713 1,2,3\n".encode() + b"-1\n0\n"
    )
    done = run_cli("ask", "--format", "json", stdin=b"twitching calves\n" + noise * 3)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    json.loads(done.stdout)


def test_nothing_is_kept_unless_asked(run_cli, tmp_path, home):
    before = {p for p in home.rglob("*") if p.is_file()}
    done = run_cli("ask", stdin=typed("twitching calves", "x"), cwd=tmp_path)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert {p for p in home.rglob("*") if p.is_file()} == before


def test_a_format_that_is_none_is_refused(run_cli):
    done = run_cli("ask", "--format", "pdf")
    assert done.returncode == 2
    assert b"--format must be" in done.stderr


def test_ctrl_c_ends_it_cleanly(home, tmp_path):
    said = tmp_path / "said.txt"
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "whytwitch", "ask"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            env={**os.environ, "WHYTWITCH_HOME": str(home)},
            # Tests that run in the background inherit a Ctrl-C that is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        while b"get help now" not in said.read_bytes():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        out, _ = process.communicate()
    assert out == b""
    assert b"Nothing was kept" in said.read_bytes()
    assert b"Traceback" not in said.read_bytes()


def test_asking_loads_no_heavy_library():
    code = "import sys, whytwitch.cli.ask, whytwitch.cli.diary, whytwitch.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    ).stdout.split()
    assert not {"sqlalchemy", "fastapi", "numpy", "rich.console", "yaml"} & set(loaded)
