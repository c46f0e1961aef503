"""What all charts share: the library, colours that the colour-blind can tell apart, titles, and writing to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from treatygraph.errors import MissingExtraError
from treatygraph.faces.notebook.charts.tongue import ChartError, Tongue
from treatygraph.faces.notebook.frames import needed
from treatygraph.faces.notebook.graph import Graph
from treatygraph.facts.lookups import find_treaty
from treatygraph.questions.timeline import resolutions_adopted

#: Colours of the treaties, in their order (Okabe and Ito); statuses as on the pages.
COLOURS = ("#0b5394", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000")
STATUS_COLOURS = {
    "party": "#2166ac",
    "provisionally_applying": "#4a9a8f",
    "contracting_state": "#74add1",
    "signatory": "#e0a030",
    "former_party": "#8c5a9e",
    "third_state": "#d9dde1",
    "undetermined": "#e8e2c8",
}
FORMATS = ("png", "svg", "pdf", "html", "json")
#: Fonts of the widths that the converter measures with: a drawing that is set in another one cuts its words off.
FONTS = "Arial, 'Liberation Sans', Arimo, Helvetica, 'Noto Sans CJK SC', 'Microsoft YaHei', Amiri, sans-serif"


def altair() -> Any:
    """Return Altair, for charts of your own, set so that they are seen without a network.

    Raises:
        MissingExtraError: It is not installed.
    """
    alt = needed("altair")
    # Altair's own default fetches its script from the network when a chart is shown. A picture needs none, and no font:
    # it looks the same on pages of others and in a notebook that was exported. Another choice of the user stays.
    if alt.renderers.active == "default":
        _pictures(alt)
    return alt


def _pictures(alt: Any) -> None:
    alt.renderers.enable("png", ppi=144)


def interactive(on: bool = True) -> None:
    """Show charts of this session with tooltips, zoom and a menu, also without a network; or as pictures again.

    Each chart then brings its script (about 1 MB) to the browser, and is not seen in an exported notebook.

    Raises:
        MissingExtraError: A library of the extra is not installed.
    """
    alt = altair()
    if on:
        needed("anywidget")
        needed("vl_convert")
        alt.renderers.enable("jupyter", offline=True)
    else:
        _pictures(alt)


def titled(alt: Any, text: str, *under: str) -> Any:
    """Return a title with what it refers to below it."""
    return alt.TitleParams(text=text, subtitle=list(under), anchor="start", subtitleColor="#50606d")


def asked(g: Graph, treaties: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the treaties asked about; all of the data when none is named."""
    if treaties is None:
        return g.treaties
    named = [treaties] if isinstance(treaties, str) else list(treaties)
    if not named:
        raise ChartError("No treaty is named. Name one or more, or leave it out for all.")
    return tuple(find_treaty(g.concluded.register, t).id for t in named)


def resolution_days(g: Graph, say: Tongue) -> list[tuple[date, str]]:
    """Return the day and name of each resolution whose paragraphs are in the data."""
    return [(day, say.short(r)) for day, r in resolutions_adopted(g.concluded.register)]


def save(chart: Any, path: str | Path, *, scale: float = 2.0) -> Path:
    """Write a chart, without a browser, and return where it is.

    Args:
        chart: A chart of this module, or any of Altair.
        path: Where; the ending says the format: png, svg, pdf, html or json.
        scale: How many times larger a PNG is than on screen.

    Raises:
        ChartError: No chart, another ending, or a place that cannot be written.
        MissingExtraError: The converter is not installed.
    """
    place = Path(path)
    form = place.suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise ChartError(f"{place.name}: a chart is written as {', '.join(FORMATS)}. Choose one of these endings.")
    if not hasattr(chart, "to_dict"):
        raise ChartError(f"{type(chart).__name__} is no chart. Give one of this module, or any of Altair.")
    config = chart.to_dict().get("config", {})
    if "font" not in config:
        # `configure` puts its settings in the place of all that were there.
        chart = chart.configure(**config, font=FONTS)
    if form == "svg" and "padding" not in chart.to_dict():
        # Where none of these fonts is there, words are wider than they were measured.
        chart = chart.properties(padding={"left": 40, "right": 40, "top": 5, "bottom": 5})
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if form == "html":
            chart.save(str(place), format=form, inline=True)
        elif form == "png":
            chart.save(str(place), format=form, scale_factor=scale)
        else:
            chart.save(str(place), format=form)
    except ModuleNotFoundError as error:
        raise MissingExtraError("notebook", error.name) from None
    except OSError as error:
        raise ChartError(f"{place} could not be written ({error.strerror or error}). Choose another place.") from error
    return place
