"""What is wrong with a query that is no SPARQL, in words for who wrote it: the place, the sign, the cause, the cure.

Parsers answer with what their grammar would have taken next. Here the usual slips are looked for in the text, and
what is none of them is told by its place.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise, zip_longest

from treatygraph.graph.lexer import Token, place, tokens, undeclared
from treatygraph.graph.terms import PREFIXES

_PLACE = re.compile(r"\bat (\d+):(\d+)")
#: Signs that a query may hold outside strings, names and IRIs.
_SIGNS = frozenset("{}()[].,;=!<>&|+-*/^?")
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_PAIRS = {"}": "{", ")": "(", "]": "["}
#: What a parser says of faults that are none of its grammar → what is wrong.
_MEANT = {
    "Prefix not found": "a prefix is used that is not declared. Declare it: PREFIX name: <https://…>",
    "variable that is unbound": "a variable is selected that no group gives. Name it in GROUP BY, or aggregate it",
    "IRI parsing failed": "an IRI is not whole. Write it with its scheme, such as <https://…>",
}
_SHOWN = 40
#: No number that is counted to has more digits.
_DIGITS = 20
#: Of a longer query only the place is looked at: to read it as a whole again takes seconds, and no hand wrote it.
_BY_HAND = 2**17


def advice(query: str, said: str) -> str:
    """Return what is wrong with a query that a parser refuses, and what to do.

    Args:
        query: The query.
        said: The message of the parser, whose place (`at line:column`) is kept when nothing better is found.
    """
    if len(query) > _BY_HAND:
        return _at(query, said, None)
    words = tokens(query)
    for look in (_nothing, _number, _odd_sign, _prefix, _selected, _last, _brackets, _clauses):
        found = look(query, words)
        if found is not None:
            return found
    return _at(query, said, words)


def _at(query: str, said: str, words: list[Token] | None) -> str:
    """Return what a parser says of a place, with the word that stands there; without words, what stands there."""
    meant = next((meant for sign, meant in _MEANT.items() if sign in said), None)
    where = _PLACE.search(said)
    if where is None:
        return f"{meant or 'it cannot be read'}."
    line, column = int(where[1]), int(where[2])
    if meant is not None:
        return f"at {line}:{column} {meant}."
    # A parser that reads ahead stops a space early: the word that follows is what it could not take.
    begins = _begins(query, line) + column - 1
    if words is None and (stands := query[begins : begins + _SHOWN].strip()):
        return f"at {line}:{column} {stands!r} cannot stand there, or something is missing before it."
    at = next((w for w in words or () if w.at >= begins), None)
    if at is None:
        return f"at {line}:{column} it cannot be read to its end. A clause is missing, or stands where it may not."
    line, column = place(query, at.at)
    return f"at {line}:{column} {_shown(at)} cannot stand there. Look at what comes just before it."


def _begins(query: str, line: int) -> int:
    """Return where a line begins."""
    at = 0
    for _ in range(line - 1):
        at = query.find("\n", at) + 1
    return at


def _told(query: str, word: Token, wrong: str) -> str:
    line, column = place(query, word.at)
    return f"at {line}:{column} {wrong}"


def _shown(word: Token) -> str:
    return repr(word.text if len(word.text) <= _SHOWN else word.text[:_SHOWN] + "…")


def _named(query: str, word: Token) -> str:
    line, column = place(query, word.at)
    return f"the {word.text} of {line}:{column}"


def _nothing(_: str, words: list[Token]) -> str | None:
    return None if words else "it is empty. Write SELECT, ASK, CONSTRUCT or DESCRIBE, and what is asked for."


def _number(query: str, words: list[Token]) -> str | None:
    for word, number in pairwise(words):
        if (word.says("LIMIT") or word.says("OFFSET")) and number.kind == "number" and len(number.text) > _DIGITS:
            return _told(query, number, f"the number after {word.text} is larger than any. Leave {word.text} out.")
    return None


def _odd_sign(query: str, words: list[Token]) -> str | None:
    odd = next((w for w in words if w.kind == "sign" and w.text not in _SIGNS), None)
    if odd is None:
        return None
    if odd.text in "\"'":
        return _told(
            query,
            odd,
            f"a string begins with {odd.text} and does not end. Close it, or write \\{odd.text} for the sign.",
        )
    name = unicodedata.name(odd.text, "a sign without a name")
    match unicodedata.category(odd.text):
        case "Zs" | "Zl" | "Zp":
            cure = "Write a plain space."
        case "Pi" | "Pf":
            cure = "Write a plain quotation mark."
        case _:
            plain = unicodedata.normalize("NFKC", odd.text)
            cure = f"Write {plain}." if plain in _SIGNS else "Remove it, or write it inside a string."
    return _told(query, odd, f"U+{ord(odd.text):04X} ({name}) is no sign of SPARQL. {cure}")


def _prefix(query: str, words: list[Token]) -> str | None:
    name = undeclared(words, PREFIXES)
    if name is None:
        return None
    prefix = name.text.partition(":")[0]
    return _told(
        query,
        name,
        f"the prefix {prefix}: of {_shown(name)} is not declared. Begin the query with PREFIX {prefix}: <https://…>; "
        f"known without are {', '.join(PREFIXES)}.",
    )


def _selected(query: str, words: list[Token]) -> str | None:
    depth, selects = 0, False
    for number, word in enumerate(words):
        if word.kind == "sign":
            depth += (word.text in "({[") - (word.text in ")}]")
            selects = selects and word.text != "{"
            if selects and depth == 0 and word.text == ",":
                return _told(query, word, "a comma stands between what is selected. Write a space there.")
        elif word.says("SELECT"):
            depth, selects = 0, True
        elif selects and depth == 0 and word.text.upper() in _AGGREGATES and words[number + 1 : number + 2]:
            name = word.text.upper()
            return _told(
                query, word, f"{name} stands without brackets and a name. Write ({name}(…) AS ?{name.lower()})."
            )
    return None


def _last(query: str, words: list[Token]) -> str | None:
    if words and words[-1].text == ";":
        return _told(query, words[-1], "the query ends with a semicolon. SPARQL has none at the end; remove it.")
    return None


def _brackets(query: str, words: list[Token]) -> str | None:
    opened: list[Token] = []
    for word in words:
        if word.kind != "sign":
            continue
        if word.text in "{([":
            opened.append(word)
        elif word.text in _PAIRS:
            if not opened or opened[-1].text != _PAIRS[word.text]:
                against = _named(query, opened[-1]) if opened else "nothing"
                return _told(query, word, f"{word.text} closes {against}. Balance the brackets.")
            opened.pop()
    if opened:
        return _told(query, opened[-1], f"{opened[-1].text} is never closed. Balance the brackets.")
    return None


def _clauses(query: str, words: list[Token]) -> str | None:
    limited = False
    for word, after in zip_longest(words, words[1:]):
        if (word.says("ORDER") or word.says("GROUP")) and (after is None or not after.says("BY")):
            return _told(query, word, f"{word.text} stands without BY. Write {word.text.upper()} BY.")
        if limited and word.says("ORDER"):
            return _told(query, word, "ORDER BY stands after LIMIT or OFFSET. Write it before them.")
        limited = word.text != "}" and (limited or word.says("LIMIT") or word.says("OFFSET"))
    return None
