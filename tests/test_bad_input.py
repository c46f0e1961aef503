"""Whatever a file holds, it is read, set aside or refused in a sentence; the facts stay, and memory is bounded."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli import main
from treatygraph.pipeline import read_file, take
from treatygraph.pipeline.intake import Taken

HEAD = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"\n'
ROWS = "Avalond,1 Feb 2000,1 Jun 2000\nBorrin,2 Feb 2000,1 Jul 2000\nCelandine,,1 Jul 2000 a\n"
CELLS = "".join(
    f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in (line.split(",") for line in ROWS.splitlines())
)
HEADING = "<tr><td>Participant</td><td>Signature</td><td>Ratification, Accession(a)</td></tr>"


def mark(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def given(tmp_path: Path, raw: str | bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return str(path)


def taken(tmp_path: Path, folder: Path, raw: str | bytes) -> Taken:
    before = mark(folder)
    found = take(read_file(given(tmp_path, raw)), "river", None, folder)
    assert mark(folder) == before
    return found


def test_scripts_of_a_page_are_not_read_and_do_not_run(folder: Path, tmp_path: Path) -> None:
    page = (
        f'<html><head><script>document.write("<table>{HEADING}<tr><td>Fenmoor</td><td></td><td>1 Jan 2001</td></tr>'
        f'</table>")</script></head><body onload="steal()"><table>{HEADING}{CELLS}'
        '<tr><td>Fenmoor<script>alert("Dunmark")</script></td><td onclick="x()">1 Apr 2000</td>'
        "<td><style>5 Mar 2010</style></td></tr></table></body></html>"
    )
    found = taken(tmp_path, folder, page)
    assert (len(found.result.confirmed), found.result.new, found.reading.aside) == (6, (), ())


def test_a_table_inside_a_cell_is_no_row_of_the_table_around_it(folder: Path, tmp_path: Path) -> None:
    inner = f"<table>{HEADING}<tr><td>Fenmoor</td><td></td><td>5 Mar 2010</td></tr></table>"
    cells = CELLS.replace("1 Jun 2000</td>", f"1 Jun 2000{inner}</td>")
    page = f"<html><body><table>{HEADING}{cells}</table></body></html>"
    found = taken(tmp_path, folder, page)
    assert (len(found.result.confirmed), found.result.new) == (5, ())


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>',
            "never resolved here",
        ),
        ('<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd"><r/>', "never resolved here"),
        ('<?xml version="1.0"?><r xmlns:xi="x"><xi:include href="/etc/passwd"/></r>', "no table of participants"),
        (HEAD, "no rows|no row"),
        (b"\x00\x01\x02" * 100, "."),
        (b"PK\x03\x04" + b"\x00" * 100, "cut off or damaged"),
    ],
    ids=["entities", "external", "inclusion", "empty", "binary", "package"],
)
def test_what_is_no_table_is_refused(raw: str | bytes, message: str, folder: Path, tmp_path: Path) -> None:
    before = mark(folder)
    with pytest.raises(TreatygraphError, match=message):
        take(read_file(given(tmp_path, raw)), "river", None, folder)
    assert mark(folder) == before


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(50 * 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(TreatygraphError, match="larger than 16 MiB"):
            take(read_file(str(path)), "river", None, folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 40 * 2**20


def test_a_bomb_is_refused_by_the_command_too(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", b"0" * (65 * 2**20))
    before = mark(folder)
    assert main(["intake", "river", given(tmp_path, out.getvalue()), "--data", str(folder)]) == 2
    assert "unpacks to 65 MiB" in capsys.readouterr().err
    assert mark(folder) == before


@pytest.mark.parametrize("cell", ["=TODAY()", '"=HYPERLINK(""http://x"",""1 Jun 2000"")"', "=1+1"])
def test_a_formula_is_set_aside(cell: str, folder: Path, tmp_path: Path) -> None:
    found = taken(tmp_path, folder, f"{HEAD}{ROWS}Fenmoor,1 Apr 2000,{cell}\n")
    ((waiting),) = found.reading.aside
    assert (waiting.participant, "a formula" in waiting.reason) == ("Fenmoor", True)
    assert len(found.result.confirmed) == 6


def test_signs_that_show_nothing_change_no_name_and_no_day(folder: Path, tmp_path: Path) -> None:
    body = ROWS.replace("Avalond,1 Feb", "\u200f\u202bAvalond\u202c\u200e,\u200f1\u00a0Feb")
    body = body.replace("Borrin", "Bor\u200brin")
    found = taken(tmp_path, folder, HEAD + body)
    assert (len(found.result.confirmed), found.reading.aside) == (5, ())


def test_two_thousand_participants_hide_none_of_ours(folder: Path, tmp_path: Path) -> None:
    others = "".join(f"Land number {n} of many,,1 Jan 2001 a\n" for n in map(_word, range(1900)))
    found = taken(tmp_path, folder, f"{HEAD}{ROWS}{others}")
    assert (len(found.result.confirmed), len(found.reading.aside)) == (5, 1900)


def test_more_rows_than_there_are_participants_are_no_table(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(TreatygraphError, match="2101 rows are no table of participants"):
        taken(tmp_path, folder, HEAD + "Avalond,,1 Jan 2001 a\n" * 2100)


def _word(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{number:04d}")


def test_each_of_two_columns_of_consent_is_read(folder: Path, tmp_path: Path) -> None:
    body = "Avalond,1 Feb 2000,1 Jun 2000,\nBorrin,2 Feb 2000,1 Jul 2000,\nCelandine,,,1 Jul 2000\n"
    found = taken(tmp_path, folder, f"Participant,Signature,Ratification,Accession\n{body}")
    assert (len(found.result.confirmed), found.result.new, found.reading.aside) == (5, (), ())


def test_a_participant_that_stands_twice_is_read_once_and_asked_about(folder: Path, tmp_path: Path) -> None:
    found = taken(tmp_path, folder, f"{HEAD}{ROWS}AVALOND,3 Feb 2000,2 Jun 2000\n")
    assert len(found.result.confirmed) == 5
    assert {w.row for w in found.reading.aside} == {5}
    assert "AVA stands in row 2 too" in found.reading.aside[0].reason
