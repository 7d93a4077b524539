"""Form fields to what a person told: every field checked, every fault one clear line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData

from whytwitch.core.case import SETTINGS, Setting, Sex
from whytwitch.core.errors import InputError
from whytwitch.service.interview import Question
from whytwitch.service.understand import MAX_TEXT
from whytwitch.service.understand_places import SIDES
from whytwitch.web.choices import MOVEMENTS, SPOTS, UNITS
from whytwitch.web.conversation import Told

__all__ = ["answer_value", "corrected", "person_fields", "read_form", "started"]

_MAX_FIELDS = 300
_MOST_AGE, _MOST_DAYS = 130.0, 47_500.0
_SEXES: dict[str, Sex | None] = {"": None, "female": "FEMALE", "male": "MALE"}


async def read_form(request: Request) -> FormData:
    """The fields of a form; no file is taken."""
    return await request.form(max_files=0, max_fields=_MAX_FIELDS, max_part_size=8 * MAX_TEXT)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _several(form: FormData, name: str, known: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in form.getlist(name) if isinstance(v, str) and v in known))


def _number(form: FormData, name: str, label: str, most: float) -> float | None:
    text = _text(form, name).replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise InputError(f"{label} must be a number from 0 to {most:g}; leave it empty if you do not know")
    return value


def person_fields(form: FormData) -> dict[str, Any]:
    """Age, sex, how long and where seen.

    Raises
    ------
    InputError
        When a number cannot be read or is out of range.
    """
    unit = UNITS.get(_text(form, "unit"), UNITS["days"])
    length = _number(form, "length", "How long", 1e6)
    days = None if length is None else length * unit[1]
    if days is not None and days > _MOST_DAYS:
        raise InputError("How long must be at most 130 years; leave it empty if you do not know")
    setting = _text(form, "setting")
    settings: dict[str, Setting] = {s: s for s in SETTINGS}
    return {
        "age_years": _number(form, "age", "Age", _MOST_AGE),
        "sex": _SEXES.get(_text(form, "sex")),
        "duration_days": days,
        "setting": settings.get(setting, "any"),
    }


def started(form: FormData) -> Told:
    """What the first page told.

    Raises
    ------
    InputError
        When nothing at all was told, or a number cannot be read.
    """
    told = Told(
        texts=tuple(t for t in (_text(form, "story"),) if t),
        spots=_several(form, "spot", SPOTS),
        movements=_several(form, "movement", MOVEMENTS),
        **person_fields(form),
    )
    if not (told.texts or told.spots or told.movements):
        raise InputError("Tell us at least one thing: write a few words, mark a spot, or choose a movement")
    return told


def corrected(form: FormData, told: Told) -> Told:
    """One correction of what was read: a fact struck out or turned, its side, a doubt, words added.

    Raises
    ------
    InputError
        When the form holds no correction.
    """
    remove, turn, restore = _text(form, "remove"), _text(form, "turn"), _text(form, "restore")
    if remove:
        return replace(told, removed=told.removed | {remove}, turned=told.turned - {remove})
    if turn:
        return replace(told, turned=told.turned ^ {turn})
    if restore:
        return replace(told, removed=told.removed - {restore})
    if _text(form, "side"):
        item, _, side = _text(form, "side").rpartition("=")
        chosen = dict(told.sides) | {item: side if side in SIDES else ""}
        return replace(told, sides=tuple(chosen.items()))
    if _text(form, "settle"):
        key, _, value = _text(form, "settle").partition(":")
        return replace(told, settled=(*told.settled, (key, value)))
    if "person" in form:
        return replace(told, replaced=True, **person_fields(form))
    if _text(form, "story"):
        return replace(told, texts=(*told.texts, _text(form, "story")))
    raise InputError("Nothing was changed: write a few words, or press one of the buttons")


def answer_value(form: FormData, question: Question) -> str:
    """The value that the form gives for a question.

    Raises
    ------
    InputError
        When it is none of the choices and no entry that the question takes.
    """
    picked: Sequence[str] = [v for v in form.getlist("value") if isinstance(v, str) and v]
    typed = _text(form, "typed")
    if typed and (not picked or picked == ["typed"]):
        return _typed(form, question, typed)
    known = {c.value for c in question.choices}
    if not picked or any(v not in known for v in picked):
        raise InputError("Choose one of the answers; “Don't know” is always fine")
    if len(picked) > 1 and not question.several:
        raise InputError("Choose one answer only")
    if typed and question.entry == "words":
        return ",".join((*picked, _typed(form, question, typed)))
    return ",".join(picked)


def _typed(form: FormData, question: Question, typed: str) -> str:
    if question.entry == "words":
        if len(typed) > MAX_TEXT:
            raise InputError(f"The answer must be at most {MAX_TEXT} characters; tell the main points")
        return f"words:{typed}"
    if question.entry == "years":
        return f"{_number(form, 'typed', 'Age', _MOST_AGE):g}"
    if question.entry == "days":
        length = _number(form, "typed", "How long", 1e6) or 0.0
        days = length * UNITS.get(_text(form, "unit"), UNITS["days"])[1]
        if days > _MOST_DAYS:
            raise InputError("How long must be at most 130 years")
        return f"{days:g}"
    raise InputError("Choose one of the answers; “Don't know” is always fine")
