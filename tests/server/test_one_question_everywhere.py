"""A question gives the same rows, of the same kinds, in Python, over the API, as a frame and as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import treatygraph as tg
from tests.real import a_few, folders
from treatygraph.faces.render import plain
from treatygraph.faces.telling import languages
from treatygraph.questions.catalogue import library
from treatygraph.questions.question import Column, ColumnKind, Value

#: What holds the cells of a kind: Python, pandas, polars, Parquet. Text and identifiers where it says nothing.
HELD = {
    ColumnKind.DAY: (str, "datetime64[s]", pl.Date, "date32[day]"),
    ColumnKind.NUMBER: (int, "Int64", pl.Int64, "int64"),
    ColumnKind.DECIMAL: (float, "Float64", pl.Float64, "double"),
    ColumnKind.TRUTH: (bool, "boolean", pl.Boolean, "bool"),
    ColumnKind.CODE: (str, "category", pl.Categorical, "dictionary"),
    ColumnKind.TREATY: (str, "category", pl.Categorical, "dictionary"),
    ColumnKind.REGION: (str, "category", pl.Categorical, "dictionary"),
}
TEXT = (str, "string", pl.String, "large_string")


@pytest.fixture(scope="module")
def graph(builds: Path) -> Iterator[tg.Graph]:
    """The graph of the build that the server serves."""
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in folders(builds).items():
            patch.setenv(name, folder)
        yield tg.open()


@pytest.fixture(scope="module")
def schemas(server: Any) -> dict[str, Any]:
    """The OpenAPI document of the server."""
    with server.client() as found:
        document: dict[str, Any] = found.get("/api/openapi.json").json()
    return document


def fits(column: Column, value: Value, graph: tg.Graph) -> bool:
    """Whether a cell is what its column holds: a code of its scheme, somebody or something in the facts."""
    register = graph.concluded.register
    if value is None:
        return True
    if column.many and ";" in str(value):
        return all(fits(column, part, graph) for part in str(value).split(";"))
    kind = str if isinstance(value, StrEnum) else type(value)
    if kind is not HELD.get(column.kind, TEXT)[0]:
        return False
    known: dict[ColumnKind, Any] = {
        ColumnKind.PARTICIPANT: register.participants,
        ColumnKind.TREATY: register.instruments,
        ColumnKind.INSTRUMENT: register.instruments,
        ColumnKind.PROVISION: register.provisions,
        ColumnKind.OBLIGATION: register.obligations,
        ColumnKind.STATEMENT: register.statements,
        ColumnKind.SOURCE: register.sources,
        ColumnKind.PARAGRAPH: {p.id for p in register.facts.paragraphs},
        ColumnKind.REGION: {r.id for r in register.facts.regions},
    }
    if column.scheme is not None:
        return f"{column.scheme}/{value}" in register.terms
    return column.kind not in known or value in known[column.kind]


@pytest.mark.parametrize("identifier", sorted(library()))
def test_a_question_is_the_same_everywhere(
    identifier: str, graph: tg.Graph, client: httpx.Client, schemas: dict[str, Any], tmp_path: Path
) -> None:
    question = library()[identifier]
    values = {p.name: p.example for p in question.parameters}
    answer = graph.ask(identifier, **values)
    columns = question.headed(graph.treaties)
    assert answer.table.columns == columns
    for row in answer.table.rows:
        for column, value in zip(columns, row, strict=True):
            assert fits(column, value, graph), (column.name, value)

    told = client.get(f"/api/questions/{identifier}", params=values).raise_for_status()
    assert told.headers["content-type"] == "application/json"
    assert told.json()["rows"] == answer.table.records()
    assert told.json()["notes"] == list(answer.notes)
    operation = schemas["paths"][f"/api/questions/{identifier}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator(schema).validate(told.json())
    assert [p["name"] for p in operation["parameters"]] == [*values, "_sort", "format"]

    as_text = client.get(f"/api/questions/{identifier}", params=values, headers={"Accept": "text/csv"})
    assert as_text.headers["content-type"].startswith("text/csv")
    assert as_text.text == client.get(f"/api/questions/{identifier}", params={**values, "format": "csv"}).text
    head, *rows = csv.reader(io.StringIO(as_text.text))
    assert tuple(head) == tuple(c.name for c in columns)
    assert rows == [[plain(value) for value in row] for row in answer.table.rows]

    frame, other = answer.to_pandas(), answer.to_polars()
    other.write_parquet(tmp_path / "answer.parquet")
    stored = pq.read_table(tmp_path / "answer.parquet")
    for n, column in enumerate(columns):
        cells = [row[n] for row in answer.table.rows]
        _, in_pandas, in_polars, in_parquet = TEXT if column.many else HELD.get(column.kind, TEXT)
        assert str(frame[column.name].dtype) == in_pandas, column.name
        assert other.schema[column.name] == in_polars, column.name
        assert str(stored.schema.field(column.name).type).startswith(in_parquet), column.name
        if column.kind is ColumnKind.DAY:
            cells = [v if isinstance(v, str) and len(v) == 10 else None for v in cells]
            found = [None if v is None else str(v) for v in stored[column.name].to_pylist()]
        else:
            found = stored[column.name].to_pylist()
        assert found == cells, column.name
        assert [None if pd.isna(v) else str(v)[:10] for v in frame[column.name]] == [
            None if v is None else str(v)[:10] for v in cells
        ], column.name


@pytest.mark.parametrize("day", ["1999-06-01", "2003-09-28", "2003-09-29", "2006-06-03", "2012-05-01", "2026-09-26"])
def test_the_status_of_everyone_is_the_law_s_over_the_api_and_in_a_frame(
    day: str, graph: tg.Graph, client: httpx.Client
) -> None:
    concluded = graph.concluded
    for treaty in sorted(a_few(concluded.register)):
        told = {
            p: concluded.on(p, treaty, date.fromisoformat(day)).status.value for p in concluded.register.listed(treaty)
        }
        values = {"treaty": treaty, "on": day}
        rows = client.get("/api/questions/status/statuses-under-a-treaty", params=values).json()["rows"]
        assert {row["participant"]: row["status"] for row in rows} == told
        frame = graph.ask("status/statuses-under-a-treaty", **values).to_pandas()
        assert dict(zip(frame["participant"], frame["status"].astype(str), strict=True)) == told


def test_the_list_of_questions_tells_the_kinds_of_columns_and_parameters(client: httpx.Client) -> None:
    listed = {q["id"]: q for q in client.get("/api/questions").json()}
    assert listed.keys() == library().keys()
    parties = listed["status/parties-on-a-day"]
    assert parties["summaries"]["zh"] == "某日谁是条约缔约国"
    assert [(p["name"], p["type"], p["default"]) for p in parties["parameters"]] == [
        ("treaty", "treaty", "som"),
        ("on", "day", "2026-09-11"),
    ]
    first = parties["columns"][0]
    assert (first["name"], first["type"]) == ("participant", "participant")
    assert first["labels"].keys() == set(languages())
    assert (first["labels"]["en"], first["labels"]["zh"]) == ("participant", "参与方")
    theme = listed["obligations/with-theme"]["parameters"][0]
    assert (theme["type"], theme["scheme"]) == ("code", "theme")
