"""A connection takes no more than it may, and understands what other clients say."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from treatygraph.faces.serve.connection import Careful
from treatygraph.faces.web.limits import Limits

LONG = 64 * 2**20
#: Little room and time for those who are silent; as little room, and all the time a busy machine takes, for the others.
SHORT = Limits(head_seconds=1.5, body_seconds=1.5, unread_seconds=1.5, unasked_bytes=4096, body_bytes=2**20)
SMALL = Limits(unasked_bytes=4096, body_bytes=2**20)


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the method, the path and the body; /long without end, /deaf without reading what is sent."""
    body = b""
    while scope["path"] == "/" and scope["method"] == "POST":
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message["body"]
        if not message["more_body"]:
            break
    answer = b"%b %b [%b]" % (scope["method"].encode(), scope["path"].encode(), body)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/long":
        for _ in range(LONG // 2**16):
            await send({"type": "http.response.body", "body": b"x" * 2**16, "more_body": True})
    await send({"type": "http.response.body", "body": answer})


@contextlib.contextmanager
def listening(limits: Limits, open_: set[Any] | None = None, app: Any = echo) -> Iterator[int]:
    """Yield the port of a server whose connections have these limits; `open_` is given those that are open."""
    bound = socket.create_server(("127.0.0.1", 0))
    http = type("Bounded", (Careful,), {"limits": limits})
    server = uvicorn.Server(uvicorn.Config(app, http=http, ws="none", lifespan="off", log_config=None))
    if open_ is not None:
        server.server_state.connections = open_
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[bound])))
    thread.start()
    try:
        yield bound.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    with listening(SHORT) as found:
        yield found


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(SMALL) as found:
        yield found


def everything(sender: socket.socket) -> bytes:
    """Return what the server says until it hangs up."""
    said = bytearray()
    with contextlib.suppress(ConnectionError):
        while part := sender.recv(2**16):
            said += part
    return bytes(said)


def told(port: int, *parts: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as sender:
        with contextlib.suppress(ConnectionError):
            for part in parts:
                sender.sendall(part)
        return everything(sender)


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"DELETE", b"OPTIONS", b"PUT"])
@pytest.mark.parametrize("path", [b"/", b"/deaf"])
def test_a_body_where_none_is_meant_is_not_read_without_end(port: int, method: bytes, path: bytes) -> None:
    head = method + b" " + path + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    said = told(port, head, *([b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 64))
    # It was answered or refused, and hung up on: the test would wait for ever otherwise.
    assert said.startswith((b"HTTP/1.1 413", b"HTTP/1.1 200")) or not said


def test_a_body_beyond_its_limit_is_refused(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert told(port, head, *([b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 64)).startswith(b"HTTP/1.1 413")


ANSWERED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "ends"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b""),
        (ANSWERED + b"GET / HTTP/1.1\r\nX-A", b"GET / []\r\n0\r\n\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", b"GET / []\r\n0\r\n\r\n"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc", b"The request came too slowly.\n"),
        (b"POST /deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc", b"POST /deaf []\r\n0\r\n\r\n"),
    ],
    ids=["first head", "second head", "body of a GET", "body", "body after its answer"],
)
def test_who_falls_silent_is_hung_up_on(impatient: int, sent: bytes, ends: bytes) -> None:
    assert told(impatient, sent).endswith(ends)


def test_who_does_not_read_is_hung_up_on() -> None:
    open_: set[Any] = set()
    with listening(SHORT, open_) as port, socket.create_connection(("127.0.0.1", port)) as sender:
        sender.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        assert sender.recv(100).startswith(b"HTTP/1.1 200")
        # Nothing more is read until the server has given up.
        while open_:
            time.sleep(0.05)
        assert len(everything(sender)) < LONG


def test_one_address_does_not_take_all_connections() -> None:
    with listening(Limits(each_address=2, speakers=frozenset())) as port, contextlib.ExitStack() as held:
        for _ in range(2):
            sender = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            sender.sendall(ANSWERED)
            assert sender.recv(100).startswith(b"HTTP/1.1 200")
        said = told(port, ANSWERED)
        assert said.startswith(b"HTTP/1.1 503")
        assert b"Retry-After: 5\r\n" in said


def test_a_full_server_answers_for_its_health() -> None:
    with listening(Limits(connections=2, for_health=1)) as port, contextlib.ExitStack() as held:
        for _ in range(2):
            sender = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            sender.sendall(ANSWERED)
            assert sender.recv(100).startswith(b"HTTP/1.1 200")
        busy = told(port, ANSWERED)
        assert busy.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 5" in busy
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b"GET /health []" in everything(sender)


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "in two parts"])
@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket", b"TLS/1.0"])
def test_an_upgrade_is_ignored_and_the_body_is_a_body(port: int, upgrade: bytes, apart: bool) -> None:
    """What java.net.http and curl --http2 send: with it came a second request out of the body, before."""
    asks = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: %b\r\nHTTP2-Settings: AAEA\r\n" % upgrade
    length = b"Content-Length: %d\r\n\r\n" % len(SMUGGLED)
    head = b"POST / HTTP/1.1\r\nHost: x\r\n" + asks + length
    last = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nend"
    said = told(port, *([head, SMUGGLED, last] if apart else [head + SMUGGLED + last]))
    assert said.count(b"HTTP/1.1 200") == 2
    assert b"POST / [" + SMUGGLED + b"]" in said
    assert b"POST / [end]" in said
    assert b"GET /smuggled [" not in said


def test_an_upgrade_with_a_chunked_body_or_none_is_ignored(port: int) -> None:
    asks = b"Host: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    chunked = b"POST / HTTP/1.1\r\n" + asks + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    none = b"GET /deaf HTTP/1.1\r\n" + asks + b"\r\n"
    said = told(port, none + chunked + none)
    assert said.count(b"HTTP/1.1 200") == 3
    assert b"POST / [abc]" in said


@pytest.mark.parametrize(
    "hosts",
    [
        b"",
        b"Host: a\r\nHost: b\r\n",
        b"Host: a b\r\n",
        b"Host: \r\n",
        b"Host: a/b\r\n",
        b"Host: a:x\r\n",
        b"Host: a%zz\r\n",
    ],
)
def test_a_request_names_one_host(port: int, hosts: bytes) -> None:
    assert told(port, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n").startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("host", [b"example.org", b"127.0.0.1:8000", b"[::1]:8000", b"a_b", b"xn--bcher-kva.example"])
def test_any_host_may_be_named(port: int, host: bytes) -> None:
    assert told(port, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_an_old_client_names_no_host(port: int) -> None:
    assert told(port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status", "cause"),
    [
        (b"GET /health\r\n\r\n", 505, b"HTTP/0.9"),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, b"HTTP/2.0"),
        (b"GET / HTTP/1.7\r\nHost: a\r\n\r\n", 505, b"version"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, b"HTTP/2 came"),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400, b"CRLF"),
        (b"GET https://a HTTP/1.1\r\nHost: a\r\n\r\n", 400, b"address"),
        (b"GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400, b"address"),
        (b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400, b"address"),
        (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, b"method"),
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501, b"in capitals"),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400, b"http:// and not https://"),
        (b"SSH-2.0-OpenSSH_9\r\n", 400, b"method"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, b"No Host header"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, b"2 Host headers"),
        (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, b"names no host"),
        (b"GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400, b"url"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400, b"header value"),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, b"Transfer-Encoding"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400, b"Transfer-Encoding"),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            b"Transfer-",
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", 400, b"Content-Length"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400, b"Content-Length"),
        (CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n", 400, b"chunk size"),
    ],
)
def test_what_is_not_spoken_here_is_refused_with_its_cause(port: int, sent: bytes, status: int, cause: bytes) -> None:
    head, _, body = told(port, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status)
    assert cause in body
    assert b"Connection: close" in head


def test_what_stands_beside_the_body_on_the_wire_is_bounded_too(port: int) -> None:
    many = (b"1;" + b"x" * 65000 + b"\r\na\r\n" for _ in range(200))
    assert told(port, CHUNKED, *many).startswith(b"HTTP/1.1 413")
    assert b"POST / [abc]" in told(
        port, CHUNKED.replace(b"a\r\n", b"a\r\nConnection: close\r\n", 1) + b"3;a=b\r\nabc\r\n0\r\n\r\n"
    )


def test_a_head_too_long_is_told(port: int) -> None:
    head = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %b\r\n" % (n, b"a" * 4000) for n in range(40))
    assert told(port, head).startswith(b"HTTP/1.1 431")
    assert told(port, b"GET /" + b"a" * 65_000 + b" HTTP/1.1\r\n").startswith(b"HTTP/1.1 414")


#: What may stand behind a request that came whole, and how it is refused.
BEHIND = {
    "no method": (b"\x00\x01\x02\r\n\r\n", 400),
    "an unknown method": (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    "no version": (b"GET / FTP/1.1\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00", 400),
    "another version": (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "a long address": (b"GET /" + b"a" * 65_001 + b" HTTP/1.1\r\n", 414),
    "a long head": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", 431),
    "an empty address": (b"GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
}
POSTED = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"


@pytest.mark.parametrize("name", BEHIND)
@pytest.mark.parametrize("whole", [[ANSWERED], [POSTED], [ANSWERED, POSTED, ANSWERED]], ids=["one", "a body", "three"])
@pytest.mark.parametrize("apart", [False, True], ids=["at once", "in two parts"])
def test_what_came_whole_is_answered_before_what_follows_is_refused(
    port: int, name: str, whole: list[bytes], apart: bool
) -> None:
    junk, status = BEHIND[name]
    asked = b"".join(whole)
    said = told(port, *([asked, junk] if apart else [asked + junk]))
    *before, last = map(int, re.findall(rb"HTTP/1\.1 (\d{3}) ", said))
    assert before == [200] * len(whole), said
    # That a method is unknown is told of what comes alone, and two parts may come as one.
    assert last in ({400, 501} if status == 501 else {status}), said
    assert said.count(b"[abc]") == whole.count(POSTED)


def test_what_follows_the_last_request_of_a_connection_is_read_by_nobody(port: int) -> None:
    for last in (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n"):
        for junk, _ in BEHIND.values():
            assert told(port, last + junk).count(b"HTTP/1.1 ") == 1


def test_who_begins_the_next_request_and_falls_silent_has_the_answer_he_waits_for() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        """Begin to answer, and go on when the time of a head is over."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        await asyncio.sleep(1.5)
        await send({"type": "http.response.body", "body": b" and ended"})

    with listening(Limits(head_seconds=0.5), app=slow) as port:
        said = told(port, ANSWERED + b"GET / HTTP/1.1\r\nX-A")
    assert b" and ended" in said
    assert said.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 408" in said
