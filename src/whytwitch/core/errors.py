"""Every error this package raises on purpose.

::

    WhytwitchError
    ├── InputError        what was handed in cannot be read as a case        (exit 2)
    ├── KnowledgeError    our own records break their own rules              (exit 1)
    └── DataError         the compiled ontology is missing or does not fit   (exit 2)

Messages read ``<what> must be ...; got ...; <way out>`` and stand on one line.
"""

from __future__ import annotations

__all__ = ["DataError", "InputError", "KnowledgeError", "WhytwitchError"]


class WhytwitchError(Exception):
    """Root of the tree; catch it to catch everything we raise on purpose."""


class InputError(WhytwitchError):
    """A case, a file or an option that cannot be understood.

    Parameters
    ----------
    what : str
        One line: what must be, what was got, and the way out.
    where : str
        File, line or key; empty when there is none.
    """

    def __init__(self, what: str, where: str = "") -> None:
        self.what = " ".join(what.split())
        self.where = " ".join(where.split())
        super().__init__(f"{self.where}: {self.what}" if where else self.what)


class KnowledgeError(WhytwitchError):
    """Faults found in the knowledge records; ``faults`` holds one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class DataError(WhytwitchError):
    """The compiled ontology is missing, damaged or of another version."""
