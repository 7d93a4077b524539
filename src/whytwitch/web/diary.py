"""The diary's page: begin one, note, see the days, take it with you, delete it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from whytwitch.core.diary import MEASURES, DiaryEntry, make_entry
from whytwitch.core.errors import InputError
from whytwitch.keep.database import shown_place
from whytwitch.keep.diary import Diary, diary_place, diary_started
from whytwitch.report.diary_chart import diary_svg
from whytwitch.report.diary_export import diary_csv, diary_json
from whytwitch.service.diary import diary_story, read_diary
from whytwitch.web.engine import Engine
from whytwitch.web.forms import read_form
from whytwitch.web.rendering import render
from whytwitch.web.settings import ServeSettings

__all__ = ["router"]

_UNPROCESSABLE = 422
_WORDS = ("place", "kind", "medicines", "note")
_NO_STORE = {"Cache-Control": "no-store"}


def router(settings: ServeSettings, engine: Engine) -> APIRouter:
    """Every address of the diary. It is one person's, so it belongs on that person's own machine."""
    page = _DiaryPages(settings.diary or str(diary_place()), engine)
    routes = APIRouter(prefix="/diary", include_in_schema=False, default_response_class=Response)
    routes.add_api_route("", page.show, methods=["GET"])
    routes.add_api_route("/start", page.start, methods=["POST"])
    routes.add_api_route("/add", page.add, methods=["POST"])
    routes.add_api_route("/delete", page.delete, methods=["POST"])
    routes.add_api_route("/delete-all", page.delete_all, methods=["POST"])
    routes.add_api_route("/export.{ending}", page.export, methods=["GET"])
    return routes


class _DiaryPages:
    """One method for each address; work on the disk is done in a thread."""

    def __init__(self, place: str, engine: Engine) -> None:
        self.place, self.shown, self.engine = place, shown_place(place), engine

    async def show(self, request: Request) -> Response:
        return await self._page(request)

    async def start(self, request: Request) -> Response:
        try:
            await self.engine.run(_start, self.place)
        except InputError as error:
            return self._begin(request, error.what)
        return RedirectResponse("/diary", 303)

    async def add(self, request: Request) -> Response:
        form = await read_form(request)
        try:
            entry = _entry(form)
            await self.engine.run(_add, self.place, entry)
        except InputError as error:
            return await self._page(request, error.what, form)
        return RedirectResponse("/diary", 303)

    async def delete(self, request: Request) -> Response:
        form = await read_form(request)
        try:
            await self.engine.run(_delete, self.place, _text(form, "entry"))
        except InputError as error:
            return await self._page(request, error.what)
        return RedirectResponse("/diary", 303)

    async def delete_all(self, request: Request) -> Response:
        form = await read_form(request)
        if _text(form, "sure") != "yes":
            return await self._page(request, "Tick the box first: what is deleted cannot be brought back")
        try:
            await self.engine.run(_remove, self.place)
        except InputError as error:
            return await self._page(request, error.what)
        return RedirectResponse("/diary", 303)

    async def export(self, request: Request, ending: str) -> Response:
        kinds = {"csv": (diary_csv, "text/csv"), "json": (diary_json, "application/json")}
        if ending not in kinds or not diary_started(self.place):
            return render(request, "problem.html", 404, code=404)
        try:
            entries = await self.engine.run(_entries, self.place)
        except InputError as error:
            return self._begin(request, error.what)
        write, media = kinds[ending]
        name = {"Content-Disposition": f'attachment; filename="twitch-diary.{ending}"'}
        return Response(write(entries), media_type=media, headers={**_NO_STORE, **name})

    async def _page(self, request: Request, fault: str = "", form: FormData | None = None) -> Response:
        status = _UNPROCESSABLE if fault else 200
        if not diary_started(self.place):
            return self._begin(request, fault)
        try:
            entries = await self.engine.run(_entries, self.place)
        except InputError as error:
            return self._begin(request, error.what)
        reading = await self.engine.run(read_diary, entries)
        filled = {k: v for k, v in form.items() if isinstance(v, str)} if form is not None else {}
        return render(
            request,
            "diary.html",
            status,
            fault=fault,
            filled=filled,
            now=datetime.now().isoformat(timespec="minutes"),
            entries=entries[::-1],
            reading=reading,
            chart=diary_svg(reading.days),
            story=diary_story(entries),
            place=self.shown,
        )

    def _begin(self, request: Request, fault: str = "") -> Response:
        status = _UNPROCESSABLE if fault else 200
        return render(request, "diary_start.html", status, fault=fault, place=self.shown)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _entry(form: FormData) -> DiaryEntry:
    values: dict[str, Any] = {name: _text(form, name) for name in (*MEASURES, *_WORDS)}
    return make_entry(_text(form, "at") or datetime.now(), **values)


def _start(place: str) -> None:
    with Diary.open(place, start=True):
        pass


def _add(place: str, entry: DiaryEntry) -> None:
    with Diary.open(place) as diary:
        diary.add(entry)


def _delete(place: str, entry: str) -> None:
    with Diary.open(place) as diary:
        diary.delete(entry)


def _remove(place: str) -> None:
    with Diary.open(place) as diary:
        diary.remove()


def _entries(place: str) -> list[DiaryEntry]:
    with Diary.open(place) as diary:
        return diary.entries()
