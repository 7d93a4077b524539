"""Compiled models beside each other: one is never read by halves, and none takes another's place."""

from __future__ import annotations

import os
import shutil

import pytest

from whytwitch.core.errors import DataError
from whytwitch.model.store import open_model


@pytest.fixture
def compiled(model, tmp_path):
    """A folder with the compiled model in it."""
    shutil.copytree(model.folder, tmp_path / model.folder.name)
    return tmp_path


def test_a_model_that_lost_a_file_is_compiled_again(model, compiled):
    (compiled / model.folder.name / "log_prior.npy").unlink()
    again = open_model(compiled)
    assert (again.arrays.log_prior == model.arrays.log_prior).all()


def test_a_damaged_array_is_named(model, compiled):
    (compiled / model.folder.name / "log_prior.npy").write_bytes(b"no array")
    with pytest.raises(DataError, match=r"log_prior\.npy: must be a compiled array"):
        open_model(compiled)


def test_models_of_other_installations_stay(model, compiled):
    names = [f"{n:024x}" for n in range(6)]
    for n, name in enumerate(names):
        shutil.copytree(model.folder, compiled / name)
        os.utime(compiled / name, (n, n))
    shutil.rmtree(compiled / model.folder.name)
    open_model(compiled)
    left = sorted(p.name for p in compiled.iterdir())
    assert left == sorted([model.folder.name, *names[-3:]])
