"""One check for every page: valid HTML, its own title, its language, ids and links that agree."""

import re
from collections import Counter
from typing import Any

from justhtml import JustHTML

PRODUCT = {"ru": "Цифровой транзитный коридор", "en": "Digital Transit Corridor"}
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def check_page(answer: Any, lang: str, status: int = 200) -> JustHTML:
    """The parsed page; fails on the first thing that is wrong with it."""
    assert answer.status_code == status, answer.text[:2_000]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = JustHTML(answer.text, collect_errors=True, sanitize=False)
    assert not page.errors, [str(error) for error in page.errors]
    assert attributes(page.query("html")[0])["lang"] == lang
    check_title(page, lang)
    check_ids(page)
    check_links(page)
    check_fields(page)
    check_nothing_inline(page)
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


def check_title(page: JustHTML, lang: str) -> None:
    """One h1, and a title that is more than the product's name."""
    title = page.query("title")[0].to_text()
    own, found, product = title.rpartition(" — ")
    assert found, title
    assert own.strip(), title
    assert product == PRODUCT[lang], title
    assert len(page.query("h1")) == 1


def check_ids(page: JustHTML) -> None:
    """No id twice."""
    ids = Counter(attributes(element)["id"] for element in page.query("[id]"))
    assert not (twice := [id for id, count in ids.items() if count > 1]), twice


def check_links(page: JustHTML) -> None:
    """Links inside the page lead somewhere, and so do labels and descriptions."""
    ids = {attributes(element)["id"] for element in page.query("[id]")}
    for element in page.query("a[href]"):
        target = attributes(element)["href"]
        if target.startswith("#"):
            assert target[1:] in ids, target
    for name in ("for", "aria-describedby", "aria-labelledby"):
        for element in page.query(f"[{name}]"):
            for target in attributes(element)[name].split():
                assert target in ids, f"{name}={target}"


def check_fields(page: JustHTML) -> None:
    """Every field has a name for people, and every form that posts carries the token."""
    labelled = {attributes(element)["for"] for element in page.query("label[for]")}
    for element in page.query("input, select, textarea"):
        kind = attributes(element).get("type", "")
        if kind in ("hidden", "submit") or "aria-label" in attributes(element):
            continue
        assert attributes(element).get("id") in labelled, element.attrs
    for form in page.query("form[method=post]"):
        assert form.query("input[name=_csrf_token]"), form.attrs


def check_nothing_inline(page: JustHTML) -> None:
    """The content policy would forbid it; better no page ever tries."""
    for script in page.query("script"):
        assert "src" in attributes(script) or attributes(script).get("type") == "application/json"
    assert not page.query("style")
    for element in page.query("*"):
        inline = [name for name in attributes(element) if name == "style" or name.startswith("on")]
        assert not inline, (element.name, inline)


def text_of(page: JustHTML) -> str:
    """What a reader reads."""
    return str(page.query("body")[0].to_text())
