"""Sentences of SPARQL 1.1 from its grammar (`sparql11.ebnf`): for all that it repeats, and all that it nests.

The grammar is that of the W3C's recommendation (19.8) with its terminals as words. Nobody has to think of what could be
long: a rule that is added with a `*`, a `+` or a way back to itself is found here.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: How a terminal is written; `#` becomes a number of its own each time.
_TERMINALS = {
    "IRIREF": "<x:y>",
    "PNAME_NS": "p:",
    "INTEGER": "1",
    "STRING": "'a'",
    "LANGTAG": "@en",
    "Var": "?v",
    "NewVar": "?n#",
}
_WORD = re.compile(r"'[^']*'|\w+|[()|*+?]")
_TIMES = {"*": "any", "+": "some", "?": "maybe"}
#: Where a sentence may begin, the simplest first.
_FORMS = ("AskQuery", "SelectQuery", "ConstructQuery", "DescribeQuery", "Query")

Words = tuple[str, ...]


class Node(NamedTuple):
    """A part of a rule: its kind (word, rule, row, either, any, some, maybe), its text, and its parts."""

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


class Around(NamedTuple):
    """What stands before and behind a place in a sentence."""

    before: Words = ()
    behind: Words = ()

    def with_(self, other: Around) -> Around:
        return Around(self.before + other.before, other.behind + self.behind)

    def __len__(self) -> int:
        return len(self.before) + len(self.behind)


def _parsed(line: str) -> tuple[str, Node]:
    name, _, body = line.partition(" ::= ")
    words = _WORD.findall(body)[::-1]

    def either() -> Node:
        options = [row()]
        while words and words[-1] == "|":
            words.pop()
            options.append(row())
        return options[0] if len(options) == 1 else Node("either", parts=tuple(options))

    def row() -> Node:
        found: list[Node] = []
        while words and words[-1] not in "|)":
            word = words.pop()
            if word == "(":
                part = either()
                assert words.pop() == ")", line
            elif word[0] == "'":
                part = Node("word", word[1:-1])
            else:
                part = Node("word", _TERMINALS[word]) if word in _TERMINALS else Node("rule", word)
            while words and words[-1] in _TIMES:
                part = Node(_TIMES[words.pop()], parts=(part,))
            found.append(part)
        return found[0] if len(found) == 1 else Node("row", parts=tuple(found))

    parsed = either()
    assert not words, line
    return name, parsed


RULES = dict(_parsed(line) for line in (Path(__file__).parent / "sparql11.ebnf").read_text().splitlines() if line)


@cache
def _shortest() -> dict[str, Words]:
    known: dict[str, Words] = {}
    before = -1
    while before != sum(map(len, known.values())) or len(known) < len(RULES):
        before = sum(map(len, known.values()))
        for name, rule in RULES.items():
            found = _short(rule, known)
            if found is not None and (name not in known or len(found) < len(known[name])):
                known[name] = found
    return known


def _short(node: Node, known: dict[str, Words]) -> Words | None:
    match node.kind:
        case "word":
            return (node.text,)
        case "rule":
            return known.get(node.text)
        case "row":
            found = [_short(part, known) for part in node.parts]
            return None if None in found else tuple(itertools.chain(*(words for words in found if words is not None)))
        case "either":
            return min((f for part in node.parts if (f := _short(part, known)) is not None), key=len, default=None)
        case "some":
            return _short(node.parts[0], known)
    return ()


def shortest(node: Node) -> Words:
    """Return the shortest sentence of a part."""
    found = _short(node, _shortest())
    assert found is not None
    return found


_NOWHERE = Around()


def _places(node: Node, around: Around = _NOWHERE) -> Iterator[tuple[Around, Node]]:
    """Yield every part of a part, with what stands around it where all else is as short as can be."""
    yield around, node
    for number, part in enumerate(node.parts):
        if node.kind == "row":
            beside = [shortest(other) for other in node.parts]
            own = Around(tuple(itertools.chain(*beside[:number])), tuple(itertools.chain(*beside[number + 1 :])))
            yield from _places(part, around.with_(own))
        else:
            yield from _places(part, around)


@cache
def _ways(name: str) -> dict[str, Around]:
    """Return the shortest way from a rule to each rule inside it: what then stands around that."""
    found: dict[str, Around] = {}
    ahead = [(0, 0, name, Around())]
    order = itertools.count(1)
    while ahead:
        _, _, here, around = heapq.heappop(ahead)
        for own, part in _places(RULES[here]):
            if part.kind == "rule" and part.text not in found:
                whole = around.with_(own)
                heapq.heappush(ahead, (len(whole), next(order), part.text, whole))
        if here != name or around:
            found.setdefault(here, around)
        ahead = [each for each in ahead if each[2] not in found]
        heapq.heapify(ahead)
    return found


def _from_the_top(name: str) -> Around:
    ways = ({form: Around(), **_ways(form)} for form in _FORMS)
    return next(found[name] for found in ways if name in found)


@dataclass(frozen=True)
class Long:
    """What can be made long: a sentence for any number of times."""

    name: str
    nests: bool
    #: A sentence in which it stands so many times.
    sentence: Callable[[int], str]


def _written(words: Words, numbers: Iterator[int]) -> str:
    return " ".join(word.replace("#", str(next(numbers))) if "#" in word else word for word in words)


def _long(name: str, around: Around, each: Around, inside: Words, nests: bool) -> Long:
    def sentence(times: int) -> str:
        numbers = itertools.count()
        said = [around.before, *[each.before] * times, inside, *[each.behind] * times, around.behind]
        return " ".join(text for words in said if (text := _written(words, numbers)))

    return Long(name, nests, sentence)


def repeated() -> Iterator[Long]:
    """Yield all that the grammar repeats, each of its alternatives by itself."""
    seen = set()
    for name in RULES:
        for own, part in _places(RULES[name]):
            if part.kind not in {"any", "some"}:
                continue
            around = _from_the_top(name).with_(own)
            for words in alternatives(part.parts[0]):
                if words and (key := (around, words)) not in seen:
                    seen.add(key)
                    yield _long(f"{name}: {' '.join(words)}", around, Around(words), (), nests=False)


def alternatives(node: Node) -> Iterator[Words]:
    """Yield the shortest sentences of a part, one for each choice in it and in the rules that it is made of."""
    yield shortest(node)
    for own, part in _places(node):
        if part.kind == "either":
            yield from (own.before + shortest(each) + own.behind for each in part.parts)
        elif part.kind == "maybe":
            yield own.before + shortest(part.parts[0]) + own.behind
        elif part.kind == "rule" and RULES[part.text].kind == "either":
            yield from (own.before + shortest(each) + own.behind for each in RULES[part.text].parts)


def nested() -> Iterator[Long]:
    """Yield all that the grammar nests: every way from a rule back to itself."""
    seen = set()
    for name in RULES:
        for own, part in _places(RULES[name]):
            if part.kind != "rule":
                continue
            back = Around() if part.text == name else _ways(part.text).get(name)
            each = own.with_(back) if back is not None else Around()
            key = (_from_the_top(name) if name != "Query" else Around(), each)
            if each and key not in seen:
                seen.add(key)
                label = f"{name} in {part.text}: {' '.join(each.before)} … {' '.join(each.behind)}"
                yield _long(label, key[0], each, _shortest()[name], nests=True)
