"""The real facts with an invented treaty, resolution and language brought in as rows; built once."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real import data_of, folder_of, folders, kept, once, unchanged
from tests.server.conftest import Running, serving
from treatygraph import pipeline
from treatygraph.law.status import Concluded

#: It names no number of the depositary; one State left and came back, one left, one took its consent back in time.
ACTS = (
    ("CHE", "signature", "2000-03-01"),
    ("CHE", "ratification", "2001-03-01"),
    ("FRA", "signature", "2000-03-01"),
    ("FRA", "ratification", "2001-05-01"),
    ("FRA", "denunciation", "2010-02-01"),
    ("FRA", "accession", "2015-06-01", "It came back."),
    ("JPN", "signature", "2000-06-01"),
    ("KEN", "accession", "2002-04-01"),
    ("NOR", "signature", "2000-03-02"),
    ("NOR", "ratification", "2003-01-15"),
    ("NOR", "denunciation", "2012-08-01"),
    ("EUU", "signature", "2000-12-01"),
    ("EUU", "approval", "2004-09-01"),
)
ROWS: dict[str, tuple[dict[str, str], ...]] = {
    "ratifications/sources": (
        {
            "id": "N01-harbour",
            "title": "Status of the Harbour Convention",
            "publisher": "Harbour Office",
            "url": "https://example.org/harbour",
            "as_of": "2020-01-01",
            "expected_rows": str(len(ACTS) + 2),
        },
    ),
    "instruments/instruments": (
        {
            "id": "harbour",
            "kind": "convention",
            "short_title": "Harbour Convention",
            "title": "Convention on Safe Harbours",
            "adopted_on": "2000-01-10",
            "opened_on": "2000-02-01",
            "depositary": "Harbour Office",
            "verification": "text",
        },
        {
            "id": "council-7",
            "kind": "resolution",
            "short_title": "Council 7",
            "title": "Safety in harbours",
            "adopted_on": "2018-05-05",
            "verification": "text",
        },
    ),
    "instruments/provisions": tuple(
        {
            "id": f"harbour-art-{n}",
            "instrument": "harbour",
            "article": str(n),
            "kind": kind,
            "no_duty": no_duty,
            "heading": heading,
        }
        for n, kind, no_duty, heading in (
            (1, "purpose", "purpose", "Purpose"),
            (2, "obligation", "", "Safe berths"),
            (3, "procedure", "", "Disputes"),
            (9, "final_clause", "legal-effect", "Entry into force"),
        )
    ),
    "instruments/obligations": (
        {
            "id": "harbour-art-2-ob1",
            "provision": "harbour-art-2",
            "bearer": "state_party",
            "modality": "shall",
            "strength": "mandatory",
            "polarity": "do",
            "act_demanded": "criminalize",
            "counterparty": "none",
            "owed": "general",
            "deadline": "within a year of berthing",
            "themes": "criminalization",
            "phrases": "shall",
            "summary": "Keeps a berth free for ships in distress.",
        },
        {
            "id": "harbour-art-3-ob1",
            "provision": "harbour-art-3",
            "bearer": "state_party",
            "modality": "shall",
            "strength": "mandatory",
            "polarity": "do",
            "act_demanded": "consult",
            "counterparty": "all_states_parties",
            "owed": "general",
            "themes": "institutional",
            "phrases": "shall",
            "summary": "Settles disputes by arbitration.",
        },
    ),
    "instruments/clauses": (
        {
            "id": "harbour-entry_into_force",
            "kind": "entry_into_force",
            "article": "9(1)",
            "threshold": "3",
            "counted_actions": "accession;approval;ratification",
            "reio_counts": "no",
            "delay": "P30D",
            "counting": "day_after",
        },
        {
            "id": "harbour-entry_into_force_later",
            "kind": "entry_into_force_later",
            "article": "9(2)",
            "delay": "P30D",
            "counting": "day_after",
        },
        {
            "id": "harbour-denunciation",
            "kind": "denunciation",
            "article": "10",
            "delay": "P6M",
            "counting": "day_after",
        },
        {
            "id": "harbour-notification-2",
            "kind": "notification",
            "article": "2",
            "provision": "harbour-art-2",
            "condition": "States with a coast",
        },
    ),
    "ratifications/coverage": (
        {"treaty": "harbour", "as_of": "2020-01-01", "sources": "N01-harbour", "gaps": "Two harbours were never seen."},
    ),
    "ratifications/statements": (
        {
            "id": "harbour-KEN-01",
            "participant": "KEN",
            "kind": "reservation",
            "called": "reservation",
            "made_on": "2002-04-01",
            "provisions": "harbour-art-3",
            "whole_treaty": "no",
            "effect": "excludes",
            "summary": "Not bound by arbitration.",
        },
        {
            "id": "harbour-CHE-01",
            "participant": "CHE",
            "kind": "objection",
            "called": "objection",
            "made_on": "2002-10-01",
            "whole_treaty": "no",
            "effect": "objects_to",
            "target_statement": "harbour-KEN-01",
            "precludes": "no",
            "summary": "Objects to the reservation of Kenya.",
        },
    ),
    "resolutions/paragraphs": (
        {
            "id": "council-7-op6",
            "resolution": "council-7",
            "number": "op6",
            "kind": "operative",
            "verb_text": "Calls upon",
            "addressees": "member_states_not_party;states_parties",
            "themes": "institutional",
            "summary": "Calls upon all to join the Harbour Convention and to carry it out.",
            "source": "N01-harbour",
        },
    ),
    "resolutions/verbs": (
        {
            "id": "council-7-op6-v1",
            "paragraph": "council-7-op6",
            "ordinal": "1",
            "verb": "calls_upon",
            "addressee": "member_states_not_party",
        },
        {
            "id": "council-7-op6-v2",
            "paragraph": "council-7-op6",
            "ordinal": "2",
            "verb": "calls_upon",
            "addressee": "states_parties",
        },
    ),
    "resolutions/citations": ({"paragraph": "council-7-op6", "instrument": "harbour", "source": "N01-harbour"},),
    "resolutions/links": (
        {
            "id": "link-council-7-op6-harbour-art-2-ob1",
            "paragraph": "council-7-op6",
            "obligation": "harbour-art-2-ob1",
            "relation": "calls_for_implementation",
            "rationale": "The paragraph calls for it.",
        },
    ),
    "languages": ({"id": "de", "own_name": "Deutsch", "direction": "ltr"},),
    "texts": (
        {"table": "instruments", "row": "harbour", "field": "title", "language": "de", "text": "Hafenkonvention"},
    ),
}
#: What every row of a table has.
COMMON = {
    "instruments/clauses": {"instrument": "harbour", "source": "N01-harbour"},
    "ratifications/statements": {"treaty": "harbour", "sources": "N01-harbour", "confidence": "official"},
}


def add(path: Path, rows: tuple[dict[str, str], ...]) -> None:
    """Add rows to a table; columns that they do not name are empty. A part of a table that is new has its columns."""
    if not path.exists():
        header = next(path.parent.glob("*.csv")).read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(f"{header}\n", encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        known, columns = list(reader), list(reader.fieldnames or ())
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*known, *rows])


def bring_in(folder: Path) -> None:
    """Bring the treaty, the resolution and the language into a data folder."""
    for table, rows in ROWS.items():
        add(folder / f"{table}.csv", tuple({**COMMON.get(table, {}), **row} for row in rows))
    seen: dict[str, int] = {}
    acts = []
    for participant, kind, day, *note in ACTS:
        start = f"harbour-{participant}-{kind}"
        seen[start] = seen.get(start, 0) + 1
        acts.append(
            {
                "id": f"{start}-{seen[start]}",
                "treaty": "harbour",
                "participant": participant,
                "kind": kind,
                "done_on": day,
                "sources": "N01-harbour",
                "confidence": "official",
                "note": "".join(note),
            }
        )
    add(folder / "ratifications/actions/harbour.csv", tuple(acts))
    given = [("actions", act["id"]) for act in acts]
    given += [("statements", row["id"]) for row in ROWS["ratifications/statements"]]
    given += [("obligations", row["id"]) for row in ROWS["instruments/obligations"]]
    add(
        folder / "ratifications/ledger/harbour.csv",
        tuple({"id": row, "listed_in": table, "retired": "no"} for table, row in given),
    )


@pytest.fixture(scope="session")
def newcomer_build(some: Concluded) -> Iterator[Path]:
    """The folder of a build of the few treaties and the newcomers; its data folder is beside it."""
    out = kept() / "newcomer" / "builds"

    def make() -> None:
        # An earlier run may have ended half way.
        shutil.rmtree(data_of(out), ignore_errors=True)
        data = folder_of(some.register.facts, data_of(out))
        bring_in(data)
        pipeline.build(data, out, lambda _: None)

    once(out, make)
    with unchanged(out):
        yield out


@pytest.fixture(scope="session")
def site(newcomer_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over it."""
    with serving(newcomer_build, tmp_path_factory.mktemp("newcomer-log")) as running:
        yield running


@pytest.fixture(autouse=True)
def _use_the_build(_own_build_folder: None, newcomer_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, folder in folders(newcomer_build).items():
        monkeypatch.setenv(name, folder)
