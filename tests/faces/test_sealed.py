"""Queries of one's own in a shell or a notebook: what they run into ends their process and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import treatygraph as tg
from tests.faces.test_cli import Run, run
from treatygraph.faces.web.engine.alone import SealedStore
from treatygraph.faces.web.engine.model import (
    WIDE,
    RefusedQueryError,
    TooMuchMemoryError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.graph.store import DamagedStoreError, QueryError

__all__ = ["run"]

_SMALL = "ASK { ?s a tg:State }"
_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
#: Without end in little memory.
_ENDLESS = " ".join(f"?{letter} a tg:State ." for letter in "abcdef")
NARROW = replace(WIDE, seconds=1.0, megabytes=400)


@pytest.fixture
def store(few_build: Path) -> SealedStore:
    return SealedStore(few_build / "current" / "store", NARROW)


def answers(store: SealedStore) -> bool:
    value = store.select(_SMALL).rows[0][0]
    return value is not None and value.text == "true"


BOMBS = (
    ("SELECT " + "{" * 100_000, RefusedQueryError, "deep"),
    ("SELECT * { #\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", RefusedQueryError, "SERVICE"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING" + "(1)" * 50_000, RefusedQueryError, "in parts"),
    (f"SELECT * {{ {_PRODUCT} }} ORDER BY ?a", TooMuchMemoryError, "memory"),
    ("SELECT * { ?s ?p }", QueryError, "at 1:19"),
    ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }", QueryError, "gives triples, not rows"),
    ("DROP ALL", QueryError, "read-only"),
)


@pytest.mark.parametrize(("query", "error", "said"), BOMBS, ids=[said for _, _, said in BOMBS])
def test_a_bomb_ends_alone_and_the_next_query_is_answered(
    query: str, error: type[Exception], said: str, store: SealedStore
) -> None:
    with pytest.raises(error, match=said):
        store.select(query)
    assert answers(store)


def test_what_passes_a_wider_screen_and_ends_the_process_is_told(few_build: Path) -> None:
    store = SealedStore(few_build / "current" / "store", replace(NARROW, words=10**6))
    with pytest.raises(TooMuchMemoryError, match=r"flatter|memory"):
        store.select("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING" + "(1)" * 300_000)
    assert answers(store)
    store.close()


def test_triples_come_sorted_and_rows_are_refused_there(store: SealedStore) -> None:
    found = store.construct("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . ?s a tg:State }").splitlines()
    assert found
    assert found == sorted(found)
    with pytest.raises(QueryError, match="gives rows, not triples"):
        store.construct("SELECT * { ?s ?p ?o }")


def test_a_process_that_was_ended_is_started_again(store: SealedStore) -> None:
    assert answers(store)
    assert store._process is not None
    store._process.kill()
    store._process.wait()
    assert answers(store)
    store.close()
    assert answers(store)


def test_a_process_ended_in_the_middle_is_told(store: SealedStore) -> None:
    import threading

    assert answers(store)
    process = store._process
    assert process is not None
    ender = threading.Timer(0.2, process.kill)
    ender.start()
    with pytest.raises(WorkerLostError, match="Ask again"):
        store.select(f"SELECT (COUNT(*) AS ?n) {{ {_ENDLESS} }}")
    ender.join()
    assert answers(store)


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DamagedStoreError, match="treatygraph build"):
        SealedStore(tmp_path / "none").select(_SMALL)


def test_what_was_begun_outlives_its_folder(shared_build: Path, tmp_path: Path) -> None:
    shutil.copytree(shared_build / "current" / "store", tmp_path / "store")
    store = SealedStore(tmp_path / "store")
    store.begin()
    assert answers(store)
    shutil.rmtree(tmp_path / "store")
    assert answers(store)


@pytest.mark.slow  # it computes for its seconds
def test_a_query_without_end_is_ended(store: SealedStore) -> None:
    with pytest.raises(TooSlowError, match="1 s of a core"):
        store.select(f"SELECT (COUNT(*) AS ?n) {{ {_ENDLESS} }}")
    assert answers(store)


@pytest.mark.slow  # so does this
def test_the_command_line_goes_on_after_a_bomb(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deep.rq").write_text("SELECT " + "{" * 100_000, encoding="utf-8")
    code, _, err = run("sparql", str(tmp_path / "deep.rq"))
    assert code == 2
    assert "nests brackets" in err
    (tmp_path / "long.rq").write_text(f"SELECT (COUNT(*) AS ?n) {{ {_ENDLESS} }}", encoding="utf-8")
    code, _, err = run("sparql", str(tmp_path / "long.rq"), "--seconds", "1")
    assert code == 2
    assert "more than 1 s of a core" in err


def test_a_notebook_goes_on_after_a_bomb() -> None:
    g = tg.open()
    with pytest.raises(tg.TreatygraphError, match="nests brackets"):
        g.sparql("SELECT " + "{" * 100_000)
    assert g.sparql(_SMALL)[0]["answer"] is True
