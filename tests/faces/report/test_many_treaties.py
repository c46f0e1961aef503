"""With many treaties read a report stays a document: what each further one adds is bounded, and nothing is lost.

Bytes and no times: a part that tells of every treaty adds more than a few lines for each, where the world grows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks.grown import grown

from treatygraph.faces.pages.answer import rendered
from treatygraph.faces.pages.participant import participant
from treatygraph.faces.pages.reports import reports
from treatygraph.faces.pages.view import View
from treatygraph.faces.report.document import runs_of
from treatygraph.faces.report.folder import Office, Wanted
from treatygraph.faces.report.wording import languages
from treatygraph.faces.web.site import Edition
from treatygraph.facts.model import StatementKind
from treatygraph.facts.read import Loaded
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.counted import commitments
from treatygraph.questions.gaps import missing_notifications
from treatygraph.questions.in_full import MOST, NotInFullError, in_full
from treatygraph.questions.relations import stated_by

SMALL, LARGE = 50, 90
#: What a further treaty may add to a report: a few lines where it needs an eye, and in JSON its status and changes.
BYTES = {"html": 500, "md": 250, "docx": 100, "json": 800}
#: With many statements, many territories, as an organization, and asked to join.
WHO = ("CHE", "GBR", "EUU", "JPN")
MADE_UP = "grown-17"


@pytest.fixture(scope="module")
def worlds(loaded: Loaded) -> tuple[Concluded, Concluded]:
    """A world of some treaties read, and one of more."""
    small, large = (conclude(Register(grown(loaded.facts, n, seed=11))) for n in (SMALL, LARGE))
    return small, large


def office(concluded: Concluded, **given: Any) -> Office:
    """Return what makes reports of a world that nobody built."""
    return Office(Wanted(build=Path(), **given), concluded, "v")


def added(worlds: tuple[Concluded, Concluded], size: Callable[[Concluded], int]) -> float:
    """Return what a further treaty adds to a size."""
    small, large = map(size, worlds)
    return (large - small) / (LARGE - SMALL)


@pytest.mark.parametrize("form", sorted(BYTES))
@pytest.mark.parametrize("who", WHO)
def test_what_a_further_treaty_adds_to_a_report_is_bounded(
    worlds: tuple[Concluded, Concluded], form: str, who: str
) -> None:
    def size(concluded: Concluded) -> int:
        made = office(concluded, since=date(2015, 1, 1))
        return len(made.report(made.dossier(who), form, "en"))

    assert added(worlds, size) < BYTES[form]


@pytest.mark.parametrize("form", ["html", "docx"])
def test_an_annex_tells_the_treaties_told_in_full(worlds: tuple[Concluded, Concluded], form: str) -> None:
    def size(concluded: Concluded) -> int:
        made = office(concluded, annex=True)
        return len(made.report(made.dossier("CHE"), form, "en"))

    # Beside what stands in every report, it lists the treaties that the numbers of a chapter count.
    assert added(worlds, size) < BYTES[form] + 500


@pytest.mark.parametrize(
    ("make", "template", "path"),
    [(reports, "reports.html", {}), (participant, "participant.html", {"code": "GBR"})],
)
def test_what_a_further_treaty_adds_to_a_page_is_bounded(
    worlds: tuple[Concluded, Concluded], make: Callable[[View], dict[str, Any]], template: str, path: dict[str, str]
) -> None:
    def size(concluded: Concluded) -> int:
        edition = Edition(folder=Path(), version="v", manifest={}, concluded=concluded, engine=None)  # type: ignore[arg-type]
        view = View(edition=edition, language="en", here="/en/here", path=path, asked={})
        return len(rendered(template, view, make(view), "/en/"))

    assert added(worlds, size) < 100


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_lost_of_what_needs_an_eye(worlds: tuple[Concluded, Concluded], who: str) -> None:
    made = office(worlds[1])
    read = made.desk.register.in_depth
    found = made.dossier(who)
    rest = found.others
    assert rest is not None
    told = [row.treaty for row in found.overview.instruments]
    by_chapter = [t for row in rest.chapters for t in row.treaties.counted]
    assert sorted([*told, *by_chapter]) == sorted(read)
    for row in rest.chapters:
        assert sum(n.value for n in row.statuses.values()) == row.treaties.value == len(row.treaties.counted)
    everywhere = missing_notifications(made.desk, who, read)
    together = {row.provision for row in (*found.gaps.notifications, *rest.notifications)}
    assert together == {row.provision for row in everywhere}
    assert sum(row.notifications for row in rest.chapters) == len(rest.notifications)
    reserved = {s.id for s in stated_by(made.desk, who, read) if s.kind is StatementKind.RESERVATION}
    shown = {row.identifier for row in (*found.relations.made, *rest.made) if row.kind == StatementKind.RESERVATION}
    assert shown == reserved
    in_force = [t for t in commitments(made.desk, who, tuple(by_chapter)).treaties if t.in_force]
    assert sum(row.duties for row in rest.chapters) == sum(t.duties.value for t in in_force)


@pytest.mark.parametrize("language", languages())
def test_a_report_says_what_is_left_out_and_how_to_have_it(worlds: tuple[Concluded, Concluded], language: str) -> None:
    made = office(worlds[1])
    found = made.dossier("CHE")
    assert found.others is not None
    for annexed in (False, True):
        runs = list(runs_of(made.document(found, language, annexed=annexed).blocks))
        left_out = [r.text for r in runs if r.verbatim and "--treaty TREATY" in r.text]
        assert len(left_out) == 1 + annexed
        assert any(str(found.others.treaties) in r.text for r in runs)


def test_a_treaty_asked_for_is_told_in_full(worlds: tuple[Concluded, Concluded]) -> None:
    plain, asked = office(worlds[1]), office(worlds[1], treaties=(MADE_UP,), annex=True)
    found = asked.dossier("CHE")
    assert [row.treaty for row in found.overview.instruments] == [
        *[row.treaty for row in plain.dossier("CHE").overview.instruments],
        MADE_UP,
    ]
    assert found.overview.asked.value == plain.dossier("CHE").overview.asked.value, "the resolution asks for no more"
    assert {row.treaty for row in found.relations.treaties} >= {MADE_UP}
    assert MADE_UP not in {t for row in found.others.chapters for t in row.treaties.counted} if found.others else False
    title = asked.desk.register.instruments[MADE_UP].short_title
    assert json.loads(asked.report(found, "json", "en"))["chosen"] == [MADE_UP]
    text = asked.report(found, "md", "en").decode()
    assert text.count(title) > plain.report(plain.dossier("CHE"), "md", "en").decode().count(title)
    assert f"--treaty {MADE_UP} --treaty TREATY" in text, "the next one is asked for beside it"


def test_what_cannot_be_told_in_full_is_refused(worlds: tuple[Concluded, Concluded], real: Concluded) -> None:
    register = worlds[1].register
    with pytest.raises(NotInFullError, match=f"at most {MOST}"):
        in_full(register, register.in_depth[-MOST - 1 :])
    by_status = next(t for t in real.register.treaties if t not in real.register.in_depth)
    with pytest.raises(NotInFullError, match="by status only"):
        in_full(real.register, (by_status,))


def test_a_few_treaties_are_all_told_in_full(real: Concluded) -> None:
    assert in_full(real.register) == real.register.in_depth
    assert office(real).dossier("CHE").others is None
