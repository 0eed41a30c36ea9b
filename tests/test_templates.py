"""What a template asks of a value is there: a name like that of a method is asked by brackets."""

from collections.abc import Iterator

from jinja2 import Environment, nodes

from tests.support import sources

METHODS = {name for name in dir(dict) if not name.startswith("_")}
"""`need.items` is the method of a dict, and true, whatever stands under the name."""


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
