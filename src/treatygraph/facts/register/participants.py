"""Those that take part: States of today and before, organizations, territories; their codes, names, regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from treatygraph.days import PartialDate
from treatygraph.facts.model import OWN_LANGUAGE, Continuity, NameForm, Participant, ParticipantKind, Region
from treatygraph.facts.plain import plain
from treatygraph.facts.register.rows import Rows, by_key
from treatygraph.facts.wording import Hints, by_words

_STATES = frozenset({ParticipantKind.STATE, ParticipantKind.FORMER_STATE})
_PRESENT = frozenset({ParticipantKind.STATE, ParticipantKind.REIO})


class Participants(Rows):
    """Participants by each of the codes and names that they answer to."""

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

    @cached_property
    def came_of(self) -> Mapping[str, tuple[Continuity, ...]]:
        """What each participant continues or succeeds to, by its code."""
        return by_key((link.successor, link) for link in self.facts.continuity)

    @cached_property
    def followed_by(self) -> Mapping[str, tuple[Continuity, ...]]:
        """What continues or succeeded each State of another time, by its code."""
        former = {p.id for p in self.facts.participants if p.kind is ParticipantKind.FORMER_STATE}
        return by_key((link.predecessor, link) for link in self.facts.continuity if link.predecessor in former)

    @cached_property
    def ended(self) -> Mapping[str, PartialDate]:
        """The last day of each State of another time of which it is known, by its code."""
        former = (p for p in self.facts.participants if p.kind is ParticipantKind.FORMER_STATE)
        return {p.id: p.until for p in former if p.until is not None}

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
    def participants_hinted(self) -> Hints:
        """What hints at a participant by the words of a name."""
        return Hints((having, p) for having, bearers in self.bearers_by_words.items() for p in bearers)

    def earlier_names(self, participant: str, language: str | None = None) -> tuple[str, ...]:
        """Return the names that the participant bore before; of a language, else of English, if one is given."""
        names = [n for n in self.facts.names if n.participant == participant and n.form == "former"]
        of = {wanted: [n for n in names if n.language == wanted] for wanted in (language, OWN_LANGUAGE)}
        told = (of[language] or of[OWN_LANGUAGE] or names) if language is not None else names
        return tuple(n.name for n in told)

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
