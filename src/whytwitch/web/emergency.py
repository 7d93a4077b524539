"""Emergency numbers by country, from a small file beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from whytwitch.core.documents import parse_document

__all__ = ["EmergencyNumber", "emergency_numbers"]


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """``also`` is a second number that works there, or empty."""

    country: str
    number: str
    also: str


@lru_cache(maxsize=1)
def emergency_numbers() -> tuple[EmergencyNumber, ...]:
    """All of them, in the order of the file."""
    text = files("whytwitch.web").joinpath("emergency.yaml").read_text("utf-8")
    rows = parse_document(text, "emergency.yaml").value["numbers"]
    return tuple(EmergencyNumber(r["country"], r["number"], r.get("also", "")) for r in rows)
