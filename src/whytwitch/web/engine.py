"""The one engine that every face of the service shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numpy as np

from whytwitch.core.case import SETTINGS, Case, Fact
from whytwitch.core.story_words import normal_word, single_code, word_code
from whytwitch.core.words import stem
from whytwitch.inference.kept import kept_in
from whytwitch.knowledge.criteria_schema import CriteriaSet
from whytwitch.knowledge.figures import Record
from whytwitch.knowledge.medicine_tables import Drink, IntakeLimit, Interaction, RenalCaution, Timing
from whytwitch.knowledge.schema import Cause, Exposure, Finding, Source
from whytwitch.knowledge.tables import LaboratoryTest, MovementKind, Plain, Rule, SiteKind, TestKind
from whytwitch.model.store import Model, open_model
from whytwitch.service.assess import rank
from whytwitch.web.heap import give_back

if TYPE_CHECKING:
    from anyio import CapacityLimiter

__all__ = ["MOST_WORDS", "Engine", "fill", "forget_words"]

P = ParamSpec("P")
T = TypeVar("T")

_KINDS: tuple[type[Record], ...] = (
    Cause, CriteriaSet, Drink, Exposure, Finding, IntakeLimit, Interaction, LaboratoryTest, MovementKind,
    Plain, RenalCaution, Rule, SiteKind, Source, TestKind, Timing,
)  # fmt: skip


class Engine:
    """Holds the compiled model, opened once; its arrays are shared by all threads and only read."""

    def __init__(self, model: Model | None = None, progress: Callable[[str], None] | None = None) -> None:
        self.model = model if model is not None else open_model(progress=progress or _silent)
        _hold(self.model)
        _bound(self.model)
        self._at_once: CapacityLimiter | None = None
        self._runs = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that needs the processor in a thread, so that the loop goes on answering.

        No more run at a time than there are processors: more would only make all of them late.
        """
        from anyio import CapacityLimiter, to_thread

        forget_words(self.model)
        self._runs += 1
        if self._runs % _GIVE_BACK_AFTER == 0:
            give_back()
        if self._at_once is None:
            self._at_once = CapacityLimiter(max(os.cpu_count() or 1, 2))
        return await to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._at_once)


#: So many pieces of work leave a few MB of loose pages.
_GIVE_BACK_AFTER = 20


def _hold(model: Model) -> None:
    """Open every file of the model now: a newer one may take its folder's place while we serve."""
    for path in model.folder.glob("lexicon_*.npy"):
        model.lexicon(path.stem.removeprefix("lexicon_"))
    for kind in _KINDS:
        model.all_records(kind)
    _ = model.profiles, model.joined, model.disease_id, model.disease_name


def _bound(model: Model) -> None:
    """Keep fewer results than a batch does: people come for weeks, and each asks for something else.

    Measured on a hundred interviews, twenty at a time: with these bounds, about a third of what those
    interviews look at, 0.1 ms more is worked out again for each question.
    """
    profiles, arrays = model.profiles, model.arrays
    arrays.columns.bound(240)  # 11 kB each
    profiles.columns.bound(48)  # 50 kB each
    profiles.onsets.bound(12)  # 50 kB each
    profiles.matches.bound(256)  # 4 kB each
    profiles.denied.bound(200)  # 2 kB each
    profiles.listed.bound(256)  # 0.5 kB each
    for name, most in _RESULTS.items():
        kept_in(arrays.cache, name, most).bound(most)


#: By its name in the cache: ages take 110 kB each, gains 8, denied findings 4, runs of words 0.2.
_RESULTS: dict[Hashable, int] = {
    "age": 16,
    "gain": 160,
    "denied": 200,
    ("phrase", "finding"): 3000,
    ("phrase", "exposure"): 3000,
}


def forget_words(model: Model) -> None:
    """Let go of the words that were looked up, where there are more than one language's common ones.

    Anyone may send any letters as words; each of these memories holds hundreds of thousands otherwise,
    which helps nobody but a batch. Another thread goes on with the memory it has in hand.
    """
    cache = model.arrays.cache
    for name in _WORDS:
        if len(cache.get(name, ())) > MOST_WORDS:
            cache[name] = {}
    for function in (stem, normal_word, word_code, single_code):
        if function.cache_info().currsize > MOST_WORDS:
            function.cache_clear()


_WORDS = ("story_words", "story_pairs", "story_denied", "look_up")
#: About 0.3 kB each.
MOST_WORDS = 4000


def fill(model: Model) -> None:
    """Work out what is common before anyone asks: the memories stand at their bounds from the start.

    Nothing is lost by it: a new result takes the place of the oldest. It takes a tenth of a second.
    """
    common = np.argsort(-model.arrays.marginal[: model.arrays.n_findings], kind="stable")[:_COMMON].tolist()
    for n in range(0, _COMMON, _TOLD):
        facts = [
            Fact(model.item(feature), i < _TOLD // 2, "") for i, feature in enumerate(common[n : n + _TOLD])
        ]
        place = n // _TOLD
        rank(
            model,
            Case(
                facts=tuple(facts),
                age_years=20.0 + place,
                sex="MALE" if place % 2 else "FEMALE",
                setting=SETTINGS[place % len(SETTINGS)],
                duration_days=30.0 + place,
            ),
        )


_COMMON, _TOLD = 480, 12


def _silent(_: str) -> None:
    return None
