"""The page: start, what was understood, one question at a time, the answer, the letter.

Every post makes a new snapshot and sends the browser to its address, so that going back and reloading
lose nothing and ask nothing twice. Without scripts it works the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from whytwitch.core.errors import InputError
from whytwitch.service.interview import Audience
from whytwitch.web import views
from whytwitch.web.choices import MOVEMENTS, UNITS, spot_groups
from whytwitch.web.conversation import Snapshot, answered, begin, let_go, reanswered, retold, step_of
from whytwitch.web.engine import Engine
from whytwitch.web.forms import answer_value, corrected, read_form, started
from whytwitch.web.rendering import render, report_style
from whytwitch.web.settings import ServeSettings
from whytwitch.web.store import StoreLike, packed_store

__all__ = ["STATIC", "router"]

STATIC = Path(__file__).parent / "static"
_UNPROCESSABLE = 422
_GONE = 404
_SHOWN = ("answer", "letter", "professional")


def router(settings: ServeSettings, engine: Engine, store: StoreLike[Any] | None = None) -> APIRouter:
    """Every address of the page. ``store`` holds the conversations; one is made when none is given."""
    kept: StoreLike[Any] = store if store is not None else packed_store()
    routes = APIRouter(include_in_schema=False, default_response_class=Response)
    page = _Pages(engine, kept)
    routes.add_api_route("/", page.start, methods=["GET"])
    routes.add_api_route("/pro", page.start_professional, methods=["GET"])
    routes.add_api_route("/about", page.about, methods=["GET"])
    routes.add_api_route("/emergency", page.emergency, methods=["GET"])
    routes.add_api_route("/start", page.begin, methods=["POST"])
    routes.add_api_route("/c/{key}/understood", page.understood, methods=["GET"])
    routes.add_api_route("/c/{key}/correct", page.correct, methods=["POST"])
    routes.add_api_route("/c/{key}/ask", page.ask, methods=["GET"])
    routes.add_api_route("/c/{key}/ask", page.take_answer, methods=["POST"])
    routes.add_api_route("/c/{key}/change/{place}", page.change, methods=["GET"])
    routes.add_api_route("/c/{key}/change/{place}", page.take_change, methods=["POST"])
    for name in _SHOWN:
        routes.add_api_route(f"/c/{{key}}/{name}", page.shower(name), methods=["GET"], name=name)
    routes.add_api_route("/c/{key}/forget", page.forget, methods=["POST"])
    routes.add_api_route("/static/report.css", page.style, methods=["GET"])
    return routes


class _Pages:
    """One method for each address."""

    def __init__(self, engine: Engine, store: StoreLike[Any]) -> None:
        self.engine, self.store = engine, store

    # ---- pages that are the same for all --------------------------------------------------

    async def start(self, request: Request) -> Response:
        return _start(request, "public")

    async def start_professional(self, request: Request) -> Response:
        return _start(request, "professional")

    async def about(self, request: Request) -> Response:
        return render(request, "about.html")

    async def emergency(self, request: Request) -> Response:
        return render(request, "emergency.html")

    async def style(self) -> Response:
        return Response(report_style(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    # ---- the conversation -----------------------------------------------------------------

    async def begin(self, request: Request) -> Response:
        form = await read_form(request)
        audience: Audience = "professional" if form.get("audience") == "professional" else "public"
        try:
            told = started(form)
            snapshot = await self.engine.run(begin, self.engine.model, audience, secrets.token_hex(8), told)
        except InputError as error:
            return _start(request, audience, str(error), form)
        return self._go(snapshot, "understood")

    async def understood(self, request: Request, key: str, fault: str = "", status: int = 200) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None:
            return _gone(request)
        context = await self.engine.run(views.understood, self.engine.model, snapshot)
        return render(
            request, "understood.html", status, key=key, s=snapshot, fault=fault, units=UNITS, **context
        )

    async def correct(self, request: Request, key: str) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None:
            return _gone(request)
        form = await read_form(request)
        try:
            told = corrected(form, snapshot.told)
            changed = await self.engine.run(retold, self.engine.model, snapshot, told, key)
        except InputError as error:
            return await self.understood(request, key, str(error), _UNPROCESSABLE)
        shown = form.get("then")
        return self._go(changed, shown if shown in _SHOWN else "understood")

    async def ask(self, request: Request, key: str, fault: str = "", status: int = 200) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None:
            return _gone(request)
        step = await self.engine.run(step_of, self.engine.model, snapshot)
        if step.question is not None:
            # For the process that takes the answer, which may be another one.
            self.store.note(_question_of(key), step.question, snapshot.thread)
        name = "ask.html" if step.question is not None else "enough.html"
        return render(
            request, name, status, key=key, s=snapshot, step=step, fault=fault, units=UNITS,
            question=step.question, chosen=(), action=f"/c/{key}/ask", changing=False,
            banner=views.banner(step.urgency, step.flags_open),
        )  # fmt: skip

    async def take_answer(self, request: Request, key: str) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None:
            return _gone(request)
        form = await read_form(request)
        question = self.store.get(_question_of(key))
        if question is None:
            question = (await self.engine.run(step_of, self.engine.model, snapshot)).question
        if question is None:
            return RedirectResponse(f"/c/{key}/ask", 303)
        try:
            value = answer_value(form, question)
            following = await self.engine.run(answered, self.engine.model, snapshot, question, value, key)
        except InputError as error:
            return await self.ask(request, key, str(error), _UNPROCESSABLE)
        self.store.drop(_question_of(key))  # found anew, should it be answered once more
        return self._go(following, "ask")

    async def change(
        self, request: Request, key: str, place: int, fault: str = "", status: int = 200
    ) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None or not 0 <= place < len(snapshot.answers):
            return _gone(request)
        answer = snapshot.answers[place]
        return render(
            request, "ask.html", status, key=key, s=snapshot, step=None, fault=fault, units=UNITS,
            question=answer.question, chosen=answer.value.split(","), changing=True,
            action=f"/c/{key}/change/{place}", banner=None,
        )  # fmt: skip

    async def take_change(self, request: Request, key: str, place: int) -> Response:
        snapshot = self.store.get(key)
        if snapshot is None or not 0 <= place < len(snapshot.answers):
            return _gone(request)
        form = await read_form(request)
        try:
            value = answer_value(form, snapshot.answers[place].question)
            changed = await self.engine.run(reanswered, self.engine.model, snapshot, place, value, key)
        except InputError as error:
            return await self.change(request, key, place, str(error), _UNPROCESSABLE)
        return self._go(changed, "ask")

    def shower(self, name: str) -> Callable[..., Any]:
        """The page that shows a conversation as answer, letter or professional view."""
        context_of = getattr(views, name)

        async def show(request: Request, key: str) -> Response:
            snapshot = self.store.get(key)
            if snapshot is None:
                return _gone(request)
            text = await self.engine.run(
                lambda: render(
                    request,
                    f"{name}.html",
                    key=key,
                    s=snapshot,
                    units=UNITS,
                    **context_of(self.engine.model, snapshot),
                )
            )
            return text

        return show

    async def forget(self, request: Request, key: str) -> Response:
        snapshot = self.store.get(key)
        if snapshot is not None:
            self.store.forget(snapshot.thread)
            let_go(snapshot.thread)
        return render(request, "forgotten.html")

    def _go(self, snapshot: Snapshot, where: str) -> Response:
        key = self.store.put(snapshot, snapshot.thread, snapshot.before)
        return RedirectResponse(f"/c/{key}/{where}", 303)


def _question_of(key: str) -> str:
    return f"{key}/question"


def _start(request: Request, audience: str, fault: str = "", form: Any = None) -> Response:
    """The first page; what was filled in already is kept when there is a fault."""
    filled = {k: form.getlist(k) for k in form} if form is not None else {}
    return render(
        request, "start.html", _UNPROCESSABLE if fault else 200, audience=audience, fault=fault,
        filled=filled, groups=spot_groups(), movements=list(MOVEMENTS.values()), units=UNITS,
    )  # fmt: skip


def _gone(request: Request) -> Response:
    """A conversation that is no longer known: what happened, and the way out."""
    return render(request, "gone.html", _GONE)
