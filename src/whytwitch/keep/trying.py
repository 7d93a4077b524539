"""One transaction, tried again while its database is away: whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from whytwitch.core.errors import InputError
from whytwitch.keep.database import fault_words, is_away

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["PATIENCE", "tried"]

#: How long a write waits for a database that is starting again, in seconds.
PATIENCE = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0
T = TypeVar("T")


def tried(
    engine: Engine,
    work: Callable[[Connection], T],
    patience: float = PATIENCE,
    lost: Callable[[], object] = lambda: None,
) -> T:
    """What ``work`` gives back, once its transaction is on the disk.

    Parameters
    ----------
    work : callable
        Runs in a transaction of its own. After a lost connection nobody knows whether the last try
        arrived, so it must look before it writes.
    patience : float
        Seconds that it goes on trying while the database is away.
    lost : callable
        Called after each try that failed.

    Raises
    ------
    InputError
        When the database stays away, or cannot be used.
    """
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

    until = time.monotonic() + patience
    pause = _FIRST_PAUSE
    while True:
        try:
            with engine.begin() as connection:
                return work(connection)
        except (OperationalError, InterfaceError) as error:
            fault: Exception = error
        except DBAPIError as error:
            if not (error.connection_invalidated or is_away(error)):
                raise _unusable(error) from None
            fault = error
        except SQLAlchemyError as error:
            raise _unusable(error) from None
        except OSError as error:  # a connection that broke while it was being made
            fault = error
        lost()
        if time.monotonic() + pause > until:
            raise _unusable(fault) from None
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _unusable(error: Exception) -> InputError:
    return InputError(
        f"the database must answer; got {fault_words(error)}; "
        "nothing was lost that was acknowledged: try again"
    )
