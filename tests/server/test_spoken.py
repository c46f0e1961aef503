"""What comes on the wire as no client library sends it: the whole server understands it, or refuses it by its cause."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

from tests.server.conftest import Running


def _raw(client: httpx.Client, sent: str) -> bytes:
    """Return all that the server says to these bytes."""
    said = bytearray()
    with socket.create_connection((client.base_url.host, client.base_url.port)) as sender:
        sender.sendall(sent.encode("latin-1"))
        while part := sender.recv(2**20):
            said += part
    return bytes(said)


def test_what_follows_a_body_is_no_part_of_the_request(client: httpx.Client) -> None:
    sent = (
        "POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\nAccept: text/csv\r\n\r\n"
    )
    assert b"application/sparql-results+json" in _raw(client, sent)


def test_what_is_refused_in_the_middle_is_one_line_of_the_log(client: httpx.Client, server: Running) -> None:
    sent = (
        "POST /sparql?told=once HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\nno size\r\n"
    )
    before = len(server.log.read_text().splitlines())
    assert b"chunk size" in _raw(client, sent)
    lines: list[Any] = []
    while not any(line.get("parameters") == "told=once" for line in lines):
        lines = [json.loads(line) for line in server.log.read_text().splitlines()[before:]]
    [told] = [line for line in lines if line["what"] == "refused" or line.get("parameters") == "told=once"]
    assert (told["status"], told["why"]) == (400, "Invalid character in chunk size")


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PROPFIND", "SEARCH", "CONNECT", "PURGE"])
@pytest.mark.parametrize("path", ["/sparql", "/en/", "/api/questions", "/health"])
def test_a_method_that_is_not_taken_is_told_with_those_that_are(client: httpx.Client, path: str, method: str) -> None:
    head, _, body = _raw(client, f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").partition(
        b"\r\n\r\n"
    )
    allowed = b"GET, HEAD, POST, OPTIONS" if path == "/sparql" else b"GET, HEAD"
    assert head.startswith(b"HTTP/1.1 405")
    assert b"allow: " + allowed in head
    assert b"Use " + allowed + b"." in body


def test_the_server_as_a_whole_tells_what_it_can(client: httpx.Client) -> None:
    assert b"allow: GET, HEAD, POST, OPTIONS" in _raw(
        client, "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )
