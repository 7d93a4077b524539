"""What a SMART token lets its holder do: scopes of version 1 and 2, and which of them are asked for.

References
----------
HL7 SMART App Launch 2.2, "Scopes and Launch Context": https://hl7.org/fhir/smart-app-launch/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whytwitch.core.errors import InputError

__all__ = [
    "DEFAULT_SCOPES",
    "NO_SCOPES",
    "SmartScope",
    "check_scopes",
    "granted_scopes",
    "is_covered",
    "read_scope",
]

#: Any one of these suffices: the holder may read conditions or observations of someone.
DEFAULT_SCOPES = tuple(
    f"{who}/{kind}.r" for who in ("patient", "user", "system") for kind in ("Condition", "Observation")
)
#: Asks for none, for an issuer whose tokens have no scopes.
NO_SCOPES = "none"
_SMART = re.compile(r"^(patient|user|system)/([A-Z][A-Za-z]+|\*)\.([a-z*]+)(\?.+)?$")
#: Version 2 takes the letters in this order and no other, lest ".read" be taken for "rd".
_LETTERS = re.compile(r"^c?r?u?d?s?$")
#: A scope of OAuth 2.0 (RFC 6749, section 3.3).
_WORD = re.compile(r"^[\x21\x23-\x5b\x5d-\x7e]{1,200}$")
_VERSION_1 = {"read": "rs", "write": "cud", "*": "cruds"}


@dataclass(frozen=True, slots=True)
class SmartScope:
    """One clinical scope.

    Attributes
    ----------
    who : str
        ``patient``, ``user`` or ``system``.
    kind : str
        A resource type, or ``*``.
    may : str
        Letters of ``cruds``.
    is_part : bool
        Whether a query narrows it to some resources of the type.
    """

    who: str
    kind: str
    may: str
    is_part: bool = False


def read_scope(text: str) -> SmartScope | None:
    """A clinical scope; None for any other, and for one that neither version defines.

    Examples
    --------
    >>> read_scope("user/*.read")
    SmartScope(who='user', kind='*', may='rs', is_part=False)
    >>> read_scope("patient/Observation.rs?category=laboratory").is_part
    True
    >>> read_scope("patient/Observation.sr"), read_scope("openid")
    (None, None)
    """
    found = _SMART.match(text)
    if found is None:
        return None
    who, kind, letters, query = found.groups()
    may = _VERSION_1.get(letters, letters)
    return SmartScope(who, kind, may, query is not None) if may and _LETTERS.match(may) else None


def granted_scopes(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Every scope of a token: ``scope`` (RFC 9068) or ``scp``, as words or as a list."""
    found: list[str] = []
    for name in ("scope", "scp"):
        value = claims.get(name)
        rows = value if isinstance(value, list) else [value]
        found += [word for row in rows if isinstance(row, str) for word in row.split()]
    return tuple(dict.fromkeys(found))


def is_covered(wanted: str, granted: Sequence[str]) -> bool:
    """Whether scopes that were granted hold one that is asked for.

    A clinical scope is covered by those of the same holder over the same or all types together; one
    that a query narrows covers nothing. Any other scope must stand there as it is.

    Examples
    --------
    >>> is_covered("user/Condition.rs", ["openid", "user/*.read"])
    True
    >>> is_covered("user/Condition.rs", ["user/Condition.r", "user/Condition.s"])
    True
    >>> is_covered("user/*.rs", ["user/Condition.rs"]), is_covered("user/Condition.r", ["patient/*.r"])
    (False, False)
    """
    scope = read_scope(wanted)
    if scope is None:
        return wanted in granted
    held = [read_scope(text) for text in granted]
    may = "".join(
        h.may for h in held if h and not h.is_part and h.who == scope.who and h.kind in ("*", scope.kind)
    )
    return set(scope.may) <= set(may)


def check_scopes(wanted: tuple[str, ...]) -> None:
    """Refuse a setting that no token could meet, or that says two things.

    Raises
    ------
    InputError
        When a scope is not written as one, or ``none`` stands beside others.
    """
    if NO_SCOPES in wanted and len(wanted) > 1:
        raise InputError("--jwt-scope must be scopes or none; got both; leave one out")
    for text in wanted:
        if not _can_be_asked(text):
            raise InputError(
                f"--jwt-scope must be a scope such as user/*.rs or patient/*.read; got {text[:80]!r}"
            )


def _can_be_asked(text: str) -> bool:
    """One word of OAuth's letters, and a whole clinical scope where it is written like one."""
    if not _WORD.match(text):
        return False
    if text.partition("/")[0] not in ("patient", "user", "system"):
        return True
    scope = read_scope(text)
    return scope is not None and not scope.is_part
