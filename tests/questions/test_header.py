"""The header of a question fits its query, or the file and line are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from treatygraph.errors import DataFolderError
from treatygraph.questions.catalogue import check_library, descriptions, questions
from treatygraph.questions.columns import all_columns, column, read_columns
from treatygraph.questions.header import FaultyQuestionError, question_of
from treatygraph.questions.question import Column, ColumnKind, Question, Table
from treatygraph.settings import QUERIES

GOOD = """\
#+ summary: Who is party
#+ summary-zh: 谁是缔约国
#+ description: Parties.
#+ tags: [status]
#+ parameters:
#+   - name: treaty
#+     type: treaty
#+     example: "som"
#+     description: The treaty.
#+   - name: "on"
#+     type: day
#+     example: "2020-01-01"
#+     default: as-of
#+     description: The day.
#+ columns:
#+   - name: participant
#+     type: participant
#+     label: who
#+   - name: strength
#+     type: code
#+     scheme: strength
#+   - name: parties
#+     type: number

SELECT ?participant ?strength (COUNT(DISTINCT ?p) AS ?parties) WHERE {
  VALUES ?treaty { <urn:a> }
  VALUES ?on { "2020-01-01"^^xsd:date }
}
ORDER BY ?participant
"""


def read(text: str) -> Question:
    return question_of(text, "status/q.rq", all_columns())


def test_a_header_becomes_typed_parameters_and_columns() -> None:
    found = read(GOOD)
    assert (found.id, found.sentence("zh"), found.sentence("ru")) == ("status/q", "谁是缔约国", "Who is party")
    assert [(p.name, p.kind, p.example, p.as_of) for p in found.parameters] == [
        ("treaty", ColumnKind.TREATY, "som", False),
        ("on", ColumnKind.DAY, "2020-01-01", True),
    ]
    assert [(c.name, c.kind, c.scheme) for c in found.columns] == [
        ("participant", ColumnKind.PARTICIPANT, None),
        ("strength", ColumnKind.CODE, "strength"),
        ("parties", ColumnKind.NUMBER, None),
    ]
    assert (found.columns[0].label(), found.columns[0].label("zh")) == ("who", column("participant").label("zh"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#+ summary: Who is party\n", "", r"line 1: the header needs #\+ summary"),
        ("[status]", "status", r"line 4: 'status' is no list of tags\. Write it as \[gaps\]"),
        ("#+ tags", "#+ colour: red\n#+ tags", r"line 4: unknown key 'colour'"),
        ("#+ tags", "#+ tags: [x]\n#+ tags", r"line 5: 'tags' stands twice"),
        ("#+ tags", "#+tags", r"line 4: '#\+tags: \[status\]' is no line"),
        ("description: Parties.", "description: Parties: all.", r"line 3: YAML reads 'Parties: all\.' otherwise"),
        ('name: "on"', "name: no", r"line 10: YAML reads 'no' otherwise than it stands\. Put it in double quotes"),
        ("summary: Who", "summary: 'Who", r"line 1: YAML reads"),
        ("summary: Who is party", 'summary: "Who" is party', r"line 1: YAML reads"),
        ("#+ parameters:\n", "", r"line 5: 'name' stands in no list"),
        ("#+ columns:\n", "#+ columns: [a]\n", r"line 15: columns is a list"),
        ("type: treaty\n", "type: treatise\n", r"line 7: treaty: no type 'treatise'\. Use one of day, participant"),
        ('#+     example: "som"\n', "", r"line 6: treaty: a parameter needs an example"),
        ("default: as-of", "default: today", r"line 13: on: 'today' is no default\. A day may have as-of"),
        ("#+     type: treaty\n", "", r"line 6: an entry needs a name and a type"),
        ("type: number", "type: number\n#+     scheme: strength", r"a number has no scheme"),
        ("name: parties\n", "name: partys\n", r"no column 'partys' in queries/columns.csv"),
        (
            "scheme: strength",
            "scheme: theme",
            r"strength is a code of strength in queries/columns.csv, and a code of th",
        ),
        ("SELECT ?participant ?strength", "SELECT ?strength ?participant", r"the order differs"),
        (
            "SELECT ?participant ?strength",
            "SELECT ?participant",
            r"line 25: SELECT gives .* \('strength' is not in both\)",
        ),
        ("SELECT ?participant", "SELECT ?participant ?extra", r"\('extra' is not in both\)"),
        ("\nSELECT", "\nASK", r"no line begins with SELECT"),
        ("  VALUES ?treaty { <urn:a> }\n", "", r"line 6: the query has no line VALUES \?treaty"),
        ("ORDER", "VALUES ?region { <urn:b> }\nORDER", r"line 29: VALUES \?region is no parameter"),
        ("ORDER", "VALUES (?a ?b) { (1 2) }\nORDER", r"line 29: VALUES \?\(…\) is no parameter"),
        ("type: treaty\n", "type: code\n", r"line 6: treaty: a code needs a scheme"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(FaultyQuestionError, match=r"^queries/status/q\.rq, line \d+: ") as error:
        read(GOOD.replace(old, new, 1))
    assert re.search(said, str(error.value)), error.value


def test_a_column_that_is_the_parameter_is_named() -> None:
    text = GOOD.replace("name: treaty", "name: participant").replace("type: treaty", "type: participant")
    with pytest.raises(FaultyQuestionError, match="'participant' is a parameter: all rows would have it"):
        read(text.replace("VALUES ?treaty", "VALUES ?participant"))


def test_every_header_is_yaml_that_others_read_alike() -> None:
    for found in (*questions().values(), *descriptions().values()):
        text = (QUERIES / f"{found.id}.rq").read_text(encoding="utf-8")
        head = yaml.safe_load("".join(line[2:] + "\n" for line in text.splitlines() if line.startswith("#+")))
        assert head["summary"] == found.sentence()
        assert head.get("summary-zh", found.sentence()) == found.sentence("zh")
        assert (head["description"], tuple(head["tags"])) == (found.description, found.tags)
        assert [p["name"] for p in head.get("parameters", ())] == [p.name for p in found.parameters]
        assert [p["example"] for p in head.get("parameters", ())] == [p.example for p in found.parameters]
        assert [c["name"] for c in head.get("columns", ())] == [c.name for c in found.columns]


def test_every_question_is_told_in_every_language_of_the_pages() -> None:
    for found in questions().values():
        assert found.sentences.keys() == {"en", "zh"}, found.id
        for headed in found.columns:
            assert headed.labels.keys() >= {"en", "zh"}, headed.name


def test_every_scheme_that_a_question_names_has_terms(real: object) -> None:
    schemes = {t.scheme for t in real.register.facts.terms}  # type: ignore[attr-defined]
    named = {c.scheme for c in all_columns().values()}
    named |= {p.scheme for q in questions().values() for p in q.parameters}
    assert named - {None} <= schemes


def test_a_scheme_that_is_not_there_is_named() -> None:
    with pytest.raises(DataFolderError, match=r"queries/columns.csv: \w+: no scheme '\w+'\. Use one of theme"):
        check_library({"theme"})
    named = {c.scheme for c in all_columns().values() if c.scheme}
    check_library(named)


def test_a_question_has_one_answer() -> None:
    common = {"id": "x", "sentences": {"en": "x"}, "description": "", "tags": (), "parameters": (), "columns": ()}
    with pytest.raises(ValueError, match="one answer"):
        Question(**common)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one answer"):
        Question(**common, sparql="", law=lambda _, __: Table(title="", columns=(), rows=()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("columns.csv", "column,kind\na,text\n", r"columns.csv: the header is .* Write column, kind, scheme, many"),
        ("columns.csv", "column,kind,scheme,many\na,text\n", r"columns.csv, row 2: not 4 cells"),
        ("columns.csv", "column,kind,scheme,many\na,txt,,\n", r"row 2: no kind 'txt'"),
        ("columns.csv", "column,kind,scheme,many\nb,text,,\n", r"row 2: 'b' stands twice, or has no English heading"),
        ("columns.csv", "column,kind,scheme,many\na,text,theme,\n", r"row 2: 'a' names a scheme and holds no codes"),
        ("columns.csv", "column,kind,scheme,many\n", r"labels.csv: no column 'a'"),
        ("labels.csv", "column,language,label\na,en,\n", r"labels.csv, row 2: 'a' needs one heading"),
        ("labels.csv", "column,language,label\na,en,x\na,en,y\n", r"labels.csv, row 3: 'a' needs one heading"),
    ],
)
def test_a_faulty_list_of_columns_is_named(tmp_path: Path, file: str, text: str, said: str) -> None:
    (tmp_path / "columns.csv").write_text("column,kind,scheme,many\na,text,,\n", encoding="utf-8")
    (tmp_path / "labels.csv").write_text("column,language,label\na,en,x\n", encoding="utf-8")
    assert read_columns(tmp_path) == {"a": Column(name="a", kind=ColumnKind.TEXT, labels={"en": "x"})}
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(DataFolderError, match=said):
        read_columns(tmp_path)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(DataFolderError, match=r"no column 'colour'\. Add a row"):
        column("colour")


def test_every_parameter_has_a_heading_as_columns_have() -> None:
    from treatygraph.questions.catalogue import library

    known = all_columns()
    assert {(q.id, p.name) for q in library().values() for p in q.parameters if p.name not in known} == set()
