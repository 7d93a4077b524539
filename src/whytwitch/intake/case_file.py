"""The case file: YAML or JSON, every key optional except one fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whytwitch.core.case import SETTINGS, Case, Setting, Sex
from whytwitch.core.documents import Document
from whytwitch.core.errors import InputError
from whytwitch.intake.coded import Collector
from whytwitch.intake.laboratory import RawLaboratory
from whytwitch.model.store import Model

__all__ = ["CASE_KEYS", "STAGES", "WORDS_LEAVE_OUT", "case_from_mapping", "read_sex"]

#: Keys that are read; any other is named in ``not_understood``.
CASE_KEYS = (
    "id",
    "age_years",
    "sex",
    "setting",
    "duration_days",
    "present",
    "absent",
    "exposures",
    "history",
    "labs",
    "tests",
    "narrative",
)

#: Which keys each stage of the benchmark leaves out.
STAGES: dict[str, tuple[str, ...]] = {
    "history": ("labs", "tests"),
    "work-up": (),
    "coded": ("labs", "tests", "narrative"),
}

#: What a case told in words alone leaves out: all but the narrative, age and sex.
WORDS_LEAVE_OUT = frozenset(CASE_KEYS) - {"id", "age_years", "sex", "narrative"}

_SETTINGS: dict[str, Setting] = {setting: setting for setting in SETTINGS} | {
    "": "any",
    "any": "any",
    "primary care": "primary_care",
    "general practice": "primary_care",
    "gp": "primary_care",
    "outpatient": "primary_care",
    "home": "primary_care",
    "neurology clinic": "neurology_clinic",
    "neurology": "neurology_clinic",
    "specialist clinic": "neurology_clinic",
    "emergency": "emergency",
    "emergency department": "emergency",
    "emergency room": "emergency",
    "inpatient": "inpatient",
    "hospital": "inpatient",
    "ward": "inpatient",
    "intensive care": "intensive_care",
    "icu": "intensive_care",
}

_MAX_ITEMS = 5000
_MAX_TEXT = 200_000


def case_from_mapping(
    model: Model,
    raw: Mapping[str, Any],
    where: str = "",
    document: Document | None = None,
    may_be_empty: bool = False,
) -> Case:
    """Read one case in the case-file format.

    Parameters
    ----------
    may_be_empty : bool
        Take a case that says nothing yet: an interview may start from one.

    Raises
    ------
    InputError
        When a key holds something of the wrong kind, a number out of range, or nothing is said.
    """
    reader = _Reader(model, raw, where, document)
    return reader.read(may_be_empty)


class _Reader:
    """Walks the keys of one case file; every complaint names the key and its line."""

    def __init__(self, model: Model, raw: Mapping[str, Any], where: str, document: Document | None) -> None:
        self.raw = raw
        self.where = where
        self.document = document
        self.out = Collector(model)

    def read(self, may_be_empty: bool) -> Case:
        """Every key in turn; coded facts before words."""
        out, raw = self.out, self.raw
        out.id = self._text("id")
        out.age_years = self._number("age_years", 0, 130)
        out.duration_days = self._number("duration_days", 0, 47_500)
        out.sex = self._sex()
        out.setting = self._setting()
        for key in ("present", "absent"):
            for i, item in self._items(key):
                self._finding(item, key == "present", key, i)
        for i, item in self._items("exposures"):
            self._exposure(item, i)
        for i, item in self._items("history"):
            out.history(self._phrase(item, "history", i), f"history[{i}]")
        out.laboratories([self._laboratory(item, i) for i, item in self._items("labs")])
        for i, item in self._items("tests"):
            self._test(item, i)
        if self._text("narrative"):
            story = out.narrative(self._text("narrative"))
            if not coded_facts(raw):
                out.duration_days = out.duration_days or story.person.duration_days
                out.setting = story.person.setting if out.setting == "any" else out.setting
        for key in raw:
            if key not in CASE_KEYS:
                out.miss(str(key), str(key), "the key is unknown and was not read")
        if not (out.facts or out.not_understood or out.known) and self._text("narrative").strip():
            out.miss(self._text("narrative"), "narrative", "nothing in it is known to bear on the question")
        case = out.case()
        if not may_be_empty and not case.facts and not case.not_understood and not case.known:
            raise InputError(
                "a case must hold at least one fact; got none; add a line under 'present', such as "
                "'present: [muscle twitching]'",
                self.where,
            )
        return case

    def _fault(self, key: str, i: int | None, text: str) -> InputError:
        path: tuple[str | int, ...] = (key,) if i is None else (key, i)
        place = key if i is None else f"{key}[{i}]"
        line = f":{self.document.line(path)}" if self.document is not None and self.document.lines else ""
        return InputError(f"{place} {text}", f"{self.where}{line}")

    def _text(self, key: str) -> str:
        value = self.raw.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            raise self._fault(key, None, f"must be words; got a {type(value).__name__}")
        text = str(value)
        if len(text) > _MAX_TEXT:
            raise self._fault(key, None, f"must be at most {_MAX_TEXT} characters; got {len(text)}")
        return text

    def _number(self, key: str, low: float, high: float) -> float | None:
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                pass
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise self._fault(key, None, f"must be a number; got {value!r}; leave it out if unknown")
        if not low <= value <= high:
            shown = f"{value:g}" if abs(value) < 1e9 else "a number out of all range"
            raise self._fault(
                key,
                None,
                f"must be from {low:g} to {high:g}; got {shown}; leave it out if unknown",
            )
        return float(value)

    def _sex(self) -> Sex | None:
        text = self._text("sex")
        sex, fits = read_sex(text)
        if not fits:
            self.out.miss(text, "sex", "sex must be MALE, FEMALE, OTHER or UNKNOWN; none was used")
        return sex

    def _setting(self) -> Setting:
        text = self._text("setting").strip().lower().replace("_", " ").replace("-", " ")
        setting = _SETTINGS.get(text) or _SETTINGS.get(text.replace(" ", "_"))
        if setting is None:
            self.out.miss(text, "setting", f"setting must be one of {', '.join(SETTINGS)}; any was used")
            return "any"
        return setting

    def _items(self, key: str) -> list[tuple[int, Any]]:
        value = self.raw.get(key)
        if value is None:
            return []
        if isinstance(value, (str, dict)):
            value = [value]
        if not isinstance(value, list):
            raise self._fault(key, None, f"must be a list; got {value!r}")
        if len(value) > _MAX_ITEMS:
            raise self._fault(key, None, f"must hold at most {_MAX_ITEMS} lines; got {len(value)}")
        return [(i, item) for i, item in enumerate(value) if item is not None]

    def _phrase(self, item: Any, key: str, i: int) -> str:
        if isinstance(item, (dict, list)):
            raise self._fault(key, i, f"must be words; got a {type(item).__name__}")
        return str(item)

    def _field(self, item: Mapping[str, Any], name: str, key: str, i: int) -> str:
        value = item.get(name)
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            raise self._fault(key, i, f"{name} must be words; got a {type(value).__name__}")
        return str(value)

    def _mapping(self, item: Any, key: str, i: int, named: str) -> Mapping[str, Any]:
        """A line is words or a mapping; words stand for the mapping's main field."""
        if isinstance(item, list):
            raise self._fault(key, i, "must be words or a mapping; got a list")
        mapping = item if isinstance(item, dict) else {named: item}
        for name in mapping:
            if name not in _FIELDS[key]:
                self.out.miss(f"{name}: {mapping[name]}", f"{key}[{i}]", f"the key '{name}' is unknown")
        return mapping

    def _finding(self, item: Any, present: bool, key: str, i: int) -> None:
        m = self._mapping(item, key, i, "label")
        code = self._field(m, "hpo", key, i)
        label = self._field(m, "label", key, i)
        if not code and label.startswith(("HP:", "WT:")):
            code, label = label, ""
        self.out.finding(code, label, self._field(m, "detail", key, i), present, f"{key}[{i}]")

    def _exposure(self, item: Any, i: int) -> None:
        m = self._mapping(item, "exposures", i, "name")
        name, kind, detail = (self._field(m, f, "exposures", i) for f in ("name", "kind", "detail"))
        if not name and not detail:
            raise self._fault("exposures", i, "must have a name; got none")
        self.out.exposure(name or detail, kind, detail, f"exposures[{i}]")

    def _laboratory(self, item: Any, i: int) -> tuple[RawLaboratory, str]:
        m = self._mapping(item, "labs", i, "name")
        name = self._field(m, "name", "labs", i)
        if not name:
            raise self._fault("labs", i, "must have a name; got none")
        return (
            RawLaboratory(
                name=name,
                value=self._reading(m.get("value"), "value", i),
                unit=self._field(m, "unit", "labs", i) or None,
                ref_low=self._reading(m.get("ref_low"), "ref_low", i),
                ref_high=self._reading(m.get("ref_high"), "ref_high", i),
                flag=self._field(m, "flag", "labs", i) or None,
            ),
            f"labs[{i}]",
        )

    def _reading(self, value: Any, field: str, i: int) -> float | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            raise self._fault("labs", i, f"{field} must be a number; got {value!r}")
        try:
            return float(str(value).strip().lstrip("<>≤≥").replace(",", "."))
        except ValueError:
            self.out.miss(f"{field} {value}", f"labs[{i}]", "it is not a number")
            return None

    def _test(self, item: Any, i: int) -> None:
        m = self._mapping(item, "tests", i, "name")
        name, result, flag = (self._field(m, f, "tests", i) for f in ("name", "result", "flag"))
        if not name and not result:
            raise self._fault("tests", i, "must have a name or a result; got neither")
        self.out.test(name, result, flag, f"tests[{i}]")


def coded_facts(raw: Mapping[str, Any]) -> bool:
    """Whether a case holds any fact beside its narrative."""
    return any(raw.get(key) for key in ("present", "absent", "exposures", "history", "labs", "tests"))


_FIELDS = {
    "present": ("hpo", "label", "detail"),
    "absent": ("hpo", "label", "detail"),
    "exposures": ("name", "kind", "detail"),
    "labs": ("name", "value", "unit", "ref_low", "ref_high", "flag"),
    "tests": ("name", "result", "flag"),
}


def read_sex(text: str) -> tuple[Sex | None, bool]:
    """MALE, FEMALE or None, and whether the word was understood."""
    word = text.strip().upper()
    if word in ("MALE", "M", "MAN", "BOY"):
        return "MALE", True
    if word in ("FEMALE", "F", "WOMAN", "GIRL"):
        return "FEMALE", True
    return None, word in ("", "UNKNOWN", "UNKNOWN_SEX", "OTHER", "OTHER_SEX", "INTERSEX")
