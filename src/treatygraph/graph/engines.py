"""The engines by name: what `--engine` and a notebook's `engine=` may say."""

from __future__ import annotations

from pathlib import Path

from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.packed import LINES
from treatygraph.graph.store import Store, StoreError


def open_store(engine: str, folder: Path) -> Store:
    """Return the store that `engine` names.

    Args:
        engine: `oxigraph` (on disk, the default), `memory` (rdflib), or the address of a SPARQL endpoint.
        folder: The folder of a build, for the engines that need one.

    Raises:
        StoreError: No such engine, no build, or a damaged one.
    """
    if engine.startswith(("http://", "https://")):
        # httpx and rdflib take long to load; the default engine needs neither.
        from treatygraph.graph.remote import RemoteStore

        return RemoteStore(engine)
    if engine == "oxigraph":
        return OxigraphStore.open(folder / "store")
    if engine == "memory":
        from treatygraph.graph.memory import MemoryStore

        return MemoryStore.load(folder / LINES)
    raise StoreError(f"There is no engine {engine[:60]!r}. Use oxigraph, memory, or the address of an endpoint.")
