"""Code 128 as a drawing inside a page, read by the hand scanner of a desk."""

from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

QUIET_MODULES: Final = 10
HEIGHT: Final = 60


def bars_svg(modules: str, label: str) -> Markup:
    """The bars of `1` and `0`. Black on white in any colour scheme: scanners need the contrast."""
    path, at = [], QUIET_MODULES
    for bit, run in groupby(modules):
        width = len(list(run))
        if bit == "1":
            path.append(f"M{at} 0h{width}v{HEIGHT}h-{width}z")
        at += width
    wide = at + QUIET_MODULES
    return Markup(  # noqa: S704 - drawn by us
        f'<svg role="img" class="bars" viewBox="0 0 {wide} {HEIGHT}" preserveAspectRatio="none">'
        f"<title>{escape(label)}</title>"
        f'<path fill="#ffffff" d="M0 0h{wide}v{HEIGHT}h-{wide}z"/>'
        f'<path fill="#000000" d="{"".join(path)}"/></svg>'
    )
