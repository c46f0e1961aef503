"""Fetching what the depositary publishes of a treaty today, politely, and reading it against the facts.

One file at a time, with a pause between two, an honest name, and only what changed since then (RFC 9110, 13.1).
Nothing is written into the facts: what is new is shown, and taken over by `accept`. Whatever goes wrong with one treaty
is said in a sentence, and the others go on.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from treatygraph.errors import TreatygraphError, UnreadableSourceError
from treatygraph.facts.register import Register
from treatygraph.graph.http import Fetched, get
from treatygraph.pipeline.ground import claim
from treatygraph.pipeline.intake import File, Taken, take
from treatygraph.pipeline.whole import write_whole
from treatygraph.questions.intake import sums
from treatygraph.settings import Settings
from treatygraph.sources.addresses import addresses_of, is_file_of
from treatygraph.sources.forms import LARGEST

#: In the folder of builds: the last file of each treaty, by its address.
FETCHED = "fetched"
#: Seconds between two files, and for one.
PAUSE, PATIENCE = 2.0, 60.0
#: What a page says that asks who is there, or that is closed.
_GUARDED = re.compile(r"captcha|are you (a )?human|verify you are|unusual traffic|access denied|cloudflare", re.I)
_CLOSED = re.compile(r"urgent maintenance|under maintenance|temporarily unavailable|service unavailable", re.I)


class NotFetchedError(TreatygraphError):
    """The depositary gave no file that can be taken; nothing was changed."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the last file of an address."""

    etag: str
    modified: str
    mark: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of one treaty: the file read against the facts, or why not."""

    treaty: str
    address: str
    taken: Taken | None = None
    path: Path | None = None
    unchanged: bool = False
    said: str = ""


def planned(register: Register, treaties: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each treaty with the addresses that will be asked, in their order; none where its card has no address."""
    for treaty in treaties:
        card = register.instruments[treaty]
        files = tuple(s.url for s in register.facts.sources if is_file_of(s.url, card.untc_number))
        told = addresses_of(card.url, card.untc_number) if card.url is not None else ()
        # Where a source card names the file itself, it is asked before what the rule of addresses makes of the number.
        yield (
            treaty,
            tuple(dict.fromkeys((*files, *(t for t in told if not (files and is_file_of(t, card.untc_number)))))),
        )


def refresh(
    register: Register,
    treaties: Iterable[str],
    folder: Path | None,
    step: Callable[[str], None],
    pause: float = PAUSE,
) -> Iterator[Refreshed]:
    """Yield what the depositary publishes of each treaty today, read against the facts; nothing is written into them.

    Args:
        register: The facts.
        treaties: The treaties.
        folder: The data folder, or None for the shipped one.
        step: Told which address is asked.
        pause: Seconds between two files.
    """
    settings = Settings.of(folder)
    asked = False
    for treaty, addresses in planned(register, treaties):
        if not addresses:
            yield Refreshed(treaty=treaty, address="", said="Its card in instruments.csv has no address. Add one.")
            continue
        said = ""
        for address in addresses:
            if asked:
                time.sleep(pause)
            asked = True
            step(f"Fetching {address}")
            try:
                yield _one(register, treaty, address, settings, folder)
                break
            except TreatygraphError as error:
                # The first address tells most: the page of a treaty whose file is guarded is guarded too.
                said = said or str(error)
        else:
            yield Refreshed(treaty=treaty, address=addresses[0], said=said)


def _one(register: Register, treaty: str, address: str, settings: Settings, folder: Path | None) -> Refreshed:
    place = settings.builds / FETCHED / hashlib.sha256(address.encode()).hexdigest()[:16]
    before, kept = _memory(place), place.with_suffix(".file")
    body = kept.read_bytes() if before is not None and kept.is_file() else None
    known = before if body is not None else None
    found = get(
        address,
        most=LARGEST,
        seconds=PATIENCE,
        etag=known.etag if known else "",
        modified=known.modified if known else "",
    )
    if found.status == 304 and body is not None:
        raw = body
    else:
        raw = found.body
        _refuse(found, address)
    taken = take(File(name=address, raw=raw), treaty, None, folder)
    _refuse_table(register, taken, treaty, address, known)
    if raw is not body and claim(settings.builds):
        write_whole(kept, raw)
    as_of = str(taken.published.as_of or "")
    memory = Memory(etag=found.etag, modified=found.modified, mark=hashlib.sha256(raw).hexdigest(), as_of=as_of)
    if found.status != 304 and claim(settings.builds):
        write_whole(place.with_suffix(".json"), msgspec.json.encode(memory))
    same = known is not None and known.mark == memory.mark
    return Refreshed(treaty=treaty, address=address, taken=taken, path=kept, unchanged=same)


def _refuse(found: Fetched, address: str) -> None:
    """Refuse an answer that is no file of a treaty, and say what it is."""
    said = found.body[:20_000].decode(errors="replace")
    if found.status in {401, 403, 429} or _GUARDED.search(said):
        raise NotFetchedError(
            f"{address} does not answer programs here (status {found.status}). Open the page in a browser, save it, "
            "and give the file to `treatygraph intake`."
        )
    if found.status >= 500 or _CLOSED.search(said):
        raise NotFetchedError(f"{address} is closed for now (status {found.status}). Try again later.")
    if 300 <= found.status < 400:
        raise NotFetchedError(
            f"{address} leads to {found.location[:200] or 'elsewhere'}, which is not followed. Correct the address on "
            "the card of the treaty, if that is right."
        )
    if found.status != 200:
        raise NotFetchedError(f"{address} has no file (status {found.status}). Correct the address on its card.")
    if not found.body.strip():
        raise NotFetchedError(f"{address} gave an empty file. Try again later.")
    if re.search(r"<html\b", said, re.I) and "</html>" not in found.body[-4000:].decode(errors="replace").casefold():
        raise NotFetchedError(f"{address} gave half a page: it breaks off. Try again later.")


def _refuse_table(register: Register, taken: Taken, treaty: str, address: str, before: Memory | None) -> None:
    """Refuse a table that is not whole, or older than what was read before."""
    for what, printed, counted in sums(taken.published):
        if printed is not None and printed != counted:
            raise NotFetchedError(
                f"{address} prints {printed} {what}, and its rows give {counted}: it is not whole, or a row is not "
                "read as it is meant. Give the saved file to `treatygraph intake` to see its rows."
            )
    day = taken.published.as_of
    last = max(str(register.coverage[treaty].as_of), before.as_of if before is not None else "")
    if day is not None and str(day) < last:
        raise NotFetchedError(f"{address} shows {day}, and the record is complete to {last}: a file from the past.")
    if not taken.result.confirmed and register.actions_by_treaty.get(treaty):
        raise UnreadableSourceError(
            f"{address} shows none of the acts that the record has of {treaty}: it is the table of another treaty, or "
            "its layout changed. Look at it in a browser."
        )


def _memory(place: Path) -> Memory | None:
    try:
        return msgspec.json.decode(place.with_suffix(".json").read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError):
        return None
