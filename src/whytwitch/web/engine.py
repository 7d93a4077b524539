"""The one engine that every face of the service shares."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from whytwitch.knowledge.schema import Cause, Exposure, Finding, Source
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model, open_model

if TYPE_CHECKING:
    from anyio import CapacityLimiter

__all__ = ["Engine"]

P = ParamSpec("P")
T = TypeVar("T")


class Engine:
    """Holds the compiled model, opened once; its arrays are shared by all threads and only read."""

    def __init__(self, model: Model | None = None, progress: Callable[[str], None] | None = None) -> None:
        self.model = model if model is not None else open_model(progress=progress or _silent)
        _hold(self.model)
        _bound(self.model)
        self._at_once: CapacityLimiter | None = None

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that needs the processor in a thread, so that the loop goes on answering.

        No more run at a time than there are processors: more would only make all of them late.
        """
        from anyio import CapacityLimiter, to_thread

        if self._at_once is None:
            self._at_once = CapacityLimiter(max(os.cpu_count() or 1, 2))
        return await to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._at_once)


def _hold(model: Model) -> None:
    """Open every file of the model now: a newer one may take its folder's place while we serve."""
    for path in model.folder.glob("lexicon_*.npy"):
        model.lexicon(path.stem.removeprefix("lexicon_"))
    for kind in (Cause, Finding, Exposure, Plain, Source):
        model.all_records(kind)
    _ = model.profiles, model.joined, model.disease_id, model.disease_name


def _bound(model: Model) -> None:
    """Keep fewer results than a batch does: people come for weeks, and each asks for something else.

    An interview looks at a few hundred columns and a dozen terms; a miss costs a tenth of a millisecond.
    """
    profiles, arrays = model.profiles, model.arrays
    arrays.columns.bound(400)  # 10 kB each
    profiles.columns.bound(80)  # 50 kB each
    profiles.onsets.bound(20)  # 50 kB each
    for few in (profiles.listed, profiles.matches, profiles.denied):
        few.bound(1500)  # about 1 kB each


def _silent(_: str) -> None:
    return None
