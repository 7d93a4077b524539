"""``whytwitch serve`` as a real process: starts, refuses in one line, ends cleanly, shares its store."""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from real_service import start_server, stop_server


def refused(*options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "whytwitch", "serve", *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"--port must be free; got {port}" in refused("--port", str(port))


def test_an_address_of_another_machine_is_refused() -> None:
    said = refused("--host", "192.0.2.1", "--token", "x" * 40, "--allowed-host", "example.org")
    assert "must be an address of this machine" in said


def test_an_open_public_address_is_refused() -> None:
    assert "access control" in refused("--host", "0.0.0.0")


def test_two_workers_know_each_other_s_conversations_and_end_together() -> None:
    process, address = start_server("--workers", "2")
    try:

        def walk(n: int) -> tuple[int, bool]:
            # A new connection for each request: any of the processes may answer it.
            posted = httpx.post(
                f"{address}/start", data={"story": f"My calf twitches. I am {20 + n}."}, timeout=60
            )
            page = httpx.get(address + posted.headers["location"], timeout=60)
            return page.status_code, f'value="{20 + n}"' in page.text

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(walk, range(16))) == {(200, True)}
    finally:
        code, said = stop_server(process)
    assert code == 0, said
    assert "Traceback" not in said


def test_the_interrupt_ends_it_without_a_trace() -> None:
    process, address = start_server()
    assert httpx.get(address, timeout=60).status_code == 200
    code, said = stop_server(process)
    assert code in (0, 130)
    assert "Traceback" not in said


def test_nothing_a_person_tells_is_printed(server: str) -> None:
    process, address = start_server()
    httpx.post(f"{address}/start", data={"story": "My secretive calf twitches."}, timeout=60)
    httpx.post(f"{address}/start", data={"story": "secretive", "age": "x"}, timeout=60)
    _, said = stop_server(process)
    assert "secretive" not in said


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere", 404), ("/c/none/answer", 404), ("/c/none/change/99", 404), ("/start", 405)],
)
def test_a_wrong_address_gets_a_page_with_a_way_out(server: str, path: str, status: int) -> None:
    answer = httpx.get(server + path)
    assert answer.status_code == status
    assert 'href="/"' in answer.text


def test_a_form_with_a_fault_keeps_what_was_typed(server: str) -> None:
    answer = httpx.post(
        f"{server}/start", data={"story": "My calf twitches.", "age": "two", "movement": "cramp"}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "My calf twitches." in answer.text
    assert 'value="cramp" checked' in answer.text


def test_markup_that_is_typed_stays_words(server: str) -> None:
    with httpx.Client(follow_redirects=True, timeout=60) as client:
        page = client.post(
            f"{server}/start", data={"story": "<script>alert(1)</script> my calf twitches <b>much"}
        )
        key = str(page.url).split("/")[-2]
        for name in ("understood", "ask", "answer", "letter", "professional"):
            text = client.get(f"{server}/c/{key}/{name}").text
            assert "<script>alert" not in text
            assert "<b>much" not in text


def test_any_bytes_in_a_form_give_a_page(server: str) -> None:
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")
    bodies = (b"", b"\x00\xff\xfe", b"story=%ff%fe", b"--x\r\nbroken", b"story=" + b"a" * 30_000, b"&&&==;;")
    for kind in kinds:
        for body in bodies:
            answer = httpx.post(f"{server}/start", content=body, headers={"content-type": kind})
            assert 400 <= answer.status_code < 500 or answer.status_code == 303, (kind, body[:20])
