"""The library of questions: one documented `.rq` file each, in theme folders below `queries/`.

The header (`#+ summary`, `#+ description`, `#+ tags`, `#+ parameters`, `#+ columns`) is YAML that grlc-like tools read
too. The file runs as it stands in any SPARQL 1.1 engine: each parameter is a line `VALUES ?name { example }`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from treatygraph.errors import DataFolderError, UnknownNameError
from treatygraph.questions.columns import all_columns
from treatygraph.questions.header import FaultyQuestionError, question_of
from treatygraph.questions.question import Question
from treatygraph.settings import QUERIES

#: The folder and tag of queries that give the description of a thing, not the answer to a question.
LINKED_DATA = "linked-data"


def read_question(path: Path, root: Path) -> Question:
    """Return the question of a file.

    Raises:
        FaultyQuestionError: Its header lacks something, or does not fit its query.
        DataFolderError: It cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFolderError(f"{path} cannot be read ({error}). Install the package again.") from None
    return question_of(text, path.relative_to(root).as_posix(), all_columns())


@cache
def questions() -> dict[str, Question]:
    """Return the questions of the library by identifier, sorted."""
    return {name: _question(name) for name in _names() if not name.startswith(f"{LINKED_DATA}/")}


@cache
def descriptions() -> dict[str, Question]:
    """Return the queries that describe things for linked data: they give triples, and are no questions."""
    return {name: _question(name) for name in _names() if name.startswith(f"{LINKED_DATA}/")}


@cache
def _names() -> tuple[str, ...]:
    found = tuple(sorted(path.relative_to(QUERIES).with_suffix("").as_posix() for path in QUERIES.rglob("*.rq")))
    if not found:
        raise DataFolderError(f"There are no questions in {QUERIES}. Install the package again.")
    return found


@cache
def _question(name: str) -> Question:
    # One at a time: who asks one question waits for no other to be read.
    return read_question(QUERIES / f"{name}.rq", QUERIES)


def check_library(schemes: Iterable[str]) -> None:
    """Read every question, and hold the schemes that they name to those there are.

    Raises:
        FaultyQuestionError: A question is faulty, or names a scheme that there is not.
        DataFolderError: A column names a scheme that there is not.
    """
    known = set(schemes)
    for found in all_columns().values():
        if found.scheme is not None and found.scheme not in known:
            near = ", ".join(sorted(known))
            raise DataFolderError(f"queries/columns.csv: {found.name}: no scheme {found.scheme!r}. Use one of {near}.")
    for question in (*questions().values(), *descriptions().values()):
        for parameter in question.parameters:
            if parameter.scheme is not None and parameter.scheme not in known:
                raise FaultyQuestionError(
                    f"queries/{question.id}.rq: {parameter.name}: no scheme {parameter.scheme!r}. "
                    f"Use one of {', '.join(sorted(known))}."
                )


def find_question(text: str) -> Question:
    """Return the question with the identifier `text`, or the only one that ends in it.

    Raises:
        UnknownNameError: There is none, or more than one.
    """
    known = [name for name in _names() if not name.startswith(f"{LINKED_DATA}/")]
    if text in known:
        return _question(text)
    ending = [q for q in known if q.endswith(f"/{text}")]
    if len(ending) == 1:
        return _question(ending[0])
    import difflib

    near = tuple(ending or difflib.get_close_matches(text[:200], known, n=3, cutoff=0.5))
    raise UnknownNameError("question", text, near, "`treatygraph questions` lists them all.")
