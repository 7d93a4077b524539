"""Run the application: one process, or several that share conversations and what they count."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace

import uvicorn
from fastapi import FastAPI

from whytwitch.web import access, views
from whytwitch.web.access_ledger import shared_ledger
from whytwitch.web.app import create_app
from whytwitch.web.conversation import Told, begin
from whytwitch.web.engine import Engine
from whytwitch.web.settings import ServeSettings
from whytwitch.web.store import packed_store, shared_store

__all__ = ["run"]


def run(
    settings: ServeSettings,
    listening: socket.socket,
    progress: Callable[[str], None],
    ready: Callable[[], None],
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings : ServeSettings
        ``workers`` processes answer; they share the model's memory and the conversations.
    listening : socket
        Bound and listening.
    progress : callable
        Called with each step when the knowledge has to be compiled first.
    ready : callable
        Called once requests are answered.
    """
    settings = replace(settings, port=listening.getsockname()[1])
    engine = Engine(progress=progress)
    _settle_down(engine)
    if settings.workers == 1:
        _serve(create_app(settings, engine, packed_store()), settings, listening, ready)
        return
    with shared_store() as store, shared_ledger() as ledger:
        _serve_many(settings, lambda: create_app(settings, engine, store, ledger), listening, ready)


def _serve(
    app: FastAPI, settings: ServeSettings, listening: socket.socket, ready: Callable[[], None]
) -> None:
    # No log of requests: addresses hold the keys of conversations.
    config = uvicorn.Config(app, log_level="warning", **access.server_options(settings))
    _Server(config, ready).run(sockets=[listening])


def _settle_down(engine: Engine) -> None:
    """Do once what the first person would wait for, and keep what stays out of garbage collection.

    Without the freeze each full collection walks all records, and everyone waits for it; forked
    processes would also copy the pages they share.
    """
    snapshot = begin(engine.model, "public", "", Told(texts=("My calf twitches.",)))
    views.answer(engine.model, snapshot)
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _serve_many(
    settings: ServeSettings,
    make_app: Callable[[], FastAPI],
    listening: socket.socket,
    ready: Callable[[], None],
) -> None:
    """Fork the processes after the model is open, so that its arrays stand in memory once."""
    children = []
    for number in range(settings.workers):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _serve(make_app(), settings, listening, ready if number == 0 else _nothing)
                code = 0
            except KeyboardInterrupt:
                code = 0
            finally:
                sys.stdout.flush()
                os._exit(code)
        children.append(child)
    _wait(children)


def _wait(children: list[int]) -> None:
    """Until all ended; what ends this process ends them, and so does the end of one of them."""

    def end(*_: object) -> None:
        for child in children:
            try:
                os.kill(child, signal.SIGTERM)
            except ProcessLookupError:
                pass

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    left = set(children)
    while left:
        try:
            done, _ = os.wait()
        except ChildProcessError:
            return
        if done in left:
            left.discard(done)
            end()


def _nothing() -> None:
    return None
