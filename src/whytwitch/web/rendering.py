"""Templates of the page; those of the report stand beside them, so that nothing is written twice."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from whytwitch.model.store import software_version
from whytwitch.report.words import LEVEL_PLAIN, LEVEL_TITLE
from whytwitch.web.emergency import emergency_numbers

__all__ = ["environment", "render", "report_style"]

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The page's own templates first, then the report's."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("whytwitch.web", "templates"), PackageLoader("whytwitch.report", "templates")]
        ),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        level_title=LEVEL_TITLE,
        level_plain=LEVEL_PLAIN,
        numbers=emergency_numbers(),
        version=software_version(),
    )
    return made


def render(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """One page. It is never kept by the browser, since it may hold what a person told.

    The address goes to no other site. Without ``same-origin`` a browser would also leave the origin
    out of plain forms, and they would be taken for those of another site.
    """
    token = getattr(request.state, "csrf_token", "")
    diary = getattr(request.app.state, "diary", False)
    text = environment().get_template(name).render(csrf_token=token, has_diary=diary, **context)
    return HTMLResponse(text, status, headers=_HEADERS)


@lru_cache(maxsize=1)
def report_style() -> str:
    """The style sheet of the report."""
    return files("whytwitch.report").joinpath("templates/style.css").read_text("utf-8")
