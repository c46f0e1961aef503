"""How an answer looks: in a terminal, and in Jupyter; the frame has all of what is shown in part."""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING

from treatygraph.errors import visible
from treatygraph.faces.render import readable
from treatygraph.questions.question import Column, ColumnKind, Value
from treatygraph.settings import BASE_IRI

if TYPE_CHECKING:
    from treatygraph.faces.notebook.answers import Answer

#: Rows shown in a notebook or a terminal; all are in the frame.
SHOWN = 30


def as_text(answer: Answer) -> str:
    """Return the answer as a terminal shows it."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    out = io.StringIO()
    # Inside Jupyter, rich would show the text itself, beside what `as_html` gives.
    console = Console(file=out, width=118, highlight=False, no_color=True, force_jupyter=False)
    console.print(Text(visible(answer.title)))
    grid = Grid(box=None, pad_edge=False, header_style="")
    shown = _filled(answer)
    for n in shown:
        grid.add_column(Text(visible(answer.columns[n])), overflow="fold")
    for row in answer.table.rows[:SHOWN]:
        grid.add_row(*(Text(readable(row[n])) for n in shown))
    if answer.table.rows:
        console.print(grid)
    console.print(Text(_size(answer)))
    for note in answer.notes:
        console.print(Text(visible(f"- {note}")))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _filled(answer: Answer) -> list[int]:
    """Return the numbers of the columns in which some row has a value; the frame has them all."""
    return [n for n, _ in enumerate(answer.columns) if any(row[n] is not None for row in answer.table.rows)]


def _size(answer: Answer) -> str:
    if not answer.table.rows:
        return "No rows. Try another day, or fewer conditions; the frame has its columns and types all the same."
    text = f"{len(answer):,} row{'s' if len(answer) != 1 else ''}"
    if len(answer) > SHOWN:
        text += f", the first {SHOWN} shown"
    return text + ("; there are more: .next()" if answer.more else "") + "."


def as_html(answer: Answer) -> str:
    """Return the answer as Jupyter shows it; every text is escaped."""
    shown = _filled(answer)
    heads = "".join(f"<th style='text-align:left'>{html.escape(answer.columns[n])}</th>" for n in shown)
    # A day is not broken over two lines.
    style = {
        n: "text-align:left" + (";white-space:nowrap" if answer.table.columns[n].kind is ColumnKind.DAY else "")
        for n in shown
    }
    body = "".join(
        "<tr>"
        + "".join(f"<td style='{style[n]}'>{_cell(answer.table.columns[n], row[n])}</td>" for n in shown)
        + "</tr>"
        for row in answer.table.rows[:SHOWN]
    )
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in answer.notes)
    grid = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>" if answer.table.rows else ""
    table = f"<div style='overflow-x:auto'>{grid}</div>"
    return (
        f"<div><strong>{html.escape(answer.title)}</strong>{table}<p>{html.escape(_size(answer))}</p>"
        f"<ul style='color:#50606d'>{notes}</ul></div>"
    )


def _cell(column: Column, value: Value) -> str:
    """Return a cell; names and sources lead nowhere, since no address is known that answers for them."""
    if column.kind is ColumnKind.SOURCE and value:
        return html.escape(", ".join(str(value).split(";")))
    if column.kind is ColumnKind.IRI and isinstance(value, str) and value.startswith(BASE_IRI):
        # Shown from `id/` on; the frame and the row have it whole.
        return html.escape(value.removeprefix(BASE_IRI))
    return html.escape(readable(value))
