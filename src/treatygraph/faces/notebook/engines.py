"""Where a graph stands: in a build of this machine, or behind an endpoint. Both give rows, and the conclusions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from treatygraph import pipeline
from treatygraph.errors import TreatygraphError
from treatygraph.faces.web.engine.alone import SealedStore
from treatygraph.graph.engines import open_store
from treatygraph.graph.store import Store
from treatygraph.pipeline import facts_held, version_of, with_build
from treatygraph.settings import Settings

if TYPE_CHECKING:
    from treatygraph.facts.register import Register
    from treatygraph.law.status import Concluded
    from treatygraph.questions.changed import Step, Version


class NotOursError(TreatygraphError):
    """An endpoint that does not hold the facts of this project."""


class Engine(Protocol):
    """Answers queries, and knows what follows from its facts."""

    @property
    def name(self) -> str:
        """Where it is."""
        ...

    @property
    def version(self) -> str:
        """The version of what it holds."""
        ...

    @property
    def concluded(self) -> Concluded:
        """What follows from its facts."""
        ...

    @property
    def store(self) -> Store:
        """What answers SPARQL."""
        ...

    @property
    def sealed(self) -> Store:
        """What answers SPARQL that is not of the library."""
        ...

    @property
    def build(self) -> Path | None:
        """The folder of its build; None where it has none on this machine."""
        ...

    def changed(self, since: str | date | None) -> tuple[tuple[Version, ...], tuple[Step, ...]]:
        """Return the versions held since one, or since a day, and what changed from each to the next."""
        ...


class Embedded:
    """The build of this machine, as it is when it is opened: a later build changes nothing here."""

    name = "embedded"

    def __init__(self, data: Path | None, told: Callable[[str], None]) -> None:
        # All is opened now: a build that is made meanwhile, here or by another process, removes the one before it.
        self._data = data
        self.build, self.version, self._facts, self.store, self.sealed = with_build(data, told, _opened)

    @cached_property
    def concluded(self) -> Concluded:
        """What follows from the facts of the build.

        Raises:
            BuildError: An older treatygraph made the build.
        """
        return _conclude(self._facts())

    def changed(self, since: str | date | None) -> tuple[tuple[Version, ...], tuple[Step, ...]]:
        """Return the versions held since one, or since a day, and what changed from each to the next.

        Raises:
            VersionNotHeldError: The version is not held.
        """
        held = pipeline.since(pipeline.versions(self._data), since)
        return held, pipeline.steps(Settings.of(self._data).builds, held)


def _conclude(register: Register) -> Concluded:
    # Who opens a graph does not wait for the rooms of the law: the first question brings them.
    from treatygraph.law.status import conclude

    return conclude(register)


def _opened(build: Path) -> tuple[Path, str, Callable[[], Register], Store, Store]:
    sealed = SealedStore(build / "store")
    sealed.begin()
    return build, version_of(build), facts_held(build), open_store("oxigraph", build), sealed


class Remote:
    """An endpoint. Its facts are fetched once, when the law is first asked: the graph is enough to conclude anew."""

    build = None

    def __init__(self, address: str) -> None:
        self.name = address
        self.store: Store = open_store(address, Path())
        self.sealed = self.store

    @cached_property
    def version(self) -> str:
        """The version that the endpoint says it holds."""
        return pipeline.version_in(self.store)

    @cached_property
    def concluded(self) -> Concluded:
        """What follows from the facts that the endpoint holds.

        Raises:
            NotOursError: It holds none of ours.
            StoreError: It is down, busy or slow.
            FaultyDataError: What it holds cannot be read as facts.
        """
        from treatygraph.facts.register import Register

        facts = pipeline.fetch_facts(self.store)
        if not facts.actions:
            raise NotOursError(
                f"{self.name} holds no treaty actions of this graph. Publish it there: `treatygraph publish`."
            )
        return _conclude(Register(facts))

    def changed(self, since: str | date | None) -> tuple[tuple[Version, ...], tuple[Step, ...]]:
        """Return nothing: an endpoint holds one version.

        Raises:
            NotOursError: Always, with where to look.
        """
        raise NotOursError(
            f"{self.name} holds one version, {self.version}. What changed before it is told by the page /changes of a "
            "server, or by a graph that was built here."
        )
