"""A drawing (SVG) as a picture of dots (PNG), set by Typst as the charts of a report are; fonts are the system's."""

from __future__ import annotations

#: Dots to an inch of a picture, enough to print.
_DOTS = 150
_ONE_PICTURE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'


def as_picture(svg: str) -> bytes:
    """Return a drawing as PNG, for those who take no SVG; the same drawing gives the same bytes."""
    import typst

    made: bytes = typst.compile(_ONE_PICTURE, format="png", ppi=_DOTS, sys_inputs={"svg": svg})
    return made
