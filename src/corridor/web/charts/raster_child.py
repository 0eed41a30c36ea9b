"""Makes one PNG of an SVG of ours: it comes by standard input, the PNG goes to standard output."""

import sys
from pathlib import Path

import typst

from corridor.web.bounds import bound

HERE = Path(__file__).parent
FONTS = HERE.parent / "papers" / "fonts"
MEMORY_BYTES_MAX = 2 << 30
CPU_SECONDS_MAX = 20
DOTS_PER_INCH = 144


def main() -> None:
    """Read, draw, write."""
    bound(MEMORY_BYTES_MAX, CPU_SECONDS_MAX)
    svg = sys.stdin.buffer.read().decode()
    layout = HERE / "layout"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(
        root=layout, font_paths=fonts, package_path=layout, package_cache_path=layout
    )
    picture = compiler.compile(
        input=layout / "picture.typ", format="png", ppi=DOTS_PER_INCH, sys_inputs={"svg": svg}
    )
    if isinstance(picture, bytes):
        sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
