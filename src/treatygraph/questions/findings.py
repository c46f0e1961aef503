"""What the checks noticed, as a table."""

from __future__ import annotations

from treatygraph.law.model import Finding, Severity
from treatygraph.questions.columns import column, columns
from treatygraph.questions.question import Table


def counted(found: tuple[Finding, ...]) -> str:
    """Return how many there are of each severity, in words."""
    return ", ".join(f"{sum(f.severity is s for f in found)} {s}s" for s in Severity)


def findings_table(found: tuple[Finding, ...], notes: bool) -> Table:
    """Return the findings, the notes among them or only counted."""
    listed = [f for f in found if notes or f.severity is not Severity.NOTE]
    told = [f"{counted(found)}."]
    if len(listed) < len(found):
        told.append("Notes are gaps in what is known; --notes lists them.")
    return Table.of(
        title="Findings",
        columns=(column("severity", en=""), *columns("rule", "where", "what", "remedy")),
        records=(
            {"severity": f.severity, "rule": f.rule, "where": f.where, "what": f.what, "remedy": f.remedy}
            for f in listed
        ),
        notes=tuple(told),
    )
