"""Read YAML and JSON strictly: no tags, no anchors, no repeated keys, no NaN, line numbers kept.

The knowledge loader and the case reader both stand on this, so a fault is reported the same way
everywhere: ``file:line: what must be; got; way out``.
"""

from __future__ import annotations

import math
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
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        _refuse_anchors(text, where)
        node = loader.get_single_node()
        if node is None:
            raise InputError("the file must hold at least one fact; got an empty document", where)
        lines: dict[tuple[str | int, ...], int] = {}
        value = _build(node, (), lines, where, loader)
        return Document(value, lines)
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
    except RecursionError:
        raise InputError(
            f"nesting must be at most {MAX_DEPTH} deep; got more; flatten the document", where
        ) from None
    finally:
        loader.dispose()


def _refuse_anchors(text: str, where: str) -> None:
    """Refuse anchors and aliases before any node is built: they can grow without bound."""
    if "&" not in text and "*" not in text:
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(
                "anchors and aliases must not be used; got one; write the value out",
                f"{where}:{event.start_mark.line + 1}" if event.start_mark else where,
            )


def _build(
    node: yaml.Node,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    where: str,
    loader: Any,
) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    place = f"{where}:{line}"
    if len(path) > MAX_DEPTH:
        raise InputError(f"nesting must be at most {MAX_DEPTH} deep; got more", place)
    if isinstance(node, yaml.MappingNode):
        if node.tag != "tag:yaml.org,2002:map":
            raise InputError(f"tags must not be used; got {node.tag}; remove it", place)
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_place = f"{where}:{key_node.start_mark.line + 1}"
            if not isinstance(key_node, yaml.ScalarNode):
                raise InputError("a key must be a word; got a list or mapping", key_place)
            key = str(key_node.value)
            if key in mapping:
                raise InputError(f"a key must stand once; got '{key}' twice", key_place)
            mapping[key] = _build(value_node, (*path, key), lines, where, loader)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        if node.tag != "tag:yaml.org,2002:seq":
            raise InputError(f"tags must not be used; got {node.tag}; remove it", place)
        return [_build(item, (*path, i), lines, where, loader) for i, item in enumerate(node.value)]
    return _scalar(node, place, loader)


def _scalar(node: yaml.Node, place: str, loader: Any) -> Any:
    if node.tag == "tag:yaml.org,2002:timestamp":
        return str(node.value)  # a date is kept as the words that were written
    if node.tag not in _PLAIN_TAGS:
        raise InputError(f"tags must not be used; got {node.tag}; remove it", place)
    try:
        value = loader.construct_object(node)
    except ValueError:
        return str(node.value)
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError(f"a number must be finite; got {node.value}; leave the key out if unknown", place)
    return value
