"""JWT of an issuer, checked by a real service with keys from a file and from an address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ISSUER, AUDIENCE = "https://id.example.org", "https://twitch.example.org"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def jwks():
    one = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key()))
    two = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key()))
    return {"keys": [{**one, "kid": "r1", "use": "sig"}, {**two, "kid": "e1", "use": "sig"}]}


def token(key=RSA, kid="r1", algorithm="RS256", leave_out=(), **claims):
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ehr", "iat": now, "exp": now + 300,
             "scope": "system/*.rs", **claims}  # fmt: skip
    whole = {k: v for k, v in whole.items() if k not in leave_out}
    return jwt.encode(whole, key, algorithm, headers={"kid": kid} if kid else None)


def unsigned():
    part = [json.dumps(d).encode() for d in ({"alg": "none", "kid": "r1"}, {"iss": ISSUER, "aud": AUDIENCE})]
    return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in part) + "."


def confused():
    """Signed with the public key as if it were a secret: the old trick against careless libraries."""
    pem = RSA.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": int(time.time()) + 300}
    part = [json.dumps(d).encode() for d in ({"alg": "HS256", "kid": "r1"}, claims)]
    text = b".".join(base64.urlsafe_b64encode(p).rstrip(b"=") for p in part)
    signature = base64.urlsafe_b64encode(hmac.new(pem, text, hashlib.sha256).digest()).rstrip(b"=")
    return (text + b"." + signature).decode()


@pytest.fixture(scope="module")
def from_file(serve, tmp_path_factory):
    keys = tmp_path_factory.mktemp("keys") / "jwks.json"
    keys.write_text(json.dumps(jwks()))
    options = ("--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--jwt-keys", str(keys))
    with serve(*options) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def ask(client, given):
    return client.get("/api/v1/version", headers={"authorization": f"Bearer {given}"})


@pytest.mark.parametrize(
    "given", [{}, {"key": CURVE, "kid": "e1", "algorithm": "ES256"}, {"aud": ["other", AUDIENCE]}]
)
def test_a_good_token_is_taken(from_file, given):
    assert ask(from_file, token(**given)).status_code == 200


def wrong_tokens():
    past = int(time.time()) - 3600
    return {
        "expired": token(exp=past),
        "not yet": token(nbf=int(time.time()) + 3600),
        "issuer": token(iss="https://evil.example"),
        "audience": token(aud="https://elsewhere.example"),
        "no expiry": token(leave_out=("exp",)),
        "no issuer": token(leave_out=("iss",)),
        "no audience": token(leave_out=("aud",)),
        "another key": token(key=OTHER),
        "unknown key id": token(kid="r9"),
        "no key id": token(kid=None),
        "key of another kind": token(key=CURVE, kid="r1", algorithm="ES256"),
        "weak algorithm": token(key="x" * 40, algorithm="HS256"),
        "unsigned": unsigned(),
        "confused": confused(),
        "cut": token()[:-4],
        "nonsense": "a.b.c",
        "empty parts": "..",
    }


def test_every_other_token_is_refused(serve, tmp_path):
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(jwks()))
    options = ("--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--jwt-keys", str(keys))
    with serve(*options) as address:
        for i, (name, given) in enumerate(wrong_tokens().items()):
            # From addresses of their own, so that the bound on wrong tries is not what refuses.
            transport = httpx.HTTPTransport(local_address=f"127.0.1.{i + 1}")
            with httpx.Client(base_url=address, timeout=30, transport=transport) as client:
                answer = ask(client, given)
            assert answer.status_code == 401, name
            assert "invalid_token" in answer.headers["www-authenticate"], name
            assert given not in answer.text


class KeyServer:
    """The issuer's address: counts how often it is asked, and can be held up."""

    def __init__(self):
        self.asked = 0
        self.open = threading.Event()
        self.open.set()
        self.waiting = threading.Event()
        outer = self

        class Keys(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked += 1
                outer.waiting.set()
                outer.open.wait(20)
                body = json.dumps(jwks()).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def options(self):
        place = f"http://127.0.0.1:{self.server.server_address[1]}/jwks.json"
        return ("--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--jwt-keys", place)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open.set()
        self.server.shutdown()
        self.server.server_close()


def test_keys_from_an_address_on_this_machine(serve):
    with KeyServer() as issuer:
        with serve(*issuer.options) as address, httpx.Client(base_url=address, timeout=30) as client:
            assert ask(client, token()).status_code == 200
            assert ask(client, token(key=OTHER)).status_code == 401
            issuer.server.shutdown()
            issuer.server.server_close()
            assert ask(client, token()).status_code == 200  # keys are remembered
        with serve(*issuer.options) as address, httpx.Client(base_url=address, timeout=30) as client:
            gone = ask(client, token())
            assert gone.status_code == 503
            assert "retry-after" in gone.headers


def test_tokens_that_name_no_key_make_nobody_call_the_issuer_again_and_again(serve):
    with KeyServer() as issuer, serve(*issuer.options) as address:
        for i in range(40):
            transport = httpx.HTTPTransport(local_address=f"127.0.2.{i + 1}")
            with httpx.Client(base_url=address, timeout=30, transport=transport) as client:
                assert ask(client, token(kid=f"none-{i}")).status_code == 401
        with httpx.Client(base_url=address, timeout=30) as client:
            assert ask(client, token()).status_code == 200
        assert issuer.asked <= 2


def test_others_are_answered_while_the_issuer_is_slow(serve):
    with KeyServer() as issuer, serve(*issuer.options) as address, ThreadPoolExecutor(1) as pool:
        issuer.open.clear()
        with httpx.Client(base_url=address, timeout=30) as slow, httpx.Client(timeout=30) as other:
            held = pool.submit(ask, slow, token())
            assert issuer.waiting.wait(20)
            assert other.get(f"{address}/api/v1/healthz").status_code == 200
            assert not held.done()
            issuer.open.set()
            assert held.result().status_code == 200


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"keys": []}', '{"keys": [{"kty": "no"}]}'])
def test_a_file_without_keys_is_refused_at_the_start(run_cli, tmp_path, content):
    keys = tmp_path / "jwks.json"
    keys.write_text(content)
    done = run_cli(
        "serve", "--port", "0", "--jwt-issuer", "i", "--jwt-audience", "a", "--jwt-keys", str(keys)
    )
    assert done.returncode == 2
    assert "JSON Web Key Set" in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1
