"""The compiled ontology and disease annotations, memory-mapped; nothing is read before it is used."""

from __future__ import annotations

import json
import os
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from whytwitch.core.errors import DataError

__all__ = ["Ontology", "Texts", "open_ontology", "shipped_folder", "updated_folder"]

Ints = NDArray[np.int32]


def shipped_folder() -> Path:
    """Folder of the release that ships with the package."""
    return Path(__file__).resolve().parent.parent / "data" / "ontology"


def updated_folder() -> Path:
    """Folder where ``whytwitch data update`` puts a newer release.

    ``WHYTWITCH_HOME`` moves it; otherwise it is the platform's data folder of the user.
    """
    home = os.environ.get("WHYTWITCH_HOME")
    base = Path(home) if home else Path(platformdirs.user_data_dir("whytwitch"))
    return base / "ontology"


def open_ontology(folder: Path | None = None) -> Ontology:
    """Open the updated release when there is one, else the shipped one.

    Raises
    ------
    DataError
        When the folder holds no compiled ontology of this format.
    """
    if folder is None:
        updated = updated_folder()
        folder = updated if (updated / "meta.json").is_file() else shipped_folder()
    return Ontology(folder)


class Texts:
    """Many strings in one byte array; indexing decodes one."""

    def __init__(self, text: NDArray[np.uint8], ends: Ints) -> None:
        self._text = text
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, i: int) -> str:
        start, end = int(self._ends[i]), int(self._ends[i + 1])
        return bytes(self._text[start:end]).decode("utf-8")

    def all(self) -> list[str]:
        """Every string, in order."""
        whole = bytes(self._text)
        ends = self._ends.tolist()
        return [whole[a:b].decode("utf-8") for a, b in pairwise(ends)]


class Ontology:
    """Terms (axis 0 of every ``term_*`` array) and annotated diseases.

    Parameters
    ----------
    folder : Path
        As written by :func:`whytwitch.ontology.build.build_ontology`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        except (OSError, ValueError):
            raise DataError(
                f"{folder}: must hold the compiled ontology; got none; run 'make ontology' or "
                "'whytwitch data update'"
            ) from None
        if self.meta.get("format") != 1:
            raise DataError(
                f"{folder}: must be of format 1; got {self.meta.get('format')}; "
                "run 'whytwitch data update' again"
            )

    def array(self, name: str) -> NDArray[Any]:
        """One stored array, memory-mapped and read-only."""
        try:
            loaded: NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
            return loaded.view(np.ndarray)
        except (OSError, ValueError):
            raise DataError(
                f"{self.folder}: must hold {name}.npy; got none or a damaged one; "
                "run 'make ontology' or 'whytwitch data update'"
            ) from None

    def texts(self, name: str) -> Texts:
        """One stored list of strings."""
        return Texts(self.array(f"{name}_text"), self.array(f"{name}_end"))

    @cached_property
    def term_number(self) -> Ints:
        """Number of each live term, ascending is not promised; shape (n_terms,)."""
        return self.array("term_number")

    @cached_property
    def term_name(self) -> Texts:
        """Preferred name of each term."""
        return self.texts("term_name")

    @cached_property
    def _index(self) -> dict[int, int]:
        return {number: i for i, number in enumerate(self.term_number.tolist())}

    @cached_property
    def _obsolete(self) -> dict[int, int]:
        return {int(a): int(b) for a, b in self.array("obsolete")}

    def index_of(self, term_id: str) -> int | None:
        """Index of a live term; an obsolete id gives its successor; None when unknown."""
        try:
            number = int(term_id.removeprefix("HP:"))
        except ValueError:
            return None
        found = self._index.get(number)
        if found is not None:
            return found
        successor = self._obsolete.get(number, -1)
        return successor if successor >= 0 else None

    def is_obsolete(self, term_id: str) -> bool:
        """True when the release marks the id as obsolete or as another term's old id."""
        try:
            return int(term_id.removeprefix("HP:")) in self._obsolete
        except ValueError:
            return False

    def id_of(self, index: int) -> str:
        """Identifier of a term, as ``HP:0002380``."""
        return f"HP:{int(self.term_number[index]):07d}"

    @cached_property
    def _ancestor(self) -> tuple[Ints, Ints]:
        return self.array("term_ancestor_end"), self.array("term_ancestor_item")

    @cached_property
    def _parent(self) -> tuple[Ints, Ints]:
        return self.array("term_parent_end"), self.array("term_parent_item")

    def ancestors(self, index: int) -> list[int]:
        """Every ancestor of a term, itself left out."""
        ends, items = self._ancestor
        found: list[int] = items[int(ends[index]) : int(ends[index + 1])].tolist()
        return found

    def parents(self, index: int) -> list[int]:
        """The direct parents of a term."""
        ends, items = self._parent
        found: list[int] = items[int(ends[index]) : int(ends[index + 1])].tolist()
        return found
