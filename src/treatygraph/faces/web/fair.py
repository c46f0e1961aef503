"""How many requests of one address are answered at once: whoever asks in a thousand threads waits for himself."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from treatygraph.faces.web.engine.turnstile import counted_as
from treatygraph.faces.web.limits import LIMITS
from treatygraph.faces.web.refusals import RefusedError, as_text

#: Who watches over a server is answered, however many ask.
_ALWAYS = frozenset({"/health", "/metrics"})


def sender_of(request: Request) -> str:
    """Return what a client is counted as: its address, or nothing where nobody is told apart."""
    address = request.client.host if request.client is not None else ""
    return "" if address in LIMITS.speakers else counted_as(address)


class Fair:
    """Refuses a request of an address that has its share of those under way (429)."""

    def __init__(self, app: ASGIApp, most: int = LIMITS.requests) -> None:
        self._app, self._most = app, most
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        address = (scope.get("client") or ("",))[0]
        if scope["type"] != "http" or address in LIMITS.speakers or scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return
        sender = counted_as(address)
        if self._under_way[sender] >= self._most:
            told = f"{self._most} requests of your address are being answered. Ask one after the other."
            refusal = RefusedError(429, "Too many requests at once", told, {"Retry-After": "5"})
            await as_text(refusal)(scope, receive, send)
            return
        self._under_way[sender] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= Counter({sender: 1})
