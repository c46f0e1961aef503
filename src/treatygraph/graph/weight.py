"""How much a query makes its engine hang one thing below another: its words and signs, but for those of flat lists.

Parsers, optimisers and evaluators walk down what a query says by calling themselves, and almost everything that a
grammar repeats hangs so: statements and their objects, conditions, operators, names given by AS, groups, the members
of an RDF list. What is a list for an engine too may be of any length: the data of VALUES, and in brackets plain terms
with commas between them, as those of IN and of a function are.
"""

from __future__ import annotations

import re

from treatygraph.graph.lexer import IRI, LANGUAGE, NAME, TEXT

#: Letters of the longest word of the language. Engines take apart what stands together: `true.1true.1` is four words.
_LONGEST, _SHORTEST = 16, 2
_SPACE = r"(?:[ \t\n\r]|#[^\n\r]*+(?:[\n\r]|$))"
_NUMBER = r"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+"
_TERM = (
    rf"(?:(?:{TEXT})(?:{LANGUAGE}|{_SPACE}*+\^\^{_SPACE}*+(?:{IRI}|{NAME}))?+|{IRI}|[?$]\w++|{NAME}|{_NUMBER}"
    rf"|[A-Za-z]{{1,{_LONGEST}}}+(?![\w.-]))"
)
_PART = re.compile(
    rf"(?P<space>{_SPACE}++)|(?P<escape>\\.)|(?P<members>,{_SPACE}*+{_TERM}(?:{_SPACE}*+,{_SPACE}*+{_TERM})*+)"
    rf"|(?P<opens>[{{(\[])|(?P<closes>[}})\]])|(?P<values>VALUES(?![\w:.-]))|(?P<term>{_TERM})"
    rf"|(?P<words>[^\W\d_][\w.-]*+|\w++)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
#: What is named after VALUES, and its data; nothing of it nests.
_DATA = re.compile(
    rf"(?P<named>{_SPACE}*+(?:[?$]\w++|\((?:{_SPACE}|[?$]\w++)*+\))){_SPACE}*+\{{(?:{_SPACE}|[()]|{_TERM})*+\}}",
    re.DOTALL,
)


def weight(query: str, most: int) -> int:
    """Return how many words and signs of a query an engine hangs one below another; it is counted up to `most`.

    Looked at in one pass, whatever the text: no character is looked at more than a few times.
    """
    weighs = at = 0
    #: The brackets that are open; and whether what comes next is the first member of a list in round ones.
    opened: list[str] = []
    first = False
    while weighs <= most and (found := _PART.match(query, at)) is not None:
        at = found.end()
        match found.lastgroup:
            case "space":
                continue
            case "members" if opened and opened[-1] == "(":
                pass
            case "members":
                weighs += 2 * found[0].count(",")
            case "opens":
                opened.append(found[0])
                weighs += 1
                first = found[0] == "("
                continue
            case "closes":
                if opened:
                    opened.pop()
                weighs += 1
            case "values" if (data := _DATA.match(query, at)) is not None:
                at = data.end()
                weighs += 1 + len(data["named"].split())
            case "term" if first:
                pass
            case "words":
                weighs += len(found[0]) // _SHORTEST if len(found[0]) > _LONGEST else 1
            case _:
                weighs += 1
        first = False
    return weighs
