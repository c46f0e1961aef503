"""A connection, with what a client may do to it bounded: uvicorn has no such limits.

`Upgrade` is ignored, as RFC 9110 (7.8) lets a server do: java.net.http asks for HTTP/2 so with every request. httptools
takes what follows such a head for another protocol; here it is read as the body it is.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from treatygraph.faces.serve.refusing import WHY, busy, refusal, unchunked
from treatygraph.faces.web.engine.turnstile import counted_as
from treatygraph.faces.web.limits import LIMITS, Limits
from treatygraph.faces.web.watch import REFUSED

_log = logging.getLogger("treatygraph.access")

_HOST = re.compile(rb"[\w.~-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?", re.ASCII)
#: What a request begins with whose method is no known one, and what a client of TLS does.
_METHOD, _TLS = re.compile(rb"[A-Za-z][\w.~-]{0,39} "), b"\x16\x03"
_ENCRYPTED = "TLS came, and plain HTTP is spoken here. Ask http:// and not https://, or put a proxy in front"
#: Bytes on the wire may be so many times those of the body that they bring, with so many more: sizes of chunks and
#: what may stand beside them are counted nowhere else.
_AROUND, _MORE = 4, 2**16


class Careful(HttpToolsProtocol):
    """HTTP, bounded."""

    limits: Limits = LIMITS

    def connection_made(self, transport: Any) -> None:
        """Begin; a connection too many is told so, or answered for its health alone."""
        super().connection_made(transport)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._refused = self._muted = self._held = self._headed = self._further = False
        #: What is told when all that came whole before it is answered: the status, and the cause.
        self._then: tuple[int, str] | None = None
        self._url_bytes = self._head_bytes = self._body_bytes = self._wire_bytes = 0
        address = self.client[0] if self.client else ""
        self._counted_as = "" if address in self.limits.speakers else counted_as(address)
        # Every connection of this server is one of these.
        others = cast("set[Careful]", self.connections)
        same = sum(1 for each in others if each._counted_as == self._counted_as) if self._counted_as else 0
        number = len(self.connections)
        self._only_health = number > self.limits.connections
        if same > self.limits.each_address or number > self.limits.connections + self.limits.for_health:
            self._refuse(503)
        else:
            self._limit("head", self.limits.head_seconds, self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and forget what was to be waited for."""
        for name in tuple(self._timers):
            self._within(name)
        super().connection_lost(exc)

    def _limit(self, name: str, seconds: float, otherwise: Any) -> None:
        self._within(name)
        self._timers[name] = self.loop.call_later(seconds, otherwise)

    def _within(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    def _late(self) -> None:
        if self._answering and not (self.cycle.response_started and self.cycle.more_body):
            self._refuse(408)
        else:
            # A head that never came, or a body after its answer: there is nobody to tell.
            self._refused = True
            self.transport.abort()

    def _refuse(self, status: int, cause: str = "") -> None:
        """Answer past the application, and hang up; one line of the log tells why.

        What came whole before is answered first: it may be all that a proxy has passed on for somebody else.
        """
        if self._refused:
            return
        self._refused = True
        under_way = self._answering
        if under_way and not self.cycle.more_body:
            self._then = status, cause
            self._within("head")
        else:
            self._tell(status, cause, under_way)

    @property
    def _answering(self) -> bool:
        """Whether a request that came is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _tell(self, status: int, cause: str, under_way: bool) -> None:
        why = cause or WHY[status][0].decode()
        if under_way:
            # The line of the request that is under way tells it.
            cast("dict[str, Any]", self.cycle.scope)[REFUSED] = status, why
        else:
            client = self.client[0] if self.client else ""
            _log.warning("refused", extra={"fields": {"status": status, "client": client, "why": why}})
        if under_way and self.cycle.response_started:
            # In the middle of an answer it would be taken for a part of that.
            self.transport.abort()
        elif not self.transport.is_closing():
            self.transport.write(refusal(status, cause))
            self.transport.write_eof()
            # What is still under way is read and thrown away for a moment: a connection closed over unread bytes is
            # reset, and the answer with it.
            self.loop.call_later(1.0, self.transport.abort)
        if under_way:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    # What the transport tells.

    def data_received(self, data: bytes) -> None:
        """Take bytes."""
        if "body" in self._timers:
            self._wire_bytes += len(data)
            if self._wire_bytes > _AROUND * self._most() + _MORE:
                self._refuse(413)
        while not self._refused and self.parser is not None:
            self._unset_keepalive_if_required()
            self._further = False
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as stopped:
                data = data[stopped.args[0] :]
                self._go_on()
                if not data:
                    return
            except httptools.HttpParserError as error:
                self._unread_as_http(data, error)
                return

    def _unread_as_http(self, data: bytes, error: httptools.HttpParserError) -> None:
        # What the parser says repeats nothing of what came.
        said = str(error)
        if isinstance(error, httptools.HttpParserCallbackError):
            # It could be split into its parts, and the address among them not.
            self._refuse(400, "The address of the request is none that begins with / or http://host/")
        elif not isinstance(error, httptools.HttpParserInvalidMethodError):
            if "PRI" in said:
                self._refuse(505, "HTTP/2 came")
            else:
                self._refuse(505 if said == "Invalid HTTP version" else 400, said)
        elif self._further:
            # Where in these bytes it stands, behind others, the parser does not say.
            self._refuse(400, said)
        elif _METHOD.match(data):
            self._refuse(501)
        else:
            self._refuse(400, _ENCRYPTED if data.startswith(_TLS) else said)

    def _most(self) -> int:
        return self.limits.body_bytes if self.scope.get("method") == "POST" else self.limits.unasked_bytes

    def _go_on(self) -> None:
        """Read on as if no upgrade had been asked: with a parser that is told what body is to come."""
        self.parser = httptools.HttpRequestParser(self)
        if self._held:
            told = [(n, v) for n, v in self.headers if n in {b"content-length", b"transfer-encoding"}]
            self._muted = True
            head = b"".join(b"%b: %b\r\n" % each for each in told)
            self.parser.feed_data(b"POST / HTTP/1.1\r\n%b\r\n" % head)
            self._muted = self._held = False

    def pause_writing(self) -> None:
        """Wait for a client that does not read, but not for ever."""
        super().pause_writing()
        self._limit("unread", self.limits.unread_seconds, self._unread)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        self._within("unread")
        super().resume_writing()

    def _unread(self) -> None:
        fields = {"client": self.client[0] if self.client else "", "seconds": self.limits.unread_seconds}
        _log.warning("answer not read", extra={"fields": fields})
        self.transport.abort()

    def on_response_complete(self) -> None:
        """Go on with what came meanwhile; of what was refused then, tell it when nothing is before it any more."""
        super().on_response_complete()
        if self._then is not None and not self._answering and not self.transport.is_closing():
            self._tell(*self._then, under_way=False)

    def timeout_keep_alive_handler(self) -> None:
        """Hang up on a client that is silent; what it has not read by now is not sent."""
        self.transport.abort()

    # What the parser tells.

    def on_message_begin(self) -> None:
        """Begin a request: each has its time."""
        if self._muted:
            return
        self._url_bytes = self._head_bytes = self._body_bytes = self._wire_bytes = 0
        self._headed = False
        self._limit("head", self.limits.head_seconds, self._late)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        if self._muted:
            return
        self._url_bytes += len(url)
        if self._url_bytes > self.limits.address_bytes:
            # The parser would refuse it with no more than "invalid request".
            self._refuse(414)
            raise ValueError("the address of the request is too long")
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        if self._muted:
            return
        # With its colon, its space and its end of line: a thousand headers of nothing are a head too.
        self._head_bytes += len(name) + len(value) + 4
        if self._head_bytes > self.limits.head_bytes:
            self._refuse(431)
            raise ValueError("the head of the request is too long")
        if not self._headed:
            super().on_header(name, value)
        # What follows a body is no part of the head (RFC 9110, 6.5.1): it would change what is asked, past who looks.

    def on_headers_complete(self) -> None:
        """Give the request to the application."""
        if self._muted:
            return
        self._within("head")
        self._headed = True
        version = self.parser.get_http_version()
        codings = [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]
        if version not in {"1.0", "1.1"}:
            self._refuse(505, f"HTTP/{version} came")
        # What is sent in another coding would be read as if it was sent in none.
        elif codings and (version == "1.0" or codings != [b"chunked"]):
            self._refuse(400, "Transfer-Encoding may be chunked, in HTTP/1.1, and nothing else")
        elif (cause := self._unnamed(version)) is not None:
            self._refuse(400, cause)
        if self._refused:
            raise ValueError("the request is refused")
        length = next((value for name, value in self.headers if name == b"content-length"), b"0")
        coming = bool(codings) or length.strip(b"0 ") != b""
        self._held = coming and bool(self.parser.should_upgrade())
        if coming:
            self._limit("body", self.limits.body_seconds, self._late)
        app = self.app
        if self._only_health and self.url.partition(b"?")[0] != b"/health":
            self.app = busy
        if version == "1.0":
            self.app = unchunked(self.app)
        try:
            super().on_headers_complete()
        finally:
            self.app = app

    def _unnamed(self, version: str) -> str | None:
        """Return what is wrong with how the request names its host, if anything is."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1:
            return f"{len(hosts)} Host headers came, and one is needed"
        if not hosts:
            return "No Host header came, and one is needed" if version == "1.1" else None
        return None if _HOST.fullmatch(hosts[0]) else "The Host header names no host: a name or an address, and a port"

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body_bytes += len(body)
        if self._body_bytes > self._most():
            self._refuse(413)
            raise ValueError("the body of the request is too large")
        if self.scope["method"] == "POST":
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request; one whose body is still to be read has not ended."""
        self._further = True
        if not self._held:
            self._within("body")
            super().on_message_complete()
