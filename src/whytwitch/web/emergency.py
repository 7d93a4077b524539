"""Emergency numbers by country, from a small file beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from whytwitch.core.documents import parse_document

__all__ = ["EmergencyNumber", "emergency_numbers"]


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number that a source gives for a country.

    Attributes
    ----------
    also : str
        A second number that works there, or empty.
    source, title : str
        Address and title of the page that says so.
    """

    country: str
    number: str
    also: str
    source: str
    title: str


@lru_cache(maxsize=1)
def emergency_numbers() -> tuple[EmergencyNumber, ...]:
    """All of them, in the order of the file; a country without a source is not among them."""
    text = files("whytwitch.web").joinpath("emergency.yaml").read_text("utf-8")
    rows = parse_document(text, "emergency.yaml").value["numbers"]
    return tuple(
        EmergencyNumber(r["country"], r["number"], r.get("also", ""), r["source"], r["title"]) for r in rows
    )
