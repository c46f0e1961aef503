"""The header of an `.rq` file → a question whose parameters and columns fit its query.

The lines after `#+` are YAML: keys with a text, and two lists (parameters, columns) of such keys. A text in another
language stands under the key with the language behind it: `summary-zh`, `label-zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from treatygraph.errors import DataFolderError
from treatygraph.questions.question import Column, ColumnKind, Parameter, Question

_TOP = frozenset({"summary", "description", "tags", "parameters", "columns"})
_OF_A_PARAMETER = frozenset({"name", "type", "scheme", "example", "default", "description"})
_OF_A_COLUMN = frozenset({"name", "type", "scheme", "label"})
#: A text without quotes that a reader of YAML would take for something else: a key, a comment, a truth, a mark.
_OTHERWISE = re.compile(
    r"^(?!\").*(?:: | #|:$)|^(?:on|off|yes|no|true|false|null|~)$|^['&*!|>%@`{},?-]|^\"[^\"]*[\\\"].", re.I
)
#: The one default that a parameter can have beside its example: the latest as-of day of the data.
AS_OF = "as-of"


class FaultyQuestionError(DataFolderError):
    """A question of the library whose header is faulty, or does not fit its query."""


@dataclass(slots=True)
class _Entry:
    """A part of a header: its keys, and the line of each."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def texts(self, key: str) -> dict[str, str]:
        """Return a text by language: `summary` is the English one, `summary-zh` another."""
        found = {k.partition("-")[2] or "en": v for k, v in self.values.items() if k.partition("-")[0] == key}
        return dict(sorted(found.items()))


def question_of(text: str, place: str, known: Mapping[str, Column]) -> Question:
    """Return the question of a file.

    Args:
        text: The text of the file.
        place: Its path below `queries/`, for its identifier and for what is said of faults.
        known: The columns of the library by name.

    Raises:
        FaultyQuestionError: Something is wrong; with file, line, value, cause and remedy.
    """
    return _Reader(text, place, known).question()


class _Reader:
    def __init__(self, text: str, place: str, known: Mapping[str, Column]) -> None:
        self._text, self._place, self._known = text, place, known
        self._top = _Entry()
        self._lists: dict[str, list[_Entry]] = {"parameters": [], "columns": []}
        self._body = 1

    def fault(self, line: int, what: str) -> FaultyQuestionError:
        return FaultyQuestionError(f"queries/{self._place}, line {line}: {what}")

    def question(self) -> Question:
        self._read()
        top = self._top.values
        for key in ("summary", "description", "tags"):
            if not top.get(key):
                raise self.fault(1, f"the header needs #+ {key}. Add it.")
        tags = re.fullmatch(r"\[([\w-]+(?:, ?[\w-]+)*)\]", top["tags"])
        if tags is None:
            raise self.fault(self._top.lines["tags"], f"{top['tags']!r} is no list of tags. Write it as [gaps].")
        parameters = tuple(self._parameter(entry) for entry in self._lists["parameters"])
        columns = tuple(self._column(entry) for entry in self._lists["columns"])
        self._check_values({p.name for p in parameters})
        if tags[1] != "linked-data":
            self._check_columns(columns, {p.name for p in parameters})
        return Question(
            id=self._place.removesuffix(".rq"),
            sentences=self._top.texts("summary"),
            description=top["description"],
            tags=tuple(tag.strip() for tag in tags[1].split(",")),
            parameters=parameters,
            columns=columns,
            sparql=self._text,
        )

    def _read(self) -> None:
        current: _Entry = self._top
        among: str | None = None
        for number, line in enumerate(self._text.splitlines(), 1):
            if not line.startswith("#+"):
                self._body = number
                return
            match = re.fullmatch(r"#\+( |   - |     )([a-z]+(?:-[a-z]+)?):(?: (.*))?", line)
            if match is None:
                raise self.fault(number, f"{line[:60]!r} is no line `#+ key: text`. Mend it.")
            indent, key, value = match[1], match[2], (match[3] or "").strip()
            if indent == " ":
                current, among, allowed = self._top, None, _TOP
                if key in self._lists:
                    among, value = key, "" if value == "[]" else value
                    if value:
                        raise self.fault(number, f"{key} is a list: an entry a line, `#+   - name: …`. Mend it.")
            elif among is None:
                raise self.fault(number, f"{key!r} stands in no list. Put it under parameters or columns.")
            else:
                allowed = _OF_A_PARAMETER if among == "parameters" else _OF_A_COLUMN
                if indent == "   - ":
                    current = _Entry()
                    self._lists[among].append(current)
            if key.partition("-")[0] not in allowed:
                raise self.fault(number, f"unknown key {key!r}. Use one of {', '.join(sorted(allowed))}.")
            if key in current.values:
                raise self.fault(number, f"{key!r} stands twice. Leave one out.")
            if _OTHERWISE.search(value):
                raise self.fault(
                    number, f"YAML reads {value[:40]!r} otherwise than it stands. Put it in double quotes."
                )
            current.values[key], current.lines[key] = _unquoted(value), number

    def _kind(self, entry: _Entry) -> tuple[str, ColumnKind, str | None]:
        line = min(entry.lines.values())
        name, kind, scheme = (entry.values.get(k) for k in ("name", "type", "scheme"))
        if not name or not kind:
            raise self.fault(line, "an entry needs a name and a type. Add them.")
        if kind not in set(ColumnKind):
            raise self.fault(entry.lines["type"], f"{name}: no type {kind!r}. Use one of {', '.join(ColumnKind)}.")
        if scheme and kind != ColumnKind.CODE:
            raise self.fault(entry.lines["scheme"], f"{name}: a {kind} has no scheme. Leave it out.")
        return name, ColumnKind(kind), scheme

    def _parameter(self, entry: _Entry) -> Parameter:
        name, kind, scheme = self._kind(entry)
        default, line = entry.values.get("default"), entry.lines["name"]
        if not entry.values.get("example") or not entry.values.get("description"):
            raise self.fault(line, f"{name}: a parameter needs an example and a description. Add them.")
        if kind is ColumnKind.CODE and not scheme:
            raise self.fault(line, f"{name}: a code needs a scheme to be looked up in. Name it.")
        if default is not None and (default != AS_OF or kind is not ColumnKind.DAY):
            raise self.fault(entry.lines["default"], f"{name}: {default!r} is no default. A day may have {AS_OF}.")
        return Parameter(
            name=name,
            kind=kind,
            scheme=scheme,
            example=entry.values["example"],
            description=entry.values["description"],
            as_of=default == AS_OF,
        )

    def _column(self, entry: _Entry) -> Column:
        name, kind, scheme = self._kind(entry)
        if name not in self._known:
            line = entry.lines["name"]
            raise self.fault(line, f"no column {name!r} in queries/columns.csv. Use one of them, or add it.")
        usual = self._known[name]
        if (usual.kind, usual.scheme) != (kind, scheme):
            wanted = usual.kind + (f" of {usual.scheme}" if usual.scheme else "")
            found = kind + (f" of {scheme}" if scheme else "")
            raise self.fault(
                entry.lines["type"],
                f"{name} is a {wanted} in queries/columns.csv, and a {found} here. Use another name.",
            )
        labels = entry.texts("label")
        if not labels:
            return usual
        return Column(name=name, kind=kind, scheme=scheme, many=usual.many, labels={**usual.labels, **labels})

    def _check_values(self, parameters: set[str]) -> None:
        found = dict(self._found(r"VALUES\s+(?:\?(\w+)|\()"))
        for name, line in found.items():
            if name not in parameters:
                raise self.fault(
                    line,
                    f"VALUES ?{name} is no parameter. Name it under #+ parameters, or do without it.",
                )
        for entry in self._lists["parameters"]:
            if (name := entry.values["name"]) not in found:
                raise self.fault(
                    entry.lines["name"], f"the query has no line VALUES ?{name} {{ … }}. Add it, or leave {name} out."
                )

    def _check_columns(self, columns: tuple[Column, ...], parameters: set[str]) -> None:
        for number, line in enumerate(self._text.splitlines(), 1):
            if number >= self._body and line.startswith("SELECT "):
                break
        else:
            raise self.fault(self._body, "no line begins with SELECT. Begin it with the variables of its columns.")
        selected = re.sub(r"\([^()]*\([^()]*\)[^()]* AS (\?\w+)\)", r"\1", line.partition(" WHERE")[0])
        variables, named = re.findall(r"\?(\w+)", selected), [column.name for column in columns]
        if variables != named:
            off = next((v for v in variables if v not in named), None) or next(
                (n for n in named if n not in variables), None
            )
            raise self.fault(
                number,
                f"SELECT gives {', '.join(variables)}; the columns are {', '.join(named) or 'none'}"
                + (f" ({off!r} is not in both)" if off else " (the order differs)")
                + ". Let them be the same.",
            )
        for name in named:
            if name in parameters:
                raise self.fault(number, f"{name!r} is a parameter: all rows would have it. Name the column otherwise.")

    def _found(self, pattern: str) -> Iterator[tuple[str, int]]:
        for number, line in enumerate(self._text.splitlines(), 1):
            if number >= self._body:
                for match in re.finditer(pattern, line):
                    yield match[1] or "(…)", number


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
