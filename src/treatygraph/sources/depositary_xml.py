"""The depositary's XML file of one treaty.

Source: treaties.un.org, `doc/Publication/MTDSG/…/IV-5.en.xml`. Text holds escaped markup
(`<superscript>3,4</superscript>`). Entities and external references are never resolved; a file that declares any is
refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.cells import plain_text
from treatygraph.sources.libraries import library
from treatygraph.sources.published import PublishedTable
from treatygraph.sources.status_table import read_status_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from treatygraph.sources.grid import Row

_RAISED = re.compile(r"<superscript>\s*([\d,\s]*?)\s*</superscript>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def is_xml(text: str) -> bool:
    """Return whether the text is XML and no page."""
    return text.lstrip("\ufeff \r\n\t").startswith("<?xml") and "<html" not in text[:2000].casefold()


def read_xml(text: str, name: str, marks: Mapping[str, str]) -> PublishedTable:
    """Return the table of participants of the depositary's XML file.

    Raises:
        UnreadableSourceError: It is no well-formed XML, declares entities, or holds no table of participants.
        MissingExtraError: The library that reads XML is not installed.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableSourceError(
            f"{name}: the XML declares a document type or entities, which the depositary's files do not, and which are "
            "never resolved here. Fetch the file again."
        )
    etree = library("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(text.lstrip("\ufeff \r\n\t").encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSourceError(f"{name}: the XML is cut off or damaged ({error.msg}). Fetch it again.") from None
    table = tree.find(".//{*}Participants//{*}TGroup")
    if table is None:
        raise UnreadableSourceError(
            f"{name}: the XML has no table of participants (Participants/Table/TGroup). Fetch the "
            "status file of the treaty."
        )
    rows: list[Row] = []
    for number, row in enumerate(table.iter("{*}Row"), 1):
        cells = [_text(entry) for entry in row.findall("{*}Entry")]
        if any(plain_text(c) for c in cells):
            rows.append((number, cells))
    found = read_status_table(rows, name, marks, form="XML of the depositary")
    return replace(
        found,
        title=_value(tree, "Titlesect"),
        signatories=_count(tree, "Signatories"),
        parties=_count(tree, "Parties"),
    )


def _text(node: Any) -> str:
    """Return the text of a node with escaped markup undone: raised digits become footnotes, other tags go."""
    raised = _RAISED.sub(lambda match: f" [{match[1]}] " if match[1].strip() else "", "".join(node.itertext()))
    return _TAG.sub("", raised)


def _value(tree: Any, element: str) -> str | None:
    node = tree.find(f".//{{*}}{element}")
    text = re.sub(r"\s*\[[\d,\s]+\]\s*$", "", plain_text(_text(node))) if node is not None else ""
    return text or None


def _count(tree: Any, element: str) -> int | None:
    text = _value(tree, element)
    digits = re.search(r"\d{1,3}", text or "")
    return int(digits[0]) if digits is not None else None
