"""What all charts share: the library, colours that the colour-blind can tell apart, titles, and writing to a file."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from treatygraph.errors import TreatygraphError
from treatygraph.faces.notebook.frames import missing
from treatygraph.faces.notebook.graph import Graph
from treatygraph.facts.lookups import find_treaty

#: Colours of the treaties, in their order (Okabe and Ito); statuses as on the pages.
COLOURS = ("#0b5394", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000")
STATUS_COLOURS = {
    "party": "#2166ac",
    "contracting_state": "#74add1",
    "signatory": "#e0a030",
    "former_party": "#8c5a9e",
    "third_state": "#d9dde1",
    "undetermined": "#e8e2c8",
}
FORMATS = ("png", "svg", "pdf", "html", "json")


class ChartError(TreatygraphError):
    """A chart that cannot be made or written."""


def altair() -> Any:
    """Return the library of charts.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import altair as alt
    except ModuleNotFoundError as error:
        raise missing(error) from None
    # For pages that must show charts without a script of others: TREATYGRAPH_CHARTS=svg (or png).
    form = os.environ.get("TREATYGRAPH_CHARTS")
    if form in {"png", "svg"}:
        alt.renderers.enable(form)
    return alt


def word(code: str) -> str:
    """Return a code as a reader sees it."""
    return (
        "third State"
        if code == "third_state"
        else code.replace("contracting_state", "contracting State").replace("_", " ")
    )


def titled(alt: Any, text: str, *under: str) -> Any:
    """Return a title with what it refers to below it."""
    return alt.TitleParams(text=text, subtitle=list(under), anchor="start", subtitleColor="#50606d")


def asked(g: Graph, treaties: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the treaties asked about; all of the data when none is named."""
    if treaties is None:
        return g.treaties
    named = [treaties] if isinstance(treaties, str) else list(treaties)
    return tuple(find_treaty(g.concluded.register, t).id for t in named)


def short(g: Graph, treaty: str) -> str:
    """Return the short title of a treaty."""
    return g.concluded.register.instruments[treaty].short_en


def resolution_day(g: Graph) -> tuple[date, str] | None:
    """Return the day and name of the resolution whose paragraphs are in the data."""
    register = g.concluded.register
    for paragraph in register.facts.paragraphs:
        resolution = register.instruments[paragraph.resolution]
        if resolution.adopted_on is not None:
            return resolution.adopted_on.earliest, resolution.short_en
    return None


def save(chart: Any, path: str | Path, *, scale: float = 2.0) -> Path:
    """Write a chart, without a browser, and return where it is.

    Args:
        chart: A chart of this module, or any of Altair.
        path: Where; the ending says the format: png, svg, pdf, html or json.
        scale: How many times larger a PNG is than on screen.

    Raises:
        ChartError: Another ending, or a place that cannot be written.
        MissingExtraError: The converter is not installed.
    """
    place = Path(path)
    form = place.suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise ChartError(f"{place.name}: a chart is written as {', '.join(FORMATS)}. Choose one of these endings.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if form == "html":
            chart.save(str(place), format=form, inline=True)
        elif form == "png":
            chart.save(str(place), format=form, scale_factor=scale)
        else:
            chart.save(str(place), format=form)
    except ModuleNotFoundError as error:
        raise missing(error) from None
    except OSError as error:
        raise ChartError(f"{place} could not be written ({error.strerror or error}). Choose another place.") from error
    return place
