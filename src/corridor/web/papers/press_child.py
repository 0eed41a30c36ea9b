"""Sets one PDF: content comes by standard input, the PDF goes to standard output.

A program of its own, so that it can be stopped and so that what it may take is bounded. It reads
its layout and fonts alone: the content is data and never markup, and no package is asked for.
"""

import sys
from pathlib import Path

import typst

from corridor.web.bounds import bound

HERE = Path(__file__).parent
MEMORY_BYTES_MAX = 2 << 30
CPU_SECONDS_MAX = 60
PAPERS = "papers.typ"
"""The layout that is taken where none is named."""


def main() -> None:
    """Read, set, write."""
    bound(MEMORY_BYTES_MAX, CPU_SECONDS_MAX)
    content = sys.stdin.buffer.read().decode()
    layout, name = HERE / "layout", sys.argv[1] if len(sys.argv) > 1 else PAPERS
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]
    )
    compiler = typst.Compiler(
        root=layout, font_paths=fonts, package_path=layout, package_cache_path=layout
    )
    paper = compiler.compile(input=layout / name, format="pdf", sys_inputs={"content": content})
    if isinstance(paper, bytes):
        sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    main()
