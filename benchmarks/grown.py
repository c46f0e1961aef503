"""Write a data folder of so many treaties as the depositary has: the few that were read, and made-up ones.

`python benchmarks/grown.py FOLDER TREATIES [--seed N]`. Participants, resolutions and words are the shipped ones; each
further treaty has clauses, provisions, obligations, acts, statements, objections, flags and a count, all drawn from the
seed and all passing the checks of the data. What a made-up obligation asks is coded as a real one, so that the shares
are those of treaties that were read; a tenth are protocols to an earlier one, and a third of these take its rules over.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.real import folder_of, of_treaties

from treatygraph.days import Duration, PartialDate
from treatygraph.facts.model import (
    OUTSIDERS,
    Action,
    ActionKind,
    Clause,
    ClauseKind,
    Conflict,
    Count,
    Counting,
    Coverage,
    DateBasis,
    Effect,
    Facts,
    Instrument,
    Knowledge,
    LedgerEntry,
    Link,
    Moment,
    ParticipantKind,
    Provision,
    SetMember,
    Source,
    Statement,
    StatementFlag,
    StatementKind,
    Translation,
    TreatySet,
    Undecided,
)
from treatygraph.facts.model.codes import Confidence, CountMeasure, Flag, InstrumentType, ProvisionKind
from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.settings import DATA, METADATA

#: The day to which the made-up tables are known, and the last on which anybody in them acts.
_AS_OF, _LAST = date(2026, 8, 1), date(2025, 6, 1)
#: What a treaty has on average is about that of the depositary: 80 acts, 30 obligations, 8 statements.
_MOST_PARTIES, _LEAST_PARTIES, _LEAST_DUTIES, _MOST_DUTIES = 190, 3, 8, 76
#: What a treaty waits for before it is in force, and a consent before it binds; so many days are enough for either.
_DELAY, _LATER_DELAY, _ENOUGH = Duration.parse("P90D"), Duration.parse("P30D"), timedelta(days=100)
_SUBJECTS = ("roads", "rivers", "seeds", "radio", "customs", "seafarers", "refuges", "metals", "music", "bridges")
_COUNTED = (ActionKind.ACCEPTANCE, ActionKind.ACCESSION, ActionKind.APPROVAL, ActionKind.RATIFICATION)

Record = TypeVar("Record")


def of(record: type[Record], **given: Any) -> Record:
    """Return a record with what is given, and nothing in its other columns."""
    empty = {f.name: () if str(f.type).startswith("tuple") else None for f in fields(record)}  # type: ignore[arg-type]
    return record(**{**empty, **given})


def day(known: date) -> PartialDate:
    """Return a day of the calendar as a day of the facts."""
    return PartialDate(known.year, known.month, known.day)


class Growth:
    """Rows of made-up treaties, table by table, one treaty after the other."""

    def __init__(self, facts: Facts, seed: int) -> None:
        self._facts = facts
        self._draw = Random(seed)
        states = [p for p in facts.participants if p.kind is ParticipantKind.STATE]
        self._since = {p.id: p.since.latest if p.since is not None else date.min for p in states}
        #: Some States join whatever is open, others little.
        self._eager = {state: self._draw.uniform(0.5, 1.6) for state in self._since}
        self._models = [o for o in facts.obligations if o.bearer not in OUTSIDERS and not o.switches]
        self._paragraphs = [p for p in facts.paragraphs if p.operative]
        self._relations = sorted({link.relation for link in facts.links})
        self._confidence = Confidence("official")
        #: Treaties that others can need: when each was adopted, and from when who is party to it for good.
        self._made: list[tuple[str, date, Mapping[str, date]]] = []
        #: The treaties that take over the rules of another.
        self._takers: dict[str, list[str]] = {}
        self.rows: dict[str, list[Any]] = {}

    def _add(self, table: str, record: Any) -> None:
        self.rows.setdefault(table, []).append(record)
        if table in {"actions", "statements", "obligations"}:
            self._add("ledger", LedgerEntry(id=record.id, listed_in=table, retired=False))
        for source in record.sources if table in {"actions", "statements", "undecided"} else ():
            self._cited[source] += 1

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self._draw.randrange(max(1, (last - first).days)))

    def treaty(self, number: int) -> None:
        """Add one treaty with all that is known of it."""
        draw = self._draw
        self._id, self._source, self._cited = f"grown-{number}", f"GROWN-{number}", Counter[str]()
        adopted = date(1946, 1, 1) + timedelta(days=draw.randrange(365 * 72))
        parent = draw.choice(self._made) if self._made and draw.random() < 0.1 else None
        if parent is not None:
            adopted = max(adopted, parent[1] + timedelta(days=400))
        self._adopted, self._opened = adopted, adopted + timedelta(days=30)
        self._closed = adopted + timedelta(days=760)
        self._instrument(number, parent[0] if parent is not None else None)
        # Few treaties are joined by all, and those ask most.
        wide = draw.random()
        self._articles(int(_LEAST_DUTIES + _MOST_DUTIES * wide**2 * draw.uniform(0.7, 1.3)))
        self._clauses(parent[0] if parent is not None else None)
        parties = self._acts(max(_LEAST_PARTIES, int(_MOST_PARTIES * wide**2)), parent[2] if parent is not None else {})
        self._statements(parties)
        title = f"Status of the convention of number {number}"
        self._add(
            "sources",
            of(
                Source,
                id=self._source,
                title=title,
                publisher="Nobody",
                url=f"https://example.org/{self._id}",
                as_of=day(_AS_OF),
                expected_rows=self._cited[self._source],
            ),
        )
        standing = self._standing(parties, min(parent[2].values()) if parent is not None else adopted)
        if len(standing) >= _LEAST_PARTIES:
            self._made.append((self._id, adopted, standing))

    def _instrument(self, number: int, parent: str | None) -> None:
        draw, chapter = self._draw, self._draw.choice(self._facts.chapters).id
        subject = draw.choice(_SUBJECTS)
        kind = "protocol" if parent is not None else "convention"
        self._add(
            "instruments",
            of(
                Instrument,
                id=self._id,
                kind=InstrumentType(kind),
                short_title=f"{kind.title()} {number} on {subject}",
                title=f"{kind.title()} of number {number} on what States do together about {subject}",
                supplements=parent,
                adopted_on=day(self._adopted),
                adopted_by="A conference",
                place="Geneva",
                opened_on=self._opened,
                closed_on=self._closed,
                untc_number=f"{chapter}-{1000 + number}",
                depositary="Secretary-General of the United Nations",
                url=f"https://example.org/{self._id}",
                verification=("text",),
            ),
        )
        self._text("instruments", self._id, "title", f"关于各国合作的第{number}号公约")
        self._add(
            "coverage",
            of(Coverage, treaty=self._id, as_of=_AS_OF, statements_as_of=_AS_OF, sources=(self._source,)),
        )
        if number % 10 == 0:
            self._add("set_members", SetMember(set="grown", instrument=self._id, reason="Each tenth of them."))

    def _text(self, table: str, row: str, field: str, text: str) -> None:
        self._add("texts", Translation(table=table, row=row, field=field, language="zh", text=text))

    def _provision(self, article: int, paragraph: int | None, kind: str, heading: str) -> str:
        above = f"{self._id}-art-{article}"
        identifier = above if paragraph is None else f"{above}-{paragraph}"
        self._add(
            "provisions",
            of(
                Provision,
                id=identifier,
                instrument=self._id,
                article=str(article),
                paragraph=None if paragraph is None else str(paragraph),
                part_of=None if paragraph is None else above,
                kind=ProvisionKind(kind),
                heading=heading,
            ),
        )
        self._text("provisions", identifier, "heading", "条款")
        self._places.append(identifier)
        return identifier

    def _articles(self, duties: int) -> None:
        draw, self._places, made, article = self._draw, list[str](), 0, 0
        while made < duties:
            article += 1
            whole = self._provision(article, None, "obligation", f"What article {article} asks")
            paragraphs = draw.choice((0, 2, 3, 4))
            asking = [
                self._provision(article, n, "obligation", f"Step {n} of article {article}")
                for n in range(1, paragraphs + 1)
            ]
            for place in asking or [whole]:
                for n in range(1, draw.choice((1, 1, 1, 2)) + 1):
                    self._obligation(f"{place}-ob{n}", place)
                    made += 1
        self._last = article + 1
        self._final = self._provision(self._last, None, "final_clause", "How it begins and ends")
        # A final article asks nothing of a party, and says why.
        silent = next(phrase.id for phrase in self._facts.coding if phrase.role == "no_row")
        self.rows["provisions"][-1] = replace(self.rows["provisions"][-1], no_duty=silent)

    def _obligation(self, identifier: str, place: str) -> None:
        draw = self._draw
        self._add(
            "obligations",
            replace(
                draw.choice(self._models),
                id=identifier,
                provision=place,
                conditions=(),
                carried_to=(),
                not_carried=None,
                related_provisions=(draw.choice(self._places),) if draw.random() < 0.2 else (),
                related_instruments=(),
                deadline=None,
                deadline_duration=None,
                summary=f"Does what {place.rpartition('-art-')[2]} names, as far as its law lets it.",
            ),
        )
        self._text("obligations", identifier, "summary", "依本国法律采取本款所列措施。")
        if draw.random() < 0.01:
            paragraph = draw.choice(self._paragraphs)
            self._add(
                "links",
                Link(
                    id=f"link-{paragraph.number}-{identifier}",
                    paragraph=paragraph.id,
                    obligation=identifier,
                    relation=draw.choice(self._relations),
                    rationale="Both speak of it.",
                ),
            )

    def _clause(self, kind: ClauseKind, **given: Any) -> None:
        standing = {"article": str(self._last), "provision": self._final, "source": self._source}
        self._add(
            "clauses", of(Clause, id=f"{self._id}-{kind}", instrument=self._id, kind=kind, **{**standing, **given})
        )

    def _clauses(self, parent: str | None) -> None:
        draw = self._draw
        after = {"counting": Counting.DAY_AFTER}
        self._threshold = draw.choice((2, 6, 20, 22, 30, 35))
        self._clause(
            ClauseKind.ENTRY_INTO_FORCE,
            threshold=self._threshold,
            counted_actions=_COUNTED,
            reio_counts=False,
            delay=_DELAY,
            not_before=(parent,) if parent is not None else (),
            **after,
        )
        self._clause(ClauseKind.ENTRY_INTO_FORCE_LATER, delay=_LATER_DELAY, not_before=(self._id,), **after)
        self._clause(ClauseKind.DENUNCIATION, delay=Duration.parse("P1Y"), **after)
        if parent is not None:
            self._clause(ClauseKind.DEPENDENCY, instruments=(parent,))
            if draw.random() < 0.3:
                self._clause(ClauseKind.CARRY_OVER, instruments=(parent,))
                self._takers.setdefault(parent, []).append(self._id)
        if draw.random() < 0.3:
            self._clause(ClauseKind.NOTIFICATION, article="1", provision=self._places[0])
        if (rule := draw.random()) < 0.3:
            moments = (Moment.CONSENT, Moment.SIGNATURE)
            self._clause(ClauseKind.RESERVATION_PERMITTED, provisions=(self._places[0],), moments=moments)
        elif rule < 0.4:
            self._clause(ClauseKind.RESERVATION_PROHIBITED)

    def _act(self, who: str, kind: ActionKind, done: date) -> None:
        self._add(
            "actions",
            of(
                Action,
                id=f"{self._id}-{who}-{kind}-1",
                treaty=self._id,
                participant=who,
                kind=kind,
                done_on=day(done),
                sources=(self._source,),
                confidence=self._confidence,
            ),
        )

    def _acts(self, parties: int, before: Mapping[str, date]) -> dict[str, date]:
        """Add who signed, joined and left, and return the days of consent.

        Args:
            parties: How many join, at most.
            before: Of a treaty that needs another, who is party to that one, and since when: nobody else joins.
        """
        draw, consents = self._draw, dict[str, date]()
        eager = sorted(self._since, key=lambda state: draw.random() / self._eager[state])
        if before:
            eager = [state for state in eager if state in before]
        signing = [state for state in eager if self._since[state] <= self._opened]
        self._left, self._counted = set[str](), list[date]()
        for state in eager[:parties]:
            if state in signing and draw.random() < 0.4:
                first = self._between(self._opened, min(self._closed, _LAST))
                self._act(state, ActionKind.SIGNATURE, first)
                kind = draw.choices((ActionKind.RATIFICATION, ActionKind.ACCEPTANCE, ActionKind.APPROVAL), (8, 1, 1))[0]
            else:
                first, kind = max(self._opened, self._since[state]), ActionKind.ACCESSION
            done = min(first + timedelta(days=int(draw.expovariate(1 / 2600))), _LAST)
            done = max(done, first, before.get(state, first))
            if kind is ActionKind.ACCESSION and draw.random() < 0.05:
                kind = ActionKind.SUCCESSION if self._may_succeed(state) else kind
            consents[state] = done
            self._counted += [done] if kind in _COUNTED else []
            self._act(state, kind, done)
            if draw.random() < 0.005 and done < date(2020, 1, 1):
                self._act(state, ActionKind.DENUNCIATION, done + timedelta(days=1200))
                self._left.add(state)
        for state in [s for s in signing if s not in consents][: parties // 30]:
            self._act(state, ActionKind.SIGNATURE, self._between(self._opened, min(self._closed, _LAST)))
        late = next((state for state in reversed(eager) if state not in consents), None)
        if late is not None and draw.random() < 0.2:
            self._undecided(late)
        if not self._left:
            count = {"treaty": self._id, "measure": CountMeasure.PARTIES, "on": day(_AS_OF), "source": self._source}
            self._add("counts", of(Count, count=len(consents), **count))
        if draw.random() < 0.1:
            self._conflict()
        return consents

    def _standing(self, consents: Mapping[str, date], needed: date) -> Mapping[str, date]:
        """Return who is party for good, each from a day on which the clauses make it so; nobody before it is in force.

        Who left is left out: with it ends what needs this treaty.
        """
        if len(self._counted) < self._threshold:
            return {}
        begun = max(sorted(self._counted)[self._threshold - 1], needed) + _ENOUGH
        days = {state: max(begun, done + _ENOUGH) for state, done in consents.items() if state not in self._left}
        return {state: since for state, since in days.items() if since <= _LAST}

    def _may_succeed(self, state: str) -> bool:
        return all(link.successor != state for link in self._facts.continuity)

    def _undecided(self, who: str) -> None:
        self._add(
            "undecided",
            of(
                Undecided,
                id=f"{self._id}-{who}-undecided-1",
                treaty=self._id,
                participant=who,
                done_on=day(max(self._opened, self._since[who])),
                candidates=(ActionKind.ACCESSION, ActionKind.SUCCESSION),
                reason="The table prints no mark.",
                sources=(self._source,),
            ),
        )

    def _conflict(self) -> None:
        act: Action = self.rows["actions"][-1]
        self._add(
            "conflicts",
            of(
                Conflict,
                id=f"C-{self._id}",
                about=act.id,
                field="done_on",
                kept=str(act.done_on),
                kept_sources=act.sources,
                other=str(day(act.done_on.earliest + timedelta(days=1))),
                other_sources=act.sources,
                reason="Two tables differ by a day.",
            ),
        )

    def _statement(self, who: str, kind: StatementKind, effect: Effect, made: date, **given: Any) -> Statement:
        self._numbers[who] += 1
        statement = of(
            Statement,
            id=f"{self._id}-{who}-{self._numbers[who]:02}",
            treaty=self._id,
            participant=who,
            kind=kind,
            called=str(kind),
            made_on=day(made),
            date_basis=DateBasis.TEXT,
            effect=effect,
            wording_seen=True,
            summary="Says in some words what it means by joining.",
            sources=(self._source,),
            confidence=self._confidence,
            **{"whole_treaty": False, **given},
        )
        self._add("statements", statement)
        return statement

    def _statements(self, consents: Mapping[str, date]) -> None:
        """Add what was stated on joining, who objected, what was withdrawn, and what lists show of it."""
        draw, who = self._draw, list(consents)
        self._numbers: Counter[str] = Counter()
        reserved: list[Statement] = []
        said: dict[str, list[str]] = {}
        for _ in range(max(0, int(draw.gauss(0.13 * len(who), 2)))):
            author, share = draw.choice(who), draw.random()
            if share < 0.42 or not reserved:
                whole = draw.random() < 0.04
                about = {"whole_treaty": whole, "provisions": () if whole else (draw.choice(self._places),)}
                effect = draw.choice((Effect.EXCLUDES, Effect.EXCLUDES, Effect.MODIFIES))
                made = self._statement(author, StatementKind.RESERVATION, effect, consents[author], **about)
                reserved.append(made)
            elif share < 0.8:
                made_on = self._objection(author, draw.choice(reserved))
                if made_on is None:
                    continue
                made = made_on
            elif share < 0.9:
                made = self._statement(author, StatementKind.DECLARATION, Effect.POLITICAL, consents[author])
            else:
                about = {"provisions": (draw.choice(self._places),)}
                made = self._statement(
                    author, StatementKind.NOTIFICATION, Effect.DESIGNATES_AUTHORITY, consents[author], **about
                )
            said.setdefault(author, []).append(made.id)
        for statement in reserved:
            if draw.random() < 0.08 and statement.made_on is not None:
                later = min(statement.made_on.earliest + timedelta(days=2000), _AS_OF)
                about = {"target_statement": statement.id}
                self._statement(statement.participant, StatementKind.WITHDRAWAL, Effect.WITHDRAWS, later, **about)
        self._flags(who, said)

    def _objection(self, author: str, target: Statement) -> Statement | None:
        if author == target.participant or target.made_on is None:
            return None
        answered = target.made_on.earliest + timedelta(days=self._draw.randrange(20, 500))
        made = max(min(answered, _AS_OF), self._since[author])
        return self._statement(
            author,
            StatementKind.OBJECTION,
            Effect.OBJECTS_TO,
            made,
            target_participant=target.participant,
            target_statement=target.id,
            precludes=self._draw.choice((None, None, True, False)),
        )

    def _flags(self, who: Sequence[str], said: Mapping[str, list[str]]) -> None:
        for author in sorted({*said, *self._draw.sample(who, min(3, len(who)))}):
            read = tuple(sorted(said.get(author, ())))
            self._add(
                "statement_flags",
                StatementFlag(
                    treaty=self._id,
                    participant=author,
                    flag=Flag.RESERVATION_OR_DECLARATION,
                    source=self._source,
                    knowledge=Knowledge.READ if read else Knowledge.NOT_READ,
                    statements=read,
                ),
            )
            self._cited[self._source] += 1

    def whole(self) -> Facts:
        """Return the facts, and all that was added, as the checks want them."""
        facts = self._facts
        carried = {p.id: p.instrument for p in self.rows["provisions"]}
        self.rows["obligations"] = [
            replace(o, carried_to=tuple(self._takers.get(carried[o.provision], ()))) for o in self.rows["obligations"]
        ]
        self._add("treaty_sets", TreatySet(id="grown", title="Each tenth", description="Each tenth of the made-up."))
        return replace(facts, **{table: (*getattr(facts, table), *rows) for table, rows in self.rows.items()})


def grown(facts: Facts, treaties: int, seed: int) -> Facts:
    """Return facts of so many treaties: those of the facts that were read to obligation level, and made-up ones."""
    few = Register(facts).in_depth
    growth = Growth(of_treaties(facts, few), seed)
    for number in range(1, treaties - len(few) + 1):
        growth.treaty(number)
    return growth.whole()


def write_grown(shipped: Facts, folder: Path, treaties: int, seed: int = 7) -> Facts:
    """Write such a folder anew, and return what is in it."""
    facts = grown(shipped, treaties, seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder_of(facts, folder)
    shutil.copy(METADATA, folder)
    return facts


def main() -> None:
    """Write the folder, and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("treaties", type=int)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    if asked.folder.exists() and not (asked.folder / "metadata.json").exists():
        raise SystemExit(f"{asked.folder} holds something else. Name another folder.")
    facts = write_grown(read_facts(DATA).facts, asked.folder, asked.treaties, asked.seed)
    tables = ("actions", "statements", "obligations", "provisions", "clauses", "statement_flags")
    told = ", ".join(f"{len(getattr(facts, table)):,} {table.replace('_', ' ')}" for table in tables)
    print(f"{len(facts.coverage)} treaties, {told}: {asked.folder}")


if __name__ == "__main__":
    main()
