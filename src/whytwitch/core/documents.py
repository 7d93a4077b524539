"""Read YAML and JSON strictly: no tags, no anchors, no repeated keys, no NaN, line numbers kept.

The knowledge loader and the case reader both stand on this, so a fault is reported the same way
everywhere: ``file:line: what must be; got; way out``.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import yaml

from whytwitch.core.errors import InputError

__all__ = ["Document", "parse_document"]

MAX_DEPTH = 40
_PLAIN_TAGS = {
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:null",
}


class Document:
    """A parsed document: ``value`` plus the line of every path in it.

    Attributes
    ----------
    value : Any
        dict, list, str, int, float, bool or None.
    lines : dict[tuple[str | int, ...], int]
        1-based line of each path.
    """

    def __init__(self, value: Any, lines: dict[tuple[str | int, ...], int]) -> None:
        self.value = value
        self.lines = lines

    def line(self, path: tuple[str | int, ...]) -> int:
        """Line of ``path``, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_document(text: str, where: str) -> Document:
    """Parse one YAML (or JSON, which YAML holds) document.

    Parameters
    ----------
    text : str
        The document.
    where : str
        Name used in messages, mostly the file.

    Raises
    ------
    InputError
        On anything but one plain document: the message names the line.
    """
    builder = _Builder(where)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
        return builder.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{where}:{mark.line + 1}" if mark else where
        raise InputError(
            f"the document must be valid YAML or JSON; got {error.problem or 'a fault'}; "
            "check indentation, quotes and brackets there",
            place,
        ) from None
    except yaml.YAMLError as error:
        raise InputError(f"the document must be readable text; got {error}", where) from None


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: A plain scalar can only be something else than words when it begins with one of these.
_MAY_RESOLVE = frozenset("-+.0123456789~nNtTfFyYoO=<")


@lru_cache(maxsize=4096)
def _plain_scalar(text: str) -> Any:
    """What YAML makes of a plain scalar: number, truth value, nothing, or the words themselves."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    if tag not in _PLAIN_TAGS:
        return text  # a date, a merge key: kept as the words that were written
    try:
        return _RESOLVER.construct_object(yaml.ScalarNode(tag, text))
    except ValueError:
        return text


_RESOLVER = yaml.SafeLoader("")
_NOTHING = object()


class _Builder:
    """Turns parser events into plain values in one pass, and notes the line of every path."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.stack: list[tuple[Any, tuple[str | int, ...]]] = []
        self.keys: list[Any] = []
        self.root: Any = _NOTHING

    def document(self) -> Document:
        if self.root is _NOTHING:
            raise InputError("the file must hold at least one fact; got an empty document", self.where)
        return Document(self.root, self.lines)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse(event)
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not _NOTHING:
            raise InputError(
                "the document must be valid YAML with one document; got a second", self._at(event)
            )

    def _at(self, event: Any) -> str:
        return f"{self.where}:{event.start_mark.line + 1}"

    def _refuse(self, event: Any) -> None:
        """No anchors or aliases, which can grow without bound, and no tags, which can run code."""
        if event.anchor is not None:
            raise InputError(
                "anchors and aliases must not be used; got one; write the value out",
                self._at(event),
            )
        if event.tag is not None and event.tag != "!":
            raise InputError(f"tags must not be used; got {event.tag}; remove it", self._at(event))

    def _open(self, container: Any, event: Any) -> None:
        path = self._place(container, event)
        if len(path) > MAX_DEPTH:
            raise InputError(
                f"nesting must be at most {MAX_DEPTH} deep; got more; flatten the document",
                self._at(event),
            )
        self.stack.append((container, path))
        self.keys.append(_NOTHING)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is _NOTHING:
            if text in self.stack[-1][0]:
                raise InputError(f"a key must stand once; got '{text}' twice", self._at(event))
            self.keys[-1] = text
            return
        value: Any = text
        if event.implicit[0] and (not text or text[0] in _MAY_RESOLVE):
            value = _plain_scalar(text)
            if isinstance(value, float) and not math.isfinite(value):
                raise InputError(
                    f"a number must be finite; got {text}; leave the key out if unknown",
                    self._at(event),
                )
        self._place(value, event)

    def _place(self, value: Any, event: Any) -> tuple[str | int, ...]:
        """Put a value where it belongs and give back its path."""
        if not self.stack:
            self.root = value
            path: tuple[str | int, ...] = ()
        else:
            container, above = self.stack[-1]
            if isinstance(container, list):
                path = (*above, len(container))
                container.append(value)
            elif self.keys[-1] is _NOTHING:
                raise InputError("a key must be a word; got a list or mapping", self._at(event))
            else:
                path = (*above, self.keys[-1])
                container[self.keys[-1]] = value
                self.keys[-1] = _NOTHING
        self.lines[path] = event.start_mark.line + 1
        return path
