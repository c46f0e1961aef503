"""The SPARQL endpoint: a query of anybody, answered as it comes, within limits that are told in headers."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from treatygraph.errors import TreatygraphError
from treatygraph.faces.endpoint.protocol import TRIPLES, job_of
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.engine.model import TRIPLE_TYPES, Answer, Job
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.negotiate import media_type
from treatygraph.faces.web.refusals import RefusedError, as_problem, as_text, refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.web.spool import Spool
from treatygraph.faces.web.streamed import Streamed
from treatygraph.graph.service import described
from treatygraph.questions.catalogue import descriptions

_T = TypeVar("_T")

#: An answer up to this many bytes is sent whole, with its length; a longer one as it comes.
_WHOLE = 2**20
#: A longer answer, and that of a longer query, is not kept.
_KEPT, _KEPT_QUERY = 2**18, 2**14
#: Functions whose answer is another each time.
_FRESH = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
#: Names the parameters of a request that mean nothing here.
PASSED_OVER = "Treatygraph-Passed-Over"
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


async def sparql(request: Request) -> Response:
    """Answer a request of the SPARQL 1.1 Protocol; without a query, describe the service."""
    site: Site = request.app.state.site
    if request.method not in METHODS:
        allow = {"Allow": ", ".join(METHODS)}
        return as_text(RefusedError(405, "Method not allowed", f"Use {allow['Allow']}.", allow))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    try:
        job = await job_of(request, site.limits.query_bytes * 2)
        if job is None:
            return await service(request)
        answer = await answered(request, site.edition, job, site.limits.result_bytes)
    except TreatygraphError as error:
        answer = refused(request, refusal_of(error))
    names = getattr(request.state, "passed_over", ())
    if names:
        answer.headers[PASSED_OVER] = ", ".join(names)
    return answer


def refused(request: Request, refusal: RefusedError) -> Response:
    """Return a refusal as JSON to a client that prefers JSON, else as text."""
    try:
        best = media_type(request.headers.get("accept"), ("text/plain", "application/problem+json", "application/json"))
    except RefusedError:
        best = None
    return as_problem(refusal) if best in {"application/problem+json", "application/json"} else as_text(refusal)


async def answered(request: Request, edition: Edition, job: Job, most: int) -> Response:
    """Return the answer of a job: whole when it is short, else as it comes.

    Raises:
        TreatygraphError: The query is refused, or cannot be answered.
    """
    headers = headers_of(edition.version, repr(job)) | {"Treatygraph-Result-Limit": str(most)}
    if (known := unchanged(request, headers)) is not None:
        return known
    tag = headers["ETag"]
    if request.method == "POST":
        del headers["ETag"]
    if (kept := edition.answers.get(tag)) is not None:
        return Response(kept[1], 200, headers, with_charset(kept[0]))
    sender = sender_of(request)
    answer = await unless_gone(request, edition.engine.ask(job, sender))
    try:
        chunks = answer.chunks()
        first = bytearray()
        async for chunk in chunks:
            first += chunk
            if len(first) > _WHOLE:
                spool = Spool(request.app.state.site.room, sender)
                rest = _rest(spool.read(bytes(first), chunks), answer)
                return Streamed(rest, 200, headers, with_charset(answer.media_type))
    except BaseException:
        await answer.close()
        raise
    await answer.close()
    whole = bytes(first)
    if len(whole) <= _KEPT and len(job.query) <= _KEPT_QUERY and not _FRESH.search(job.query):
        edition.answers[tag] = answer.media_type, whole
    return Response(whole, 200, headers, with_charset(answer.media_type))


def with_charset(kind: str) -> str:
    """Return a media type with the charset of what is text."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


async def _rest(chunks: AsyncGenerator[bytes, None], answer: Answer) -> AsyncIterator[bytes]:
    try:
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
    finally:
        await answer.close()


async def unless_gone(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Return what the work gives; end it when the client goes away first.

    Raises:
        RefusedError: The client went away.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task})
        raise RefusedError(499, "The sender went away")
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def service(request: Request) -> Response:
    """Describe the service (SPARQL 1.1 Service Description, VoID) to a client that asks nothing."""
    edition = request.app.state.site.edition
    offered = {kind: form for kind, form in TRIPLES.items() if form in TRIPLE_TYPES}
    best = media_type(request.headers.get("accept"), tuple(offered))
    if best is None:
        raise RefusedError(406, "Not acceptable", f"The description of the service is given as {', '.join(offered)}.")
    form = offered[best]
    address = str(request.url.replace(query="", fragment=""))
    headers = headers_of(edition.version, address, form)
    if (known := unchanged(request, headers)) is not None:
        return known
    void = await edition.raw(descriptions()["linked-data/dataset"].sparql, triples="nt")
    headers["Link"] = '</.well-known/void>; rel="describedby"'
    # For each name of this server, which whoever asks may choose, it is another: so it is made beside the loop.
    told = await run_in_threadpool(described, address, void, form)
    return Response(told, 200, headers, with_charset(TRIPLE_TYPES[form]))
