"""Reading the project's own sources, for the rules it keeps about itself."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "corridor"

JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\bendtrans\s*[-+]?%\}", re.DOTALL)
JINJA_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
NOT_PROSE = re.compile(r"<(script|style|svg|code|kbd|samp)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
# A macro may write attributes alone, outside any tag of its own.
ATTRIBUTE = re.compile(r"""[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*')""")


def files(folder: Path, *suffixes: str) -> list[Path]:
    """Every file under `folder` whose name ends in one of `suffixes`, in order."""
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes)


def name(path: Path) -> str:
    """The path as people say it, from the project's folder."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, inner ones too."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the value of every string in a module that is not a docstring."""
    docstrings = {id(node) for node in _docstrings(module)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def _docstrings(module: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def without_template_code(template: str) -> str:
    """A template with comments, translated blocks and expressions taken out; lines are kept."""
    for pattern in (JINJA_COMMENT, JINJA_TRANSLATED, JINJA_CODE, HTML_COMMENT):
        template = pattern.sub(_only_line_ends, template)
    return template


def prose(template: str) -> str:
    """What is left of a template for people to read: neither code nor tags; lines are kept."""
    left = without_template_code(template)
    for pattern in (NOT_PROSE, TAG, ATTRIBUTE):
        left = pattern.sub(_only_line_ends, left)
    return left


def _only_line_ends(match: re.Match[str]) -> str:
    return " " + "\n" * match.group().count("\n")


def lines_matching(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The number and the match of each place where `pattern` is found."""
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group()
