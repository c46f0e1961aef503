"""Who is let in to ask: strangers up to a number and up to a number of one address, the site's own questions always.

The places that strangers may take are fewer than there are, so that pages are answered whatever strangers ask; and one
address may take only some of them, so that the others are not all one's. Who finds no place waits, and those of an
address that has its share are passed by.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter

from treatygraph.faces.web.engine.model import BusyError, Limits, TooManyError

#: A subscriber is given a whole net of addresses of the sixth version; it is counted as one.
_NET = 64


def counted_as(address: str) -> str:
    """Return what an address is counted as: itself, or the net that one subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _NET), strict=False))


class Turnstile:
    """Lets strangers in, one by one.

    Args:
        places: How many of them may be inside.
        limits: How many of one address, how many may wait, and how long.
    """

    def __init__(self, places: int, limits: Limits) -> None:
        self._places, self._limits = places, limits
        self._inside: Counter[str] = Counter()
        self._outside: Counter[str] = Counter()
        #: Those who wait, the first come first.
        self._line: dict[asyncio.Future[None], str] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._line)

    def _passes(self, sender: str) -> bool:
        # Who has no address is of this machine, and counted with all but not alone.
        within = not sender or self._inside[sender] < self._limits.each_address
        return within and self._inside.total() < self._places

    async def enter(self, sender: str) -> None:
        """Let one in, at once or when a place is free.

        Raises:
            TooManyError: So many of this address wait already.
            BusyError: So many wait already, or the wait was too long.
        """
        if self._passes(sender):
            self._inside[sender] += 1
            return
        limits = self._limits
        if sender and self._outside[sender] >= limits.each_waiting:
            raise TooManyError(
                f"{self._inside[sender]} queries of your address are being answered and {self._outside[sender]} wait. "
                "Ask one after the other."
            )
        if len(self._line) >= limits.waiting:
            raise BusyError(f"{len(self._line)} queries wait already. Try again in a few seconds.")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line[turn] = sender
        self._outside[sender] += 1
        try:
            async with asyncio.timeout(limits.waiting_seconds):
                await turn
        except BaseException as error:
            # The place may have been given in the same moment in which the wait ended.
            if turn.done() and not turn.cancelled():
                self.leave(sender)
            if not isinstance(error, TimeoutError):
                raise
            if sender and self._inside[sender] >= limits.each_address:
                raise TooManyError(
                    f"{self._inside[sender]} queries of your address are being answered, and none ended in "
                    f"{limits.waiting_seconds:g} s. Ask one after the other."
                ) from None
            raise BusyError("No place was free in time. Try again in a few seconds.") from None
        finally:
            self._line.pop(turn, None)
            self._outside -= Counter({sender: 1})

    def leave(self, sender: str) -> None:
        """Free the place of one, and let in who waits longest and may."""
        self._inside -= Counter({sender: 1})
        for turn, waiting in tuple(self._line.items()):
            if self._inside.total() >= self._places:
                return
            if not turn.done() and self._passes(waiting):
                del self._line[turn]
                self._inside[waiting] += 1
                turn.set_result(None)
