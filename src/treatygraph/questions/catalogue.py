"""The library of questions: one documented `.rq` file each, in theme folders below `queries/`.

The header (`#+ summary`, `#+ description`, `#+ tags`, `#+ parameters`, `#+ columns`) is YAML that grlc-like tools read
too. The file runs as it stands in any SPARQL 1.1 engine: each parameter is a line `VALUES ?name { example }`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from treatygraph.errors import DataFolderError, UnknownNameError
from treatygraph.questions.columns import all_columns, columns
from treatygraph.questions.header import FaultyQuestionError, question_of
from treatygraph.questions.law import LAW
from treatygraph.questions.question import Question, Table
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
def library() -> dict[str, Question]:
    """Return every question by identifier, sorted: those in SPARQL, and those that the law answers."""
    return dict(sorted({**questions(), **LAW}.items()))


@cache
def questions() -> dict[str, Question]:
    """Return the questions in SPARQL by identifier, sorted."""
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
    for question in (*library().values(), *descriptions().values()):
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
    known = [*LAW, *(name for name in _names() if not name.startswith(f"{LINKED_DATA}/"))]
    ending = [text] if text in known else [q for q in known if q.endswith(f"/{text}")]
    if len(ending) == 1:
        return LAW[ending[0]] if ending[0] in LAW else _question(ending[0])
    import difflib

    near = tuple(ending or difflib.get_close_matches(text[:200], known, n=3, cutoff=0.5))
    raise UnknownNameError("question", text, near, "The list of questions names them all.")


def listing(tag: str | None = None) -> Table:
    """Return the questions with their parameters and an example of each, all or those of a theme.

    Raises:
        UnknownNameError: No question has the theme.
    """
    found = [q for q in library().values() if tag is None or tag in q.tags]
    if not found:
        themes = sorted({each for q in library().values() for each in q.tags})
        raise UnknownNameError("theme", str(tag), remedy=f"Use one of {', '.join(themes)}.")
    return Table.of(
        title="Questions",
        columns=columns("question", "summary", "parameters"),
        records=(
            {
                "question": q.id,
                "summary": q.sentence(),
                "parameters": ", ".join(f"{p.name}={p.example}" for p in q.parameters),
            }
            for q in found
        ),
        notes=(f"{len(found)} questions. `treatygraph ask ID --set name=value` asks one; --sparql shows its query.",),
    )
