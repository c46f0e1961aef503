"""Who is let in to ask: strangers up to a number and up to a number of one address, the site's own questions always.

The places that strangers may take are fewer than there are, so that pages are answered whatever strangers ask; and one
address may take only some of them, so that the others are not all one's. Who finds no place waits; those of an address
that has its share are passed by, and of the others comes first whose address was inside least, of late.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter

from treatygraph.faces.web.engine.model import BusyError, Limits, TooManyError

#: A subscriber is given a whole net of addresses of the sixth version; it is counted as one.
_NET = 64
#: Seconds in which what an address has had weighs half as much, and the addresses that are remembered.
_HALF, _REMEMBERED = 30.0, 10_000


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
        #: Seconds that an address was inside, of late, and when that was counted; "" is nobody.
        self._spent: dict[str, tuple[float, float]] = {}
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
            self._count(sender, 1)
            return
        limits = self._limits
        if sender and self._outside[sender] >= limits.each_waiting:
            raise TooManyError(
                f"{self._inside[sender]} of your address are being answered and {self._outside[sender]} wait. "
                "Ask one after the other."
            )
        if len(self._line) >= limits.waiting:
            raise BusyError(f"{len(self._line)} wait already. Try again in a few seconds.")
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
                    f"{self._inside[sender]} of your address are being answered, and none ended in "
                    f"{limits.waiting_seconds:g} s. Ask one after the other."
                ) from None
            raise BusyError("No place was free in time. Try again in a few seconds.") from None
        finally:
            self._line.pop(turn, None)
            self._outside -= Counter({sender: 1})

    def leave(self, sender: str) -> None:
        """Free the place of one, and let in who waits longest and may."""
        self._count(sender, -1)
        while passing := [turn for turn, waiting in self._line.items() if not turn.done() and self._passes(waiting)]:
            turn = min(passing, key=lambda turn: self._weight(self._line[turn]))
            self._count(self._line.pop(turn), 1)
            turn.set_result(None)

    def _weight(self, sender: str) -> float:
        spent, at = self._spent.get(sender, (0.0, 0.0))
        passed = asyncio.get_running_loop().time() - at
        return spent * 0.5 ** (passed / _HALF) + self._inside[sender] * passed if at else 0.0

    def _count(self, sender: str, more: int) -> None:
        if sender:
            spent = self._weight(sender)
            self._spent.pop(sender, None)
            if len(self._spent) >= _REMEMBERED:
                del self._spent[next(iter(self._spent))]
            self._spent[sender] = (spent, asyncio.get_running_loop().time())
        self._inside[sender] += more
        if not self._inside[sender]:
            del self._inside[sender]
