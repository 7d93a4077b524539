"""What sentences of the tests are held to: YAML rows with a ``text`` and what must be read in it, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story
from whytwitch.model.store import Model

FOLDER = Path(__file__).parent / "intake"
Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """Rows of a file beside the tests of reading."""
    rows: list[Row] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return rows


def classes_of(model: Model, item: str) -> set[str]:
    """An exposure and all that it is a kind of, but for what all medicines are."""
    index = model.feature(item)
    assert index is not None, item
    return {item, *(model.item(a) for a in model.arrays.ancestors(index).tolist())} - {"medicine"}


def exposures_read(model: Model, text: str) -> set[str]:
    """Exposures that are told as had."""
    return {said.id for said in read_story(model, text).exposures if said.present}


def check_said(model: Model, row: Row) -> None:
    """These terms: ``present``, ``absent``, ``exposures``; ``not`` present; ``unread``; ``days``."""
    story = read_story(model, row["text"])
    present = {said.id for said in story.findings if said.present}
    absent = {said.id for said in story.findings if not said.present}
    exposures = {said.id for said in story.exposures if said.present}
    assert present >= set(row.get("present", ()))
    assert absent >= set(row.get("absent", ()))
    assert exposures >= set(row.get("exposures", ()))
    assert present.isdisjoint(row.get("not", ()))
    assert (present | absent | exposures).isdisjoint(row.get("unread", ()))
    if "days" in row:
        assert story.person.duration_days == pytest.approx(row["days"])
    if row.get("no_days"):
        assert story.person.duration_days is None


def check_class(model: Model, row: Row) -> None:
    """These terms, a parent or a child: ``present``, ``absent``, ``exposed``; and ``never``, ``unexposed``.

    A ``never`` with a sign before it is barred from being present (+) or absent (-) alone.
    """
    story = read_story(model, row["text"])
    read = {said.id: said.present for said in story.findings}
    exposed = {said.id for said in story.exposures if said.present}
    for key, present in (("present", True), ("absent", False)):
        for item in row.get(key, ()):
            assert any(read[other] is present for other in related_items(model, item, read)), item
    for item in row.get("never", ()):
        name = item.lstrip("+-")
        assert name not in read or (item[0] in "+-" and read[name] is not (item[0] == "+")), item
    assert set(row.get("exposed", ())) <= exposed
    assert exposed.isdisjoint(row.get("unexposed", ()))


def check_codes(model: Model, rows: list[Row]) -> None:
    """Codes of told cases are terms of the ontology, or findings of ours, under their own names, none both
    there and not."""
    ontology = model.ontology
    names = ontology.term_name
    known = {ontology.id_of(i): names[i] for i in range(len(names))}
    for row in rows:
        present, absent = ({code["hpo"] for code in row[key]} for key in ("present", "absent"))
        assert present, row["id"]
        assert not present & absent, row["id"]
        for code in (*row["present"], *row["absent"]):
            own = model.label(code["hpo"]) if code["hpo"].startswith("WT:") else None
            assert known.get(code["hpo"], own) == code["label"], (row["id"], code)
            assert model.feature(code["hpo"]) is not None, (row["id"], code)
        assert all(e["name"] and e["kind"] for e in row["exposures"]), row["id"]
