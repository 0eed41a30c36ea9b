"""However a value was typed or pasted, it is the same: in each field of each form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from litestar.testing import RequestFactory
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.jobs import PutDocument
from corridor.web.act import Act, AnyRequest, Deed
from corridor.web.acts.registry import acts_at
from corridor.web.error_list import fields_of as names_on
from corridor.web.forms import Form
from corridor.web.services import Services
from corridor.web.templating import Reader, readers
from corridor.web.views.drafting.field_names import name_of
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from corridor.web.views.drafting.pointers import Spot
from corridor.web.views.drafting.taking import with_form, with_item
from corridor.web.views.drafting.to_dossier import build
from tests.domain.movement_world import OSH
from tests.support.engines import CARRIER, DOSSIER, REFERENCE
from tests.support.pages import attributes, check_page
from tests.support.web import make_services, sign_in
from tests.web.conftest import World
from tests.web.test_acts_complete import DESKS, states
from tests.web.test_forms_kept import BOXES, fields_of

ID = "mv-KG-00000000000000000077"
AT = "2026-11-21T08:00:00.000Z"
STORY = draft_from(DOSSIER, ID, AT)
TYPED = replace(
    STORY, base=None, goods=tuple(replace(item, base=None) for item in STORY.goods), lrn="NEW-1"
)
SECTIONS = ("goods/1", "parties", "transport", "guarantee", "send")
CYRILLIC = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x5B)})
Dirt = Callable[[str], str]
ANYWHERE: dict[str, Dirt] = {
    "pasted from a page": lambda text: f"\u00a0\ufeff{text}\u200b\r\n",
    "with blanks of a typesetter": lambda text: text.replace(" ", "\u2009"),
    "with lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "with marks nobody sees": "\u00ad".join,
}
CODES: dict[str, Dirt] = {
    "in small letters": str.lower,
    "under a Russian layout": lambda text: text.translate(CYRILLIC),
    "in full width": lambda text: text.translate(WIDE),
}
NUMBERS: dict[str, Dirt] = {
    "in full width": lambda text: text.translate(WIDE),
    "with a comma": lambda text: text.replace(".", ","),
    "in groups": lambda text: f"{text[:-3]}\u202f{text[-3:]}" if text[-3:].isdigit() else text,
}
SEPARATE: dict[str, Dirt] = {
    "with semicolons": lambda text: text.replace("\n", " ; "),
    "in cells of a table": lambda text: text.replace("\n", "\t"),
}


@pytest.fixture
def world_of_drafts(world: World) -> World:
    world.core.run_one(PutDocument(DRAFT, document_of(TYPED, CARRIER.org, AT)))
    sign_in(world.client, "aibek")
    world.client.headers["accept-language"] = "en"
    return world


def dirty(kind: str, element: Any) -> dict[str, Dirt]:
    """The ways in which a field of this sort is typed, told by how the form describes it."""
    given = attributes(element)
    found = dict(ANYWHERE)
    if given.get("autocapitalize") == "characters":
        found |= CODES
    if "input--num" in given.get("class", ""):
        found |= NUMBERS
    if kind == "textarea":
        found |= SEPARATE
    return found


def taken(section: str, values: dict[str, list[str]]) -> Draft:
    """The draft after this form was saved."""
    if section.startswith("goods/"):
        return with_item(TYPED, 0, Form(values))
    return with_form(TYPED, section, Form(values))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_field_of_a_dossier(world_of_drafts: World, section: str) -> None:
    page = check_page(world_of_drafts.client.get(f"/carrier/drafts/{ID}/{section}"), "en")
    form = next(f for f in page.query("form[method=post]") if list(fields_of(f)))
    fields = list(fields_of(form))
    values = {
        name: [value_of(kind, element)] for name, kind, element in fields if kind not in BOXES
    }
    values |= {"facts": [*TYPED.goods[0].facts]}
    clean = build(taken(section, values), REFERENCE)
    tried = 0
    for name, kind, element in fields:
        if kind in (*BOXES, "select") or not values[name][0]:
            continue
        for how, dirt in dirty(kind, element).items():
            found = build(taken(section, values | {name: [dirt(values[name][0])]}), REFERENCE)
            assert found.dossier == clean.dossier, (name, how)
            assert found.problems == clean.problems, (name, how)
            tried += 1
    assert tried >= 4


def value_of(kind: str, element: Any) -> str:
    if kind == "textarea":
        return str(element.to_text()).strip()
    if kind == "select":
        chosen = [o for o in element.query("option") if "selected" in attributes(o)]
        return attributes(chosen[0]).get("value", "") if chosen else ""
    return attributes(element).get("value", "")


@pytest.mark.parametrize("section", ["goods/1", "parties", "transport", "route", "guarantee"])
def test_a_field_is_called_in_a_list_what_it_is_called_on_its_page(
    world_of_drafts: World, section: str
) -> None:
    page = world_of_drafts.client.get(f"/carrier/drafts/{ID}/{section}").text
    names = names_on(page)
    known = {id: name_of(Spot(section.partition("/")[0], id.removeprefix("f-"))) for id in names}
    named = {id: name for id, name in known.items() if name}
    assert len(named) >= 2
    assert {id: names[id].name for id in named} == named


@dataclass(frozen=True)
class Typist(Deed[Any]):
    """Somebody who fills in the form of an act, without a request around it."""

    said: Reader
    node: Services

    @property
    def reader(self) -> Reader:
        return self.said

    @property
    def services(self) -> Services:
        return self.node

    @property
    def actor(self) -> Actor:
        return OSH


CLEAN = {
    "text": "MSKU1234565",
    "number": "12",
    "date": "2026-12-22",
    "moment": "2026-11-20T10:40",
    "textarea": "one: first\ntwo: second",
}
MARKS = ("container", "vehicle", "seal-")
"""Numbers painted or stamped; other texts, such as that of a document, keep their letters."""
OF_ACTS: dict[str, dict[str, Dirt]] = {
    "text": ANYWHERE,
    "number": ANYWHERE | NUMBERS,
    "date": ANYWHERE | {"as it is written here": lambda text: "22.12.2026"},
    "moment": ANYWHERE | {"as it is written here": lambda text: "20.11.2026 10:40"},
    "textarea": ANYWHERE,
}


NOBODY: Final[AnyRequest] = RequestFactory().get("/")


def acts_with_forms() -> Iterator[tuple[Act[Any], Any]]:
    """Each act in each state in which it may stand."""
    for desk, room in DESKS:
        for act in acts_at(room, desk).values():
            for state in states(room):
                yield act, state


def test_a_field_of_an_act(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    reader = readers(services)["en"]
    seen: set[tuple[str, str]] = set()
    tried: set[tuple[str, str]] = set()

    def command(act: Act[Any], state: Any, values: dict[str, list[str]]) -> Any:
        form = Form(values)
        said = act.command(Typist(NOBODY, state, form, reader, services))
        return said, form.errors

    for act, state in acts_with_forms():
        fields = act.fields(Typist(NOBODY, state, Form(), reader, services))
        if (form := (act.name, repr(fields))) in seen:
            continue  # in another state it is the same form
        seen.add(form)
        values = {f["name"]: [CLEAN[f["type"]]] for f in fields if f["type"] in CLEAN}
        chosen = {f["name"]: [f["options"][-1]["value"]] for f in fields if f.get("options")}
        clean = command(act, state, chosen | values)
        for field in fields:
            name = field["name"]
            codes = CODES if field["type"] == "text" and name.startswith(MARKS) else {}
            for how, dirt in (OF_ACTS.get(field["type"], {}) | codes).items():
                typed = chosen | values | {name: [dirt(values[name][0])]}
                assert command(act, state, typed) == clean, (act.name, name, how)
                tried.add((act.name, name))
    assert len(tried) >= 12, sorted(tried)


def test_a_password_is_no_text() -> None:
    form = Form({"password": [" a\u00a0b\u200b "], "name": [" a\u00a0b\u200b "]})
    assert (form.secret("password"), form["name"]) == ("a\u00a0b\u200b", "a b")
