"""What a published table would change.

New acts, other days and kinds, ends, what it no longer shows, what to decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.from_sources import Intake, Likeness, Reading
from treatygraph.facts.model import Action
from treatygraph.facts.register import Register
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table, Value
from treatygraph.sources.published import PublishedTable, SetAside

_COLUMNS = columns("row", "action", "ours", "table", "why")


def comparison(
    register: Register, name: str, published: PublishedTable, like: Likeness, reading: Reading, result: Intake
) -> Table:
    """Return a table read against the facts, a row for each difference and for each thing to decide.

    Args:
        register: The facts.
        name: What the file is called.
        published: The file as published.
        like: How much it agrees with the treaty.
        reading: Its acts as rows of ours.
        result: How they differ from what stands.
    """
    rows = tuple(_rows(result, reading))
    title = register.instruments[like.treaty].short_title
    return Table(
        title=f"Intake of {name} for {title} ({like.treaty})",
        columns=_COLUMNS,
        rows=rows,
        notes=tuple(_notes(register, published, like, reading, result)),
    )


def _rows(result: Intake, reading: Reading) -> Iterator[tuple[Value, ...]]:
    for action in result.new:
        yield "new", action.id, None, str(action.done_on), None
    for ours, theirs in result.differing:
        yield "differs", ours.id, str(ours.done_on), str(theirs.done_on), "another day"
    for ours, theirs in result.changed:
        yield "kind changed", ours.id, _told(ours), _told(theirs), f"{theirs.kind} in place of {ours.kind}"
    for action in result.ended:
        yield (
            "ended",
            action.id,
            str(action.done_on),
            None,
            "the table shows the participation as ended, not since when",
        )
    for action in result.absent:
        yield "not in table", action.id, str(action.done_on), None, None
    for waiting in sorted(reading.aside, key=lambda a: (a.row, a.value)):
        yield "set aside", _place(waiting), None, waiting.value, waiting.reason
    for waiting, decision in sorted(reading.left_out, key=lambda pair: pair[0].row):
        reason = (
            f"{decision.decided.replace('_', ' ')}, decided on {decision.decided_on} ({decision.id}): {decision.reason}"
        )
        yield "left out", _place(waiting), None, waiting.value, reason


def _place(waiting: SetAside) -> str:
    return f"row {waiting.row}: {waiting.participant}".rstrip(": ")


def _told(action: Action) -> str:
    return f"{action.kind} {action.done_on}"


def _notes(
    register: Register, published: PublishedTable, like: Likeness, reading: Reading, result: Intake
) -> Iterator[str]:
    acts, waiting = len(reading.actions), len(reading.aside)
    yield (
        f"{acts} act{'s' * (acts != 1)} in the table: {len(result.confirmed)} confirmed, {len(result.new)} new, "
        f"{len(result.differing)} different, {len(result.changed)} of another kind, "
        f"{len(result.absent)} of ours not shown, {len(reading.aside)} set aside."
    )
    of = f", number {published.number}" if published.number else ""
    says = f", as of {published.as_of}" if published.as_of is not None else ""
    text = f"Read as: {published.form}{of}{says}. {like.same} of {like.shown} acts stand in the "
    yield text + f"facts of {like.treaty} already."
    if waiting:
        wait = f"{waiting} wait{'s' * (waiting == 1)} for a decision"
        yield f"{wait}: `treatygraph intake FILE --decide ROW=WHAT --reason WHY`."
    if published.unread:
        yield "Columns not read, since their headings name no act: " + "; ".join(published.unread) + "."
    for what, printed, counted in sums(published):
        if printed is not None:
            agrees = (
                "as printed"
                if printed == counted
                else f"{printed} printed: the file is not whole, or rows were not read"
            )
            yield f"{counted} {what} in the rows, {agrees}."


def shortly(reading: Reading, result: Intake) -> str:
    """Return in one line what a table would change."""
    counted = (
        ("new", len(result.new)),
        ("of another day", len(result.differing)),
        ("of another kind", len(result.changed)),
        ("ended", len(result.ended)),
        ("not shown any more", len(result.absent)),
        ("set aside", len(reading.aside)),
    )
    told = [f"{number} {what}" for what, number in counted if number]
    return f"{len(result.confirmed)} acts confirmed" + (f"; {', '.join(told)}" if told else "; nothing new")


def sums(published: PublishedTable) -> tuple[tuple[str, int | None, int], ...]:
    """Return what a file prints and what its rows give, for signatories and parties; ended rows are not counted."""
    signed = {a.row for a in published.acts if a.act in _SIGNED and not a.ended}
    consented = {a.row for a in published.acts if a.act in _CONSENTS and not a.ended}
    return (
        ("signatories", published.signatories, len(signed)),
        ("parties", published.parties, len(consented)),
    )


_SIGNED = frozenset({"signature", "succession_to_signature", "signature_ad_referendum"})
_CONSENTS = frozenset(
    {
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "formal_confirmation",
        "definitive_signature",
        "consent_to_be_bound",
        "participation",
        "simplified_procedure",
        "definitive_acceptance",
    }
)
