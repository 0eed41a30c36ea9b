"""What a template asks of a value is there, and what it shows is named in each of its forms."""

import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from tests.support import sources

METHODS = {name for name in dir(dict) if not name.startswith("_")}
"""`need.items` is the method of a dict, and true, whatever stands under the name."""
CARDS = re.compile(r"cards=True|table--cards")
HEADS = re.compile(r'<th scope="row"(?![^>]*data-label)')


def test_no_template_takes_a_method_for_a_value() -> None:
    assert not (found := list(mistaken())), found


def mistaken() -> Iterator[str]:
    reading = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for path in sources.files(sources.SOURCE, ".html"):
        tree = reading.parse(path.read_text("utf-8"))
        called = {id(call.node) for call in tree.find_all(nodes.Call)}
        for node in tree.find_all(nodes.Getattr):
            is_form = isinstance(node.node, nodes.Name) and node.node.name == "form"
            if node.attr in METHODS and id(node) not in called and not is_form:
                yield f"{sources.name(path)}:{node.lineno}: {node.attr}"


def test_the_head_of_each_card_is_named_on_a_telephone() -> None:
    """Each table that becomes cards, to its end; a comment is no table."""
    found = [
        sources.name(path)
        for path in sources.files(sources.SOURCE, ".html")
        for table in re.split(r"</table>|endcall", without_comments(path.read_text("utf-8")))
        if (begun := CARDS.search(table)) and HEADS.search(table, begun.end())
    ]
    assert not found, found


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
