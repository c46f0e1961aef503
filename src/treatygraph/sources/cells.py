"""Days, marks, names and footnotes as tables print them.

A cell holds a day, perhaps a mark (`30 Oct 2003 a`), perhaps footnotes (`[3]`, a raised digit), and stands in
brackets where the participation has ended (`[14 Nov 1980 a]`). Days are written with a month's name in one of eight
languages, in ISO form, or in numbers; numbers are read only where the whole file shows which one is the day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from treatygraph.days import PartialDate
from treatygraph.errors import BadDayError

#: Names of the months in English, French, Spanish, German, Italian, Russian and Arabic, January first.
_MONTH_NAMES = (
    "january janvier enero januar gennaio январь января يناير",
    "february février febrero februar febbraio февраль февраля فبراير",
    "march mars marzo märz март марта مارس",
    "april avril abril aprile апрель апреля أبريل إبريل",
    "may mai mayo maggio май мая مايو",
    "june juin junio juni giugno июнь июня يونيو يونيه",
    "july juillet julio juli luglio июль июля يوليو يوليه",
    "august août agosto август августа أغسطس",
    "september septembre septiembre setiembre settembre сентябрь сентября سبتمبر",
    "october octobre octubre oktober ottobre октябрь октября أكتوبر",
    "november novembre noviembre ноябрь ноября نوفمبر",
    "december décembre diciembre dezember dicembre декабрь декабря ديسمبر",
)
#: Signs that order text and show nothing, and the joiners of some copies.
_UNSEEN = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_WORDED = re.compile(
    r"(?P<day>\d{1,2})(?:\.|er|º|°)?[\s.\-]*(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?[\s.,\-]*(?:de[l]?\s+)?(?P<year>\d{4})"
)
_ENGLISH = re.compile(r"(?P<month>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?P<time>[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./ ](?:[^\W\d_]{3,}|\d{1,2})[-./ ]\d{2}")

#: Days counted by a spreadsheet (1927 to 2119), days in form that no calendar has, and days without the day.
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.0+)?")
_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"(?:[^\W\d_]{3,}\.?,?\s+|\d{1,2}[./])?\d{4}")

#: Each note can be read in one way only: what can be cut in two ways takes twice as long with every note more.
_TAIL = re.compile(r"(?:\(?(?P<mark>[^\W\d_]{1,2})\)?)?(?P<notes>(?:\s*(?:\[[\d,\s]+\]|(?:,\s*)?\d+(?!\d)|\*|†))*)")
_NAME = re.compile(r"(?P<name>.*?[^\d\s,*])(?P<notes>(?:[\d,\s*]|\[[\d,\s]+\])*)", re.S)

#: A longer cell holds a text, not a day.
_LONGEST = 1000

#: What people write into a cell that is empty.
EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "nil", "none", "…", "..."})


def plain_text(text: str) -> str:
    """Return text with white space folded, unseen signs removed and digits of all scripts as 0 to 9."""
    seen = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in seen)
    return " ".join(digits.split())


def _stripped(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _months() -> dict[str, int]:
    """Return each name, and each beginning of three letters or more that only one month has, with its number."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTH_NAMES, 1):
        for name in names.split():
            word = _stripped(name)
            for end in range(3, len(word) + 1):
                found.setdefault(word[:end], set()).add(number)
    whole = {_stripped(name): n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1} | whole


_MONTHS = _months()


class UndecidedDayError(BadDayError):
    """Numbers that can be read as two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as printed: the day, the mark beside it, footnotes, and whether it stands in brackets."""

    day: PartialDate
    mark: str
    ended: bool
    footnotes: tuple[str, ...]


def order_of_numbers(cells: Iterable[str]) -> str | None:
    """Return `dmy` or `mdy` where days written in numbers prove which number is the day; None where they do not.

    Raises:
        UndecidedDayError: Some cells prove the one order and some the other.
    """
    proved: dict[str, str] = {}
    for text in cells:
        for first, _, second, _ in _NUMBERS.findall(plain_text(text)):
            if int(first) > 12 >= int(second):
                proved["dmy"] = f"{first} {second}"
            elif int(second) > 12 >= int(first):
                proved["mdy"] = f"{first} {second}"
    if len(proved) == 2:
        raise UndecidedDayError(
            "Some days put the day first and some the month (" + " and ".join(proved.values()) + "). Write days as "
            "2000-12-31."
        )
    return next(iter(proved), None)


def read_day(text: str, order: str | None = None) -> PartialDate | None:
    """Return the day that a text names, or None when it names none.

    Args:
        text: The text, already plain.
        order: What `order_of_numbers` says of the file.

    Raises:
        UndecidedDayError: A day in numbers whose order nothing proves, or a year of two digits.
    """
    match = _ISO.fullmatch(text)
    if match is not None:
        text = text.removesuffix(match["time"] or "")
    elif (match := _CHINESE.fullmatch(text)) is not None:
        text = _iso(match[1], int(match[2]), match[3])
    elif (match := _NUMBERS.fullmatch(text)) is not None:
        text = _numbers(match, order)
    elif (match := _WORDED.fullmatch(text) or _ENGLISH.fullmatch(text)) is not None:
        month = _MONTHS.get(_stripped(match["month"]))
        if month is None:
            return None
        text = _iso(match["year"], month, match["day"])
    elif _SHORT_YEAR.fullmatch(text):
        raise UndecidedDayError(f"{text!r} gives the year in two digits. Write all four.")
    try:
        return PartialDate.parse(text)
    except BadDayError:
        return None


def _iso(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02d}-{int(day):02d}"


def _numbers(match: re.Match[str], order: str | None) -> str:
    first, _, second, year = match.groups()
    if first != second and order is None:
        raise UndecidedDayError(
            f"{match[0]!r} can be read as two days, and no day of the file has a number above 12 that would show which "
            "comes first. Write days as 2000-12-31."
        )
    day, month = (second, first) if order == "mdy" else (first, second)
    return _iso(year, int(month), day)


def read_cell(text: str, order: str | None = None) -> Cell | None:
    """Return the day, mark and notes of a cell; None when it is none of that kind.

    Raises:
        UndecidedDayError: Its day can be read in two ways.
    """
    text = plain_text(re.sub("[⁰¹²³⁴-⁹]+", lambda raised: f" [{raised[0].translate(_RAISED)}]", text))
    if len(text) > _LONGEST:
        return None
    ended = text.startswith("[") and "]" in text and not text.startswith("[]")
    if ended:
        inner, _, after = text[1:].partition("]")
        text = f"{inner.strip()} {after.strip()}".strip()
    for end in _cuts(text):
        head, tail = text[:end].strip(), text[end:].strip()
        rest = _TAIL.fullmatch(tail)
        if rest is None:
            continue
        day = read_day(head, order)
        if day is not None:
            notes = tuple(re.findall(r"\d+", rest["notes"] or ""))
            return Cell(day=day, mark=rest["mark"] or "", ended=ended, footnotes=notes)
    return None


def why_no_day(text: str) -> str:
    """Return why a cell holds no day, and how to write one."""
    if _SERIAL.fullmatch(text):
        return "a number by which a spreadsheet counts days; give the cells the form of a date, and save them again"
    day = _WORDED.fullmatch(text) or _ENGLISH.fullmatch(text)
    if (day is not None and _stripped(day["month"]) in _MONTHS) or _WHOLE.fullmatch(text):
        return "no day of the calendar; ask the source"
    if _PARTIAL.fullmatch(text):
        return "a month or a year without its day; ask the source for the day"
    return "no day with a mark; write it as 12 Dec 2000, 12 Dec 2000 a or 2000-12-12 AA"


def _cuts(text: str) -> list[int]:
    """Return where a day can end in a cell, the longest day first."""
    ends = {len(text)} | {m.end() for m in re.finditer(r"\d{4}|日|00:00(?::00)?Z?|\d{1,2}(?=\D|$)", text)}
    return sorted((e for e in ends if e >= 4), reverse=True)


def read_name(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a participant's name and its footnotes, or None when there is no name.

    Footnote digits glued to a name (`China 3 4`, `Serbia2`, raised digits, `[1]`, stars) are taken off and kept.
    """
    folded = plain_text(text.translate(_RAISED))
    match = _NAME.fullmatch(re.sub(r"\s*\[([\d,\s]+)\]", r" \1 ", folded).strip())
    if match is None:
        return None
    return match["name"].strip(), tuple(re.findall(r"\d+", match["notes"]))


def read_timestamp(text: str) -> PartialDate | None:
    """Return the day of `STATUS AS AT : 03-02-2026 10:16:18 EDT`; the depositary writes day, month, year."""
    match = re.search(r"(\d{2})-(\d{2})-(\d{4})", text)
    if match is None:
        return None
    try:
        return PartialDate.parse(datetime.strptime(match[0], "%d-%m-%Y").date().isoformat())
    except (ValueError, BadDayError):
        return None
