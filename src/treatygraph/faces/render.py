"""Tables and proofs as text: for a terminal, CSV, JSON and Markdown."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import date
from enum import StrEnum
from typing import Any

from treatygraph.errors import TreatygraphError, visible
from treatygraph.faces.grid import Column, print_grid
from treatygraph.faces.spreadsheet import as_csv as as_csv
from treatygraph.faces.spreadsheet import as_csv_for_excel
from treatygraph.faces.spreadsheet import plain as plain
from treatygraph.questions.columns import columns
from treatygraph.questions.question import ColumnKind, Table, Value

#: `csv-bom` is CSV for spreadsheets; a workbook goes to a file or another program.
FORMATS = ("table", "wide", "csv", "csv-bom", "xlsx", "json", "md")


def say(text: str, *, err: bool = False, end: bool = True) -> None:
    """Print text to standard output or error; to a terminal, nothing that it would obey.

    A file or another program gets the text as it is: what stands in a cell is theirs to read.
    """
    stream = sys.stderr if err else sys.stdout
    stream.write((visible(text) if err or stream.isatty() else text) + ("\n" if end else ""))
    stream.flush()


def readable(value: Value) -> str:
    """Return a cell for a reader: a word of the law without its underscores, and nothing that a terminal obeys."""
    return value.replace("_", " ") if isinstance(value, StrEnum) else visible(plain(value))


def as_json(table: Table) -> str:
    """Return the table as JSON: title, rows by key, and notes."""
    body = {"title": table.title, "rows": table.records(), "notes": list(table.notes)}
    return json.dumps(body, indent=1, ensure_ascii=False, default=_json) + "\n"


def _json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON cannot hold {type(value).__name__}.")


def as_markdown(table: Table) -> str:
    """Return the table as Markdown, its notes as a list."""
    lines = [f"## {_md(table.title)}", ""]
    lines.append("| " + " | ".join(_md(heading) for heading in _headings(table)) + " |")
    lines.append("|" + "---|" * len(table.columns))
    lines += ["| " + " | ".join(_md(readable(value)) for value in row) + " |" for row in table.rows]
    lines += ["", *(f"- {_md(note)}" for note in table.notes)]
    return "\n".join(lines).rstrip() + "\n"


def _headings(table: Table) -> tuple[str, ...]:
    return tuple(visible(column.label()) for column in table.columns)


def _md(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = visible(text)
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")


#: A column whose every cell is this short is never broken; a longer one is, between words, down to `_NARROWEST`.
_SHORT, _NARROWEST = 26, 30
#: So few rows are told in lines rather than without some of their columns.
_FEW = 2


#: Columns that a narrow terminal shows before others, and those that it can do without: codes beside a name, and what
#: the notes say.
_WANTED = ("status", "in_force_since", "treaty_title", "participant_name", "in_force_on", "parties_in_force")
_SPARE = frozenset(
    {"as_of", "statements_as_of", "effective_on", "iso2", "m49", "participant_kind", "region", "region_name"}
    | {"un_member_since"}
)


def as_terminal(table: Table, every: bool = False) -> None:
    """Print the table to a terminal; empty columns are left out.

    A grid where it fits, and else without the columns that can be done without, which are named; rows whose texts need
    more room than there is are a few lines each.

    Args:
        table: The table.
        every: Print a grid of all columns, however wide.
    """
    from rich.text import Text

    from treatygraph.faces.terminal import Terminal

    headings = _headings(table)
    filled = [n for n in range(len(headings)) if any(row[n] is not None for row in table.rows)]
    widths = {n: max(len(headings[n]), *(len(readable(row[n])) for row in table.rows)) for n in filled}
    console = Terminal(highlight=False)
    room = None if every else console.width if console.is_terminal else _elsewhere()
    if room is None or not console.is_terminal:
        console = Terminal(highlight=False, width=room or max(80, sum(min(w, 60) + 3 for w in widths.values())))
    # Titles and cells are data: `Text`, never console markup.
    console.print(Text(visible(table.title), style="bold"))
    shown = filled if room is None else _fitting(table, widths, room)
    if not table.rows:
        console.print(Text("No rows."))
    elif shown:
        print_grid(console, _columns(table, shown, widths))
    else:
        for row in table.rows:
            console.print(_card(table, row, filled))
    if shown and len(shown) < len(filled):
        left_out = ", ".join(headings[n] for n in filled if n not in shown)
        console.print(Text(f"- Not shown for want of room: {left_out}. --format wide shows all.", style="dim"))
    for note in table.notes:
        console.print(Text(visible(f"- {note}"), style="dim"))


def _elsewhere() -> int | None:
    """Return how wide a reader behind a pipe is, as far as one can tell: `less` shares the terminal of the errors."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and 20 <= int(told) <= 9999:
        return int(told)
    try:
        # A file keeps all columns.
        piped = stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)
        return os.get_terminal_size(sys.stderr.fileno()).columns if piped else None
    except (OSError, ValueError):
        return None


def _fitting(table: Table, widths: dict[int, int], room: int) -> list[int]:
    """Return the columns that are shown in so much room; none where rows are few, or their texts need more."""

    def needs(numbers: list[int]) -> int:
        return sum((w if w <= _SHORT else min(w, _NARROWEST)) + 3 for w in (widths[n] for n in numbers))

    if needs(list(widths)) <= room:
        return list(widths)
    if len(table.rows) <= _FEW:
        return []

    def rank(n: int) -> tuple[int, bool, int]:
        column = table.columns[n]
        if column.name in _WANTED or column.scheme == "status":
            return 0, False, _WANTED.index(column.name) if column.name in _WANTED else n
        spare = column.name in _SPARE or column.kind is ColumnKind.SOURCE
        same = len(table.rows) > 1 and len({row[n] for row in table.rows}) == 1
        return 2 if spare else 1, same, n

    first = next(iter(widths), None)
    must = [n for n, w in widths.items() if n == first or (w > _SHORT and rank(n)[0] == 1)]
    shown = list(must)
    for n in sorted(widths, key=rank):
        if n not in shown and needs([*shown, n]) <= room:
            shown.append(n)
    return sorted(shown) if needs(must) <= room and len(shown) > 2 else []


def _columns(table: Table, shown: list[int], widths: dict[int, int]) -> list[Column]:
    headings = _headings(table)
    return [
        Column(
            heading=headings[n],
            cells=[readable(row[n]) for row in table.rows],
            whole=widths[n] <= _SHORT,
            numeric=all(isinstance(row[n], int | None) and not isinstance(row[n], bool) for row in table.rows),
        )
        for n in shown
    ]


def _card(table: Table, row: tuple[Value, ...], filled: list[int]) -> Any:
    """Return a row as lines: the first cells as a head, the others with their headings."""
    from rich.padding import Padding
    from rich.text import Text

    headings = _headings(table)
    shown = [(headings[n], readable(row[n])) for n in filled if row[n] is not None]
    text = Text("  ".join(value for _, value in shown[:2]), style="bold")
    for heading, value in shown[2:]:
        text.append("\n" if len(value) > _SHORT else "; " if "\n" in text.plain else "\n", style="not bold")
        text.append(f"{heading}: " if heading else "", style="not bold dim")
        text.append(value, style="not bold")
    return Padding(text, (1, 0, 0, 2))


class NoTextError(TreatygraphError):
    """What is asked for is no text, and a terminal shows nothing else."""


def _workbook(table: Table) -> None:
    from treatygraph.faces.workbook import as_workbook

    if sys.stdout.isatty():
        raise NoTextError("A workbook is no text. Write it to a file: add `> answer.xlsx` to the command.")
    sys.stdout.flush()
    sys.stdout.buffer.write(as_workbook(table))
    sys.stdout.buffer.flush()


def show(table: Table, form: str) -> None:
    """Print a table in a format; beside CSV, the notes go to the error stream."""
    if form in {"csv", "csv-bom"}:
        say(as_csv(table) if form == "csv" else as_csv_for_excel(table), end=False)
        for note in table.notes:
            say(f"# {note}", err=True)
    elif form == "xlsx":
        _workbook(table)
    elif form == "json":
        say(as_json(table), end=False)
    elif form == "md":
        say(as_markdown(table), end=False)
    else:
        as_terminal(table, every=form == "wide")


def proof_lines(proof: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return a proof as (depth, sentence, legal basis); what stands higher up is named, not repeated."""
    lines: list[tuple[int, str, str]] = []
    seen: set[str] = set()

    def walk(step: dict[str, Any], depth: int) -> None:
        facts = step["facts"]
        basis = step["basis"] + (f"; {_facts(facts)}" if facts else "")
        again = json.dumps(step, sort_keys=True) in seen
        lines.append((depth, step["sentence"] + (" (proved above)" if again and step["because"] else ""), basis))
        if not again:
            seen.add(json.dumps(step, sort_keys=True))
            for under in step["because"]:
                walk(under, depth + 1)

    walk(proof, 0)
    return lines


def _facts(facts: list[str]) -> str:
    if len(facts) <= 3:
        return ", ".join(facts)
    return f"{facts[0]} and {len(facts) - 1} more"


def show_proof(proof: dict[str, Any], form: str, notes: tuple[str, ...]) -> None:
    """Print a proof: as a tree, as nested JSON, as a Markdown list, or as CSV with a depth column."""
    lines = proof_lines(proof)
    if form == "json":
        say(json.dumps({"proof": proof, "notes": list(notes)}, indent=1, ensure_ascii=False))
    elif form in {"csv", "csv-bom", "xlsx"}:
        rows = tuple((depth, sentence, basis) for depth, sentence, basis in lines)
        headed = columns("depth", "sentence", "basis")
        show(Table(title="", columns=headed, rows=rows, notes=notes), form)
    elif form == "md":
        text = [f"{'  ' * depth}- {_md(sentence)} ({_md(basis)})" for depth, sentence, basis in lines]
        say("\n".join([*text, "", *(f"- {_md(n)}" for n in notes)]).rstrip())
    else:
        from rich.text import Text
        from rich.tree import Tree

        from treatygraph.faces.terminal import Terminal

        def line(sentence: str, basis: str) -> Text:
            return Text.assemble(visible(sentence), " ", (visible(f"[{basis}]"), "dim"))

        tree = Tree(line(*lines[0][1:]))
        at = {0: tree}
        for depth, sentence, basis in lines[1:]:
            at[depth] = at[depth - 1].add(line(sentence, basis))
        console = Terminal(highlight=False)
        console.print(tree)
        for note in notes:
            console.print(Text(visible(f"- {note}"), style="dim"))
