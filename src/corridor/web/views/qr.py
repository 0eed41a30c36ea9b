"""QR codes as drawings inside a page: no file, no script, sharp in print."""

import segno
from markupsafe import Markup

SCALE = 4
QUIET_MODULES = 4


def qr_svg(text: str, label: str, scale: int = SCALE, is_fluid: bool = False) -> Markup:
    """The code of a text. Black on white in any colour scheme: cameras need the contrast.

    `is_fluid`: as wide as the page lets it be, whatever the scale.
    """
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        scale=scale,
        border=QUIET_MODULES,
        omitsize=is_fluid,
        dark="#000000",
        light="#ffffff",
        title=label,
        svgclass="qr",
        lineclass=None,
    )
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - drawn by us
