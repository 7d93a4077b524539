"""How much one client may ask, and how much the service takes on at a time."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

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
    most_clients : int
        Clients remembered; the one not seen for longest is forgotten first.
    """

    def __init__(
        self,
        per_minute: int,
        burst: int,
        most_clients: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_minute / 60
        self._burst = float(max(burst, 1))
        self._most = most_clients
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """Take one token; 0 when there was one, else the seconds to wait, 1 or more."""
        if self._per_second <= 0:
            return 0
        now = self._clock()
        tokens, then = self._clients.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._per_second)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self._per_second)
        self._clients[client] = (tokens - 1 if wait == 0 else tokens, now)
        if len(self._clients) > self._most:
            self._clients.popitem(last=False)
        return wait


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
