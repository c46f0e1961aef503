"""What rows must be together, beyond what `metadata.json` can say of one cell.

Each rule is a generator of faults, named after what must hold. What the law concludes from the facts is
checked in `law.findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from treatygraph.errors import Fault, FaultyDataError
from treatygraph.facts.check.acts import (
    acts_follow_the_treaty,
    acts_of_one_participant_agree,
    only_a_new_state_succeeds,
    only_a_succession_reaches_back,
    possible_acts_are_open,
    undecided_acts_are_undecided,
)
from treatygraph.facts.check.coding import (
    carry_over_is_explained,
    obligations_follow_the_coding,
    phrases_are_complete,
    provisions_say_why_they_ask_nothing,
)
from treatygraph.facts.check.persons import (
    acts_are_of_their_time,
    memberships_are_of_states_in_organizations,
    participants_are_complete,
    participants_live_in_order,
)
from treatygraph.facts.check.provenance import (
    conflicts_keep_what_stands,
    identifiers_are_never_reused,
    sources_have_their_rows,
    sources_know_only_their_past,
)
from treatygraph.facts.check.resolutions import paragraphs_have_their_verbs
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.check.statements import (
    flags_fit_what_was_read,
    non_recognitions_name_whom,
    statements_agree_in_themselves,
    statements_fit_the_acts_of_their_author,
    statements_fit_what_they_answer,
)
from treatygraph.facts.check.territories import statements_name_territories
from treatygraph.facts.check.texts import texts_tell_what_a_row_says
from treatygraph.facts.check.treaties import (
    clauses_are_complete,
    each_day_has_one_full_table,
    identifiers_match_their_columns,
    nothing_comes_before_itself,
    provisions_stand_in_their_treaty,
    treaties_do_not_wait_for_themselves,
    treaties_end_after_they_began,
    treaties_with_acts_are_covered,
)
from treatygraph.facts.read import Loaded

#: The rules, in the order in which their faults are told.
RULES = (
    identifiers_match_their_columns,
    identifiers_are_never_reused,
    only_a_succession_reaches_back,
    only_a_new_state_succeeds,
    acts_follow_the_treaty,
    sources_know_only_their_past,
    acts_of_one_participant_agree,
    possible_acts_are_open,
    undecided_acts_are_undecided,
    statements_fit_what_they_answer,
    statements_fit_the_acts_of_their_author,
    statements_agree_in_themselves,
    non_recognitions_name_whom,
    statements_name_territories,
    flags_fit_what_was_read,
    clauses_are_complete,
    treaties_with_acts_are_covered,
    each_day_has_one_full_table,
    treaties_do_not_wait_for_themselves,
    treaties_end_after_they_began,
    nothing_comes_before_itself,
    provisions_stand_in_their_treaty,
    phrases_are_complete,
    obligations_follow_the_coding,
    provisions_say_why_they_ask_nothing,
    carry_over_is_explained,
    paragraphs_have_their_verbs,
    participants_are_complete,
    participants_live_in_order,
    acts_are_of_their_time,
    memberships_are_of_states_in_organizations,
    conflicts_keep_what_stands,
    texts_tell_what_a_row_says,
    sources_have_their_rows,
)


def check_facts(loaded: Loaded) -> None:
    """Return when the rows agree with one another.

    Raises:
        FaultyDataError: Any rule is broken; all faults are in it.
    """
    rows = Rows(loaded)
    faults = tuple(replace(fault, must=_must(rule)) for rule in RULES for fault in rule(rows))
    if faults:
        raise FaultyDataError(faults)


def _must(rule: Callable[[Rows], Iterator[Fault]]) -> str:
    """Return what a rule asks, as it says of itself."""
    return (rule.__doc__ or "").partition("\n")[0]
