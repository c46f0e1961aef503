"""The words of a SPARQL query, by the terminals of its grammar. Basis: W3C SPARQL 1.1 Query Language, 19.8.

Read in one pass, whatever the text: no character is looked at more than a few times. It knows words, not sentences;
what an engine may run is decided by the engine and, before it, by those who screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Strings, IRIs, language tags and names with a prefix, as others read them too. A word and a name with its prefix are
#: one rule, so that a run of letters is walked along once.
TEXT = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"' + r"|'(?:[^'\\\n\r]|\\.)*+'"
)
IRI = r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>'
LANGUAGE = r"@[A-Za-z-]++"
_LOCAL = r":(?:[\w:%.-]|\\.)*+"
NAME = rf"(?:[^\W\d_][\w.-]*+)?+{_LOCAL}"
#: A sign that is escaped begins nothing: the next quote after `\"` is looked for once, not from each of them.
_LOUD = rf"(?P<escape>\\.)|(?P<text>{TEXT})|(?P<iri>{IRI})|(?P<comment>#[^\n\r]*+)"
_SAID = {
    "variable": r"[?$]\w++",
    "blank": r"_:[\w.-]*+",
    "language": LANGUAGE,
    "word": rf"[^\W\d_][\w.-]*+(?:{_LOCAL})?+|{_LOCAL}",
    "number": r"\d[\w.]*+",
    "space": r"[ \t\n\r]++",
}
_TOKEN = re.compile(
    "|".join((_LOUD, *(f"(?P<{kind}>{rule})" for kind, rule in _SAID.items()), "(?P<sign>.)")), re.DOTALL
)
#: The same, where what stays as it is is taken at once: what is said, and signs that begin nothing.
_RUNS = re.compile(rf"{_LOUD}|(?:{'|'.join(_SAID.values())}|[^\\\"'<#?$_@:\w])++|.", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: What holds no word of a query, beside IRIs.
_QUIET = frozenset({"text", "comment", "escape"})
_SILENT = frozenset({"space", "comment"})
_OPENS, _CLOSES = frozenset("{(["), frozenset("})]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: its kind (word, variable, iri, text, sign …), how it is written, and where it begins."""

    kind: str
    text: str
    at: int

    def says(self, word: str) -> bool:
        """Return whether it is this word of the language, in whatever letters."""
        return self.kind == "word" and self.text.upper() == word


def tokens(query: str) -> list[Token]:
    """Return the words of a query in their order, without spaces and comments."""
    return [
        Token(str(found.lastgroup), found[0], found.start())
        for found in _TOKEN.finditer(query)
        if found.lastgroup not in _SILENT
    ]


def resolved(query: str) -> str:
    r"""Return the query with its code point escapes resolved, as SPARQL does first: `\u0053ERVICE` is SERVICE."""
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16) % 0x110000), query)


def bare(query: str, iri: str | None = " ") -> str:
    """Return the query without its strings and comments, each IRI as `iri`, or as it is written where that is None."""

    def kept(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind in _QUIET:
            return " "
        return iri if kind == "iri" and iri is not None else found[0]

    return _RUNS.sub(kept, query)


def place(query: str, at: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1."""
    return query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)


def undeclared(words: list[Token], known: Mapping[str, str]) -> Token | None:
    """Return the first name whose prefix is neither declared before it nor known without."""
    declared = set(known)
    for before, word in zip([None, *words], words, strict=False):
        if word.kind != "word" or ":" not in word.text:
            continue
        prefix = word.text.partition(":")[0]
        if before is not None and before.says("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            return word
    return None


def with_prefixes(query: str, known: Mapping[str, str]) -> str:
    """Return the query with the known prefixes that it uses and does not declare, declared on its first line."""
    used: dict[str, None] = {}
    declared = set()
    for before, word in zip([None, *(found := tokens(query))], found, strict=False):
        if word.kind == "word" and ":" in word.text:
            prefix = word.text.partition(":")[0]
            if before is not None and before.says("PREFIX"):
                declared.add(prefix)
            elif prefix in known:
                used[prefix] = None
    return "".join(f"PREFIX {prefix}: <{known[prefix]}> " for prefix in used if prefix not in declared) + query


def star(words: list[Token]) -> Token | None:
    """Return the `*` of a query that begins with `SELECT *`, which asks for every variable; else None."""
    depth = 0
    for number, word in enumerate(words):
        depth += (word.text in _OPENS) - (word.text in _CLOSES) if word.kind == "sign" else 0
        if depth == 0 and word.says("SELECT"):
            rest = [w for w in words[number + 1 : number + 3] if not (w.says("DISTINCT") or w.says("REDUCED"))]
            return rest[0] if rest and rest[0].text == "*" else None
    return None


def selected(words: list[Token]) -> int:
    """Return how many columns a query names after its first SELECT; none where it says `*`, or selects nothing."""
    depth, number, selects = 0, 0, False
    for word in words:
        if word.kind == "sign":
            number += selects and depth == 0 and word.text == "("
            depth += (word.text in _OPENS) - (word.text in _CLOSES)
            if word.text == "{":
                break
        elif depth == 0:
            selects = selects or word.says("SELECT")
            number += selects and word.kind == "variable"
    return number


def in_order_of_appearance(words: list[Token], variables: list[str]) -> list[str]:
    """Return the variables in the order in which the query names them first; one that it does not name comes last."""
    seen = {
        name: number for number, name in reversed(list(enumerate(w.text[1:] for w in words if w.kind == "variable")))
    }
    return sorted(variables, key=lambda name: (seen.get(name, len(words)), name))
