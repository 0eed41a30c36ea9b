"""A form that is refused comes back as it was sent: each value, each box that was left empty."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from justhtml import JustHTML
from litestar import Litestar
from litestar.testing import TestClient

from corridor.web.nav import HOME
from corridor.web.pages.signing_in.again import KEPT, SECRET
from tests.support.engines import MOVEMENT
from tests.support.pages import attributes, check_page, having, within
from tests.support.web import PEOPLE, csrf, sign_in
from tests.web.conftest import World
from tests.web.test_desk_permits import apply
from tests.web.test_walk import ONE_OF_MANY, links

BOXES = ("checkbox", "radio")
UNTOUCHED = ("hidden", "password", "file", "submit")
TOO_LONG = "x" * 3_000
WRONG = {"date": "2020-01-01", "datetime-local": "2020-01-01T10:00", "email": TOO_LONG}
PAGES_MAX = 110
Values = dict[str, list[str]]
Forms = list[tuple[str, Any]]
Client = TestClient[Litestar]


def fields_of(form: Any) -> Iterator[tuple[str, str, Any]]:
    """(name, kind, element) of what a person can fill in."""
    for element in within(form):
        if element.name not in ("input", "select", "textarea"):
            continue
        given = attributes(element)
        kind = given.get("type", "text") if element.name == "input" else element.name
        if given.get("name") and kind not in UNTOUCHED:
            yield given["name"], kind, element


def wrong_values(form: Any) -> Values:
    """Too much text everywhere, the last of each choice, and every second box ticked."""
    found: Values = {}
    ticked = False
    for name, kind, element in fields_of(form):
        if kind == "checkbox":
            ticked = not ticked
            found.setdefault(name, []).extend([attributes(element)["value"]] if ticked else [])
        elif kind == "radio":
            found[name] = [attributes(element)["value"]]
        elif kind == "select":
            found[name] = [attributes(element.query("option")[-1]).get("value", "")]
        else:
            found[name] = [WRONG.get(kind, TOO_LONG)]
    return found


def shown_values(form: Any) -> Values:
    """What the form would send, were it sent again untouched."""
    found: Values = {}
    for name, kind, element in fields_of(form):
        given = attributes(element)
        values = found.setdefault(name, [])
        if kind in BOXES:
            values += [given["value"]] if "checked" in given else []
        elif kind == "select":
            chosen = [o for o in element.query("option") if "selected" in attributes(o)]
            values += [attributes(one).get("value", "") for one in chosen[:1]]
        else:
            text = element.to_text() if kind == "textarea" else given.get("value", "")
            values.append(text.strip())
    return found


def forms_of(world: World, *starts: str) -> Iterator[tuple[str, Any]]:
    """(pattern of its action, form) of each page within reach that has fields to fill in."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting and len(seen) < PAGES_MAX:
        address = waiting.pop(0)
        pattern = ONE_OF_MANY.sub("#", address.partition("?")[0])
        if pattern in seen:
            continue
        seen.add(pattern)
        answer = world.client.get(address)
        page = check_page(answer, "en")
        waiting += links(page)
        for form in having(page.root, "form", method="post"):
            if any(True for _ in fields_of(form)):
                yield ONE_OF_MANY.sub("#", attributes(form)["action"]), form


@pytest.mark.parametrize(
    ("login", "at_least"),
    [("aibek", 7), ("osh", 4), ("gate", 2), ("road", 3), ("gulnara", 1)],
)
def test_a_form_comes_back_as_it_was_sent(world: World, login: str, at_least: int) -> None:
    """When it is refused, and when the session has ended meanwhile."""
    client = world.client
    client.headers["accept-language"] = "en"
    sign_in(client, login)
    start = HOME[PEOPLE[login].role]
    if login == "road":
        apply(world.core, "pm-KG-00000000000000000011", MOVEMENT)
    if login == "aibek":
        token = {"_csrf_token": csrf(client), "how": "copy", "from": next(copied(world))}
        start = client.post("/carrier/new", data=token, follow_redirects=False).headers["location"]
    forms = list(forms_of(world, start, HOME[PEOPLE[login].role]))
    refused = dict(what_changed_when_refused(client, forms))
    assert {p: said for p, said in refused.items() if said != "{}"} == {}
    assert len(refused) >= at_least, sorted(refused)
    for name in [name for name in client.cookies if "_session_" in name]:
        client.cookies.delete(name)
    outlives_the_session(client, forms, start)


def what_changed_when_refused(client: Client, forms: Forms) -> Iterator[tuple[str, str]]:
    """(pattern, values that differ) of each form that was refused."""
    for pattern, form in forms:
        sent = wrong_values(form)
        button = [one for one in having(form, "button") if "name" in attributes(one)]
        extra = {"_csrf_token": csrf(client)}
        if button and pattern.endswith("/route"):
            extra |= {attributes(button[0])["name"]: attributes(button[0])["value"]}
        hidden = {
            attributes(e)["name"]: attributes(e).get("value", "")
            for e in having(form, "input", type="hidden")
        }
        if pattern.endswith("/goods/table"):
            hidden.pop("seen", "")  # the forms before it have moved its rows
        answer = client.post(
            attributes(form)["action"].partition("#")[0],
            data={**hidden, **extra, **sent},
            follow_redirects=False,
        )
        if answer.status_code != 422:
            continue
        page = check_page(answer, "en", 422)
        again = same_form(page, attributes(form)["action"])
        got = shown_values(again)
        choices = choices_of(again)
        gone = {n for n, v in sent.items() if is_gone(choices, n, v)}
        different = {n: (v, got.get(n)) for n, v in sent.items() if got.get(n) != v}
        different = {n: both for n, both in different.items() if n not in gone}
        yield pattern, str({n: str(v)[:80] for n, v in different.items()})


def outlives_the_session(client: Client, forms: Forms, start: str) -> None:
    """Whatever form is sent after the session has ended: all of it is carried through the door.

    But for secrets, which no page repeats, and for files, of which the page says so.
    """
    forms = [(p, form) for p, form in forms if p.startswith("/") and p != "/verify"]  # for anybody
    stood = {"referer": f"{client.base_url}{start}"}
    for pattern, form in forms:
        typed = {name: f"Набрано {n}" for n, (name, _, _) in enumerate(fields_of(form))}
        action = attributes(form)["action"].partition("#")[0]
        has_files = attributes(form).get("enctype") == "multipart/form-data"
        files = {"file": ("a.pdf", b"%PDF")} if has_files else None
        answer = client.post(
            action, data={"_csrf_token": csrf(client), **typed}, files=files, headers=stood
        )
        assert answer.status_code == 401, pattern
        assert ("Files are not carried along" in answer.text) == has_files, pattern
        fields = having(check_page(answer, "en", 401).root, "input", type="hidden")
        found = {attributes(one)["name"]: attributes(one).get("value", "") for one in fields}
        kept = {name.removeprefix(KEPT): v for name, v in found.items() if name.startswith(KEPT)}
        if has_files and not kept:
            assert found["next"] == start, pattern
        else:
            assert kept == {n: text for n, text in typed.items() if n not in SECRET}, pattern
    assert forms


def choices_of(form: Any) -> Values:
    """What can be chosen, by the names of the fields."""
    choices: Values = {}
    for name, kind, element in fields_of(form):
        if kind == "radio":
            choices.setdefault(name, []).append(attributes(element)["value"])
    return choices


def is_gone(choices: Values, name: str, values: list[str]) -> bool:
    """Whether a choice is no longer offered, such as a way between places that were changed."""
    return name in choices and set(choices[name]).isdisjoint(values)


def copied(world: World) -> Iterator[str]:
    """A dossier to begin from."""
    page = world.client.get("/carrier/new").text
    yield from re.findall(r'name="from" value="([^"]+)"', page)


def _where(action: str) -> str:
    return re.sub(r"as_of=\d+", "", action)


def same_form(page: JustHTML, action: str) -> Any:
    """The form on the page that came back: made from what the log holds by then."""
    where = _where(action)
    posted = having(page.root, "form", method="post")
    forms = [form for form in posted if _where(attributes(form)["action"]) == where]
    assert forms, action
    return forms[0]
