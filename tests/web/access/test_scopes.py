"""Scopes of SMART App Launch, by themselves and asked of a real service from outside."""

from __future__ import annotations

import doctest
import json
import time

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.errors import InputError
from whytwitch.web import access_scopes
from whytwitch.web.access_scopes import DEFAULT_SCOPES, check_scopes, granted_scopes, is_covered, read_scope

ISSUER, AUDIENCE = "https://id.example.org", "https://twitch.example.org"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": {"resourceType": "Condition", "code": {"text": "Muscle twitching"}}}],
}


def test_examples():
    assert doctest.testmod(access_scopes).failed == 0


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("patient/*.rs", "rs"),
        ("user/*.cruds", "cruds"),
        ("patient/Observation.cu", "cu"),
        ("user/*.read", "rs"),
        ("system/Patient.write", "cud"),
        ("user/*.*", "cruds"),
    ],
)
def test_scopes_of_both_versions_as_the_specification_shows_them(text, may):
    assert read_scope(text).may == may


@pytest.mark.parametrize(
    "text",
    ["patient/Observation.dus", "patient/Observation.", "user/observation.r",
     "practitioner/*.rs", "patient/*.reads", "launch/patient", "openid", "", "user/*", "patient/*.r s"],
)  # fmt: skip
def test_what_neither_version_defines_is_none(text):
    assert read_scope(text) is None


@pytest.mark.parametrize(
    ("granted", "suffices"),
    [
        (["patient/*.read"], True),
        (["user/*.rs"], True),
        (["system/*.cruds"], True),
        (["launch", "openid", "patient/Observation.rs", "patient/Patient.rs"], True),
        (["user/Condition.r"], True),
        (["user/*.*"], True),
        ([], False),
        (["openid", "fhirUser", "launch/patient"], False),
        (["patient/*.write"], False),
        (["patient/*.cud"], False),
        (["patient/*.s"], False),
        (["user/Appointment.rs"], False),
        (["patient/Observation.rs?category=laboratory"], False),
        (["patient/Observation.sr"], False),
    ],
)
def test_by_default_the_holder_must_be_able_to_read(granted, suffices):
    assert any(is_covered(scope, granted) for scope in DEFAULT_SCOPES) is suffices


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=30))
def test_more_scopes_never_grant_less(granted, another):
    for wanted in DEFAULT_SCOPES:
        assert not is_covered(wanted, granted) or is_covered(wanted, [*granted, another])


@pytest.mark.parametrize(
    "claims",
    [{"scope": "a b"}, {"scope": ["a", "b"]}, {"scp": "a b"}, {"scp": ["a"], "scope": "b"}],
)
def test_scopes_are_found_under_either_name(claims):
    assert sorted(granted_scopes(claims)) == ["a", "b"]


@pytest.mark.parametrize("claims", [{}, {"scope": None}, {"scope": 3}, {"scope": [{}, 1]}, {"scp": {}}])
def test_odd_claims_grant_nothing(claims):
    assert granted_scopes(claims) == ()


@pytest.mark.parametrize(
    "wanted",
    [("none", "openid"), ("",), ("a b",), ("user/*.sr",), ("user/x.rs",), ("patient/*.r?a=b",), ('"',)],
)
def test_what_no_token_could_meet_is_refused(wanted):
    with pytest.raises(InputError, match="--jwt-scope must be"):
        check_scopes(wanted)


# ---- from outside --------------------------------------------------------------------------------


def token(**claims):
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": AUDIENCE, "sub": "app", "iat": now, "exp": now + 300, **claims}
    return jwt.encode(whole, KEY, "RS256", headers={"kid": "r1"})


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    row = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    keys = tmp_path_factory.mktemp("keys") / "jwks.json"
    keys.write_text(json.dumps({"keys": [{**row, "kid": "r1", "use": "sig"}]}))
    return ("--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE, "--jwt-keys", str(keys))


@pytest.fixture(scope="module")
def smart(serve, options):
    with serve(*options) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def assess(client, given):
    return client.post("/fhir/$assess", json=BUNDLE, headers={"authorization": f"Bearer {given}"})


@pytest.mark.parametrize("scope", ["user/*.rs", "launch patient/*.read", "system/Condition.rs openid"])
def test_a_token_that_may_read_is_taken(smart, scope):
    answer = assess(smart, token(scope=scope))
    assert (answer.status_code, answer.json()["resourceType"]) == (200, "Bundle")
    answer = smart.get("/api/v1/version", headers={"authorization": f"Bearer {token(scope=scope)}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("claims", [{}, {"scope": "openid fhirUser"}, {"scope": "user/*.write"}])
def test_a_good_token_without_the_scope_is_told_which(smart, claims):
    answer = assess(smart, token(**claims))
    assert answer.status_code == 403
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["code"] == "forbidden"
    assert "user/Condition.r" in outcome["issue"][0]["diagnostics"]
    asked = answer.headers["www-authenticate"]
    assert 'error="insufficient_scope"' in asked
    assert "user/Condition.r" in asked
    answer = smart.get("/api/v1/version", headers={"authorization": f"Bearer {token(**claims)}"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "scopes" in answer.json()["detail"]


def test_scopes_of_ones_own_choosing(serve, options):
    own = ("--jwt-scope", "twitch:ask", "--jwt-scope", "system/*.rs")
    with serve(*options, *own) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert assess(client, token(scope="twitch:ask")).status_code == 200
        assert assess(client, token(scope="system/*.cruds")).status_code == 200
        assert assess(client, token(scope="system/Condition.rs user/*.rs")).status_code == 403


def test_an_issuer_without_scopes(serve, options):
    none = ("--jwt-scope", "none")
    with serve(*options, *none) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert assess(client, token()).status_code == 200
        assert assess(client, token(aud="https://else.example")).status_code == 401
