"""Connections within bounds: no client holds a place by being slow, and none holds them all.

The server itself waits for the head of a request without end; this closes what does not come.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["BoundedConnection"]

_PROBLEM = '{{"type":"https://whytwitch.org/problems/{name}","title":"{title}","status":{status},"detail":"{detail}"}}'


class BoundedConnection(H11Protocol):
    """One connection, with a deadline for each request's head and a bound on connections a client.

    Parameters
    ----------
    head_seconds : float
        How long the head of a request may take from its first byte, or from connecting.
    most_per_client : int
        Connections of one address at a time.
    """

    _held: ClassVar[Counter[str]] = Counter()

    def __init__(self, *args: Any, head_seconds: float, most_per_client: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_seconds = head_seconds
        self._most = most_per_client
        self._timer: asyncio.TimerHandle | None = None
        self._address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the client's connections; one too many is told so and closed."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self._held[self._address] += 1
        if self._held[self._address] > self._most:
            self._refuse(503, "busy", "The service is busy", "too many connections at once; close some")
            return
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._stop_timer()
        self._held[self._address] -= 1
        if self._held[self._address] <= 0:
            del self._held[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The deadline runs from the first byte of a head to its last; more bytes do not move it."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._start_timer()
        else:
            self._stop_timer()

    def on_response_complete(self) -> None:
        """Idle now: the server's own keep-alive deadline runs."""
        self._stop_timer()
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, with force where its answer is never fetched."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(self._head_seconds, self.transport.abort)

    def _start_timer(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self._head_seconds, self._too_slow)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if self.cycle is not None and not self.cycle.response_complete:
            return
        detail = f"the head of a request must come within {self._head_seconds:g} seconds"
        self._refuse(408, "too-slow", "The request came too slowly", detail)

    def _refuse(self, status: int, name: str, title: str, detail: str) -> None:
        if self.transport.is_closing():
            return
        body = _PROBLEM.format(name=name, title=title, status=status, detail=detail).encode("ascii")
        head = (
            f"HTTP/1.1 {status} {title}\r\ncontent-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\nretry-after: 5\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()
