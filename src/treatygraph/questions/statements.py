"""The statements on record: which are looked for, by treaty, author, kind, provision and period; how many there are.

Legal basis: VCLT arts. 2(1)(d), 19 to 23, for what a statement is; here it is only found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.errors import BadDayError
from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Statement
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, ONLY_TREATY, only
from treatygraph.questions.notes import joined, shown
from treatygraph.questions.question import ColumnKind, Parameter, Question, Table

#: What a list of statements can be narrowed by, and counted by.
FACETS = ("statement_kind", "treaty", "participant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which statements are looked for; None means any.

    A statement on a paragraph is on its article, and one on the whole article is on each of its paragraphs. One whose
    day was not seen belongs to every period: it may have been made in it.
    """

    treaty: str | None = None
    #: Who made it.
    participant: str | None = None
    #: At whom it is directed, or at a statement of whom.
    about: str | None = None
    statement_kind: str | None = None
    provision: str | None = None
    since: date | None = None


def statements_with(desk: Desk, wanted: Wanted) -> tuple[Statement, ...]:
    """Return the statements looked for that may have been made by the day, the latest first, undated ones last."""
    register = desk.register
    among: Iterable[Statement] = register.facts.statements
    if wanted.about is not None:
        among = desk.about.get(wanted.about, ())
    touched = _touched(desk, wanted.provision) if wanted.provision is not None else None
    found = [
        s
        for s in among
        if wanted.treaty in (None, s.treaty)
        and wanted.participant in (None, s.participant)
        and wanted.statement_kind in (None, s.kind)
        and (touched is None or not touched.isdisjoint(s.provisions))
        and _in_period(s, wanted.since, desk.day)
    ]
    found.sort(key=lambda s: s.id)
    return tuple(sorted(found, key=lambda s: s.made_on.earliest if s.made_on else date.min, reverse=True))


def facets(found: Iterable[Statement]) -> Mapping[str, Mapping[str, int]]:
    """Return how many of the statements there are of each kind, treaty and author: the most first."""
    held = list(found)
    counts = {
        "statement_kind": Counter(s.kind.value for s in held),
        "treaty": Counter(s.treaty for s in held),
        "participant": Counter(s.participant for s in held),
    }
    return {name: dict(sorted(counts[name].items(), key=lambda one: (-one[1], one[0]))) for name in FACETS}


def _touched(desk: Desk, provision: str) -> frozenset[str]:
    """Return the provision, all that stands inside it, and all that it stands inside."""
    register, found = desk.register, set(desk.register.within(provision))
    above = register.provisions[provision].part_of
    while above is not None:
        found.add(above)
        above = register.provisions[above].part_of
    return frozenset(found)


def _in_period(statement: Statement, since: date | None, until: date) -> bool:
    made = statement.made_on
    return made is None or (made.earliest <= until and (since is None or since <= made.latest))


def statements(
    desk: Desk,
    *,
    treaty: str | None = None,
    participant: str | None = None,
    about: str | None = None,
    statement_kind: str | None = None,
    provision: str | None = None,
    since: date | None = None,
) -> Table:
    """Return the statements whose content is known, made by the day, the latest first.

    Args:
        desk: The conclusions on the day: the end of the period.
        treaty: Only under this treaty.
        participant: Only by this participant.
        about: Only those directed at this participant, or at a statement of it.
        statement_kind: Only of this kind.
        provision: Only on this provision, on one inside it, or on one that it stands inside.
        since: Only those that may have been made on this day or later.

    Raises:
        BadDayError: `since` is after the day.
    """
    if since is not None and since > desk.day:
        raise BadDayError(f"since={since} is after on={desk.day}. Name an earlier day.")
    register = desk.register
    wanted = Wanted(
        treaty=treaty,
        participant=participant,
        about=about,
        statement_kind=statement_kind,
        provision=provision,
        since=since,
    )
    found = statements_with(desk, wanted)
    undated = sum(s.made_on is None for s in found)
    notes = [f"Statements whose content is known: {len(found)}; lists show others that were not read."]
    if undated:
        notes.append(f"The day of {undated} was not seen: each may have been made in the period, or not.")
    return Table.of(
        title=f"Statements made by {desk.day}",
        columns=STATEMENTS.columns,
        records=(
            {
                "statement": s.id,
                "treaty": s.treaty,
                "treaty_title": register.instruments[s.treaty].short_title or register.instruments[s.treaty].title,
                "participant": s.participant,
                "participant_name": register.name(s.participant),
                "statement_kind": s.kind,
                "statement_effect": s.effect,
                "made_on": shown(s.made_on),
                "provisions": joined(cite(register.provisions[p]) for p in s.provisions) or None,
                "target_statement": s.target_statement,
                "summary": s.summary,
                "source": joined(s.sources),
            }
            for s in found
        ),
        notes=tuple(notes),
    )


STATEMENTS = Question(
    id="relations/statements",
    sentences={
        "en": "Which statements were made: by whom, of which kind, on what, and when?",
        "zh": "作出了哪些声明：由谁、何种、关于什么、何时？",
    },
    description="Reservations, declarations, objections, notifications and other statements whose content is known, "
    "the latest first; those whose day was not seen stand last, in every period.",
    tags=("relations",),
    parameters=(
        ONLY_TREATY,
        Parameter(
            name="participant",
            kind=ColumnKind.PARTICIPANT,
            example="AZE",
            description="Only statements by this participant.",
            optional=True,
        ),
        Parameter(
            name="about",
            kind=ColumnKind.PARTICIPANT,
            example="AZE",
            description="Only statements directed at this participant, or at a statement of it.",
            optional=True,
        ),
        only("statement_kind", "reservation", "Only statements of this kind."),
        Parameter(
            name="provision",
            kind=ColumnKind.PROVISION,
            example="som art. 20",
            description="Only statements on this provision, on one inside it, or on one that it stands inside.",
            optional=True,
        ),
        Parameter(
            name="since",
            kind=ColumnKind.DAY,
            example="2000-01-01",
            description="Only statements that may have been made on this day or later.",
            optional=True,
        ),
        ON,
    ),
    columns=columns(
        "statement", "treaty", "treaty_title", "participant", "participant_name", "statement_kind", "statement_effect",
        "made_on", "provisions", "target_statement", "summary", "source",
    ),
    law=by_law(statements),
)  # fmt: skip
QUESTIONS = (STATEMENTS,)
