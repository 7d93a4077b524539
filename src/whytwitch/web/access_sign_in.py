"""Where a browser types the service's token, once; a cookie carries it from then on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from whytwitch.web.access_tokens import COOKIE, SESSION_SECONDS

if TYPE_CHECKING:
    from whytwitch.web.access_gate import Gate

__all__ = ["PATH", "answer"]

PATH = "/sign-in"
_LONGEST = 4096
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in - whytwitch</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/page.css"></head>
<body><main><h1>Sign in</h1>
<p>This service is not open to all. Type the token you were given.</p>{said}
<form method="post" action="/sign-in"><p><label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Sign in</button></p></form></main></body></html>
"""


def _page(said: str, status: int) -> Response:
    line = f'<p role="alert">{escape(said)}</p>' if said else ""
    return HTMLResponse(_PAGE.format(said=line), status)


async def answer(gate: Gate, scope: Scope, receive: Receive, send: Send, client: str) -> None:
    """Show the form, or take what was typed."""
    response = await _answer(gate, scope, receive, client)
    await response(scope, receive, send)


async def _answer(gate: Gate, scope: Scope, receive: Receive, client: str) -> Response:
    from whytwitch.web.access_gate import form_value, whole_body

    if scope["method"] in ("GET", "HEAD"):
        return _page("", 200)
    if scope["method"] != "POST":
        return Response(status_code=405, headers={"allow": "GET, HEAD, POST"})
    wait = gate.guesses.take(client)
    if wait:
        response = _page(f"Too many tries. Wait {wait} seconds and try again.", 429)
        response.headers["retry-after"] = str(wait)
        return response
    body = await whole_body(receive)
    given = form_value(body[:_LONGEST], "application/x-www-form-urlencoded", "token").strip()
    cookie = gate.tokens.sign_in(given)
    if cookie is None:
        return _page("This is not the token of this service. Look at it again.", 403)
    done = RedirectResponse("/", 303)
    secure = gate.is_https or scope.get("scheme") == "https"
    done.set_cookie(
        COOKIE, cookie, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure, path="/"
    )
    return done
