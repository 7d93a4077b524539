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

from whytwitch.model.store import is_compiled, open_model
from whytwitch.service.interview import prepare
from whytwitch.service.interview_answers import DONT_KNOW
from whytwitch.web import access, views
from whytwitch.web.access_ledger import shared_ledger
from whytwitch.web.app import create_app
from whytwitch.web.conversation import Snapshot, Told, answered, begin, step_of
from whytwitch.web.engine import Engine, fill
from whytwitch.web.heap import one_heap
from whytwitch.web.rendering import environment
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
    one_heap()
    _compile_apart(progress)
    engine = Engine(progress=progress)
    like = _settle_down(engine)
    if settings.workers == 1:
        _serve(create_app(settings, engine, packed_store(like, reserve=True)), settings, listening, ready)
        return
    with shared_store(like) as store, shared_ledger() as ledger:
        _serve_many(settings, lambda: create_app(settings, engine, store, ledger), listening, ready)


def _serve(
    app: FastAPI, settings: ServeSettings, listening: socket.socket, ready: Callable[[], None]
) -> None:
    # No log of requests: addresses hold the keys of conversations.
    config = uvicorn.Config(app, log_level="warning", **access.server_options(settings))
    _Server(config, ready).run(sockets=[listening])


def _compile_apart(progress: Callable[[str], None]) -> None:
    """Compile the knowledge, where it has to be, in a process that ends.

    What compiling frees stays with its process in pieces: 90 MB, for as long as it serves. A fault is
    not told from there: opening the model meets it again.
    """
    if is_compiled() or not hasattr(os, "fork"):
        return
    child = os.fork()
    if child == 0:
        try:
            open_model(progress=progress)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)
    os.waitpid(child, 0)


def _settle_down(engine: Engine) -> Snapshot:
    """Do once what the first people would wait for, and keep what stays out of garbage collection.

    What is remembered stands at its bounds then, so that memory does not grow with the first people.
    Without the freeze each full collection walks all records, and everyone waits for it; forked
    processes would also copy the pages they share. Gives back a conversation like those to come.
    """
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)
    prepare(engine.model, "public")
    prepare(engine.model, "professional")
    fill(engine.model)
    snapshot = _talk(engine, "My calf twitches.", "unknown")
    gc.collect()
    gc.freeze()
    # Once more: a full collection waits until a quarter of what the last one looked at is new. With
    # all records counted that was 20 MB of dropped answers at a time.
    gc.collect()
    return snapshot


def _talk(engine: Engine, story: str, value: str) -> Snapshot:
    """A whole conversation in which every question has the same answer, or is left open."""
    snapshot = begin(engine.model, "public", "", Told(texts=(story,)))
    while (question := step_of(engine.model, snapshot).question) is not None:
        said = value if any(c.value == value for c in question.choices) else DONT_KNOW.value
        snapshot = answered(engine.model, snapshot, question, said)
    for shown in (views.answer, views.letter, views.professional):
        shown(engine.model, snapshot)
    return snapshot


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
