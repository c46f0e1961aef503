"""The facts, looked up by what they are about. Built once from `Facts`; holds no fact of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cached_property
from typing import Any, TypeVar, get_args, get_type_hints

from treatygraph.facts.model import (
    OWN_LANGUAGE,
    Action,
    Chapter,
    Clause,
    ClauseKind,
    Conflict,
    Coverage,
    Facts,
    Instrument,
    Language,
    Link,
    NameForm,
    Obligation,
    Paragraph,
    Participant,
    ParticipantKind,
    PossibleAct,
    Provision,
    Region,
    SetMember,
    Source,
    Statement,
    StatementFlag,
    StatementKind,
    StatusLink,
    Term,
    TreatySet,
    Undecided,
)
from treatygraph.facts.plain import plain
from treatygraph.facts.treaty_names import TreatyNames, chapter_of, order_of
from treatygraph.facts.wording import by_words

_T = TypeVar("_T")


#: The table of each kind of record, and the column that names its rows to others.
TABLES: Mapping[type, str] = {get_args(get_type_hints(Facts)[table])[0]: table for table in Facts.tables()}
KEYS: Mapping[type, str] = {record: fields(record)[0].name for record in TABLES}


_STATES = frozenset({ParticipantKind.STATE, ParticipantKind.FORMER_STATE})
_PRESENT = frozenset({ParticipantKind.STATE, ParticipantKind.REIO})
#: Indexes over rows that are of no treaty, and over sentences wherever they stand.
_SHARED = ("participants", "states", "sources", "terms", "short_names", "languages", "regions", "_by_sentence")


def _by_key(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Return the values of each key, in the order given."""
    grouped: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return {key: tuple(values) for key, values in grouped.items()}


class _InOrder(Mapping[str, tuple[Action, ...]]):
    """Actions by treaty, by day and identifier."""

    def __init__(self, grouped: Mapping[str, list[Action]]) -> None:
        self._grouped = grouped
        self._sorted: dict[str, tuple[Action, ...]] = {}

    def __getitem__(self, treaty: str) -> tuple[Action, ...]:
        if treaty not in self._sorted:
            self._sorted[treaty] = tuple(sorted(self._grouped[treaty], key=_by_day))
        return self._sorted[treaty]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grouped)

    def __len__(self) -> int:
        return len(self._grouped)


def _by_day(action: Action) -> tuple[int, int, int, str]:
    day = action.done_on
    return day.year, day.month or 1, day.day or 1, action.id


class Register:
    """Indexes over `facts`; every mapping is computed when first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def with_actions(self, added: tuple[Action, ...]) -> Register:
        """Return the register of the same facts and these actions; indexes over other facts are shared."""
        found = Register(replace(self.facts, actions=(*self.facts.actions, *added)))
        of_actions = {"facts", "actions_by_treaty", "_actions_by_pair", "_by_table"}
        found.__dict__.update({name: index for name, index in self.__dict__.items() if name not in of_actions})
        return found

    def narrowed(self, facts: Facts) -> Register:
        """Return the register of fewer treaties' rows; what is told of participants and in languages is shared."""
        found = Register(facts)
        found.__dict__.update({name: getattr(self, name) for name in _SHARED})
        return found

    def row(self, table: str, key: str) -> Any:
        """Return the row of a table that others refer to by a key.

        Raises:
            KeyError: The table has no such row.
        """
        return self._rows_of(table)[key]

    @cached_property
    def _by_table(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def _rows_of(self, table: str) -> Mapping[str, Any]:
        if table not in self._by_table:
            rows = getattr(self.facts, table)
            self._by_table[table] = {getattr(row, KEYS[type(row)]): row for row in rows}
        return self._by_table[table]

    @cached_property
    def participants(self) -> Mapping[str, Participant]:
        """Participants by code."""
        return {p.id: p for p in self.facts.participants}

    @cached_property
    def participants_by_code(self) -> Mapping[str, Participant]:
        """Participants by code in capitals, as people write it."""
        return {code.upper(): p for code, p in self.participants.items()}

    @cached_property
    def states(self) -> frozenset[str]:
        """Codes of the participants that are States, of today or of another time."""
        return frozenset([p.id for p in self.facts.participants if p.kind in _STATES])

    @cached_property
    def present(self) -> Mapping[str, Participant]:
        """Those that can take part in any treaty today, by code: what a list shows unless it is asked for others."""
        return {p.id: p for p in self.facts.participants if p.kind in _PRESENT}

    def listed(self, treaty: str) -> Mapping[str, Participant]:
        """Return those that a list of a treaty shows: those of today, and whoever else acted under it."""
        acted = {a.participant for a in self.actions_by_treaty.get(treaty, ())}
        return {p.id: p for p in self.facts.participants if p.kind in _PRESENT or p.id in acted}

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Instruments by identifier."""
        return {i.id: i for i in self.facts.instruments}

    @cached_property
    def treaties(self) -> tuple[str, ...]:
        """Identifiers of the treaties whose participants are in the data, Conventions before Protocols."""
        covered = {c.treaty for c in self.facts.coverage}
        order: list[str] = []
        seen: set[str] = set()

        def place(treaty: str) -> None:
            if treaty in covered and treaty not in seen:
                seen.add(treaty)
                for parent in (*self.parents(treaty), *self.not_before(treaty)):
                    place(parent)
                order.append(treaty)

        for instrument in sorted((self.instruments[t] for t in covered), key=lambda i: (i.untc_number or "", i.id)):
            place(instrument.id)
        return tuple(order)

    @cached_property
    def in_depth(self) -> tuple[str, ...]:
        """Identifiers of the treaties read to obligation level; where none is, of all. A default list names these."""
        return tuple(t for t in self.treaties if t in self.obligations_by_treaty) or self.treaties

    @cached_property
    def coverage(self) -> Mapping[str, Coverage]:
        """To which day the rows of each treaty are complete, and what is known to be missing."""
        return {c.treaty: c for c in self.facts.coverage}

    @cached_property
    def _possible_by_treaty(self) -> Mapping[str, tuple[PossibleAct, ...]]:
        return _by_key((p.treaty, p) for p in self.facts.possible_acts)

    def possible_act(self, participant: str, treaty: str) -> PossibleAct | None:
        """Return the consent that the participant may have given to the treaty, or None."""
        return next((p for p in self._possible_by_treaty.get(treaty, ()) if p.participant == participant), None)

    def unnamed_acts(self, treaty: str) -> tuple[PossibleAct, ...]:
        """Return the consents to the treaty that are known to have been given, and not by whom."""
        return tuple(p for p in self._possible_by_treaty.get(treaty, ()) if p.participant is None)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by identifier."""
        return {s.id: s for s in self.facts.sources}

    @cached_property
    def actions_by_treaty(self) -> Mapping[str, tuple[Action, ...]]:
        """Actions of each treaty, by day, then by identifier; those of a treaty are put in order when asked for."""
        grouped: dict[str, list[Action]] = defaultdict(list)
        for action in self.facts.actions:
            grouped[action.treaty].append(action)
        return _InOrder(grouped)

    @cached_property
    def _actions_by_pair(self) -> dict[str, Mapping[str, tuple[Action, ...]]]:
        return {}

    def actions_of(self, participant: str, treaty: str) -> tuple[Action, ...]:
        """Return the participant's actions under the treaty, by day."""
        pairs = self._actions_by_pair
        if treaty not in pairs:
            pairs[treaty] = _by_key((a.participant, a) for a in self.actions_by_treaty.get(treaty, ()))
        return pairs[treaty].get(participant, ())

    @cached_property
    def _undecided_by_pair(self) -> Mapping[str, tuple[Undecided, ...]]:
        return _by_key((f"{u.treaty}/{u.participant}", u) for u in self.facts.undecided)

    def undecided_of(self, participant: str, treaty: str) -> tuple[Undecided, ...]:
        """Return the participant's acts under the treaty whose kind their source does not tell."""
        return self._undecided_by_pair.get(f"{treaty}/{participant}", ())

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Statements by identifier."""
        return {s.id: s for s in self.facts.statements}

    @cached_property
    def statements_by_treaty(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements of each treaty."""
        return _by_key((s.treaty, s) for s in self.facts.statements)

    @cached_property
    def _statements_by_pair(self) -> Mapping[str, tuple[Statement, ...]]:
        return _by_key([(f"{s.treaty}/{s.participant}", s) for s in self.facts.statements])

    def statements_of(self, participant: str, treaty: str) -> tuple[Statement, ...]:
        """Return the participant's statements under the treaty."""
        return self._statements_by_pair.get(f"{treaty}/{participant}", ())

    @cached_property
    def non_recognitions(self) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
        """Communications of non-recognition under every treaty, by author and the one not recognized."""
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self.facts.statements:
            if statement.kind is StatementKind.NON_RECOGNITION and statement.target_participant is not None:
                found[statement.participant, statement.target_participant].append(statement)
        return {pair: tuple(statements) for pair, statements in found.items()}

    @cached_property
    def _flags_by_pair(self) -> Mapping[str, tuple[StatementFlag, ...]]:
        return _by_key((f"{f.treaty}/{f.participant}", f) for f in self.facts.statement_flags)

    def flags_of(self, participant: str, treaty: str) -> tuple[StatementFlag, ...]:
        """Return what official lists show of the participant's statements under the treaty."""
        return self._flags_by_pair.get(f"{treaty}/{participant}", ())

    @cached_property
    def statements_on(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the statement they are directed at."""
        return _by_key((s.target_statement, s) for s in self.facts.statements if s.target_statement)

    @cached_property
    def _clauses(self) -> Mapping[str, tuple[Clause, ...]]:
        return _by_key((f"{c.instrument}/{c.kind}", c) for c in self.facts.clauses)

    def clauses(self, treaty: str, kind: ClauseKind) -> tuple[Clause, ...]:
        """Return the treaty's clauses of one kind."""
        return self._clauses.get(f"{treaty}/{kind}", ())

    def clause(self, treaty: str, kind: ClauseKind) -> Clause | None:
        """Return the treaty's clause of one kind, or None."""
        found = self.clauses(treaty, kind)
        return found[0] if found else None

    def parents(self, treaty: str) -> tuple[str, ...]:
        """Return the treaties one must be party to first."""
        return tuple(p for c in self.clauses(treaty, ClauseKind.DEPENDENCY) for p in c.instruments)

    def not_before(self, treaty: str) -> tuple[str, ...]:
        """Return the treaties that must be in force before this one."""
        clause = self.clause(treaty, ClauseKind.ENTRY_INTO_FORCE)
        return clause.not_before if clause else ()

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """Provisions by identifier."""
        return {p.id: p for p in self.facts.provisions}

    @cached_property
    def subprovisions(self) -> Mapping[str, tuple[Provision, ...]]:
        """Provisions by the provision that holds them."""
        return _by_key((p.part_of, p) for p in self.facts.provisions if p.part_of)

    def within(self, provision: str) -> frozenset[str]:
        """Return the provision and all that stand inside it."""
        found = {provision}
        for part in self.subprovisions.get(provision, ()):
            found |= self.within(part.id)
        return frozenset(found)

    @cached_property
    def obligations(self) -> Mapping[str, Obligation]:
        """Obligations by identifier."""
        return {o.id: o for o in self.facts.obligations}

    @cached_property
    def obligations_by_treaty(self) -> Mapping[str, tuple[Obligation, ...]]:
        """Obligations of each treaty, in the order of its articles."""
        order = {p.id: n for n, p in enumerate(sorted(self.facts.provisions, key=natural_order))}
        ordered = sorted(self.facts.obligations, key=lambda o: (order[o.provision], o.id))
        return _by_key((self.provisions[o.provision].instrument, o) for o in ordered)

    @cached_property
    def paragraphs(self) -> Mapping[str, Paragraph]:
        """Paragraphs by identifier: the earliest resolution first, its operative part before its preamble."""
        days = {i.id: str(i.adopted_on or "") for i in self.facts.instruments}
        ordered = sorted(
            self.facts.paragraphs, key=lambda p: (days[p.resolution], p.resolution, not p.operative, p.ordinal)
        )
        return {p.id: p for p in ordered}

    @cached_property
    def resolutions(self) -> tuple[str, ...]:
        """Identifiers of the resolutions whose paragraphs are in the data, the earliest first."""
        return tuple(dict.fromkeys(p.resolution for p in self.paragraphs.values()))

    def paragraph_in_full(self, paragraph: Paragraph) -> str:
        """Return the name of a paragraph with its resolution before it: `A/RES/67/185#op6`."""
        return f"{self.instruments[paragraph.resolution].short_title}#{paragraph.number}"

    def paragraph_name(self, paragraph: Paragraph) -> str:
        """Return the shortest name of a paragraph that names no other: `op6`, or its name in full."""
        alone = sum(p.number == paragraph.number for p in self.facts.paragraphs) == 1
        return paragraph.number if alone else self.paragraph_in_full(paragraph)

    @cached_property
    def links_of(self) -> Mapping[str, tuple[Link, ...]]:
        """The links made one by one, by paragraph."""
        return _by_key((link.paragraph, link) for link in self.facts.links)

    def cited_by(self, paragraph: str) -> tuple[str, ...]:
        """Return the instruments that a paragraph cites."""
        return self._citations.get(paragraph, ())

    @cached_property
    def _citations(self) -> Mapping[str, tuple[str, ...]]:
        return _by_key((c.paragraph, c.instrument) for c in self.facts.citations)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms by `scheme/code`."""
        return {f"{t.scheme}/{t.code}": t for t in self.facts.terms}

    @cached_property
    def short_names(self) -> Mapping[tuple[str, str], str]:
        """Short names by participant and language."""
        return {(n.participant, n.language): n.name for n in self.facts.names if n.form is NameForm.SHORT}

    @cached_property
    def coded(self) -> Mapping[str, str]:
        """Participants by the other codes they answer to: ISO 3166-1 alpha-2, M49, former codes."""
        pairs = [(code, p.id) for p in self.facts.participants for code in (p.iso2, p.m49) if code is not None]
        pairs += [(n.code, n.participant) for n in self.facts.names if n.code is not None]
        # Of two the first counts.
        return dict(reversed(pairs))

    @cached_property
    def bearers(self) -> Mapping[str, frozenset[str]]:
        """The participants that bear a name, by the name made comparable."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.facts.names:
            found[plain(name.name)].add(name.participant)
        for spelling in self.facts.participant_names:
            found[plain(spelling.name)].add(spelling.participant)
        return {name: frozenset(who) for name, who in found.items()}

    @cached_property
    def bearers_by_words(self) -> Mapping[frozenset[str], frozenset[str]]:
        """The participants that bear a name, by the words of the name."""
        return by_words(self.bearers)

    @cached_property
    def treaty_names(self) -> TreatyNames:
        """What the treaties with participants in the data are called."""
        return TreatyNames((self.instruments[t], self._names_of(t)) for t in self.treaties)

    @cached_property
    def other_names(self) -> TreatyNames:
        """What the instruments without participants in the data are called."""
        covered = set(self.treaties)
        return TreatyNames((i, self._names_of(i.id)) for i in self.facts.instruments if i.id not in covered)

    def _names_of(self, instrument: str) -> tuple[str, ...]:
        found = self.instruments[instrument]
        titles = (t for field in ("short_title", "title") for t in self.texts(found, field).values())
        return (*titles, *self._also_called.get(instrument, ()))

    @cached_property
    def _also_called(self) -> Mapping[str, tuple[str, ...]]:
        return _by_key((n.instrument, n.name) for n in self.facts.also_called)

    @cached_property
    def chapters(self) -> Mapping[str, Chapter]:
        """Chapters of the depositary by their number."""
        return {c.id: c for c in self.facts.chapters}

    @cached_property
    def by_chapter(self) -> Mapping[str | None, tuple[str, ...]]:
        """The treaties of each chapter, as the depositary lists them; under None those without a number."""
        covered = frozenset(self.treaties)
        only = {c: tuple(t for t in own if t in covered) for c, own in self.listed_by_chapter.items()}
        unlisted = tuple(t for t in self.treaties if self.instruments[t].untc_number is None)
        return {c: own for c, own in only.items() if own} | ({None: unlisted} if unlisted else {})

    @cached_property
    def listed_by_chapter(self) -> Mapping[str, tuple[str, ...]]:
        """All instruments of each chapter, as the depositary lists them; of some no act is in the data."""
        found: dict[str, list[str]] = {}
        for treaty in sorted((i for i in self.facts.instruments if i.untc_number), key=order_of):
            told = chapter_of(treaty) or ""
            # A part of a chapter (XI-A) belongs to it, unless it is listed as one of its own.
            whole = told if told in self.chapters else told.partition("-")[0]
            found.setdefault(whole, []).append(treaty.id)
        return {chapter: tuple(treaties) for chapter, treaties in found.items()}

    @cached_property
    def sets(self) -> Mapping[str, TreatySet]:
        """Sets of treaties by identifier."""
        return {s.id: s for s in self.facts.treaty_sets}

    @cached_property
    def members_of(self) -> Mapping[str, tuple[SetMember, ...]]:
        """The treaties of each set, as the depositary lists them; those it does not list stand last."""
        ordered = sorted(self.facts.set_members, key=lambda m: order_of(self.instruments[m.instrument]))
        return _by_key((member.set, member) for member in ordered)

    @cached_property
    def status_links_of(self) -> Mapping[str, tuple[StatusLink, ...]]:
        """The links to whole treaties, by paragraph."""
        return _by_key((link.paragraph, link) for link in self.facts.status_links)

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Languages by tag."""
        return {language.id: language for language in self.facts.languages}

    @cached_property
    def _translations(self) -> Mapping[tuple[str, str, str], dict[str, str]]:
        found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for text in self.facts.texts:
            found[text.table, text.row, text.field][text.language] = text.text
        return found

    def translations(self, record: Any, field: str) -> Mapping[str, str]:
        """Return what a text of a row is in languages other than its own."""
        kind = type(record)
        return self._translations.get((TABLES[kind], getattr(record, KEYS[kind]), field), {})

    def texts(self, record: Any, field: str) -> dict[str, str]:
        """Return a text of a row by language, that of the row itself (English) first; none when the row has no text."""
        own = getattr(record, field)
        if own is None:
            return {}
        return {OWN_LANGUAGE: own, **self.translations(record, field)}

    @cached_property
    def whole_languages(self) -> frozenset[str]:
        """English, and the languages that tell every text that any of them tells."""
        told: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for text in self.facts.texts:
            told[text.language].add((text.table, text.row, text.field))
        every = set().union(*told.values())
        return frozenset({OWN_LANGUAGE, *(language for language, texts in told.items() if texts == every)})

    @cached_property
    def _by_sentence(self) -> Mapping[tuple[str, str], str]:
        rows = {
            (table, getattr(record, KEYS[type(record)])): record
            for table in {text.table for text in self.facts.texts}
            for record in getattr(self.facts, table)
        }
        return {(getattr(rows[t.table, t.row], t.field), t.language): t.text for t in self.facts.texts}

    @cached_property
    def conditions_told(self) -> tuple[tuple[str, str, str], ...]:
        """The conditions of clauses in further languages: one told for a clause is told for each that has it."""
        told = {(t.row, t.field, t.language): t.text for t in self.facts.texts if t.table == "clauses"}
        own = {c.id: c.condition for c in self.facts.clauses}
        return tuple(sorted((own.get(row) or "", language, text) for (row, _, language), text in told.items()))

    def translated(self, sentence: str, language: str) -> str | None:
        """Return what a sentence of a row is in a language, wherever it stands; None when the data do not say."""
        return self._by_sentence.get((sentence, language))

    @cached_property
    def names_in_plain(self) -> Mapping[str, tuple[str, ...]]:
        """The names of each participant in all languages, made comparable."""
        return _by_key((n.participant, plain(n.name)) for n in self.facts.names)

    def earlier_names(self, participant: str) -> tuple[str, ...]:
        """Return the names that the participant bore before."""
        return tuple(n.name for n in self.facts.names if n.participant == participant and n.form == "former")

    def conflicts_about(self, participant: str) -> tuple[Conflict, ...]:
        """Return where sources disagree about acts and statements of the participant."""
        own = {a.id for t in self.treaties for a in self.actions_of(participant, t)}
        own |= {s.id for t in self.treaties for s in self.statements_of(participant, t)}
        return tuple(c for c in self.facts.conflicts if c.about in own)

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """Regions by M49 code."""
        return {r.id: r for r in self.facts.regions}

    def regions_around(self, region: str | None) -> tuple[str, ...]:
        """Return the region and those that hold it, the smallest first."""
        found: list[str] = []
        while region is not None and region not in found:
            found.append(region)
            region = self.regions[region].part_of if region in self.regions else None
        return tuple(found)

    def name(self, participant: str, language: str = "en") -> str:
        """Return the participant's short name in the language, or else in English; its code when no name is known."""
        names = self.short_names
        return names.get((participant, language)) or names.get((participant, OWN_LANGUAGE), participant)

    def name_of_code(self, code: str) -> str:
        """Return the name that a current or withdrawn code stands for."""
        return next((n.name for n in self.facts.names if n.code == code), self.name(code))


def natural_order(provision: Provision) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a key that sorts provisions as a treaty prints them: article 2 before article 10."""
    parts = [provision.article, provision.paragraph or "", *(provision.point or "").split(".")]
    return provision.instrument, tuple(
        (int(part), "") if part.isdigit() else (_ROMAN.get(part, 0) if n > 2 else 0, part)
        for n, part in enumerate(parts)
    )


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
