"""What is large or slow holds nobody else up: a large workbook is made apart, and what changed is computed once."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from treatygraph.faces.endpoint import api
from treatygraph.faces.web.engine.model import TooMuchMemoryError
from treatygraph.faces.web.site import Edition
from treatygraph.faces.workbook import as_workbook
from treatygraph.graph.results import rows_of
from treatygraph.graph.store import Rows
from treatygraph.law.status import Concluded
from treatygraph.questions.catalogue import questions
from treatygraph.questions.question import Table
from treatygraph.settings import CODE

ASKED = questions()["status/parties-on-a-day"]


@pytest.fixture
def table() -> Table:
    return Table(title="Parties", columns=ASKED.columns, rows=(("x",) * len(ASKED.columns),) * 3)


def test_a_large_workbook_is_made_apart_and_is_the_same(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_SMALL", 1)
    assert asyncio.run(api.workbook(table, "192.0.2.1")) == as_workbook(table)


def test_a_workbook_that_takes_too_much_is_refused(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_MEGABYTES", 200)
    with pytest.raises(TooMuchMemoryError, match="format=csv-bom"):
        asyncio.run(api.workbook(replace(table, rows=table.rows * 100_000), "192.0.2.1"))


def test_who_asks_for_changes_at_once_holds_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    go = threading.Event()

    def seen(*_: Any) -> tuple[()]:
        begun.append(threading.get_ident())
        go.wait(30)
        return ()

    monkeypatch.setattr("treatygraph.faces.web.site.steps", seen)
    edition = Edition(folder=tmp_path, version="v", manifest={}, concluded=cast("Any", None), engine=cast("Any", None))

    async def four() -> None:
        asking = [asyncio.create_task(edition.stepped()) for _ in range(4)]
        while not begun:
            await asyncio.sleep(0.01)
        go.set()
        assert await asyncio.gather(*asking) == [()] * 4

    asyncio.run(four())
    assert len(begun) == 1


class _Engine:
    """Answers every query with so many rows of parties."""

    def __init__(self, rows: int) -> None:
        row = '{"participant":{"type":"literal","value":"CHE"}}'
        names = ",".join(f'"{column.name}"' for column in ASKED.columns)
        self.raw = f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":[{",".join([row] * rows)}]}}}}'.encode()

    async def ask(self, *_: Any) -> Any:
        async def chunks() -> AsyncIterator[bytes]:
            yield self.raw

        async def close() -> None:
            pass

        return SimpleNamespace(chunks=chunks, close=close)


@pytest.mark.parametrize(("rows", "beside"), [(10, False), (20_000, True)])
def test_a_large_answer_is_read_beside_the_loop(
    rows: int, beside: bool, monkeypatch: pytest.MonkeyPatch, world: Concluded
) -> None:
    threads: list[threading.Thread] = []

    def read(raw: bytes) -> Rows:
        threads.append(threading.current_thread())
        return rows_of(raw)

    monkeypatch.setattr("treatygraph.faces.web.site.rows_of", read)
    engine = cast("Any", _Engine(rows))
    edition = Edition(folder=Path(), version="v", manifest={}, concluded=world, engine=engine)
    table, terms = asyncio.run(edition.told(ASKED, "", {}))
    assert len(table.rows) == len(terms.rows) == rows
    assert (threads[0] is not threading.main_thread()) is beside


def test_only_an_edition_reads_answers_for_the_faces_of_the_server() -> None:
    """Whoever reads them himself reads them on the loop, where a large one keeps everybody waiting."""
    reads = re.compile(
        r"questions\.ask import .*\b(answer_table|as_table)\b|graph\.(results|oxigraph) import .*\brows_"
    )
    rooms = [CODE / "faces" / room for room in ("endpoint", "pages", "serve", "web")]
    texts = {path.name: path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")}
    # Two are processes by themselves.
    assert {name for name, text in texts.items() if reads.search(text)} == {"site.py", "child.py", "alone.py"}
