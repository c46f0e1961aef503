"""What is large or slow holds nobody else up: a large workbook is made apart, and what changed is computed once."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from treatygraph.faces.endpoint import api
from treatygraph.faces.web.engine.model import TooMuchMemoryError
from treatygraph.faces.web.site import Edition
from treatygraph.faces.workbook import as_workbook
from treatygraph.questions.catalogue import questions
from treatygraph.questions.question import Table


@pytest.fixture
def table() -> Table:
    columns = questions()["status/parties-on-a-day"].columns
    return Table(title="Parties", columns=columns, rows=(("x",) * len(columns),) * 3)


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
