"""Write the generated pages of `docs/` (run by `make docs`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from treatygraph.law.rule import Rule
from treatygraph.law.rules import MODULES, RULES
from treatygraph.proofs import languages, words_of

if TYPE_CHECKING:
    from treatygraph.questions.question import Column, Parameter

DOCS = Path(__file__).parent


_HEAD = """# The law, rule by rule

Made by `make docs` from the rules in `src/treatygraph/law/` and from `tests/cases/`; a test keeps it in step.
Rules about a given treaty are data (`data/instruments/clauses.csv`): where the basis says *the treaty's clause*,
a proof names the article of the treaty at hand. Where the law is disputed, the sentence names both readings.
The Vienna Convention on the Law of Treaties (VCLT) is cited as treaty law between its parties and otherwise as the
custom it reflects; for organizations, the Convention of 1986 says the same. What a reservation does is crossed whole
in `tests/cases/reservations-crossed.csv`: each row has its articles and the answer written by hand.

| rule | legal basis | module | cases |
|---|---|---|---|
"""


def law_page(cases: Iterable[Mapping[str, object]]) -> str:
    """Return `the-law.md`: rule, article, module, case.

    Args:
        cases: The cases, each with `name`, `rules` and `file`.
    """
    told: dict[str, list[str]] = {}
    for case in cases:
        rules = case["rules"]
        assert isinstance(rules, list)
        for rule in rules:
            told.setdefault(rule, []).append(f"{case['name']} ({case['file']})")
    lines = []
    for rule in RULES.values():
        found = "<br>".join(told.get(rule.id, ()))
        name = MODULES[rule.id]
        module = f"[`law/{name}`](../src/treatygraph/law/{name}.py)"
        lines.append(f"| **{rule.title}** (`{rule.id}`) | {rule.basis} | {module} | {found} |\n")
    sentences = ["\n## What a proof says\n\n"]
    for rule in RULES.values():
        told = words_of("zh").rule(rule)
        sentences.append(f"- `{rule.id}`: {rule.sentence}<br>{told.sentence}\n")
    apart = (DOCS / "not-modelled.md").read_text(encoding="utf-8")
    return f"{_HEAD}{''.join(lines)}\n#{apart}{''.join(sentences)}"


def cases() -> list[dict[str, object]]:
    """Return the cases with the file each stands in."""
    found = []
    for path in sorted((DOCS.parent / "tests" / "cases").glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            found.append({**case, "file": path.name})
    return found


def questions_page() -> str:
    """Return `questions.md`: the library of questions with their parameters, columns and queries."""
    from treatygraph.questions.catalogue import library

    lines = [
        "# The questions\n\n",
        "Made by `make docs` from `queries/` and `src/treatygraph/questions/`; a test keeps it in step. Each query "
        "runs as it\nstands in any SPARQL 1.1 engine; `treatygraph ask ID --set name=value` sets its parameters. "
        "A column is called the same\nin CSV, JSON, frames and SPARQL, and a name means the same in every answer. "
        "A code comes with a name where there is one.\n",
    ]
    theme = ""
    for question in library().values():
        if question.id.partition("/")[0] != theme:
            theme = question.id.partition("/")[0]
            lines.append(f"\n## {theme.capitalize()}\n")
        lines.append(f"\n### {question.sentence()}\n\n`{question.id}`. {question.description}\n")
        if question.parameters:
            lines.append("\n| parameter | kind | example | |\n|---|---|---|---|\n")
            lines += [
                f"| `{p.name}` | {kind_of(p)} | `{p.example}` | {p.description}"
                f"{' Without it: the latest as-of day of the data.' if p.as_of else ''} |\n"
                for p in question.parameters
            ]
        lines.append("\n| column | kind | heading | in Chinese |\n|---|---|---|---|\n")
        lines += [f"| `{c.name}` | {kind_of(c)} | {c.label()} | {c.label('zh')} |\n" for c in question.columns]
        if question.sparql is not None:
            body = question.sparql[question.sparql.index("\nSELECT") :].strip()
            lines.append(f"\n```sparql\n{body}\n```\n")
        else:
            lines.append("\nAnswered by the rules of law over the facts, not by SPARQL.\n")
    return "".join(lines)


def kind_of(told: Column | Parameter) -> str:
    """Return what a column holds or a parameter names, in words."""
    return f"code of `{told.scheme}`" if told.scheme else told.kind.value


def ontology_page() -> str:
    """Return `ontology.md`: the terms of `ontology/treatygraph.ttl` with label, definition, basis and example."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace

    tg = Namespace("https://w3id.org/treatygraph/ns#")
    graph = Graph().parse(DOCS.parent / "ontology" / "treatygraph.ttl")
    lines = [
        "# The words of the graph\n\nMade by `make docs` from `ontology/treatygraph.ttl`; a test keeps it in step.\n"
    ]
    for title, kinds in (
        ("Classes", (OWL.Class,)),
        ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)),
    ):
        lines.append(f"\n## {title}\n\n| term | label | definition | legal basis | example |\n|---|---|---|---|---|\n")
        terms = sorted({s for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(str(tg))})
        for found in terms:
            labels = {v.language: str(v) for v in graph.objects(found, RDFS.label)}
            cells = [
                f"`tg:{str(found)[len(str(tg)) :]}`",
                f"{labels['en']}<br>{labels['zh']}",
                *(
                    str(graph.value(found, p)).replace("|", "\\|")
                    for p in (SKOS.definition, tg.legalBasis, SKOS.example)
                ),
            ]
            lines.append("| " + " | ".join(cells) + " |\n")
    return "".join(lines)


def python_page() -> str:
    """Return `python.md`: what `import treatygraph` gives, from its docstrings."""
    import inspect

    import treatygraph as tg

    def told(name: str, thing: object) -> str:
        """Return signature, text, arguments, errors and example of a function as Markdown."""
        assert callable(thing)
        signature = inspect.signature(thing)
        shown = [p.replace(annotation=p.empty) for p in signature.parameters.values() if p.name != "self"]
        call = str(signature.replace(parameters=shown, return_annotation=signature.empty))
        parts = re.split(r"^(Args|Raises|Example):$", inspect.getdoc(thing) or "", flags=re.MULTILINE)
        lines = [f"\n### `{name}{call}`\n\n{parts[0].strip()}\n"]
        for title, body in zip(parts[1::2], parts[2::2], strict=True):
            text = inspect.cleandoc(body)
            if title == "Example":
                lines.append(f"\n```pycon\n{text}\n```\n")
            else:
                found = re.sub(r"\n\s+", " ", text).splitlines()
                lines.append(f"\n{title}:\n\n" + "".join(f"- `{line}\n".replace(": ", "`: ", 1) for line in found))
        return "".join(lines)

    lines = [
        "# The Python interface\n\nMade by `make docs` from `src/treatygraph/faces/notebook`; a test keeps it in step, "
        "and runs the examples.\nThe notebooks in [notebooks/](../notebooks/) show it at work.\n",
        "\n## Opening a graph\n",
        told("tg.open", tg.open),
    ]
    for title, start, owner in (
        ("A graph", "g", tg.Graph),
        ("An answer", "answer", tg.Answer),
        ("A proof", "why", tg.Why),
    ):
        lines.append(f"\n## {title}\n\n{inspect.getdoc(owner)}\n")
        for name, thing in inspect.getmembers(owner):
            if not name.startswith("_") and inspect.isfunction(thing):
                lines.append(told(f"{start}.{name}", thing))
        values = {
            n: inspect.getdoc(v)
            for n, v in inspect.getmembers(owner)
            if not n.startswith("_") and isinstance(v, property)
        }
        lines += ["\n"] + [f"- `{start}.{name}`: {text}\n" for name, text in values.items()] if values else []
    lines.append(f"\n## Charts\n\n{inspect.getdoc(tg.charts)}\n")
    lines += [told(f"charts.{name}", getattr(tg.charts, name)) for name in tg.charts.__all__]
    lines.append("\n## Jupyter\n\n`%load_ext treatygraph` adds two magics; ids and prefixes are completed.\n\n")
    lines.append("- `%%sparql [--out FRAME] [--graph VARIABLE] [--limit N] [--set name=value ...]`\n")
    lines.append("- `%ask QUESTION [name=value ...] [--out FRAME] [--graph VARIABLE]`\n")
    return "".join(lines)


def rules_turtle() -> str:
    """Return `ontology/rules.ttl`: every legal rule with its identifier, label, legal basis and module."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def labels(rule: Rule) -> str:
        return ", ".join(f"{quoted(words_of(code).rule(rule).title)}@{code}" for code in languages())

    head = (
        "# The rules the engine applies: identifier, label, legal basis, module.\n"
        "# Made by `make docs` from the rules in src/treatygraph/law/; a test keeps it in step.\n\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
    )
    rules = [
        f"\n<https://w3id.org/treatygraph/id/rule/{rule.id}> a tg:Rule ;\n"
        f"    dcterms:identifier {quoted(rule.id)} ;\n    rdfs:label {labels(rule)} ;\n"
        f"    tg:legalBasis {quoted(rule.basis)} ;\n    tg:module {quoted(f'law/{MODULES[rule.id]}')} .\n"
        for rule in RULES.values()
    ]
    return head + "".join(rules)


_CODING = """# How the treaties are coded

Made by `make docs` from `data/instruments/coding.csv`; a test keeps it in step, and `treatygraph check` goes over
every obligation (`facts/check/coding.py`): its phrases give its wording, grade, polarity and triggers, and nothing
else may.

- **An obligation** is what one bearer shall do, shall not do, may do or is advised to do. Duties are the grades
  mandatory, qualified, best efforts and consideration; a power or advice is kept since it shows the limits of a
  duty, and binds nobody.
- **Strength and trigger are two axes.** A limit says how far a duty goes; a trigger says when, or from whom, it is
  due. A duty on request is as mandatory as any other once it is asked for.
- **A condition in another paragraph** is attached by its provision (`conditions`), and a proof shows it: the
  paragraphs of UNTOC art. 18 that serve only where no other treaty binds the two name art. 18(7).
- **Not every sentence with "shall" is a duty.** Saving clauses, effects and conditions make no row; the provision
  says why (`no_duty`), and each provision must have an obligation in or around it, or such a reason.
- **One duty is one row.** Alternatives are options of one duty; an illustrative list is told where it is
  introduced.
- **Formalities of joining** are borne by one that is not a party, and bind no party.
- **Carry-over.** A provision of the Convention carries over to a Protocol unless it says why not (`not_carried`).
- Where a passive text names no bearer, the row says so in its qualifier.

"""
_ROLES = {
    "operative": ("Phrases that make an obligation", "phrase | in the texts | wording | grade | polarity | coding"),
    "limit": ("Phrases that soften it: mandatory becomes qualified", "phrase | in the texts | coding"),
    "aside": ("Phrases that change neither grade nor trigger", "phrase | in the texts | coding"),
    "trigger": ("Phrases that say when it is due", "phrase | in the texts | trigger | coding"),
    "no_row": ("Phrases that make no obligation", "phrase | in the texts | coding"),
}


def coding_page() -> str:
    """Return `coding.md`: the phrase in a treaty and the coding it gets."""
    from treatygraph.facts.read import read_facts
    from treatygraph.law.obligations import DUTIES

    facts = read_facts(DOCS.parent / "data").facts
    lines = [_CODING]
    for role, (title, head) in _ROLES.items():
        lines.append(f"## {title}\n\n| {head} |\n|{'---|' * (head.count('|') + 1)}\n")
        for phrase in (p for p in facts.coding if p.role == role):
            given = {
                "operative": [phrase.modality, phrase.strength, ", ".join(phrase.polarities)],
                "trigger": [phrase.trigger],
            }.get(role, [])
            cells = [f"`{phrase.id}`", phrase.words, *map(str, given), phrase.coding]
            lines.append("| " + " | ".join(cells) + " |\n")
        lines.append("\n")
    treaty = {p.id: p.instrument for p in facts.provisions}
    grades = sorted({o.strength for o in facts.obligations}, key=lambda g: (g not in DUTIES, g))
    lines.append("## How many\n\n| treaty | " + " | ".join(grades) + " | all |\n|" + "---|" * (len(grades) + 2) + "\n")
    for instrument in sorted(set(treaty.values()) & {treaty[o.provision] for o in facts.obligations}):
        own = [o.strength for o in facts.obligations if treaty[o.provision] == instrument]
        lines.append(f"| {instrument} | " + " | ".join(str(own.count(g)) for g in grades) + f" | {len(own)} |\n")
    return "".join(lines)


def force_page() -> str:
    """Return `entry-into-force.md`: each entry into force that was recomputed, and why where it differs."""
    import csv

    with (DOCS.parent / "tests" / "known" / "entry_into_force_depositary.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    equal = [row for row in rows if not row["reason"]]
    lines = [
        "# Entry into force, recomputed\n\nMade by `make docs` from `tests/known/entry_into_force_depositary.csv`; "
        "tests keep both in step with the law.\n\n",
        "The clause of a treaty and the acts on record give a day; the depositary publishes one. The published day "
        "stands\nwhere the two differ, marked as published and not computed, and both are kept.\n\n",
        f"{len(rows)} treaties have a number in their clause and a published day: {len(equal)} come out exactly, "
        f"{len(rows) - len(equal)} differ.\n\n## Those that differ\n\n",
        "| number | published | the acts on record give | reason |\n|---|---|---|---|\n",
    ]
    lines += [
        f"| {row['number']} | {row['published']} | {row['computed']} | {row['reason']} |\n"
        for row in rows
        if row["reason"]
    ]
    lines.append("\n## Those that come out exactly\n\n| number | day |\n|---|---|\n")
    lines += [f"| {row['number']} | {row['published']} |\n" for row in equal]
    with (DOCS.parent / "tests" / "known" / "days_of_effect.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    differing = [row for row in published if row["reason"]]
    lines += [
        "\n## Days of effect for one participant\n\nFrom `tests/known/days_of_effect.csv`: "
        f"{len(published)} days on which a treaty began or ceased to bind one participant, as others print them;\n"
        f"{len(published) - len(differing)} come out exactly, {len(differing)} differ.\n\n"
        "| number | participant | act | published | source | reason |\n|---|---|---|---|---|---|\n",
    ]
    lines += [
        f"| {row['number']} | {row['participant']} | {row['act']} | {row['published']} | {row['source']} "
        f"| {row['reason']} |\n"
        for row in differing
    ]
    return "".join(lines)


def dictionary_page() -> str:
    """Return `data-dictionary.md`: every table of the facts with its columns, from `data/metadata.json`."""
    import json

    told = json.loads((DOCS.parent / "data" / "metadata.json").read_text(encoding="utf-8"))
    lines = [
        "# Data dictionary\n\nMade by `make docs` from `data/metadata.json` (CSV on the Web); a test keeps it in step. "
        "The same metadata\ndrive reading and checking, and a site gives them at `/download/metadata.json`.\n\n"
        f"{told['dc:description']}\n"
    ]
    for table in told["tables"]:
        schema = table["tableSchema"]
        lines.append(f"\n## `{table['url']}`\n\n{table['dc:description']}\n\n| column | type | |\n|---|---|---|\n")
        led = {
            key["columnReference"]: key["reference"]["resource"]
            for key in schema.get("foreignKeys", ())
            if isinstance(key["columnReference"], str)
        }
        lines += [
            f"| `{c['name']}`{' *' if c.get('required') else ''} | {_type(c, led.get(c['name']))} | "
            f"{c.get('dc:description', '')} |\n"
            for c in schema["columns"]
            if not c.get("virtual")
        ]
    lines.append("\nA column with * is never empty.\n")
    return "".join(lines)


def _type(column: Mapping[str, Any], led_to: str | None) -> str:
    """Return what the cells of a column are, in a few words."""
    given = column.get("datatype", "string")
    base = given if isinstance(given, str) else given.get("base", "string")
    form = "" if isinstance(given, str) else given.get("format", "")
    shown = f"`{form}`".replace("|", "\\|") if form and len(form) < 60 else str(base)
    many = f", several with `{column['separator']}` between" if column.get("separator") else ""
    return f"{shown}{f' of `{led_to}`' if led_to else ''}{many}"


PAGES = {"questions.md": questions_page, "ontology.md": ontology_page, "the-law.md": lambda: law_page(cases())}
PAGES["coding.md"] = coding_page
PAGES["data-dictionary.md"] = dictionary_page
PAGES["python.md"] = python_page
PAGES["entry-into-force.md"] = force_page
PAGES["../ontology/rules.ttl"] = rules_turtle

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
