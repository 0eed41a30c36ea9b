"""QR and Code 128 for paper."""

import barcode  # type: ignore[import-untyped]
import segno

from corridor.web.views.qr import QUIET_MODULES


def qr_drawing(text: str) -> str:
    """The QR code as SVG, with its quiet zone."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=QUIET_MODULES))


def code_128(text: str) -> str:
    """The modules of a Code 128 symbol (ISO/IEC 15417), without the quiet zone."""
    (modules,) = barcode.get("code128", text).build()
    return str(modules)
