"""A network that can be moved, searched and zoomed (ipysigma); in a notebook only."""

from __future__ import annotations

from typing import Any

from treatygraph.faces.notebook.frames import needed


def network_view(network: Any, *, size: str | None = None, colour: str | None = None) -> Any:
    """Return a widget that shows a network of networkx.

    Args:
        network: The network, for example `g.network()`.
        size: The attribute of a node that says how large it is; its degree by default.
        colour: The attribute of a node that says its colour.

    Raises:
        MissingExtraError: ipysigma is not installed.
    """
    return needed("ipysigma").Sigma(
        network,
        node_size=size or network.degree,
        node_color=colour,
        node_label="label",
        edge_weight="weight",
        start_layout=5,
        height=480,
    )
