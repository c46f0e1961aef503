"""`?version=`: an address that names the version it was cited with is answered for that version, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Site
from treatygraph.pipeline import not_held

#: Makes the answer to a request that is refused.
Refuse = Callable[[Request, RefusedError], Awaitable[Response]]

_NAME = "version"
#: So many signs of a version name it.
_FIRST = 6


class Pinned:
    """Takes the version out of a request where it is the one that is served, and refuses it where it is not (410)."""

    def __init__(self, app: ASGIApp, site: Site, refuse: Refuse) -> None:
        self._app, self._site, self._refuse = app, site, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        raw: bytes = scope.get("query_string", b"")
        if scope["type"] != "http" or _NAME.encode() not in raw:
            await self._app(scope, receive, send)
            return
        asked = parse_qsl(raw.decode("latin-1"), keep_blank_values=True)
        wanted = [value.strip().removeprefix("v-") for name, value in asked if name == _NAME]
        edition = self._site.edition
        # The first signs of a version are enough; the whole of it stands in the header `Treatygraph-Version`.
        if all(len(value) >= _FIRST and edition.version.startswith(value) for value in wanted):
            # The rest is passed on as it came, in whatever spelling and alphabet.
            rest = b"&".join(part for part in raw.split(b"&") if _named(part) != _NAME)
            await self._app({**scope, "query_string": rest if wanted else raw}, receive, send)
            return
        versions = edition.versions
        if len(wanted[0]) >= _FIRST and any(v.id.startswith(wanted[0]) for v in versions):
            told = (
                f"Version {wanted[0][:40]} was replaced; answers are given for {edition.version}. What changed since: "
                f"/changes?since={wanted[0][:40]}. Leave out `version` for today's answer."
            )
        else:
            told = f"{not_held(wanted[0], versions)} Answers are given for {edition.version}: leave out `version`."
        refusal = RefusedError(410, "This version is not served any more", told)
        await (await self._refuse(Request(scope, receive), refusal))(scope, receive, send)


def _named(part: bytes) -> str:
    """Return the name of a parameter."""
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))
