"""The service as one application: the page and every other face, on one engine."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from whytwitch.model.store import software_version
from whytwitch.web import access, api, cds, diary, fhir, pages
from whytwitch.web.access_ledger import Ledger
from whytwitch.web.engine import Engine
from whytwitch.web.keeping import Keeper
from whytwitch.web.rendering import render
from whytwitch.web.settings import ServeSettings
from whytwitch.web.store import StoreLike

__all__ = ["create_app"]


def create_app(
    settings: ServeSettings,
    engine: Engine | None = None,
    store: StoreLike[Any] | None = None,
    ledger: Ledger | None = None,
) -> FastAPI:
    """Build the application.

    Parameters
    ----------
    settings : ServeSettings
        How it is set up.
    engine : Engine, optional
        An engine that is open already; one is opened when none is given.
    store : StoreLike, optional
        Where the conversations of the page are held; in this process when none is given.
    ledger : Ledger, optional
        Where rates and used tokens are counted; in this process when none is given.

    Raises
    ------
    InputError
        When the settings would let anyone in from outside (:func:`whytwitch.web.access.check_start`),
        or the database in which cases are to be kept cannot be opened.
    KnowledgeError, DataError
        When the knowledge or the ontology cannot be opened.
    """
    shared = engine if engine is not None else Engine()
    counted = ledger if ledger is not None else Ledger()
    app = FastAPI(
        title="whytwitch",
        version=software_version(),
        openapi_url=None,  # each interface describes itself
        docs_url=None,  # the usual pages of documentation load scripts from elsewhere
        redoc_url=None,
    )
    keeper = Keeper(settings)
    app.include_router(api.router(settings, shared, keeper))
    app.include_router(fhir.router(settings, shared, keeper))
    app.include_router(cds.router(settings, shared, keeper, counted))
    app.include_router(pages.router(settings, shared, store))
    app.state.diary = not access.is_public(settings)
    if app.state.diary:  # a diary is one person's, on that person's own machine
        app.include_router(diary.router(settings, shared))
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    app.add_exception_handler(HTTPException, _page_fault)
    app.add_exception_handler(Exception, _page_fault)
    access.install(app, settings, counted)
    return app


async def _page_fault(request: Request, error: Exception) -> Response:
    """A fault outside the other faces, as a page with a way out."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render(request, "problem.html", status, code=status)
