"""Bytes from a file or standard input to cases, whatever the format. Any bytes: one line or a case."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.documents import Document, parse_document
from whytwitch.core.errors import InputError
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.coded import Collector
from whytwitch.intake.phenopacket import case_from_phenopacket, is_phenopacket
from whytwitch.model.store import Model

__all__ = [
    "MAX_BYTES",
    "case_from_document",
    "case_from_words",
    "is_told",
    "iterate_documents",
    "names_file",
    "parse_case",
    "parse_json",
    "plain_words",
    "read_bytes",
    "read_case",
    "read_case_and_source",
    "read_line",
    "read_text",
]

#: A case is a page or two; more is another kind of file.
MAX_BYTES = 4_000_000


def read_bytes(path: str) -> bytes:
    """Content of a file, or of standard input for ``-``.

    Raises
    ------
    InputError
        When there is nothing there, it cannot be read, or it is too large.
    """
    if path == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        place = Path(path)
        try:
            if place.is_dir():
                raise InputError("the case must be a file; got a folder; use 'batch' for many", path)
            with place.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError(
                f"the case must be a readable file; got {error.strerror or 'an error'}; "
                "check the path, or use '-' for standard input",
                path,
            ) from None
        except ValueError:
            raise InputError("the path must be a plain file name; got a null byte", "case") from None
    if len(data) > MAX_BYTES:
        raise InputError(
            f"a case must be at most {MAX_BYTES // 1_000_000} MB; got more; "
            "use 'batch' for many cases in one file",
            path,
        )
    return data


def read_text(path: str) -> str:
    """Text of a file or of standard input; it must be UTF-8."""
    data = read_bytes(path)
    if not data.strip():
        raise InputError("the case must hold at least one fact; got an empty file", path)
    if b"\x00" in data:
        raise InputError("the case must be text (YAML or JSON); got a binary file", path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"the case must be UTF-8 text; got another encoding at byte {error.start}; save it as UTF-8",
            path,
        ) from None


def read_case(model: Model, path: str) -> Case:
    """Read one case file, phenopacket or FHIR Bundle from a file or standard input."""
    return read_case_and_source(model, path)[0]


def read_case_and_source(model: Model, path: str) -> tuple[Case, dict[str, Any] | None]:
    """The case, and the FHIR resource it was read from, for an answer that refers to it; else None."""
    where = "standard input" if path == "-" else path
    text = read_text(path)
    words = plain_words(text, path)
    if words is not None:
        return case_from_words(model, words, where), None
    document = _parse(text, where)
    value = document.value
    source = value if isinstance(value, dict) and value.get("resourceType") else None
    return case_from_document(model, document, where), source


_FILE_NAME = re.compile(r"\.[A-Za-z0-9]{1,6}(?:\.gz)?$")
#: So many words are told, not the name of a file.
_FEWEST_TOLD = 3


def is_told(argument: str) -> bool:
    """Whether an argument of the command line is a story and no file.

    Examples
    --------
    >>> [is_told(a) for a in ("my eyelid twitches", "my case.yaml", "-", "my old case file.json")]
    [True, False, False, False]
    """
    text = argument.strip()
    if len(text.split()) < _FEWEST_TOLD or _FILE_NAME.search(text):
        return False
    try:
        return not Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or a letter that none may hold
        return True


#: How a path begins, and how the name of a file ends; "Mg0.45" is none.
_PATH = re.compile(r"(?:~?|\.{1,2})/|\S*\.[A-Za-z][A-Za-z0-9]{1,5}(?:\.gz)?$")


def names_file(argument: str) -> bool:
    """Whether one word of the command line can only be meant as a file, there or not.

    Examples
    --------
    >>> [names_file(a) for a in ("/home/me/letter", "letter.txt", "twitching/cramps", "Mg0.45")]
    [True, True, False, False]
    """
    text = argument.strip()
    return len(text.split()) == 1 and _PATH.match(text) is not None


def case_from_words(model: Model, text: str, where: str) -> Case:
    """A case told in plain words."""
    if len(text) > _MAX_WORDS:
        raise InputError(f"plain words must be at most {_MAX_WORDS} characters; got {len(text)}", where)
    out = Collector(model)
    out.plain_words(text, "text")
    case = out.case()
    if not case.facts and not case.not_understood and not case.known:
        raise InputError("the words must tell of at least one symptom; got none that is known", where)
    return case


#: A long letter; a book is another kind of file.
_MAX_WORDS = 1_000_000


def plain_words(text: str, path: str) -> str | None:
    """The text itself when it is plain words and no mapping of keys; None for a case file.

    A ``.txt`` file is always words. Elsewhere a text whose first line has a known key, or that YAML
    reads as a mapping or list, is a case file.
    """
    if Path(path).suffix.lower() == ".txt":
        return text
    head = text.lstrip("\ufeff \t\r\n-")
    if path != "-" or head[:1] in "{[" or _KEY.match(head):
        return None
    try:
        value = parse_document(text, path).value
    except InputError:
        return text if _SENTENCE.search(text) else None
    return text if isinstance(value, str) else None


_KEY = re.compile(r"[\"']?[A-Za-z_]+[\"']?\s*:")
_SENTENCE = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}\s+[A-Za-z]")


def case_from_document(model: Model, document: Document, where: str) -> Case:
    """A parsed document to a case, by its shape.

    Raises
    ------
    InputError
        When it is neither a case file nor a phenopacket nor a FHIR Bundle.
    """
    value = document.value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, list):
        raise InputError(
            f"the file must hold one case; got a list of {len(value)}; use 'whytwitch batch'", where
        )
    if not isinstance(value, dict):
        raise InputError(
            "the case must be a mapping of keys such as 'present'; got "
            f"{type(value).__name__}; see docs/case-file.md",
            where,
        )
    if value.get("resourceType"):
        from whytwitch.intake.fhir import case_from_fhir  # late: most cases are no FHIR

        return case_from_fhir(model, value, where)
    if is_phenopacket(value):
        return case_from_phenopacket(model, value, where)
    return case_from_mapping(model, value, where, document)


def _parse(text: str, where: str) -> Document:
    """JSON by its own, faster parser, kept as strict; YAML otherwise."""
    if text.lstrip()[:1] in "{[":
        try:
            return Document(_strict_json(text), {})
        except InputError:
            raise
        except (ValueError, RecursionError):
            pass  # YAML's flow style begins the same way; its parser names the line
    return parse_document(text, where)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise InputError(f"a key must stand once; got '{key}' twice")
        mapping[key] = value
    return mapping


def _no_constant(name: str) -> float:
    raise InputError(f"a number must be finite; got {name}; leave the key out if unknown")


def _number(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_constant(text[:40])


def _whole(text: str) -> int | float:
    """No case holds a number of many digits, and none may be too long to be shown or compared."""
    return int(text) if len(text) < 20 else _number(text)


_STRICT_JSON: dict[str, Any] = {
    "object_pairs_hook": _no_repeats,
    "parse_constant": _no_constant,
    "parse_float": _number,
    "parse_int": _whole,
}


def _strict_json(text: str) -> Any:
    """One JSON value: no repeated keys, numbers finite, words that can be written out again."""
    value = json.loads(text, **_STRICT_JSON)
    if "\\ud" in text.lower():  # half a surrogate pair is no character and cannot be encoded
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise InputError(
                "words must be whole characters; got half of a surrogate pair; write the character itself"
            ) from None
    return value


def parse_json(data: bytes, where: str) -> Any:
    """One strict JSON value from bytes, for callers that take nothing else.

    Raises
    ------
    InputError
        When the bytes are no UTF-8 or no JSON; the message names line and column.
    """
    try:
        return _strict_json(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"the JSON must be UTF-8 text; got another encoding at byte {error.start}", where
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"the document must be valid JSON; got {error.msg.lower()} in line {error.lineno}, "
            f"column {error.colno}; check quotes, commas and brackets there",
            where,
        ) from None
    except InputError as error:
        raise error if error.where else InputError(error.what, where) from None
    except (ValueError, RecursionError):
        raise InputError("the document must be valid JSON; got one nested too deep", where) from None


def parse_case(text: str, where: str) -> Document:
    """Parse one document that is already text."""
    return _parse(text, where)


def iterate_documents(path: Path) -> Iterator[tuple[str, Document | InputError | bytes]]:
    """Every case of a batch file: JSON Lines, a JSON or YAML list, or one document.

    A line of JSON Lines comes out unread, for :func:`read_line` in the process that assesses it. A
    file that cannot be read comes out as its error, so that the rest goes on.
    """
    suffixes = path.suffixes
    if ".jsonl" in suffixes or ".ndjson" in suffixes:
        yield from _lines(path)
        return
    where = str(path)
    try:
        document = _parse(read_text(where), where)
    except InputError as error:
        yield where, error
        return
    if isinstance(document.value, list):
        for i, value in enumerate(document.value):
            yield f"{where}[{i}]", Document(value, {})
    else:
        yield where, document


def _lines(path: Path) -> Iterator[tuple[str, InputError | bytes]]:
    import gzip

    opener: Any = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as stream:
            for i, line in enumerate(stream):
                if line.strip():
                    yield f"{path}:{i + 1}", line
    except (OSError, EOFError) as error:
        yield str(path), InputError(f"the file must be readable; got {error}", str(path))


def read_line(line: bytes, where: str) -> Document:
    """One line of JSON Lines as a document.

    Raises
    ------
    InputError
        When the line is not one JSON value in UTF-8.
    """
    try:
        return Document(_strict_json(line.decode("utf-8")), {})
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line must be one JSON case; got {error}", where) from None
