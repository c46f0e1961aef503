"""What changed between versions: a page, a feed, RDF with shapes; and versions that are cited."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pyoxigraph as ox
import pytest

from tests.conftest import ROOT, WORLD
from tests.server.conftest import Running, serving
from treatygraph import pipeline
from treatygraph.graph.validate import violations

TG = "https://w3id.org/treatygraph/"
FEN = "river-FEN-signature-1,"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = next(folder.rglob(name))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """Three versions of the invented world: as it is, with one party more, and with its day mended."""
    top = tmp_path_factory.mktemp("changes")
    folder, out = Path(shutil.copytree(WORLD, top / "world")), top / "out"
    found = [pipeline.build(folder, out, lambda _: None).version]
    row = f"river-FEN-ratification-1,river,FEN,ratification,2010-03-05,,gazette,official,\n{FEN}"
    edit(folder, "actions.csv", FEN, row)
    edit(folder, "ledger.csv", FEN, f"river-FEN-ratification-1,actions,no\n{FEN}")
    edit(folder, "sources.csv", "2010-12-31,31,", "2010-12-31,32,")
    found.append(pipeline.build(folder, out, lambda _: None).version)
    edit(folder, "actions.csv", "ratification,2010-03-05", "ratification,2010-03-06")
    found.append(pipeline.build(folder, out, lambda _: None).version)
    return out, tuple(found)


@pytest.fixture(scope="module")
def running(made: tuple[Path, tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(made[0], tmp_path_factory.mktemp("log"), "--data", str(made[0].parent / "world")) as found:
        yield found


@pytest.fixture
def site(running: Running) -> Iterator[httpx.Client]:
    with running.client() as found:
        yield found


def test_the_page_tells_each_version_with_its_changes(site: httpx.Client, made: tuple[Path, tuple[str, ...]]) -> None:
    first, second, third = made[1]
    found = site.get("/en/changes")
    assert found.status_code == 200
    assert found.text.index(f"Version {third}") < found.text.index(f"Version {second}")
    assert "record mended, the day of the act: 6 March 2010 in place of 5 March 2010" in found.text
    assert "in force between Fenmoor and" in found.text
    assert f"Version {first}," not in found.text
    chinese = site.get("/zh/changes").text
    assert "变动" in chinese
    assert "记录已更正，行为日期：由2010年3月5日改为2010年3月6日" in chinese
    assert ' lang="en"' not in chinese[chinese.index("<h1") : chinese.index("<footer")]
    narrowed = site.get("/en/changes", params={"participant": "FEN", "since": second}).text
    assert "6 March 2010" in narrowed
    assert "ratification by Fenmoor, 5 March 2010" not in narrowed
    assert "Nothing changed" in site.get("/en/changes", params={"treaty": "fish"}).text
    assert site.get("/en/changes", params={"treaty": "nothing"}).status_code == 400
    gone = site.get("/en/changes", params={"since": "abcdef1234"})
    assert (gone.status_code, "no longer held" in gone.text) == (410, True)
    assert site.get("/changes?treaty=river").headers["location"] == "/en/changes?treaty=river"


def test_the_feed_is_read_by_a_reader_of_feeds(site: httpx.Client, running: Running) -> None:
    answer = site.get("/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "treatygraph: what changed"
    assert feed.feed.updated_parsed is not None
    assert {link["rel"] for link in feed.feed.links} == {"self", "alternate"}
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) > 4
    assert all(entry.updated_parsed and entry.title and entry.tags[0].term for entry in feed.entries)
    # Told again, it is the same; and a reader that has it is not sent it again.
    assert site.get("/changes.atom").content == answer.content
    assert site.get("/changes.atom", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    river = feedparser.parse(site.get("/changes.atom?treaty=river&participant=AVA").content)
    assert river.feed.title == "treatygraph: what changed for River Convention, Avalond"
    assert 0 < len(river.entries) < len(feed.entries)
    assert river.feed.id != feed.feed.id
    chinese = feedparser.parse(site.get("/changes.atom?language=zh").content)
    assert (chinese.feed.title, chinese.feed.language) == ("treatygraph：变动", "zh")
    assert [e.id for e in chinese.entries] == ids
    assert site.get("/changes.atom?language=tlh").status_code == 400
    for link in (link for link in river.feed.links if link["rel"] == "alternate"):
        assert site.get(link["href"]).status_code == 200


def test_each_change_has_an_iri_that_answers(site: httpx.Client) -> None:
    raw = site.get("/changes.nt").content
    triples = list(ox.parse(raw, format=ox.RdfFormat.N_TRIPLES))
    changes = {
        q.subject.value
        for q in triples
        if isinstance(q.object, ox.NamedNode)
        and q.object.value == f"{TG}ns#Change"
        and isinstance(q.subject, ox.NamedNode)
    }
    assert len(changes) > 4
    entries = {entry.id for entry in feedparser.parse(site.get("/changes.atom").content).entries}
    assert changes == entries
    path = "/" + sorted(changes)[0].removeprefix(TG)
    told = site.get(f"{path}.ttl")
    assert (told.status_code, "changedIn" in told.text) == (200, True)
    assert site.get(path, headers={"Accept": "text/turtle"}).headers["location"] == f"{path}.ttl"
    assert re.match(r"/en/changes#change/", site.get(path, headers={"Accept": "text/html"}).headers["location"])
    snapshot = re.search(r"id/snapshot/[0-9a-f]{16}", raw.decode())
    assert snapshot is not None
    assert "issued" in site.get(f"/{snapshot[0]}.jsonld").text
    assert site.get("/id/change/nothing.ttl").status_code == 404
    assert site.get("/changes.exe").status_code == 404


def test_the_changes_keep_to_the_shapes(site: httpx.Client) -> None:
    graph = ox.NamedNode("urn:changes")
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(site.get("/changes.nt").content, format=ox.RdfFormat.N_TRIPLES)
    ]
    ours = [v for v in violations(quads, ROOT / "ontology") if "/change/" in v.focus or "/snapshot/" in v.focus]
    assert ours == []
    bare = [q for q in quads if not q.predicate.value.endswith(("changedIn", "issued"))]
    told = {v.message for v in violations(bare, ROOT / "ontology")}
    assert {m.partition(".")[0] for m in told} >= {
        "A change needs the state of the record it led to",
        "A snapshot needs the moment it became current",
    }


def test_a_version_that_is_cited_is_answered_or_said_to_be_gone(
    site: httpx.Client, made: tuple[Path, tuple[str, ...]]
) -> None:
    first, _, third = made[1]
    cited = site.get("/citation.txt")
    assert (third in cited.text, "as of 2010-12-31" in cited.text) == (True, True)
    plain, pinned = site.get("/en/treaty/river"), site.get(f"/en/treaty/river?version={third}")
    assert (pinned.status_code, pinned.content) == (200, plain.content)
    for cite in (third, third[:8], f"v-{third}"):
        answered = site.get("/en/treaty/river", params={"version": cite})
        assert (answered.status_code, answered.headers["treatygraph-version"]) == (200, third)
    assert f"Edition {third}" in plain.text
    for q in ("%E4%B8%AD", "%C3%A9", "a+%2B"):
        asked = site.get(f"/en/find?version={third}&q={q}")
        assert (asked.status_code, asked.content) == (200, site.get(f"/en/find?q={q}").content)
    assert site.get("/en/", params={"version": third[:3]}).status_code == 410
    assert site.get("/en/", params={"version": ""}).status_code == 410
    for path in ("/en/treaty/river", "/api/questions", "/sparql"):
        gone = site.get(path, params={"version": first})
        assert gone.status_code == 410
        assert f"Answers are given for {third}".lower() in gone.text.lower()
        assert f"/changes?since={first}" in gone.text
    never = site.get("/en/", params={"version": "0" * 16})
    assert (never.status_code, "no longer held here, or never was" in never.text) == (410, True)
