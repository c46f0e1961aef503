"""Files are fetched politely from a real server, and every fault is said in a sentence: nothing changes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from treatygraph import pipeline
from treatygraph.faces.cli import main
from treatygraph.graph import http

Edit = Callable[[str, str, str], Path]
ROWS = (
    ("Avalond", " 1 Feb 2000", " 1 Jun 2000"),
    ("Borrin", " 2 Feb 2000", " 1 Jul 2000"),
    ("Celandine", "", " 1 Jul 2000 a"),
    ("Elmwald", " 1 Jun 1999", " 10 Mar 2001"),
    ("Fenmoor", " 1 Apr 2000", " 5 Mar 2010"),
)


def xml(rows: tuple[tuple[str, str, str], ...] = ROWS, parties: int = 5, entries: str = "") -> str:
    body = "".join(f"<Row>{''.join(f'<Entry>{cell}</Entry>' for cell in row)}</Row>" for row in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?><Root><Treaty><ExternalData><Titlesect>River</Titlesect>'
        f"<Status><Parties>{parties}</Parties></Status></ExternalData><Participants><Table><TGroup><Thead><Row>"
        "<Entry>Participant</Entry><Entry>Signature</Entry><Entry>Ratification, Accession(a)</Entry></Row></Thead>"
        f"<Tbody><Rows>{body}{entries}</Rows></Tbody></TGroup></Table></Participants></Treaty></Root>"
    )


def page(day: str = "03-02-2026", end: str = "</table></body></html>") -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return (
        f'<!DOCTYPE html><html><body><div id="x_div3">STATUS AS AT : {day} 10:16:18 EDT</div><table id="x_tblgrid">'
        f"<tr><td>Participant</td><td>Signature</td><td>Ratification, Accession(a)</td></tr>{rows}{end}"
    )


class Depositary:
    """A small server: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                served.asked.append((path, {k.lower(): v for k, v in self.headers.items()}))
                status, body, headers = served.answers.get(path, (404, b"<html>not found</html>", {}))
                if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers and status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def gives(self, text: str | bytes, status: int = 200, path: str = "file", **headers: str) -> None:
        body = text if isinstance(text, bytes) else text.encode()
        place = "/Pages/ViewDetails.aspx" if path == "page" else self.file
        self.answers[place] = (status, body, {k.replace("_", "-"): v for k, v in headers.items()})

    file = "/doc/Publication/MTDSG/Volume%20I/Chapter%20X/X-1.en.xml"


@pytest.fixture
def depositary() -> Iterator[Depositary]:
    found = Depositary()
    yield found
    found.close()


@pytest.fixture
def river(folder: Path, depositary: Depositary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented world, with the river's card leading to the server."""
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    path = next(folder.rglob("instruments.csv"))
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == "river":
            row["untc_number"], row["url"] = (
                "X-1",
                f"{depositary.address}/Pages/ViewDetails.aspx?mtdsg_no=X-1&clang=_en",
            )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def one(folder: Path) -> pipeline.Refreshed:
    (found,) = pipeline.refresh(pipeline.open_facts(folder), ["river"], folder, lambda _: None, 0)
    return found


def mark(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def test_the_file_is_fetched_once_and_then_only_when_it_changed(river: Path, depositary: Depositary) -> None:
    depositary.gives(xml(), ETag='"one"')
    before = mark(river)
    found = one(river)
    assert found.taken is not None
    assert [a.id for a in found.taken.result.new] == ["river-FEN-ratification-1"]
    again = one(river)
    assert again.unchanged
    assert again.taken is not None
    assert [a.id for a in again.taken.result.new] == ["river-FEN-ratification-1"]
    (_, first), (_, second) = depositary.asked
    assert first["user-agent"].startswith("treatygraph/")
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"one"'
    assert mark(river) == before


def test_the_page_is_fetched_where_there_is_no_file(river: Path, depositary: Depositary) -> None:
    depositary.gives(page(), path="page")
    found = one(river)
    assert found.taken is not None
    assert found.taken.published.as_of == date(2026, 2, 3)
    assert [path for path, _ in depositary.asked] == [depositary.file, "/Pages/ViewDetails.aspx"]


def test_a_source_card_that_names_the_file_is_asked_first(river: Path, depositary: Depositary, edit: Edit) -> None:
    named = f"{depositary.address}/kept/x-1.en.xml"
    edit("sources.csv", "https://example.org/almanac", named)
    depositary.answers["/kept/x-1.en.xml"] = (200, xml().encode(), {})
    found = one(river)
    assert (found.address, found.said) == (named, "")
    assert [path for path, _ in depositary.asked] == ["/kept/x-1.en.xml"]


OTHER = (("Avalond", "", "5 May 1950 a"), ("Borrin", "", "6 May 1950 a"), ("Celandine", "", "7 May 1950 a"))


@pytest.mark.parametrize(
    ("text", "status", "headers", "message"),
    [
        ("no", 403, {}, "does not answer programs here .status 403.. Open the page in a browser"),
        ("<html><body>Please complete the CAPTCHA</body></html>", 200, {}, "does not answer programs here"),
        ("<html><body>Urgent maintenance</body></html>", 200, {}, "is closed for now"),
        ("down", 503, {}, "is closed for now"),
        ("", 302, {"Location": "https://elsewhere.example/"}, "leads to https://elsewhere.example/, which is not"),
        ("gone", 404, {}, "has no file"),
        ("  ", 200, {}, "gave an empty file"),
        (xml()[:400], 200, {}, "cut off or damaged"),
        (xml(), 200, {"Content-Length": "99999"}, "cannot be fetched"),
        (page(end=""), 200, {}, "gave half a page"),
        (xml(ROWS[:3]), 200, {}, "prints 5 parties, and its rows give 3: it is not whole"),
        ("<html><body><table><tr><td>Quite another layout</td></tr></table></body></html>", 200, {}, "has no table"),
        (xml(OTHER, 3), 200, {}, "older than river|table of another treaty"),
        (page("03-02-2004"), 200, {}, "a file from the past"),
        (b"x" * (17 * 2**20), 200, {}, "is larger than 16 MiB"),
    ],
)  # fmt: skip
def test_each_fault_is_said_and_nothing_changes(
    text: str | bytes, status: int, headers: dict[str, str], message: str, river: Path, depositary: Depositary
) -> None:
    import re

    depositary.gives(text, status, **headers)
    before = mark(river)
    found = one(river)
    assert found.taken is None
    assert re.search(message, found.said), found.said
    assert mark(river) == before


def test_a_file_older_than_the_one_before_is_refused(river: Path, depositary: Depositary) -> None:
    depositary.gives(page("03-02-2026"), path="page")
    assert one(river).taken is not None
    depositary.gives(page("02-02-2026"), path="page")
    assert one(river).taken is None


def test_no_network_is_said(river: Path, depositary: Depositary) -> None:
    depositary.close()
    found = one(river)
    assert "refuses the connection" in found.said
    # It is closed once more by its fixture.
    depositary.close = lambda: None  # type: ignore[method-assign]


def test_a_server_that_does_not_end_is_left(
    river: Path, depositary: Depositary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http.time, "monotonic", iter(range(0, 10_000, 61)).__next__)
    depositary.gives(xml())
    assert "did not answer in 60 s" in one(river).said


def test_the_command_says_what_it_would_fetch_and_what_came(
    river: Path, depositary: Depositary, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(river), "--format", "csv"]
    assert main(["refresh", "river", "dam", "--dry-run", *data]) == 0
    told = capsys.readouterr().out
    assert f"river,{depositary.address}{depositary.file} or {depositary.address}/Pages/" in told
    assert depositary.asked == []
    depositary.gives(xml())
    assert main(["refresh", "river", "--pause", "0", *data]) == 0
    assert "river," in (told := capsys.readouterr().out)
    assert "1 new" in told
    depositary.gives("no", 403)
    assert main(["refresh", "--all", "--pause", "0", *data]) == 1
    assert "not taken" in capsys.readouterr().out
    assert main(["refresh", *data]) == 2
    assert main(["refresh", "river", "--accept", *data]) == 2


def test_what_was_fetched_can_be_taken_over_at_once(
    river: Path, depositary: Depositary, capsys: pytest.CaptureFixture[str]
) -> None:
    depositary.gives(page(), path="page")
    command = ["refresh", "river", "--pause", "0", "--accept", "--source", "S90-untc-2026", "--data", str(river)]
    assert main([*command, "--format", "csv"]) == 0
    assert "Written: 1 new acts" in capsys.readouterr().out
    register = pipeline.open_facts(river)
    assert "river-FEN-ratification-1" in {a.id for a in register.facts.actions}
    assert register.sources["S90-untc-2026"].as_of.earliest == date(2026, 2, 3)
    assert main([*command, "--format", "csv"]) == 0
    assert "Not written: The file says nothing that the facts do not hold" in capsys.readouterr().out
