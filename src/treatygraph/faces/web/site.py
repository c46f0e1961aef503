"""What is served: an edition (one build with its conclusions and its engine), and how the next one takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool

from treatygraph.collecting import settle
from treatygraph.faces.web.engine.model import Engine, Job, Limits
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.limits import LIMITS
from treatygraph.faces.web.spool import Room
from treatygraph.faces.web.warming import Quiet, Steps, warm
from treatygraph.facts.register import Register
from treatygraph.graph.mint import Mint
from treatygraph.graph.results import rows_of
from treatygraph.graph.store import Rows
from treatygraph.law.status import Concluded
from treatygraph.pipeline import CURRENT, check_whole, conclusions_of_build, manifest_of, steps, versions_below
from treatygraph.questions.ask import answer_table
from treatygraph.questions.changed import Step, Version
from treatygraph.questions.named import default_day
from treatygraph.questions.question import Question, Table
from treatygraph.settings import BASE_IRI

#: Seconds between two looks for a new build, and how long the old edition may finish its answers.
_LOOK, _FINISH = 1.0, 60.0
#: Seconds between two tries at a build that cannot be opened, at the most.
_SELDOM = 60.0
#: Bytes of an answer from which it is read in a thread; a shorter one is read sooner than a thread is found.
_LARGE = 2**15
#: Bytes of pages kept ready, and of answers to queries; each edition has its own.
_KEPT, _ANSWERED = 64 * 2**20, 16 * 2**20
#: So many blocks of lines of large graphs are looked through at once, so that pages find a thread. Who waits for one
#: has the beginning of an answer already, and waits as long as an answer may last.
_BLOCKS = 2
_IN_TURN = Limits(
    each_address=1, each_waiting=LIMITS.requests, waiting=LIMITS.connections, waiting_seconds=LIMITS.answer_seconds
)

_log = logging.getLogger("treatygraph.server")

#: Makes the engine of a build.
EngineMaker = Callable[[Path], Awaitable[Engine]]


@dataclass(kw_only=True, eq=False)
class Edition:
    """One build, as it is served."""

    folder: Path
    version: str
    manifest: dict[str, Any]
    concluded: Concluded
    engine: Engine
    #: Pages by their entity tags, ready to be sent; what is computed from an edition is the same for its whole life.
    #: What was asked may be longer than its answer, and only the answer is counted: a tag is of one length.
    kept: LRUCache[str, bytes] = field(default_factory=lambda: LRUCache(_KEPT, getsizeof=len))
    #: Whole answers to queries, with their media types, by their entity tags: asked again, they are the same.
    answers: LRUCache[str, tuple[str, bytes]] = field(
        default_factory=lambda: LRUCache(_ANSWERED, getsizeof=lambda kept: len(kept[1]) + 1000)
    )
    _making: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    @property
    def register(self) -> Register:
        """The facts."""
        return self.concluded.register

    @cached_property
    def mint(self) -> Mint:
        """Mints the IRIs of things of this edition."""
        return Mint(self.register)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of the things that people look for, in alphabetical order; who answers awaits `known_paths`."""
        known = [self.mint.instrument(i) for i in self.register.instruments]
        for table in ("participants", "provisions", "actions", "statements"):
            known += [self.mint.by_id(table, row.id).value for row in getattr(self.register.facts, table)]
        return tuple(sorted(iri.removeprefix(BASE_IRI) for iri in known))

    @cached_property
    def day(self) -> date:
        """The day that questions are about unless they say another."""
        return default_day(self.register)

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """The versions that are held up to this one, in the order in which they were built."""
        held = versions_below(self.folder.parent)
        last = max((n for n, v in enumerate(held) if v.id == self.version), default=len(held) - 1)
        return held[: last + 1]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What changed from each version that is held to the next; whoever answers awaits `stepped` before."""
        return steps(self.folder.parent, self.versions)

    async def stepped(self) -> tuple[Step, ...]:
        """Return the steps: one thread computes them, and others that ask meanwhile hold none."""
        async with self.making("steps"):
            return await asyncio.to_thread(lambda: self.steps)

    async def known_paths(self) -> tuple[str, ...]:
        """Return the paths: one thread makes them, of all acts there are, and others that ask meanwhile hold none."""
        async with self.making("paths"):
            return await asyncio.to_thread(lambda: self.paths)

    def making(self, tag: str) -> asyncio.Lock:
        """Return the lock of who makes a page; it is gone when nobody makes or awaits it."""
        return self._making.setdefault(tag, asyncio.Lock())

    def keep(self, tag: str, page: bytes) -> None:
        """Keep a page ready; those asked for longest ago make room, and one too large for all the room is not kept."""
        with contextlib.suppress(ValueError):
            self.kept[tag] = page

    async def once(self, tag: str, work: Callable[[], bytes]) -> bytes:
        """Return what is the same for the whole edition: made beside the loop when it is first asked for, and kept."""
        if (found := self.kept.get(tag)) is not None:
            return found
        async with self.making(tag):
            if (found := self.kept.get(tag)) is None:
                found = await run_in_threadpool(work)
                self.keep(tag, found)
        return found

    async def raw(self, query: str, rows: str | None = "json", triples: str | None = "ttl") -> bytes:
        """Return the whole answer of a query of ours."""
        answer = await self.engine.ask(Job(query=query, rows=rows, triples=triples))
        try:
            return b"".join([chunk async for chunk in answer.chunks()])
        finally:
            await answer.close()

    async def told(self, asked: Question, query: str, values: Mapping[str, str]) -> tuple[Table, Rows]:
        """Return the answer to a question of ours as a table, and its rows; a large one is read beside the loop."""
        raw = await self.raw(query)

        def read() -> tuple[Table, Rows]:
            rows = rows_of(raw)
            return answer_table(self.register, asked, rows, values), rows

        # Of two megabytes it takes a second, in which nobody else would be answered.
        return await run_in_threadpool(read) if len(raw) >= _LARGE else read()


class Site:
    """The edition served now; looks for a new build and lets it take its place without dropping a request."""

    def __init__(self, builds: Path, make_engine: EngineMaker, limits: Limits, warming: Steps = lambda _: ()) -> None:
        self._builds, self._make_engine, self._warming = builds, make_engine, warming
        self.limits = limits
        #: Whether nobody is being answered.
        self.quiet = Quiet()
        #: Who makes ready what the pages of the latest edition need.
        self._warm: asyncio.Task[None] | None = None
        #: Where answers wait for who reads them slowly.
        self.room = Room()
        #: Who lets those in that take a large graph as lines, for a block at a time: the senders come by turns.
        self.lines = Turnstile(_BLOCKS, _IN_TURN)
        self._edition: Edition | None = None
        #: The folder of a new build that could not be opened so far.
        self.not_opened: str | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def edition(self) -> Edition:
        """The edition served now."""
        assert self._edition is not None, "the site is not open"
        return self._edition

    async def open(self) -> None:
        """Open the current build, and begin to look for a new one.

        Raises:
            TreatygraphError: The build cannot be opened.
        """
        self._edition = await self._load(self._current())
        self._spawn(self._look())

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _current(self) -> Path:
        return (self._builds / CURRENT).resolve()

    async def _load(self, folder: Path) -> Edition:
        manifest = manifest_of(folder)
        await asyncio.to_thread(check_whole, folder)
        concluded = await asyncio.to_thread(conclusions_of_build, folder)
        settle()
        if self._warm is not None:
            self._warm.cancel()
        # While its engine starts, nobody is answered from it yet.
        self._warm = self._spawn(self._warmed(concluded))
        return Edition(
            folder=folder,
            version=manifest["version"],
            manifest=manifest,
            concluded=concluded,
            engine=await self._make_engine(folder),
        )

    async def _warmed(self, concluded: Concluded) -> None:
        """Make ready what pages need that are made from the conclusions."""
        await warm(self._warming(concluded), self.quiet)
        settle()

    async def _look(self) -> None:
        """Look for a new build from time to time; one that cannot be opened leaves the one before in place."""
        loop = asyncio.get_running_loop()
        tries, again = 0, 0.0
        while True:
            await asyncio.sleep(_LOOK)
            folder = self._current()
            if folder.name != self.not_opened:
                tries, again, self.not_opened = 0, 0.0, None
            if folder == self.edition.folder or loop.time() < again or not (folder / "manifest.json").is_file():
                continue
            try:
                new = await self._load(folder)
            except Exception as error:
                # Whatever is wrong with it: the one before is served, and this one tried again, ever more seldom.
                tries, self.not_opened = tries + 1, folder.name
                again = loop.time() + min(_LOOK * 2**tries, _SELDOM)
                fields = {"folder": folder.name, "tries": tries, "error": f"{type(error).__name__}: {error}"}
                _log.error("new build not opened", extra={"fields": fields})
                continue
            self.not_opened = None
            version, engine, self._edition = self.edition.version, self.edition.engine, new
            _log.info("new edition", extra={"fields": {"version": new.version, "before": version}})
            self._spawn(self._let_go(engine))

    async def _let_go(self, engine: Engine) -> None:
        """Let the engine of an edition that was replaced end, and then the edition, of which nobody reads any more."""
        await engine.drain(_FINISH)
        settle(first=True)

    async def close(self) -> None:
        """End the edition."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._edition is not None:
            await self._edition.engine.close()
