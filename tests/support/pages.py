"""One check for every page: valid HTML, its own title, its language, ids and links that agree."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from justhtml import JustHTML

PRODUCT = {"ru": "Цифровой транзитный коридор", "en": "Digital Transit Corridor"}
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def within(node: Any) -> Iterator[Any]:
    """Every element inside, in the order of the page: a selector asks each of them much more."""
    for child in node.children or ():
        if not child.name.startswith(("#", "!")):
            yield child
            yield from within(child)
    if getattr(node, "template_content", None):
        yield from within(node.template_content)


class Elements(list[tuple[Any, dict[str, str]]]):
    """Every element of a page with its attributes, found once: selectors walk a page each time."""

    def __init__(self, page: JustHTML) -> None:
        super().__init__((element, attributes(element)) for element in within(page.root))

    def named(self, *names: str) -> list[tuple[Any, dict[str, str]]]:
        return [(element, of) for element, of in self if element.name in names]

    def values(self, attribute: str) -> list[str]:
        return [of[attribute] for _, of in self if attribute in of]

    def of_class(self, name: str) -> list[Any]:
        return [element for element, of in self if name in of.get("class", "").split()]


def inside(element: Any) -> Iterator[tuple[Any, dict[str, str]]]:
    """Every element inside with its attributes."""
    return ((one, attributes(one)) for one in within(element))


def having(node: Any, kind: str, /, **values: str) -> list[Any]:
    """Every element of this kind inside whose attributes have these values."""
    return [
        element
        for element in within(node)
        if element.name == kind and values.items() <= attributes(element).items()
    ]


def check_page(answer: Any, lang: str, status: int = 200) -> JustHTML:
    """The parsed page; fails on the first thing that is wrong with it."""
    assert answer.status_code == status, answer.text[:2_000]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = JustHTML(answer.text, collect_errors=True, sanitize=False)
    assert not page.errors, [str(error) for error in page.errors]
    elements = Elements(page)
    assert elements.named("html")[0][1]["lang"] == lang
    check_title(elements, lang)
    check_ids(elements)
    check_links(elements)
    check_fields(elements)
    check_nothing_inline(elements)
    check_no_banner_in_another(elements)
    check_nothing_waits_for_scripts(elements)
    return page


def check_fragment(answer: Any) -> JustHTML:
    """A part of a page: no frame around it, valid in itself."""
    assert answer.status_code == 200, answer.text[:2_000]
    assert "<html" not in answer.text
    page = JustHTML(answer.text, collect_errors=True, sanitize=False, fragment=True)
    assert not page.errors, [str(error) for error in page.errors]
    return page


def attributes(element: Any) -> dict[str, str]:
    """An element's attributes; one without a value has an empty one."""
    return {name: value or "" for name, value in (element.attrs or {}).items()}


def check_no_banner_in_another(elements: Elements) -> None:
    """One frame around what is said is enough."""
    for name in ("banner", "banners"):
        for outer in elements.of_class(name):
            assert all(name not in of.get("class", "").split() for _, of in inside(outer)), outer


def check_nothing_waits_for_scripts(elements: Elements) -> None:
    """What is sent can be typed, and sent, without scripts too."""
    for main, _ in elements.named("main"):
        for element, of in inside(main):
            if "hidden" in of:
                waiting = [given for _, given in inside(element) if "name" in given]
                assert all(one.get("type") in ("hidden", "file") for one in waiting), waiting
            if element.name == "form":
                check_its_buttons(element)


def check_its_buttons(form: Any) -> None:
    """None that sends something is hidden or cannot be pressed until a script has run."""
    for button in having(form, "button"):
        of = attributes(button)
        assert not {"name", "hidden"} <= of.keys(), of
        assert not (of.get("type") == "submit" and "disabled" in of), of


def check_title(elements: Elements, lang: str) -> None:
    """One h1, and a title that is more than the product's name."""
    title = elements.named("title")[0][0].to_text()
    own, found, product = title.rpartition(" — ")
    assert found, title
    assert own.strip(), title
    assert product == PRODUCT[lang], title
    assert len(elements.named("h1")) == 1


def check_ids(elements: Elements) -> None:
    """No id twice."""
    ids = Counter(elements.values("id"))
    assert not (twice := [id for id, count in ids.items() if count > 1]), twice


def check_links(elements: Elements) -> None:
    """Links inside the page lead somewhere, and so do labels and descriptions."""
    ids = set(elements.values("id"))
    for _, of in elements.named("a"):
        target = of.get("href", "")
        if target.startswith("#"):
            assert unquote(target[1:]) in ids, target
    for name in ("for", "aria-describedby", "aria-labelledby"):
        for value in elements.values(name):
            for target in value.split():
                assert target in ids, f"{name}={target}"


def check_fields(elements: Elements) -> None:
    """Every field has a name for people, and every form that posts carries the token."""
    labelled = {of["for"] for _, of in elements.named("label") if "for" in of}
    for element, of in elements.named("input", "select", "textarea"):
        if of.get("type", "") != "hidden":
            assert "\n" not in of.get("value", ""), f"a browser joins these lines: {of}"
        if of.get("type", "") in ("hidden", "submit") or "aria-label" in of:
            continue
        assert of.get("id") in labelled, element.attrs
    for form, of in elements.named("form"):
        is_trip = of.get("action", "").startswith("/trip/")  # the key in its address is the token
        if of.get("method") == "post" and not is_trip:
            assert having(form, "input", name="_csrf_token"), form.attrs


def check_nothing_inline(elements: Elements) -> None:
    """The content policy would forbid it; better no page ever tries."""
    for _, of in elements.named("script"):
        assert "src" in of or of.get("type") == "application/json"
    assert not elements.named("style")
    for element, of in elements:
        inline = [name for name in of if name == "style" or name.startswith("on")]
        assert not inline, (element.name, inline)


def text_of(page: JustHTML) -> str:
    """What a reader reads."""
    return str(page.query("body")[0].to_text())


def in_nav(html: str, href: str) -> str:
    """The number beside a section of the navigation; empty where none stands."""
    section = re.search(rf'<li><a href="{href}"[^>]*>(.*?)</a></li>', html, re.DOTALL)
    assert section is not None, href
    count = re.search(r'class="count">(\d+)<', section[1])
    return count[1] if count else ""
