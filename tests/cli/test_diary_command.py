import json


def test_start_note_show_export_delete(run_cli, tmp_path):
    place = ["--diary", str(tmp_path / "d.db")]
    refused = run_cli("diary", "add", "--strength", "3", *place)
    assert refused.returncode == 2
    assert b"whytwitch diary start" in refused.stderr
    assert run_cli("diary", "start", *place).returncode == 0
    noted = run_cli("diary", "add", "--at", "2026-03-01 08:30", "--strength", "4", "--where", "calf", *place)
    assert noted.returncode == 0, noted.stderr
    key = noted.stdout.decode().split("entry ")[1].split(")")[0]
    wrong = run_cli("diary", "add", "--strength", "40", *place)
    assert wrong.returncode == 2
    assert wrong.stderr.decode().startswith("whytwitch: strength must be a whole number from 0 to 10")
    shown = run_cli("diary", "show", "--svg", str(tmp_path / "d.svg"), *place)
    assert "2026-03-01 ████" in shown.stdout.decode()
    assert "too few days" in shown.stdout.decode()
    assert (tmp_path / "d.svg").read_text("utf-8").startswith("<svg")
    out = json.loads(run_cli("diary", "export", "--format", "json", *place).stdout)
    assert [e["place"] for e in out["entries"]] == ["calf"]
    assert run_cli("diary", "delete", *place).returncode == 2
    assert run_cli("diary", "delete", key, *place).returncode == 0
    assert run_cli("diary", "delete", "--all", *place).returncode == 0
    assert not (tmp_path / "d.db").exists()


def test_assess_what_the_diary_says(run_cli, tmp_path):
    place = ["--diary", str(tmp_path / "d.db")]
    run_cli("diary", "start", *place)
    run_cli("diary", "add", "--at", "2026-03-01", "--strength", "2", "--where", "left calf", *place)
    done = run_cli("diary", "assess", "--format", "json", *place)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["causes"]
