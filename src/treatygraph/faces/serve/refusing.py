"""What a connection answers past the application, and how what an application answers is told to old clients."""

from __future__ import annotations

from typing import Any

#: Status → its reason, and what is said to a reader.
WHY = {
    400: (b"Bad Request", b"This is no HTTP/1.1: see RFC 9112.\n"),
    408: (b"Request Timeout", b"The request came too slowly.\n"),
    413: (b"Content Too Large", b"The body of the request is too large. A query is sent by POST, in one megabyte.\n"),
    414: (b"URI Too Long", b"The address is too long. Send the query by POST.\n"),
    431: (b"Request Header Fields Too Large", b"The head of the request is too long.\n"),
    501: (b"Not Implemented", b"There is no such method here. Use GET, HEAD, POST or OPTIONS, in capitals.\n"),
    503: (b"Service Unavailable", b"Too many connections. Try again in a few seconds.\n"),
    505: (b"HTTP Version Not Supported", b"HTTP/1.1 is spoken here. Ask in it, or through a proxy that does.\n"),
}


def refusal(status: int, cause: str = "") -> bytes:
    """Return an answer that is written past the application, and ends its connection; it begins with its cause."""
    reason, body = WHY[status]
    body = f"{cause}. ".encode() * bool(cause) + body
    again = b"Retry-After: 5\r\n" if status == 503 else b""
    return (
        b"HTTP/1.1 %d %b\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
        b"%bConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (status, reason, again, len(body), body)
    )


def unchunked(app: Any) -> Any:
    """Return an application that answers as HTTP/1.0 is answered: what says no length ends with the connection."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        cycle, unsaid = send.__self__, False

        async def sent(message: Any) -> None:
            nonlocal unsaid
            if message["type"] == "http.response.start":
                unsaid = all(name.lower() != b"content-length" for name, _ in message.get("headers", ()))
                if unsaid:
                    cycle.chunked_encoding = False
            elif unsaid:
                cycle.expected_content_length = len(message.get("body", b""))
            await send(message)

        await app(scope, receive, sent)

    return answer


async def busy(scope: Any, receive: Any, send: Any) -> None:
    """Answer that the server is full."""
    head, _, body = refusal(503).partition(b"\r\n\r\n")
    headers = [tuple(line.split(b": ", 1)) for line in head.split(b"\r\n")[1:]]
    await send({"type": "http.response.start", "status": 503, "headers": [(n.lower(), v) for n, v in headers]})
    await send({"type": "http.response.body", "body": body})
