"""Access from outside, by real clients against a real service."""

from __future__ import annotations

import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

TOKEN = "correct-horse-battery-staple"
CASE = {"present": ["twitching eyelid"]}


@pytest.fixture(scope="module")
def public(serve):
    """As on a public address: every interface, a token, names, a low rate."""
    with serve(
        "--host", "0.0.0.0", "--token", TOKEN, "--allowed-host", "twitch.example.org", "--rate", "60"
    ) as address:
        yield address


def client_from(address: str, source: str, **options) -> httpx.Client:
    """A client with an address of its own on this machine: to the service it is another machine."""
    transport = httpx.HTTPTransport(local_address=source)
    return httpx.Client(base_url=address, transport=transport, timeout=60, **options)


def raw(address: str, data: bytes, source: str = "127.0.0.1") -> bytes:
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=60, source_address=(source, 0)) as s:
        received = b""
        try:
            s.sendall(data)
            while chunk := s.recv(65536):
                received += chunk
        except ConnectionError:
            return received  # refused before all of it was sent
    return received


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--host", "0.0.0.0"), "must have access control"),
        (("--host", "::"), "must have access control"),
        (("--host", "0.0.0.0", "--token", "short"), "at least 16 characters"),
        (("--host", "0.0.0.0", "--token", TOKEN), "--allowed-host"),
        (("--host", "0.0.0.0", "--token", TOKEN, "--allowed-host", "*"), "must be a name"),
        (("--public-url", "https://twitch.example.org"), "must have access control"),
        (("--public-url", "twitch.example.org"), "must be a URL"),
        (("--jwt-issuer", "https://id.example.org"), "must come with its keys"),
        (("--jwt-keys", "nowhere.json"), "issuer and audience"),
        (
            ("--jwt-issuer", "i", "--jwt-audience", "a", "--jwt-keys", "nowhere.json"),
            "must be a readable file",
        ),
        (
            ("--jwt-issuer", "i", "--jwt-audience", "a", "--jwt-keys", "http://keys.example.org/k"),
            "over https or from a file",
        ),
        (("--jwt-scope", "user/*.sr"), "--jwt-scope must be a scope"),
        (("--jwt-scope", "none", "--jwt-scope", "openid"), "scopes or none"),
        (("--cds-origin", "https://ehr.example.org/app"), "--cds-origin must be an origin"),
        (("--cds-origin", "*"), "--cds-origin must be an origin"),
    ],
)
def test_it_does_not_start_open_to_all(run_cli, options, says):
    done = run_cli("serve", "--port", "0", *options)
    error = done.stderr.decode()
    assert done.returncode == 2
    assert says in error
    assert len(error.strip().splitlines()) == 1
    assert not done.stdout


def test_security_headers_on_every_answer(service):
    for path in ("/", "/api/v1/healthz", "/api/v1/nowhere", "/static/page.css", "/nowhere"):
        headers = httpx.get(f"{service}{path}", timeout=30).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers
        if not path.startswith("/static"):
            assert "no-store" in headers["cache-control"]


def test_another_host_name_is_refused(service):
    """A name of an attacker's that resolves to this machine must not reach the service."""
    port = urlsplit(service).port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "localhost.evil.example",
        "",
        "127.0.0.1.evil.example",
    ):
        assert httpx.get(f"{service}/api/v1/version", headers={"host": host}).status_code == 421
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", "LOCALHOST", f"[::1]:{port}"):
        assert httpx.get(f"{service}/api/v1/version", headers={"host": host}).status_code == 200
    assert b" 400 " in raw(service, b"GET / HTTP/1.1\r\n\r\n").split(b"\r\n")[0]


def test_a_page_of_another_site_cannot_send(service):
    form = {"story": "my eyelid twitches"}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = httpx.post(f"{service}/start", data=form, headers=headers)
        assert answer.status_code == 403, headers
        answer = httpx.post(f"{service}/api/v1/assess", json=CASE, headers=headers)
        assert answer.status_code == 403, headers
    same = {"origin": service, "sec-fetch-site": "same-origin"}
    assert httpx.post(f"{service}/api/v1/assess", json=CASE, headers=same, timeout=30).status_code == 200
    assert httpx.post(f"{service}/start", data=form, headers=same, timeout=30).status_code in (200, 303)


def test_a_plain_form_is_no_json(service):
    """A form of another site can send text, never JSON: the interface takes only JSON."""
    answer = httpx.post(
        f"{service}/api/v1/assess", content=b'{"present": ["x"]}', headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415


def test_a_token_is_asked_for_and_taken(public):
    with client_from(public, "127.0.0.11") as client:
        refused = client.post("/api/v1/assess", json=CASE)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert refused.headers["content-type"] == "application/problem+json"
        for wrong in ("Bearer wrong", "Basic " + TOKEN, TOKEN, f"Bearer {TOKEN}x", "Bearer " + "x" * 9000):
            assert client.get("/api/v1/version", headers={"authorization": wrong}).status_code == 401
        right = {"authorization": f"Bearer {TOKEN}"}
        assert client.post("/api/v1/assess", json=CASE, headers=right).status_code == 200
        assert client.get("/api/v1/healthz").status_code == 200
        asked = client.get("/api/v1/openapi.json", headers=right).json()
        assert asked["paths"]["/api/v1/assess"]["post"]["security"] == [{"bearer": []}]
        named = client.get("/api/v1/version", headers={**right, "host": "twitch.example.org"})
        assert named.status_code == 200
        assert client.get("/fhir/x").json()["resourceType"] == "OperationOutcome"


def test_tokens_cannot_be_guessed_by_trying(public):
    with client_from(public, "127.0.0.12") as client:
        seen = [client.get("/api/v1/version", headers={"authorization": f"Bearer {i}"}) for i in range(20)]
    refused = [a for a in seen if a.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1


def test_a_browser_signs_in_once_and_its_forms_carry_a_token(public):
    with client_from(public, "127.0.0.13", headers={"accept": "text/html"}) as client:
        led = client.get("/")
        assert led.status_code == 303
        assert led.headers["location"] == "/sign-in"
        assert client.get("/sign-in").status_code == 200
        assert client.post("/sign-in", data={"token": "wrong"}).status_code == 403
        done = client.post("/sign-in", data={"token": TOKEN})
        assert done.status_code == 303
        cookie = done.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        page = client.get("/")
        assert page.status_code == 200
        assert client.post("/start", data={"story": "my eyelid twitches"}).status_code == 403
        name = 'name="csrf_token" value="'
        token = page.text.partition(name)[2].partition('"')[0]
        assert token
        sent = client.post("/start", data={"story": "my eyelid twitches", "csrf_token": token})
        assert sent.status_code in (200, 303)
        assert client.get("/api/v1/version").status_code == 401  # programs show the token itself
        client.cookies.set("whytwitch_session", "99999999999." + "0" * 64)
        assert client.get("/").status_code == 303


def test_a_flood_from_one_client_is_refused_and_others_are_answered(public):
    right = {"authorization": f"Bearer {TOKEN}"}
    with client_from(public, "127.0.0.14", headers=right) as flood:
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: flood.get("/api/v1/version").status_code, range(120)))
        last = flood.get("/api/v1/version")
    assert statuses.count(200) < 60
    assert set(statuses) <= {200, 429, 503}
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) >= 1
    with client_from(public, "127.0.0.15", headers=right) as other:
        assert other.post("/api/v1/assess", json=CASE).status_code == 200


def test_several_processes_keep_one_rate(serve):
    """Asked on new connections at once, so that both processes answer."""
    options = ("--token", TOKEN, "--allowed-host", "twitch.example.org", "--rate", "60", "--workers", "2")
    with serve("--host", "0.0.0.0", *options) as address:
        headers = {"authorization": f"Bearer {TOKEN}", "connection": "close"}

        def ask(_: int) -> int:
            with client_from(address, "127.0.0.42") as client:
                return client.get("/api/v1/version", headers=headers).status_code

        with ThreadPoolExecutor(16) as pool:
            statuses = list(pool.map(ask, range(48)))
        assert set(statuses) <= {200, 429}
        assert 10 <= statuses.count(200) <= 14  # ten at once, and one more for each second that went by


def test_many_at_once_from_one_client_are_told_to_wait(service):
    """On loopback there is no rate, but no client takes every place."""
    with client_from(service, "127.0.0.16") as client, ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(lambda _: client.post("/api/v1/assess", json=CASE), range(90)))
    assert {a.status_code for a in answers} <= {200, 503}
    assert any(a.status_code == 200 for a in answers)
    for refused in (a for a in answers if a.status_code == 503):
        assert refused.headers["retry-after"] == "1"


def test_a_large_body_is_refused_and_the_service_lives(service):
    answer = httpx.post(
        f"{service}/api/v1/assess",
        content=b"x" * 50_000_000,
        headers={"content-type": "application/json"},
        timeout=120,
    )
    assert answer.status_code == 413
    assert "1,000,000 bytes" in answer.json()["detail"]

    def chunks():
        for _ in range(50):
            yield b"x" * 1_000_000

    answer = httpx.post(
        f"{service}/api/v1/assess",
        content=chunks(),
        headers={"content-type": "application/json"},
        timeout=120,
    )
    assert answer.status_code == 413
    assert httpx.get(f"{service}/api/v1/healthz", timeout=30).status_code == 200


def test_a_sender_that_asks_first_is_told_before_it_sends(service):
    host = urlsplit(service).netloc.encode()
    head = b"POST /api/v1/assess HTTP/1.1\r\nhost: " + host + b"\r\ncontent-type: application/json\r\n"
    head += b"content-length: 50000000\r\nexpect: 100-continue\r\n\r\n"
    assert raw(service, head).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\x16\x03\x01 nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"POST /api/v1/assess HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n",
        b"POST /api/v1/assess HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n"
        b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_refused(service, data):
    assert raw(service, data).split(b" ")[1:2] in ([b"400"], [b"431"], [])
    assert httpx.get(f"{service}/api/v1/healthz", timeout=30).status_code == 200


def test_a_thousand_slow_connections_hold_no_place(service):
    """Heads that never end: the client's own bound, then the deadline, and others are answered."""
    at = urlsplit(service)
    held: list[socket.socket] = []
    try:
        for _ in range(1000):
            s = socket.create_connection((at.hostname, at.port), timeout=60, source_address=("127.0.0.17", 0))
            s.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ")
            held.append(s)
        for _ in range(3):
            assert httpx.get(f"{service}/api/v1/healthz", timeout=60).status_code == 200
        answers: list[bytes] = []

        def listen(s: socket.socket) -> None:
            try:
                s.settimeout(0.5)
                try:
                    answers.append(s.recv(200))
                except TimeoutError:
                    s.settimeout(60)
                    s.sendall(b"y")  # one more byte now and then moves no deadline
                    answers.append(s.recv(200))
            except OSError:
                answers.append(b"")

        threads = [threading.Thread(target=listen, args=(s,)) for s in held]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert not any(thread.is_alive() for thread in threads)
        assert len(answers) == 1000
        assert any(a.startswith(b"HTTP/1.1 408 ") for a in answers)
        assert any(a.startswith(b"HTTP/1.1 503 ") for a in answers)
        assert all(a == b"" or a.split(b" ")[1] in (b"408", b"503") for a in answers)
    finally:
        for s in held:
            s.close()


def test_a_slow_body_is_ended(tmp_path):
    """The deadline of a body, with a short one so that the test need not wait."""
    import sys

    program = (
        "import socket, sys\n"
        "from whytwitch.web import serving\n"
        "from whytwitch.web.settings import ServeSettings\n"
        "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(50)\n"
        "at = f'http://127.0.0.1:{s.getsockname()[1]}'\n"
        "serving.run(ServeSettings(body_seconds=1.0), s, lambda _: None, lambda: print(at, flush=True))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        head = b"POST /api/v1/assess HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        assert raw(address, head + b"content-length: 100\r\n\r\n{").startswith(b"HTTP/1.1 408 ")
        assert httpx.get(f"{address}/api/v1/healthz", timeout=30).status_code == 200
    finally:
        process.terminate()
        process.communicate(timeout=30)
