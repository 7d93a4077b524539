"""How much one client may ask, and how much the service takes on at a time."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from whytwitch.web.access_ledger import Ledger

__all__ = ["InFlight", "TokenBuckets", "client_key"]


def client_key(address: str) -> str:
    """One client: an IPv4 address, or the /64 that an IPv6 client commonly has to itself.

    Examples
    --------
    >>> client_key("192.0.2.7"), client_key("2001:db8:1:2:3::9"), client_key("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:1:2::', '192.0.2.7')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(found) >> 64 << 64))


class TokenBuckets:
    """A token bucket a client: so many requests a minute, with some in a burst.

    Parameters
    ----------
    per_minute : int
        Requests a minute; 0 for no limit.
    burst : int
        Requests at once after a pause.
    ledger : Ledger, optional
        Where it is counted, so that several processes count together; in this process by default.
    kind : str
        Name of these buckets in the ledger.
    clock : callable
        Seconds; the system's monotonic clock is the same for all its processes.
    """

    def __init__(
        self,
        per_minute: int,
        burst: int,
        ledger: Ledger | None = None,
        kind: str = "requests",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_minute / 60
        self._burst = float(max(burst, 1))
        self._ledger = ledger if ledger is not None else Ledger()
        self._kind = kind
        self._clock = clock

    def take(self, client: str) -> int:
        """Take one token; 0 when there was one, else the seconds to wait, 1 or more."""
        if self._per_second <= 0:
            return 0
        left = self._ledger.take(self._kind, client, self._per_second, self._burst, self._clock())
        return 0 if left < 0 else math.ceil((1 - left) / self._per_second)


@dataclass
class InFlight:
    """Requests that are being worked on, in all and of each client."""

    most: int
    most_per_client: int
    total: int = 0
    of_client: Counter[str] = field(default_factory=Counter)

    def enter(self, client: str) -> bool:
        """Take a place; False when there is none."""
        if self.total >= self.most or self.of_client[client] >= self.most_per_client:
            return False
        self.total += 1
        self.of_client[client] += 1
        return True

    def leave(self, client: str) -> None:
        """Give a place back."""
        self.total -= 1
        self.of_client[client] -= 1
        if self.of_client[client] <= 0:
            del self.of_client[client]
