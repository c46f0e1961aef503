"""Commands about the graph: the library of questions, SPARQL, and export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import told, waiting, with_data, with_format
from treatygraph.faces.render import say, show
from treatygraph.faces.web.engine.model import WIDE
from treatygraph.graph.engines import open_store
from treatygraph.graph.store import DamagedStoreError, Store, words_of
from treatygraph.law.status import conclude
from treatygraph.questions.named import is_web_address

#: A query longer than this is refused before it is parsed.
_LONGEST = 1_000_000

_engine = click.option(
    "--engine",
    default="oxigraph",
    show_default=True,
    help="oxigraph (on disk), memory (rdflib), or the address of a SPARQL 1.1 endpoint.",
)


def _store(engine: str, data: Path | None, sealed: Callable[[Path], Store] | None = None) -> Store:
    """Return the store that is asked: with `sealed`, the embedded one answers as that says."""
    if is_web_address(engine):
        return open_store(engine, Path())

    def opened(folder: Path) -> Store:
        # Opened here as well: a store that is damaged is built again.
        store = open_store(engine, folder)
        return sealed(folder) if sealed is not None and engine == "oxigraph" else store

    try:
        return pipeline.with_build(data, told, opened)
    except DamagedStoreError as error:
        say(f"{error} Building it again from the facts.", err=True)
        return opened(pipeline.build(data, None, told).folder)


@click.command()
@click.option("--tag", default=None, help="Only this theme folder, for example gaps.")
@with_format
def questions(tag: str | None, form: str) -> None:
    r"""List the library of questions with their parameters.

    \b
    treatygraph questions
    treatygraph questions --tag gaps
    """
    from treatygraph.questions.catalogue import listing

    show(listing(tag), form)


@click.command()
@click.argument("question", metavar="ID", shell_complete=completing.question)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=completing.setting,
    help="A parameter; may be repeated.",
)
@click.option("--sparql", "as_sparql", is_flag=True, help="Print the query with its parameters instead of asking it.")
@_engine
@with_format
@with_data
def ask(question: str, values: tuple[str, ...], as_sparql: bool, engine: str, form: str, data: Path | None) -> None:
    r"""Ask a question of the library.

    \b
    treatygraph ask status/parties-on-a-day --set treaty=tip --set on=2010-01-01
    treatygraph ask asked-to-join --format csv
    """
    from treatygraph.questions.ask import ask as answer
    from treatygraph.questions.ask import filled
    from treatygraph.questions.catalogue import find_question

    found = find_question(question)
    given = {}
    for pair in values:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set {pair[:60]!r} is no NAME=VALUE.")
        given[name] = value
    register = pipeline.open_facts(data)
    if as_sparql:
        say(filled(register, found, given), end=False)
        return
    with waiting("Asking"):
        table = answer(register, found, given, lambda: _store(engine, data), lambda: conclude(register))
    show(table, form)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True))
@_engine
@click.option(
    "--seconds",
    type=click.IntRange(min=1),
    default=int(WIDE.seconds),
    show_default=True,
    help="What the query may take of a core.",
)
@click.option(
    "--megabytes",
    type=click.IntRange(min=64),
    default=WIDE.megabytes,
    show_default=True,
    help="What the query may take of memory.",
)
@with_format
@with_data
def sparql(file: Path, engine: str, seconds: int, megabytes: int, form: str, data: Path | None) -> None:
    r"""Answer a SPARQL query from a file, or from standard input (-).

    The embedded engine answers in a process of its own, without network: a query that takes too much ends alone. Our
    prefixes (tg, concept, id, skos, rdfs …) need no declaration.

    \b
    echo 'SELECT (COUNT(*) AS ?n) { ?s a tg:Treaty }' | treatygraph sparql -
    """
    from treatygraph.faces.web.engine.alone import SealedStore
    from treatygraph.questions.ask import as_table

    raw = sys.stdin.buffer.read(_LONGEST + 1) if str(file) == "-" else file.read_bytes()[: _LONGEST + 1]
    if len(raw) > _LONGEST:
        raise TreatygraphError("The query is longer than 1 MB. Ask for less at once.")
    try:
        query = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TreatygraphError(f"The query is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    limits = replace(WIDE, seconds=float(seconds), megabytes=megabytes)
    store = _store(engine, data, lambda folder: SealedStore(folder / "store", limits))
    if words_of(query) & {"CONSTRUCT", "DESCRIBE"}:
        say(store.construct(query), end=False)
        return
    with waiting("Asking"):
        rows = store.select(query)
    show(as_table(rows, "Answer", (f"{len(rows.rows)} row{'s' if len(rows.rows) != 1 else ''}.",)), form)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["nq", "trig", "ttl", "nt", "rdf", "jsonld", "csv", "parquet"]),
    default="nq",
    show_default=True,
    help="RDF as one file; csv and parquet as a folder of tables.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file, or the folder for tables.")
@with_data
def export(form: str, out: Path, data: Path | None) -> None:
    r"""Export the graph as RDF, or facts and conclusions as tables.

    \b
    treatygraph export --out treatygraph.nq
    treatygraph export --format parquet --out tables
    """
    if str(out) == "-":
        raise click.UsageError("An export is too large for a terminal and goes to a file. Name it with --out.")
    with waiting("Exporting"):
        written = pipeline.with_build(data, told, lambda folder: pipeline.export(folder, form, out))
    say(f"Wrote {written}.")


@click.command()
@click.argument("kind", type=click.Choice(["citations", "together", "dependencies"]))
@click.option("--on", default=None, metavar="DAY", help="The day, for `together`.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="A .graphml or .gexf file.")
@with_format
@with_data
def network(kind: str, on: str | None, out: Path | None, form: str, data: Path | None) -> None:
    r"""Show a network with its measures, or write it as GraphML or GEXF.

    \b
    treatygraph network together --on 2020-01-01 --format csv
    treatygraph network citations --out citations.graphml
    """
    from treatygraph.questions.named import day_of
    from treatygraph.questions.networks import measures_table, write
    from treatygraph.questions.networks import network as found

    concluded = pipeline.open_conclusions(data)
    with waiting("Measuring"):
        graph = found(concluded, kind, day_of(concluded.register, on))
    if out is None:
        show(measures_table(graph), form)
        return
    write(graph, out)
    say(f"Wrote {graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges to {out}.")


@click.command()
@click.argument("url")
@click.option("--user", default="dba", show_default=True, help="Who may write.")
@click.option(
    "--password-from",
    default="TREATYGRAPH_PASSWORD",
    show_default=True,
    metavar="VARIABLE",
    help="The environment variable that holds the password; asked for when it is not set.",
)
@click.option("--query-path", default="/sparql", show_default=True, help="Path of the query endpoint.")
@click.option("--update-path", default="/sparql-auth", show_default=True, help="Path of the update endpoint.")
@click.option("--store-path", default="/sparql-graph-crud-auth", show_default=True, help="Path of the graph store.")
@with_data
def publish(
    url: str, user: str, password_from: str, query_path: str, update_path: str, store_path: str, data: Path | None
) -> None:
    r"""Publish the named graphs to a SPARQL server (Virtuoso's paths by default).

    Graphs are staged, counted, and moved over the old ones only when all are complete; a run that broke off goes on.

    \b
    TREATYGRAPH_PASSWORD=... treatygraph publish http://127.0.0.1:8890
    """
    import os

    from rich.progress import Progress

    from treatygraph.graph.packed import LINES
    from treatygraph.graph.publish import Target
    from treatygraph.graph.publish import publish as send
    from treatygraph.graph.serialise import read_quads

    if not is_web_address(url):
        raise click.UsageError(f"{url[:80]!r} is no address. Write it as http://127.0.0.1:8890.")
    password = os.environ.get(password_from)
    if not password and not sys.stdin.isatty():
        raise click.UsageError(f"There is no terminal to ask for the password. Set {password_from}.")
    password = password or click.prompt("Password", hide_input=True)
    target = Target(
        address=url.rstrip("/"),
        user=user,
        password=password,
        query=query_path,
        update=update_path,
        graph_store=store_path,
    )
    quads, version = pipeline.with_build(
        data, told, lambda folder: (read_quads(folder / LINES), pipeline.version_of(folder))
    )
    with Progress(disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Publishing", total=len(quads))
        done = send(quads, version, target, lambda sent, _: progress.update(task, completed=sent))
    say(
        f"Published {done.triples} triples in {done.graphs} graphs to {url}; the server holds as many"
        + (f" ({done.resumed} graphs were there from a run before)." if done.resumed else ".")
    )
