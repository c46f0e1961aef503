"""What is almost HTTP, almost a header, almost an address: each has its status and one line of the log.

Sent as it is, byte for byte, since no library sends it. What comes after a request that is refused is read by nobody.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import threading
import time
from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from tests.server.conftest import Running
from treatygraph.faces.web.site import Edition

#: What must never be taken for a request of its own.
INNER = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
ASK = b"5\r\nASK{}\r\n0\r\n\r\n"


def get(path: str | bytes, *headers: str) -> bytes:
    raw = path if isinstance(path, bytes) else path.encode("latin-1")
    lines = "".join(f"{each}\r\n" for each in ("Host: a", "Connection: close", *headers)).encode("latin-1")
    return b"GET " + raw + b" HTTP/1.1\r\n" + lines + b"\r\n"


def post(body: bytes, kind: str, *headers: str, method: bytes = b"POST", path: bytes = b"/sparql") -> bytes:
    lines = "".join(f"{h}\r\n" for h in (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers))
    head = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines.encode("latin-1") + b"\r\n"
    return method + b" " + path + head + body


QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
#: Name → what is sent, and the statuses of the answers.
CASES: dict[str, tuple[bytes, list[int]]] = {}
CASES |= {
    f"coding {value!r}": (POST + value + b"\r\n\r\n" + ASK + INNER, [400])
    for value in (
        *(b"Transfer-Encoding : chunked", b"Transfer-Encoding: \x0bchunked", b"Transfer-Encoding: chunked, identity"),
        *(b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: xchunked", b'Transfer-Encoding: "chunked"'),
        *(b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        *(b"Transfer-Encoding: chunked\r\nContent-Length: 6", b"Transfer-Encoding:", b"Transfer-Encoding:\r\n chunked"),
    )
}
CASES |= {
    f"length {value!r}": (POST + b"Content-Length:" + value + b"\r\n\r\nASK{}" + INNER, [400])
    for value in (
        *(b" 5\r\nContent-Length: 6", b" 5\r\nContent-Length: 5", b" 5, 5", b" +5", b" 0x5", b" -5", b" 5 5"),
        *(b" 99999999999999999999999", b"", "\u00b2".encode()),
    )
}
CASES |= {
    f"chunk {value[:20]!r}": (POST + b"Transfer-Encoding: chunked\r\n\r\n" + value + INNER, [400])
    for value in (
        *(b"0x5\r\nASK{}\r\n0\r\n\r\n", b"-1\r\nASK{}\r\n0\r\n\r\n", b"10000000000000005\r\nASK{}\r\n0\r\n\r\n"),
        *(b"5\nASK{}\n0\n\n", b"5\rASK{}\r0\r\r", b"3\r\nASK{}\r\n0\r\n\r\n", b"5\r\nASK{}0\r\n\r\n"),
        *(b"5\r\nASK{}\r\n0\r\nContent-Length: 50\r\n\r\n", b"5\r\nASK{}\r\n0\r\nbad\r\n\r\n"),
    )
}
HEALTH = b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
CASES |= {
    "NUL in a name": (HEALTH + b"X\x00: y\r\n\r\n", [400]),
    "NUL in a value": (HEALTH + b"X: y\x00z\r\n\r\n", [400]),
    "bare CR in a value": (HEALTH + b"X: y\rGET /smuggled HTTP/1.1\r\n\r\n", [400]),
    "no colon": (HEALTH + b"XY\r\n\r\n", [400]),
    "no name": (HEALTH + b": y\r\n\r\n", [400]),
    "a space before the first": (b"GET /health HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n", [400]),
    "tabs in the line": (b"GET\t/health\tHTTP/1.1\r\nHost: a\r\n\r\n", [400]),
    "small letters": (b"GET /health http/1.1\r\nHost: a\r\n\r\n", [400]),
    "line feeds": (b"GET /health HTTP/1.1\nHost: a\nConnection: close\n\n", [400]),
    "another version": (b"GET /health HTTP/1.2\r\nHost: a\r\n\r\n", [505]),
    "two hosts": (b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", [400]),
    "no host": (b"GET /health HTTP/1.1\r\nHost: a/b@c\r\n\r\n", [400]),
    "empty lines before": (b"\r\n" * 5000 + HEALTH + b"\r\n", [200]),
    "an authority": (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", [400]),
    "a space in the address": (b"GET /en/a b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", [400]),
    "a method of small letters": (b"get /health HTTP/1.1\r\nHost: a\r\n\r\n", [501]),
    "a method of 5,000": (b"A" * 5000 + b" / HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
    "an absolute address": (get("http://evil.example/en/participants/"), [308]),
    "an absolute address with a name": (get("http://u:p@evil.example/health"), [200]),
    "two slashes": (get("//evil.example/en/"), [404]),
    "slashes": (get("/" * 30_000), [404]),
    "dots": (get("/./" * 9_000), [404]),
    "a host in other headers": (
        get(
            "/en/participants/",
            "X-Forwarded-Host: evil.example",
            "Forwarded: host=evil.example",
            "X-Host: evil.example",
        ),
        [308],
    ),
    "another address in headers": (
        get("/health", "X-Original-URL: /en/", "X-Rewrite-URL: /en/", "X-HTTP-Method-Override: DELETE"),
        [200],
    ),
    "NUL in an IRI": (get("/id/participant/CHE%00.ttl"), [400]),
    "a surrogate in an IRI": (get("/id/%ed%a0%80.ttl"), [400]),
    "a slash in a file": (get("/download/..%2f..%2fmanifest.json"), [404]),
    "a backslash in a file": (get("/download/..%5c..%5cmanifest.json"), [404]),
    "an end of line in an IRI": (get("/id/x%0d%0aSet-Cookie:%20a=b"), [404]),
    "no percent-encoding": (get("/id/%zz.ttl"), [400]),
    "marks of direction": (get("/id/%e2%80%ae.ttl"), [404]),
    "a name in parts": (get("/en/find?q=Co%CC%82te%20d%27Ivoire"), [303]),
    "a name of one": (get("/en/find?q=C%C3%B4te%20d%27Ivoire"), [303]),
    "parameters": (get("/en/participants?" + "&".join(["q=a"] * 9_000)), [200]),
    "parameters of a query": (get("/sparql?query=ASK%7B%7D&" + "&".join(f"a{n}=1" for n in range(5_000))), [400]),
    "an endpoint of the house": (get("/sparql?query=ASK%7BSERVICE%3Chttp%3A%2F%2F127.0.0.1%3A1%2F%3E%7B%7D%7D"), [403]),
    "a graph of the house": (
        get("/sparql?query=ASK%20FROM%20%3Chttp%3A%2F%2F127.0.0.1%3A1%2F%3E%7B%3Fs%20%3Fp%20%3Fo%7D"),
        [200],
    ),
    "an update by the address": (get("/sparql?update=CLEAR%20ALL"), [403]),
    "updates": (post(b"INSERT DATA {<x:a> <x:b> 1} ; CLEAR ALL", "application/sparql-update"), [403]),
    "updates for a query": (post(b"CLEAR ALL ; CLEAR ALL", QUERY), [403]),
    "a packed body": (post(gzip.compress(b"ASK{}"), QUERY, "Content-Encoding: gzip"), [415]),
    "a packed bomb": (post(gzip.compress(b"a" * 10**7), QUERY, "Content-Encoding: gzip"), [415]),
    "a body that is not": (post(b"ASK{}", QUERY, "Content-Encoding: identity"), [200]),
    "a body in parts": (post(b"--x\r\n\r\nASK{}\r\n--x--\r\n", "multipart/form-data; boundary=x"), [415]),
    "another alphabet": (post("ASK{}".encode("utf-16"), f"{QUERY}; charset=utf-16"), [415]),
    "no kind": (post(b"ASK{}", ";;=;"), [415]),
    "a form of fields": (post(b"query=ASK%7B%7D&" + b"a=1&" * 100_000, FORM), [400]),
    "who waits to be asked": (post(b"ASK{}", QUERY, "Expect: 100-continue"), [100, 200]),
    "who waits for something else": (post(b"ASK{}", QUERY, "Expect: 200-maybe"), [200]),
    "a form for a page": (post(b"a=b", FORM, path=b"/en/"), [405]),
    "a page to put": (post(b"ASK{}", QUERY, method=b"PUT"), [405]),
    "a trace": (get("/sparql", "X-Secret: 1").replace(b"GET", b"TRACE"), [405]),
    "a hop": (get("/health", "Connection: Host", "TE: trailers, deflate", "Proxy-Connection: keep-alive"), [200]),
    "hops": (get("/health", "Connection: " + "a," * 8_000), [200]),
    "codings": (get("/en/", "Accept-Encoding: " + "br," * 8_000), [200]),
    "codings of no number": (get("/en/", "Accept-Encoding: gzip;q=1e999,br;q=nan"), [200]),
    "no coding at all": (get("/en/", "Accept-Encoding: identity;q=0, *;q=0"), [200]),
    "languages": (get("/en/", "Accept-Language: " + "zh;q=0.1," * 3_000, "Accept: */*;q=\xff"), [200]),
    "cookies": (get("/en/", "Cookie: " + "a=b; " * 6_000), [200]),
}
CASES |= {
    f"condition {value[:40]}": (get("/download/manifest.json", value), [status])
    for value, status in (
        ("Range: bytes=" + ",".join(f"{n}-{n}" for n in range(3_000)), 200),
        ("Range: bytes=0-99,0-99", 200),
        ("Range: bytes=-99999999999999999999", 200),
        ("Range: bytes=a-b", 200),
        ("Range: lines=1-2", 200),
        ("Range: bytes=0-1\r\nRange: bytes=5-6", 200),
        ("Range: bytes=0-1,3-4", 206),
        ("Range: bytes=99999999999-", 416),
        ("If-Range: junk\r\nRange: bytes=0-1", 200),
        ("If-Range: Thu, 99 Foo 2026\r\nRange: bytes=0-1", 200),
        ("If-Modified-Since: yesterday", 200),
        ("If-None-Match: " + '"' * 9_000, 200),
        ('If-None-Match: "a,W/,,"', 200),
    )
}


def sent(server: Running, raw: bytes) -> bytes:
    """Send it, and return all that comes back until the server hangs up."""
    host, port = re.match(r"http://([^:]+):(\d+)", server.address).groups()  # type: ignore[union-attr]
    with socket.create_connection((host, int(port)), timeout=60) as link:
        link.sendall(raw)
        came = b""
        while part := link.recv(65536):
            came += part
    return came


def statuses(came: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", came)]


def noted(lines: Iterable[str]) -> list[dict[str, object]]:
    """Return the lines of the log that tell of requests, answered or refused."""
    return [line for line in map(json.loads, lines) if line["what"] in {"request", "refused"}]


@pytest.mark.parametrize("name", CASES)
def test_what_is_almost_a_request_has_its_status_and_one_line_of_the_log(name: str, server: Running) -> None:
    raw, expected = CASES[name]
    # Others of this run ask the server too, each in its turn; the lines are those that were written meanwhile.
    before = len(server.log.read_text().splitlines())
    came = sent(server, raw)
    assert statuses(came) == expected, came[:400]
    head = came.partition(b"\r\n\r\n")[0].lower()
    assert b"set-cookie" not in head
    assert b"evil.example" not in head, "what is told to whoever keeps answers must not name a host of theirs"
    for _ in range(100):
        lines = noted(server.log.read_text().splitlines()[before:])
        if lines:
            break
        time.sleep(0.02)
    assert [line["status"] for line in lines] == expected[-1:], lines
    assert "/smuggled" not in [line.get("path") for line in lines]


@pytest.mark.parametrize("value", ["Transfer-Encoding: CHUNKED", "Transfer-Encoding:\tchunked"])
@pytest.mark.parametrize(
    "body", [ASK, b"5;a=b\r\nASK{}\r\n0\r\n\r\n", b"0" * 50_000 + ASK, b"5;" + b"a" * 50_000 + ASK[1:]]
)
def test_what_is_a_request_is_answered_and_so_is_the_next(value: str, body: bytes, server: Running) -> None:
    came = sent(server, POST + value.encode() + b"\r\n\r\n" + body + HEALTH + b"\r\n")
    assert statuses(came) == [200, 200], came[:400]
    assert b'"boolean":true' in came


def test_a_name_is_the_same_in_parts_and_in_one(server: Running) -> None:
    places = {
        re.search(rb"location: (\S+)", sent(server, CASES[name][0]))[1]  # type: ignore[index]
        for name in ("a name in parts", "a name of one")
    }
    assert places == {b"/en/participant/CIV"}


def test_the_paths_that_may_be_meant_are_made_beside_the_loop() -> None:
    """They are made of all acts there are, for whoever asks first for what is not there: nobody else waits for it."""
    made: list[threading.Thread] = []

    class Held(SimpleNamespace):
        making = Edition.making
        known_paths = Edition.known_paths

        @property
        def paths(self) -> tuple[str, ...]:
            made.append(threading.current_thread())
            return ("id/a", "id/b")

    async def ask() -> list[tuple[str, ...]]:
        held = Held(_making={})
        return await asyncio.gather(*(held.known_paths() for _ in range(3)))

    assert asyncio.run(ask()) == [("id/a", "id/b")] * 3
    assert threading.main_thread() not in made
