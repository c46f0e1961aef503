"""Where a list shows a statement that nobody read, no face says "is bound by", and none counts it as bound.

The walk goes over every statement flag that was not read and every face. The quick part takes the law, the questions
and the library whole, and of the pages and reports those that differ in kind; the slow part takes everybody.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from treatygraph.faces.notebook.answers import Answer
from treatygraph.facts.model import Knowledge
from treatygraph.facts.register import Register
from treatygraph.graph.engines import open_store
from treatygraph.law.knowledge import clouds, named_by_reservation_clauses, unread
from treatygraph.law.model import Bound, Status
from treatygraph.law.obligations import DUTIES, NOT_COUNTED
from treatygraph.law.status import Concluded, conclude
from treatygraph.proofs import languages
from treatygraph.questions.ask import filled
from treatygraph.questions.catalogue import questions
from treatygraph.questions.desk import desk_on
from treatygraph.questions.dossier import Order, dossier
from treatygraph.questions.law import answer
from treatygraph.questions.named import default_day
from treatygraph.questions.obligations import who_is_bound
from treatygraph.questions.on_map import degree_of, shown_of
from treatygraph.questions.proof import proof_of
from treatygraph.questions.what_if import what_if

Pair = tuple[str, str]


def clouded(some: Concluded) -> list[Pair]:
    """Return the parties, with the treaty, of whom a list shows a reservation or declaration that was not read.

    Of the treaties read to obligation level: of the others nothing is told of obligations.
    """
    register, day = some.register, default_day(some.register)
    flags = [f for f in register.facts.statement_flags if f.knowledge is not Knowledge.READ or f.statements]
    flags = [f for f in flags if f.treaty in register.in_depth]
    pairs = sorted({(f.participant, f.treaty) for f in flags if unread(register, f.participant, f.treaty)})
    return [(p, t) for p, t in pairs if any(clouds(register, own) for own in some.of(p, t) if own.in_force_on(day))]


def of_each_kind(pairs: list[Pair]) -> list[Pair]:
    """Return one pair for each treaty."""
    return list({treaty: (participant, treaty) for participant, treaty in reversed(pairs)}.values())


def open_to_reservation(register: Register, treaty: str) -> frozenset[str]:
    """Return the obligations in the provisions that a reservation clause of the treaty names."""
    named = named_by_reservation_clauses(register, treaty)
    return frozenset(o.id for o in register.obligations_by_treaty.get(treaty, ()) if o.provision in named)


def not_known(some: Concluded, participant: str, treaty: str) -> frozenset[str]:
    """Return the obligations of which it is not known whether they bind, and nothing read settles it."""
    desk = desk_on(some, default_day(some.register))
    own = open_to_reservation(some.register, treaty)
    found = {c.obligation: c.state for c in desk.commitments(participant, treaty) if c.obligation in own}
    assert found
    assert all(state is not Bound.BOUND for state in found.values()), (participant, treaty)
    return frozenset(o for o, state in found.items() if state in NOT_COUNTED)


def rows(some: Concluded, question: str, **given: Any) -> Iterator[dict[str, Any]]:
    table = answer(some, question, **given)
    for row in table.rows:
        yield dict(zip([c.name for c in table.columns], row, strict=True))


def test_there_is_something_to_walk(some: Concluded) -> None:
    pairs = clouded(some)
    assert len(pairs) > 20
    assert len(of_each_kind(pairs)) > 1


def test_why_says_bound_in_no_language(some: Concluded) -> None:
    """The sentences that say so are looked for by their own words, in each language of proofs."""
    register = some.register
    for participant, treaty in clouded(some):
        silent = not_known(some, participant, treaty)
        for provision in sorted({register.obligations[o].provision for o in silent}):
            proof = proof_of(some, participant, provision)
            for language in languages():
                said = json.dumps(proof.tree(language), ensure_ascii=False)
                assert not SAYS_BOUND.search(said), (participant, provision, language)


def test_the_tables_of_the_law_say_it_of_each_commitment(some: Concluded) -> None:
    for participant, treaty in clouded(some):
        silent = not_known(some, participant, treaty)
        table = answer(some, "obligations/of-a-participant", participant=participant, treaty=treaty, everything=True)
        assert any("was not read" in note for note in table.notes)
        every = list(
            rows(some, "obligations/of-a-participant", participant=participant, treaty=treaty, everything=True)
        )
        counted = any(row["state"] not in NOT_COUNTED for row in every)
        assert counted == any("of which an unread statement may change any" in note for note in table.notes)
        for row in every:
            assert row["may_change"] is True
            assert row["obligation"] not in silent or row["state"] in NOT_COUNTED


def test_nobody_is_counted_as_bound_of_whom_it_is_not_known(some: Concluded) -> None:
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in clouded(some):
        for obligation in not_known(some, participant, treaty):
            (found,) = (c for c in who_is_bound(desk, treaty)[obligation] if c.participant == participant)
            assert not found.bound
    for treaty in sorted({t for _, t in clouded(some)}):
        silent = open_to_reservation(some.register, treaty)
        for row in rows(some, "obligations/binding-how-many", treaty=treaty):
            assert row["bound"] is None or row["may_change_for"] <= row["bound"] + row["reserved"]
            if row["obligation"] in silent and row["bound"] is not None:
                assert row["reserved"] >= sum(
                    row["obligation"] in not_known(some, p, t) for p, t in clouded(some) if t == treaty
                )


def test_between_two_says_what_was_not_read_of_either(some: Concluded) -> None:
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in clouded(some):
        other = next(p for p in desk.on_day(treaty).parties if p != participant)
        found = list(rows(some, "relations/between", a=participant, b=other, treaty=treaty))
        assert any(r["row"] == "unread" and r["by"] == participant for r in found)


def test_a_dossier_counts_nothing_that_is_not_known(some: Concluded) -> None:
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in of_each_kind(clouded(some)):
        silent = not_known(some, participant, treaty)
        found = dossier(desk, participant, Order(version=""))
        own = [r for r in found.commitments.rows if r.treaty == treaty]
        assert all(r.may_change for r in own)
        (counted,) = (t for t in found.commitments.treaties if t.treaty == treaty)
        kept = [r for r in own if r.state not in NOT_COUNTED and r.strength in DUTIES]
        assert counted.may_change
        assert counted.duties.value == len(kept)
        assert counted.deadlines.value == sum(r.deadline is not None for r in kept)
        assert silent.isdisjoint(r.obligation for r in kept)


def test_a_deposit_supposed_counts_nothing_that_is_not_known(some: Concluded) -> None:
    """One that a list shows with a statement before it has consented: no list read has one, so a row is added."""
    register, day = some.register, default_day(some.register)
    flags = register.facts.statement_flags
    for participant, treaty in of_each_kind(clouded(some)):
        flag = next(f for f in flags if (f.participant, f.treaty) == (participant, treaty))
        silent = len(open_to_reservation(register, treaty))
        # All of them: some have reservations to the treaty that this one supplements, which take more away.
        outside = [p for p in sorted(register.states) if not some.of(p, treaty) and _may_join(some, p, treaty)]
        assert outside
        for who in outside:
            added = replace(register.facts, statement_flags=(*flags, replace(flag, participant=who)))
            before, after = (what_if(desk_on(c, day), who, treaty, day) for c in (some, conclude(Register(added))))
            assert 0 < after.not_counted - before.not_counted <= silent, who
            assert after.obligations.value + after.carried.value + after.not_counted == (
                before.obligations.value + before.carried.value + before.not_counted
            )
            assert after.obligations.question is None


def _may_join(some: Concluded, participant: str, treaty: str) -> bool:
    day = default_day(some.register)
    return (
        participant in some.register.present
        and not some.register.actions_of(participant, treaty)
        and (what_if(desk_on(some, day), participant, treaty, day).obligations.value > 0)
    )


def test_a_data_frame_says_it_of_each_commitment(some: Concluded) -> None:
    for participant, treaty in of_each_kind(clouded(some)):
        silent = not_known(some, participant, treaty)
        asked = {"participant": participant, "treaty": treaty, "everything": True}
        frame = Answer(table=answer(some, "obligations/of-a-participant", **asked)).to_pandas()
        assert frame["may_change"].all()
        assert set(frame[frame["obligation"].isin(silent)]["state"]) <= set(map(str, NOT_COUNTED))
        other = next(p for p in desk_on(some, default_day(some.register)).on_day(treaty).parties if p != participant)
        frame = Answer(table=answer(some, "relations/between", a=participant, b=other, treaty=treaty)).to_pandas()
        assert participant in set(frame[frame["row"] == "unread"]["by"])


@pytest.fixture(scope="module")
def store(builds: Path) -> Any:
    """The graph that the server serves."""
    return open_store("oxigraph", builds / "current")


#: Questions whose rows name obligations of a treaty without saying that they bind the participant.
NOT_ABOUT_BINDING = frozenset({"obligations/not-binding", "obligations/open-choices"})


def test_the_library_says_it_of_each_row(some: Concluded, store: Any) -> None:
    """Every question about a participant that names obligations; what it lists as binding does bind."""
    walked = 0
    for question in questions().values():
        asked = {p.name for p in question.parameters}
        named = {c.name for c in question.columns}
        if "participant" not in asked or "obligation" not in named or question.id in NOT_ABOUT_BINDING:
            continue
        for participant, treaty in of_each_kind(clouded(some)):
            silent = not_known(some, participant, treaty)
            values = {"participant": participant, **({"treaty": treaty} if "treaty" in asked else {})}
            found = store.select(filled(some.register, question, values))
            for cells in found.rows:
                row = {name: cell.text for name, cell in zip(found.variables, cells, strict=True) if cell is not None}
                if row["obligation"] in silent:
                    assert row.get("state") in set(map(str, NOT_COUNTED)), (question.id, participant, row)
                elif (
                    "may_change" in found.variables and row.get("treaty", treaty) == treaty and "in_force_since" in row
                ):
                    assert row.get("may_change") == "true", (question.id, participant, row)
            walked += 1
    assert walked > 10


def test_the_library_counts_as_the_law_does(some: Concluded, store: Any) -> None:
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in of_each_kind(clouded(some)):
        (counted,) = (
            t for t in dossier(desk, participant, Order(version="")).commitments.treaties if t.treaty == treaty
        )
        for question, code, number in (
            ("obligations/by-theme", "theme", {t: n.value for t, n in counted.themes.items()}),
            ("obligations/by-strength", "strength", {s: n.value for s, n in counted.bound.items() if n.value}),
        ):
            found = store.select(filled(some.register, questions()[question], {"participant": participant}))
            place = [
                found.variables.index(name) for name in ("treaty", code, "duties" if code == "theme" else "obligations")
            ]
            told = {row[place[1]].text: int(row[place[2]].text) for row in found.rows if row[place[0]].text == treaty}
            assert told == number, (question, participant, treaty)


def test_the_matrix_by_theme_counts_as_the_law_does(some: Concluded, store: Any) -> None:
    desk = desk_on(some, default_day(some.register))
    found = store.select(filled(some.register, questions()["obligations/matrix-by-theme"], {}))
    place = [found.variables.index(name) for name in ("participant", "theme", "duties")]
    told = {(row[place[0]].text, row[place[1]].text): int(row[place[2]].text) for row in found.rows}
    for participant, _ in of_each_kind(clouded(some)):
        own: Counter[str] = Counter()
        for t in dossier(desk, participant, Order(version="")).commitments.treaties:
            own.update({theme: n.value for theme, n in t.themes.items()})
        assert {theme: n for (p, theme), n in told.items() if p == participant} == dict(own)


#: What a page says where it says that an obligation binds.
SAYS_BOUND = re.compile("is bound by|受 [^ ]+ 约束")


def pages_about(some: Concluded, participant: str, treaty: str) -> Iterator[str]:
    """Yield the addresses, without the language, of the pages that say something of what is not known."""
    register = some.register
    for obligation in sorted(not_known(some, participant, treaty)):
        provision = register.obligations[obligation].provision
        yield f"why/{participant}/{provision}"
        yield f"provision/{provision}"


def walk_pages(some: Concluded, client: httpx.Client, pairs: list[Pair]) -> None:
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in pairs:
        silent = not_known(some, participant, treaty)
        other = next(p for p in desk.on_day(treaty).parties if p != participant)
        for language, unread_said in (("en", "was not read"), ("zh", "未读")):
            for address in pages_about(some, participant, treaty):
                page = client.get(f"/{language}/{address}").text.partition("<main")[2]
                assert page, address
                assert not SAYS_BOUND.search(page), (language, address)
            for obligation in sorted(silent):
                page = client.get(f"/{language}/obligation/{obligation}").text
                bound = page.partition('<ul class="columns">')[2].partition("</ul>")[0]
                assert f"/{language}/why/{participant}/" in page, obligation
                assert f"/{language}/why/{participant}/" not in bound, obligation
            assert unread_said in client.get(f"/{language}/participant/{participant}").text
            assert unread_said in client.get(f"/{language}/compare", params={"a": participant, "b": other}).text
            report = client.get(f"/{language}/report/{participant}").text.partition("<body")[2]
            assert not SAYS_BOUND.search(report)
            assert unread_said in report
        asked = {"participant": participant, "treaty": treaty, "everything": "yes"}
        body = client.get("/api/questions/obligations/of-a-participant", params=asked).json()
        assert {row["obligation"]: row["state"] in set(map(str, NOT_COUNTED)) for row in body["rows"]}.items() >= {
            (obligation, True) for obligation in silent
        }
        assert all(row["may_change"] is True for row in body["rows"])


def titles(page: str) -> str:
    """Return the texts of the map of a page."""
    figure = page.partition('<figure class="map">')[2].partition("</figure>")[0]
    return html.unescape("\n".join(re.findall(r"<title>([^<]*)</title>", figure)))


def test_the_data_of_maps_say_it_of_everybody(some: Concluded) -> None:
    """What every map is drawn from: the rows of `questions/on_map.py`."""
    desk = desk_on(some, default_day(some.register))
    for participant, treaty in clouded(some):
        assert shown_of(desk, participant, treaty).unread, (participant, treaty)
    depth = some.register.in_depth
    possible = [p for p in some.register.facts.possible_acts if p.participant and p.treaty in depth]
    assert possible
    for act in possible:
        shown = shown_of(desk, str(act.participant), act.treaty)
        assert shown.status is Status.UNDETERMINED
        assert shown.not_known_after == act.known_to
        assert shown.last_known not in {None, Status.PARTY, Status.UNDETERMINED}
        assert degree_of(desk, str(act.participant), some.register.in_depth).open > 0


def test_the_maps_of_the_pages_say_it_of_everybody(some: Concluded, client: httpx.Client) -> None:
    """Each place says what is not known of it."""
    register, pairs = some.register, clouded(some)
    for language, not_read, not_after in (("en", "was not read", "not known after"), ("zh", "未读", "此后不明")):
        for treaty in register.in_depth:
            for page in (f"/{language}/treaty/{treaty}", f"/{language}/participants?treaty={treaty}"):
                told = titles(client.get(page).text)
                for participant, own in pairs:
                    name = register.short_names.get((participant, language)) or register.name(participant)
                    if own == treaty and register.participants[participant].m49:
                        assert re.search(rf"^{re.escape(name)}: .*{not_read}", told, re.M), (page, participant)
                for act in register.facts.possible_acts:
                    if act.participant and act.treaty == treaty:
                        name = register.short_names.get((act.participant, language)) or register.name(act.participant)
                        assert re.search(rf"^{re.escape(name)}: .*{not_after}", told, re.M), (page, act.participant)


def test_the_pages_say_it_for_each_treaty(some: Concluded, client: httpx.Client) -> None:
    walk_pages(some, client, of_each_kind(clouded(some)))


@pytest.mark.slow
def test_the_pages_say_it_for_everybody(some: Concluded, client: httpx.Client) -> None:
    walk_pages(some, client, clouded(some))
