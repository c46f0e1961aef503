"""The one way to another server: its answers are bounded in bytes and in seconds in all, and lead nowhere else.

No redirect is followed: a query goes to the address that was named, and a password to no other.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx

from treatygraph.graph.store import StoreError
from treatygraph.settings import BASE_IRI

#: Bytes of an answer; the whole graph as JSON has 25 million.
MOST = 256 * 2**20


class DownError(StoreError):
    """A server that cannot be reached, or hangs up."""


class SlowError(StoreError):
    """A server that does not answer in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    reason: str
    location: str
    body: bytes

    @property
    def said(self) -> str:
        """The beginning of the body, as one line."""
        text = " ".join(self.body[:4000].decode(errors="replace").split())
        return text if len(text) <= 300 else text[:297] + "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file that a server gave, or that it has not changed (304), with the marks to ask by the next time."""

    status: int
    location: str
    body: bytes
    etag: str
    modified: str


def get(address: str, *, most: int, seconds: float, etag: str = "", modified: str = "") -> Fetched:
    """Fetch a file, if it is another than the one with the marks; no redirect is followed.

    Args:
        address: Where it is.
        most: So many bytes are taken.
        seconds: So long is waited in all.
        etag: The entity tag of the file that is here already.
        modified: When that was last changed, as its server said.

    Raises:
        SlowError: It is not there in time.
        DownError: The server cannot be reached, or hangs up in the middle.
        StoreError: It is too large.
    """
    until = time.monotonic() + seconds
    slow = SlowError(f"{address} did not answer in {seconds:g} s. Try again later.")
    headers = {"User-Agent": f"treatygraph/{version('treatygraph')} (+{BASE_IRI})", "Accept": "*/*"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    raw = bytearray()
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False) as client,
            client.stream("GET", address, headers=headers) as answer,
        ):
            for chunk in answer.iter_bytes():
                raw += chunk
                if len(raw) > most:
                    raise StoreError(f"{address} is larger than {most // 2**20} MiB: no status table is.")
                if time.monotonic() > until:
                    raise slow
            return Fetched(
                status=answer.status_code,
                location=answer.headers.get("location", ""),
                body=bytes(raw),
                etag=answer.headers.get("etag", ""),
                modified=answer.headers.get("last-modified", ""),
            )
    except (httpx.ReadTimeout, httpx.WriteTimeout):
        raise slow from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise DownError(f"{address} cannot be fetched: it {what_failed(error)}") from None


def is_address(text: str) -> bool:
    """Return whether a text is the address of a server that is spoken to over HTTP."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # A port beyond 65535, or a bracket that is never closed.
        return False


def what_failed(error: Exception) -> str:
    """Return what became of a request that was not answered, and what to look at: the end of a sentence.

    What is told is what the system and the library know; of what the other side sent, nothing is repeated.
    """
    for cause in _causes(error):
        match cause:
            case ConnectionRefusedError():
                return "refuses the connection. Look whether a server runs there, and whether the port is right."
            case socket.gaierror():
                return "is no name that is known here. Look at the name, and at the network."
            case ssl.SSLCertVerificationError():
                return "shows a certificate that is not trusted here. Look at its name, its days and who signed it."
            case ssl.SSLError():
                return "speaks no TLS that is understood here. Look whether it is http:// and not https://."
            case ConnectionResetError() | BrokenPipeError() | httpx.ReadError() | httpx.WriteError():
                return "broke off the connection. Look whether this is its port, and at its log."
            case httpx.DecodingError():
                return "sends what cannot be unpacked. Look at what stands between here and it."
            case httpx.TimeoutException() | TimeoutError():
                return "was not reached in time. Look at the address and the network, or try again later."
            case httpx.InvalidURL() | httpx.UnsupportedProtocol() | UnicodeError():
                return "is no address. Write it as http://host:port/path."
            case OSError(errno=int() as number):
                return f"cannot be reached ({os.strerror(number).lower()}). Look at the address and the network."
    said = str(error)
    if "without sending a response" in said:
        return "hung up without an answer. Look whether this is its port, and at its log."
    if "message body" in said:
        return "broke off its answer. Try again, and look at its log."
    return "does not speak HTTP. Look whether this is its port."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what an error comes from, the first cause first: libraries wrap what the system says."""
    found: list[BaseException] = []
    while error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__ or error
    yield from reversed(found)


class Password(httpx.Auth):
    """A user with a password, told in the way the server asks for: Digest where it takes it, else Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._digest, self._basic = httpx.DigestAuth(user, password), httpx.BasicAuth(user, password)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with the password when the server asks for it."""
        flow = self._digest.auth_flow(request)
        response = yield next(flow)
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code == 401 and asked.startswith("basic"):
                yield from self._basic.auth_flow(request)


def post(
    address: str,
    body: bytes,
    kind: str,
    *,
    accept: str = "*/*",
    seconds: float,
    auth: httpx.Auth | None = None,
) -> Answer:
    """Send a body and return the answer.

    Raises:
        SlowError: The answer is not there in so many seconds in all.
        DownError: The server cannot be reached, or hangs up.
        StoreError: The answer is too large.
    """
    until = time.monotonic() + seconds
    slow = SlowError(f"{address.partition('?')[0]} did not answer in {seconds:g} s. Ask for less.")
    headers = {"Content-Type": kind, "Accept": accept}
    raw = bytearray()
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, auth=auth) as client,
            client.stream("POST", address, content=body, headers=headers) as answer,
        ):
            for chunk in answer.iter_bytes():
                raw += chunk
                if len(raw) > MOST:
                    raise StoreError(
                        f"{address.partition('?')[0]} answers with more than {MOST // 2**20} MB. Ask for less."
                    )
                if time.monotonic() > until:
                    raise slow
            location = answer.headers.get("location", "")
            return Answer(status=answer.status_code, reason=answer.reason_phrase, location=location, body=bytes(raw))
    except (httpx.ReadTimeout, httpx.WriteTimeout):
        raise slow from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise DownError(f"{address.partition('?')[0]} {what_failed(error)}") from None
