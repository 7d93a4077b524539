"""Write text to a file or to standard output, always as UTF-8."""

from __future__ import annotations

import sys
from pathlib import Path

from whytwitch.core.errors import InputError

__all__ = ["write"]


def write(text: str, out: Path | None) -> None:
    """Write ``text`` and a line end.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        sys.stdout.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"--out must be a file that can be written; got {error.strerror}", str(out)
        ) from None
