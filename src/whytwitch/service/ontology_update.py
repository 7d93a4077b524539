"""Put a newer ontology release in the place of the shipped one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from whytwitch.core.errors import DataError
from whytwitch.ontology.build import build_ontology
from whytwitch.ontology.store import Ontology, updated_folder

__all__ = ["update_ontology"]


def update_ontology(obo: Path, hpoa: Path, genes: Path | None = None) -> dict[str, str | int]:
    """Compile the files beside the present release and swap them in one step.

    A file that is not what its name says leaves everything as it was.

    Raises
    ------
    DataError
        When a file is missing, unreadable or another kind of file.
    """
    target = updated_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="ontology-", dir=target.parent))
    try:
        try:
            meta = build_ontology(obo, hpoa, scratch, genes)
        except (UnicodeDecodeError, ValueError, IndexError, OSError) as error:
            raise DataError(
                f"{obo}, {hpoa}: must be hp.obo and phenotype.hpoa of one release; got {error}"
            ) from None
        Ontology(scratch)
        old = target.with_name("ontology.old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        scratch.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        return meta
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
