"""The gate in front of every route, one pass a request."""

from __future__ import annotations

import asyncio
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whytwitch.web.access_ledger import Ledger
from whytwitch.web.access_limits import InFlight, TokenBuckets, client_key
from whytwitch.web.access_origins import allowed_origin, cross_origin_headers, preflight
from whytwitch.web.access_sign_in import PATH as SIGN_IN
from whytwitch.web.access_sign_in import answer as answer_sign_in
from whytwitch.web.access_tokens import COOKIE, Tokens
from whytwitch.web.api_body import too_large
from whytwitch.web.fhir_answers import outcome_response
from whytwitch.web.problems import ProblemError, problem_response
from whytwitch.web.settings import ServeSettings

__all__ = ["FORM_FIELD", "FORM_HEADER", "SECURITY_HEADERS", "Gate"]

FORM_FIELD, FORM_HEADER = "csrf_token", "x-csrf-token"
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
#: Paths of programs, which never answer with a page and carry no cookie.
_MACHINE = ("/api/", "/fhir/", "/cds-services")
#: What anyone may ask: that it lives, what it speaks, how it looks.
_OPEN = ("/healthz", "/api/v1/healthz", "/fhir/metadata", "/favicon.ico")
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
_IN_FLIGHT, _IN_FLIGHT_OF_CLIENT = 128, 32
_SEND_SECONDS = 30.0
_THROWN_AWAY = 64_000_000

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
SECURITY_HEADERS: dict[str, str] = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # "no-referrer" would make browsers call the origin of our own forms "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Gate:
    """ASGI middleware: host, rate, size, origin, token, form and load, in that order.

    Parameters
    ----------
    public : bool
        Whether others than this machine can reach the service; the rate is limited only then.
    ledger : Ledger
        What all processes of the service count together.
    """

    def __init__(self, app: ASGIApp, settings: ServeSettings, public: bool, ledger: Ledger) -> None:
        self.app = app
        self.settings = settings
        self.public = public
        self.tokens = Tokens(settings)
        rate = settings.rate_per_minute if public else 0
        self.buckets = TokenBuckets(rate, max(rate // 6, 10), ledger)
        # Every check of a token costs its client a little, so that none can be guessed by trying.
        self.guesses = TokenBuckets(30, 10, ledger, "guesses")
        self.in_flight = InFlight(_IN_FLIGHT, _IN_FLIGHT_OF_CLIENT)
        served = urlsplit(settings.public_url) if settings.public_url else None
        self.is_https = served is not None and served.scheme == "https"
        own = {h.lower() for h in settings.allowed_hosts}
        own |= {served.hostname.lower()} if served is not None and served.hostname else set()
        self.exact = _LOOPBACK | {h for h in own if not h.startswith("*.")}
        self.suffixes = tuple(h[1:] for h in own if h.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on to the application."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        sender = self._with_headers(scope, send)
        client = client_key(scope["client"][0]) if scope.get("client") else ""
        if not self.in_flight.enter(client):
            busy = ProblemError(
                503,
                "too much is asked at once; try again",
                headers={"retry-after": "1", "connection": "close"},
            )
            await self._refusal(scope, busy)(scope, receive, sender)
            return
        try:
            await self._pass(scope, receive, sender, client)
        except ProblemError as problem:
            if problem.status == 413:
                await self._let_finish(scope, receive)
            await self._refusal(scope, problem)(scope, receive, sender)
        except TimeoutError:
            return  # the answer was not fetched; the server closes the connection
        finally:
            self.in_flight.leave(client)

    async def _pass(self, scope: Scope, receive: Receive, send: Send, client: str) -> None:
        headers = Headers(scope=scope)
        path = scope["path"]
        self._check_host(headers)
        if path not in _OPEN and not path.startswith("/static/"):
            wait = self.buckets.take(client)
            if wait:
                rate = self.settings.rate_per_minute
                raise ProblemError(
                    429,
                    f"at most {rate} requests a minute are answered; try again in {wait} s",
                    headers={"retry-after": str(wait)},
                )
        self._check_length(headers)
        receive = self._bounded(receive)
        other = allowed_origin(path, headers, self.settings.cds_origins)
        if other and scope["method"] == "OPTIONS":
            await preflight(other)(scope, receive, send)
            return
        if scope["method"] not in _SAFE and not other:
            self._check_origin(headers)
        if path == SIGN_IN and self.settings.token is not None:
            await answer_sign_in(self, scope, receive, send, client)
            return
        if not self.tokens.asks or path in _OPEN or path.startswith("/static/"):
            await self.app(scope, receive, send)
            return
        cookie = "" if path.startswith(_MACHINE) else cookie_of(headers)
        if cookie and self.tokens.is_signed_in(cookie):
            scope.setdefault("state", {})["csrf_token"] = self.tokens.form_token(cookie)
            if scope["method"] not in _SAFE:
                receive = await self._check_form(headers, receive, cookie)
            await self.app(scope, receive, send)
            return
        response = await self._without_token(scope, headers, client)
        await (response or self.app)(scope, receive, send)

    async def _without_token(self, scope: Scope, headers: Headers, client: str) -> Response | None:
        """Take a token from the header; lead a browser that has none to where it is typed."""
        path, given = scope["path"], headers.get("authorization", "")
        if path.startswith("/cds-services") and self.settings.cds_issuers:
            return None  # CDS Hooks has its own issuers and audience; its routes check them
        is_browser = "text/html" in headers.get("accept", "")
        if not given and is_browser and self.settings.token and not path.startswith(_MACHINE):
            return RedirectResponse(SIGN_IN, 303)
        try:
            if self.tokens.fetches:  # nobody else waits for the issuer
                await asyncio.to_thread(self.tokens.check, given)
            else:
                self.tokens.check(given)
        except ProblemError as problem:
            wait = self.guesses.take(client) if given and problem.status == 401 else 0
            if wait:
                raise ProblemError(
                    429, "too many wrong tokens; try again later", headers={"retry-after": str(wait)}
                ) from None
            raise
        return None

    def _check_host(self, headers: Headers) -> None:
        host = headers.get("host", "").lower()
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        name = name.rstrip(".")
        if name in self.exact or (self.suffixes and name.endswith(self.suffixes)):
            return
        raise ProblemError(
            421, f"the host must be one that is served here; got {name[:100] or 'none'}; see --allowed-host"
        )

    def _check_length(self, headers: Headers) -> None:
        length = headers.get("content-length", "")
        if length.isdigit() and int(length[:20]) > self.settings.max_body_bytes:
            raise too_large(self.settings.max_body_bytes)

    async def _let_finish(self, scope: Scope, receive: Receive) -> None:
        """Throw the rest of a large body away as it comes, so that its sender gets to read why.

        A sender that asks first (``Expect: 100-continue``) is told at once.
        """
        if "expect" in Headers(scope=scope):
            return
        seen = 0
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                while seen < _THROWN_AWAY:
                    message = await receive()
                    seen += len(message.get("body", b""))
                    if message["type"] != "http.request" or not message.get("more_body", False):
                        return
        except TimeoutError:
            return

    def _check_origin(self, headers: Headers) -> None:
        """A page of another site may not send for its reader; programs send no origin."""
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if origin is not None:
            own = {headers.get("host", "").lower()}
            if self.settings.public_url is not None:
                own.add(urlsplit(self.settings.public_url).netloc.lower())
            if urlsplit(origin).netloc.lower() not in own:
                raise ProblemError(
                    403, "the request must come from a page of this service; got another origin"
                )
        elif site is not None and site not in ("same-origin", "none"):
            raise ProblemError(403, f"the request must come from a page of this service; got {site[:40]}")

    async def _check_form(self, headers: Headers, receive: Receive, cookie: str) -> Receive:
        """A form of a session must carry the session's own token, in a header or a field."""
        expected = self.tokens.form_token(cookie)
        given = headers.get(FORM_HEADER, "")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not given and kind in _FORMS:
            body = await whole_body(receive)
            given = form_value(body, kind, FORM_FIELD)
            receive = again(body, receive)
        if given != expected:
            raise ProblemError(403, "the form is no longer valid; go back, reload the page and send it again")
        return receive

    def _bounded(self, receive: Receive) -> Receive:
        """The body as it comes, but neither longer nor slower than the settings allow."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.settings.body_seconds
        most = self.settings.max_body_bytes
        seen, done = 0, False

        async def bounded() -> Message:
            nonlocal seen, done
            if done:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise ProblemError(
                    408,
                    f"the body must come within {self.settings.body_seconds:g} seconds",
                    headers={"connection": "close"},
                ) from None
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                done = not message.get("more_body", False)
                if seen > most:
                    raise too_large(most)
            return message

        return bounded

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        is_static = scope["path"].startswith("/static/")
        other = allowed_origin(scope["path"], Headers(scope=scope), self.settings.cds_origins)

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if other:
                    headers.update(cross_origin_headers(other))
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if not is_static:
                    headers.setdefault("cache-control", "no-store")
                if self.is_https:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            # Someone who does not read what he asked for must not hold its memory for ever.
            async with asyncio.timeout(_SEND_SECONDS):
                await send(message)

        return sender

    def _refusal(self, scope: Scope, problem: ProblemError) -> Response:
        if scope["path"].startswith("/fhir"):
            return outcome_response(problem)
        accepts = Headers(scope=scope).get("accept", "")
        if "text/html" in accepts and not scope["path"].startswith(_MACHINE):
            title = problem.document()["title"]
            return PlainTextResponse(f"{title}.\n{problem.detail}\n", problem.status, problem.headers)
        return problem_response(problem)


def cookie_of(headers: Headers) -> str:
    """The session's cookie; empty when there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


async def whole_body(receive: Receive) -> bytes:
    """The body, read to its end."""
    data = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(data)
        data += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(data)


def again(body: bytes, receive: Receive) -> Receive:
    """Hand a body that was read on once more."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def form_value(body: bytes, kind: str, name: str) -> str:
    """One field of a form; of a multipart form too, as long as it is short."""
    if kind == "multipart/form-data":
        mark = f'name="{name}"\r\n\r\n'.encode()
        _, found, rest = body.partition(mark)
        return rest[:200].partition(b"\r\n")[0].decode("utf-8", "replace") if found else ""
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=1000)
    except ValueError:
        return ""
    return next((value for key, value in fields if key == name), "")
