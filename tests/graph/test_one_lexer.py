"""What screens reads a query as the engine does: whatever is put around a word, both see it or neither."""

from __future__ import annotations

import random
import re
import sys
import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.faces.web.engine.model import Limits, RefusedQueryError
from treatygraph.faces.web.engine.screen import names_dataset, screen
from treatygraph.graph.lexer import _TOKEN, bare, resolved
from treatygraph.graph.store import QueryError

#: Every space of Unicode, the marks of byte order and direction, and what ends a line elsewhere.
SPACES = [
    c for c in map(chr, range(sys.maxunicode + 1)) if c.isspace() and unicodedata.category(c) in {"Zs", "Zl", "Zp"}
]
MARKS = ["\ufeff", "\u200b", "\u200e", "\u202e", "\u2066", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\x00"]
PIECES = (
    *SPACES,
    *MARKS,
    *("#", "# a ' remark\n", "#\r", "#x\r\n", "#\\u000a", "'", '"', "'''", '"""', "''", '""""""'),
    *("'a'", '"a"', "'''a'b'''", '"""a"b"""', "'a\\'", '"\\"', '"\\u0022"', "\\u0027", "\\u0022", "\\u0023", "\\"),
    *("<", ">", "<x:y>", "<x:#y>", "<x:'y>", "<x:\\u0022>", "1<2", "?a", "$SERVICE", "?SERVICE"),
    *("tg:it\\'s ?p ?o .", "tg:a\\#b ?p ?o .", "tg:SERVICE ?p ?o .", "_:SERVICE ?p ?o .", "BIND('a'@en-SERVICE AS ?z)"),
    *("?s ?p ?o .", "BIND(1 AS ?x)", 'BIND("""a"b" """ AS ?y)', "FILTER(1<2)", "FILTER(3>2)", "{ }", ".", ";", "\n"),
)
WORD = "SERVICE <http://127.0.0.1:9/> { ?u ?v ?w }"
LOCKED = Limits()
OPEN = Limits(services=("http://a.example/sparql",))


def texts(seed: int, number: int, form: str) -> list[str]:
    """Return queries in which the word stands among pieces that may hide it."""
    chance = random.Random(seed)

    def some() -> str:
        return " ".join(chance.choice(PIECES) for _ in range(chance.randrange(4)))

    return [form.format(some(), some()) for _ in range(number)]


def refused(query: str, limits: Limits) -> bool:
    try:
        screen(query, limits)
    except RefusedQueryError:
        return True
    except QueryError:
        # No query at all: nothing is asked of anybody.
        return True
    return False


def test_what_the_engine_would_call_is_refused() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode("x:o")))
    called = hidden = 0
    for query in texts(
        7, 6000, "PREFIX tg: <x:> SELECT * {{ {} " + WORD.replace("{", "{{").replace("}", "}}") + " {}\n }}"
    ):
        try:
            list(store.query(query))  # type: ignore[arg-type]
        except SyntaxError:
            continue
        except (OSError, RuntimeError, ValueError):
            # It went out, and found nobody there.
            called += 1
            assert refused(query, LOCKED), query
            assert refused(query, OPEN), query
        else:
            hidden += "SERVICE" not in re.sub(r"[?$:]SERVICE", "", bare(resolved(query)))
    # Both kinds are among them: those in which it stands, and those in which it is hidden.
    assert called > 200
    assert hidden > 5


def test_a_dataset_that_the_engine_sees_is_seen() -> None:
    store = ox.Store()
    named = ox.NamedNode("x:g")
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode("x:o"), named))
    seen = 0
    for query in texts(8, 6000, "ASK {} FROM <x:g> {}\n {{ ?s ?p ?o }}"):
        try:
            found = bool(store.query(query))
        except SyntaxError:
            continue
        # The graph is asked only where the engine reads the clause.
        assert found == names_dataset(query), query
        seen += found
    assert seen > 100


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_remark_ends_where_its_line_ends(end: str) -> None:
    assert "ASK" in bare(f"# nothing{end}ASK {{}}")
    assert "ASK" not in bare("# nothing ASK {}")


@given(
    st.lists(st.sampled_from([*"\"'<>#\\?$_@:.-%{}()[] \n\r\ta1é²٣\u00a0\u0301", "'''", '"""', *PIECES]), max_size=30),
    st.sampled_from([" ", "<>", None]),
)
def test_what_is_bare_is_what_the_words_say(pieces: list[str], iri: str | None) -> None:
    query = "".join(pieces)
    # As the words are read one by one, each with what stands between it and the next.
    words = [*_TOKEN.finditer(query)]
    quiet = {"text": " ", "comment": " ", "escape": " ", "iri": iri}
    kept = [quiet.get(str(word.lastgroup), word[0]) for word in words]
    assert bare(query, iri) == "".join(
        text if text is not None else word[0] for text, word in zip(kept, words, strict=True)
    )
