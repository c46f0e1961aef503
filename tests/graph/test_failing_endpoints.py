"""How another endpoint can fail: each way is told by its name, and never by what the other side says."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from treatygraph.faces.web.engine.model import EngineFailedError, Job, Limits
from treatygraph.faces.web.engine.relay import Relay
from treatygraph.graph import http as web
from treatygraph.graph import remote
from treatygraph.graph.remote import RemoteStore
from treatygraph.graph.store import StoreError

SELECT = "SELECT ?x WHERE { ?x ?y ?z }"

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


@contextmanager
def speaking(says: bytes, *, resets: bool = False) -> Iterator[int]:
    """Yield the port of what says this to whoever comes, and hangs up."""
    bound = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                sender, _ = bound.accept()
                with sender:
                    said = sender.recv(65536)
                    # The head and the body of a request come one after the other; what is no request comes at once.
                    while said.startswith(b"POST") and b"query=" not in said:
                        said += sender.recv(65536)
                    if resets:
                        sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    sender.sendall(says)
                    if not resets:
                        # What is closed over unread bytes is reset.
                        sender.shutdown(socket.SHUT_WR)
                        while sender.recv(65536):
                            pass

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield bound.getsockname()[1]
    finally:
        bound.shutdown(socket.SHUT_RDWR)
        bound.close()
        thread.join()


@pytest.mark.parametrize(
    ("says", "scheme", "message"),
    [
        (b"", "http", "hung up without an answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "http", "hung up without an answer"),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", "http", "does not speak HTTP"),
        (b"SSH-2.0-OpenSSH_9\r\n", "https", "speaks no TLS"),
        (HEAD + b"Content-Length: 100\r\n\r\n{", "http", "broke off its answer"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "http", "does not speak HTTP"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", "http", "cannot be unpacked"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "http", r"answers 204.*SPARQL endpoint"),
        (b"HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n", "http", r"answers 429.*one after the other"),
        (b"HTTP/1.1 504 No\r\nContent-Length: 0\r\n\r\n", "http", r"answers 504.*ask for less"),
    ],
)
def test_how_an_endpoint_fails_is_told(says: bytes, scheme: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", ())
    with speaking(says) as port, pytest.raises(StoreError, match=message):
        RemoteStore(f"{scheme}://127.0.0.1:{port}/sparql").select(SELECT)


def test_a_connection_that_is_broken_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", ())
    with speaking(b"", resets=True) as port, pytest.raises(StoreError, match="broke off the connection"):
        RemoteStore(f"http://127.0.0.1:{port}/sparql").select(SELECT)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:99999/sparql", "is no address"),
        ("http://[::1/sparql", "is no address"),
        ("http://nowhere.invalid/sparql", "is no name that is known here"),
        (f"http://{'a' * 80}.example/sparql", "is no address"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", ())
    with pytest.raises(StoreError, match=message):
        RemoteStore(address).select(SELECT)


@pytest.mark.parametrize("error", [OSError(113, "x"), httpx.ConnectTimeout("x"), ssl.SSLCertVerificationError("x")])
def test_a_network_that_leads_nowhere_is_told_without_what_the_other_side_says(error: Exception) -> None:
    assert re.search(r"cannot be reached \(no route to host\)|in time|not trusted", web.what_failed(error))


@pytest.mark.parametrize("resets", [True, False])
def test_a_server_before_an_engine_that_fails_tells_strangers_that_and_its_keeper_how(
    resets: bool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(port: int) -> None:
        relay = Relay(f"http://127.0.0.1:{port}/sparql", Limits())
        with pytest.raises(EngineFailedError, match="cannot be reached") as told:
            await relay.ask(Job(query=SELECT), "192.0.2.1")
        assert "127.0.0.1" not in str(told.value)
        assert relay.state()["busy"] == 0
        await relay.close()

    monkeypatch.setattr(logging.getLogger("treatygraph"), "propagate", True)
    with speaking(b"", resets=resets) as port:
        asyncio.run(asked(port))
    [line] = [record for record in caplog.records if record.getMessage() == "engine failed"]
    how = "broke off the connection" if resets else "hung up without an answer"
    assert how in line.fields["error"]  # type: ignore[attr-defined]
