"""What a connection and a request may take: every limit of the server that is not one of a query, and why it is so.

The limits of a query stand in `faces.web.engine.model`. In front of a server there may be a proxy with narrower ones;
these hold without it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of connections and requests.

    Attributes:
        connections: Connections at once; each costs some 20 kB, and more are told to come back.
        for_health: Connections beyond these, on which only /health is answered: who watches over a full server must not
            take it for a dead one.
        each_address: Connections of one address, so that nobody holds all of them.
        speakers: Addresses that are not counted: who is on this machine is its keeper, or a proxy that speaks for all.
        requests: Requests of one address that are answered at once; more are told to ask one after the other (429).
        threads: Threads in which pages, questions to the law and reports are computed: one core is all they have, and
            each of them keeps the answers of the others waiting for some milliseconds.
        head_seconds: In which the head of a request must have come, of each request and not of the first alone.
        head_bytes: Of a head, beside its address.
        address_bytes: Of an address; a longer query is sent by POST. The parser of HTTP holds no longer one.
        body_seconds: In which a body must have come, whether the request wants one or not.
        body_bytes: Of the body of a POST: a query of its longest, percent-encoded.
        unasked_bytes: Of a body where none is meant, as with GET: it is read and thrown away.
        unread_seconds: In which a client takes what is under way to it (64 KiB and less); slower ones are cut off.
        answer_seconds: In which a whole answer is taken.
        spool_bytes: Of answers that wait on disk for who reads them slowly; those who compute wait for no reader.
        spool_each: Of those of one address.
        keep_alive: Seconds that a connection may be silent between requests.
        grace: Seconds in which answers may end after the server was asked to stop.
    """

    connections: int = 512
    for_health: int = 16
    each_address: int = 128
    speakers: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    requests: int = 32
    threads: int = 4
    head_seconds: float = 15.0
    head_bytes: int = 32768
    address_bytes: int = 65000
    body_seconds: float = 20.0
    body_bytes: int = 4 * 2**20
    unasked_bytes: int = 4096
    unread_seconds: float = 30.0
    answer_seconds: float = 3600.0
    spool_bytes: int = 2**30
    spool_each: int = 2**28
    keep_alive: int = 30
    grace: int = 20


#: The limits of the server.
LIMITS = Limits()
