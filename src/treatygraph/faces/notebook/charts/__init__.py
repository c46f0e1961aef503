"""Charts for publication (Altair): each takes a graph, gives a chart, and needs no RDF.

`save(chart, "chart.png")` writes PNG, SVG, PDF, HTML or JSON without a browser. A chart says in its title to which
day it refers. In a notebook it is a picture that needs no network; `interactive()` gives tooltips and zoom.
"""

from treatygraph.faces.notebook.charts.flow import flow
from treatygraph.faces.notebook.charts.matrix import heatmap, relations
from treatygraph.faces.notebook.charts.networks import network_view
from treatygraph.faces.notebook.charts.proof import proof
from treatygraph.faces.notebook.charts.setting import altair, interactive, save
from treatygraph.faces.notebook.charts.time import parties_over_time, time_to_consent
from treatygraph.faces.notebook.charts.world import world_map

__all__ = [
    "altair",
    "flow",
    "heatmap",
    "interactive",
    "network_view",
    "parties_over_time",
    "proof",
    "relations",
    "save",
    "time_to_consent",
    "world_map",
]
