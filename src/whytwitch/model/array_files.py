"""The compiled arrays as files that are mapped, not read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from whytwitch.core.errors import DataError
from whytwitch.inference.arrays import Arrays

__all__ = ["read_arrays"]

#: Fields of the arrays that are no file.
_NO_FILES = frozenset(("n_findings", "n_curated", "columns", "cache"))


def read_arrays(folder: Path, n_findings: int, n_curated: int) -> Arrays:
    """The arrays that lie in a folder.

    Raises
    ------
    FileNotFoundError
        When one is missing.
    DataError
        When one is damaged.
    """
    arrays: dict[str, Any] = {}
    for entry in fields(Arrays):
        if entry.name in _NO_FILES:
            continue
        path = folder / f"{entry.name}.npy"
        try:
            # A plain view of the mapped file: indexing a memmap costs ten times as much.
            arrays[entry.name] = np.load(path, mmap_mode="r").view(np.ndarray)
        except FileNotFoundError:
            raise
        except (OSError, ValueError):
            raise DataError(
                f"{path}: must be a compiled array; got a damaged file; remove {folder}"
            ) from None
    return Arrays(**arrays, n_findings=n_findings, n_curated=n_curated)
