"""A section is to be corrected exactly when its page marks what is wrong, and where."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.engine.jobs import PutDocument
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import DRAFT, SECTIONS, Draft, document_of
from tests.domain.rule_base import dossier
from tests.domain.rule_cases import CASES
from tests.support.engines import CARRIER, DOSSIER
from tests.support.web import sign_in
from tests.web.conftest import World

ID = "mv-KG-00000000000000000077"
AT = "2026-11-21T08:00:00.000Z"
TASK = re.compile(rf'<a href="/carrier/drafts/{ID}/(\w+)">.*?</svg>(.*?)</span>', re.DOTALL)
ERROR = re.compile(r'<li><a href="#([\w-]+)">(.*?)</a></li>')
WRONG = re.compile(r"\d+ errors?")
ITEMS_MAX = 3
"""Each item has a page of its own to look at."""
STATED = tuple(section for section in SECTIONS if section not in ("permits", "send"))
OWN: dict[str, Callable[[Draft], Any]] = {
    "goods": lambda draft: (draft.goods, draft.parts),
    "parties": lambda draft: (draft.parties, draft.parts),
    "transport": lambda draft: draft.transport,
    "route": lambda draft: (draft.route, draft.points, draft.additional),
    "legs": lambda draft: (draft.legs, draft.points),
    "documents": lambda draft: draft,
    "guarantee": lambda draft: draft.guarantee,
}
"""What each section shows of a draft; its findings come from the whole."""
STORY = draft_from(DOSSIER, ID, AT)
TYPED = replace(
    STORY, base=None, goods=tuple(replace(item, base=None) for item in STORY.goods), lrn="NEW-1"
)


def _in_the_story(wrong: Dossier) -> Dossier:
    """What breaks a rule, on the way of the story."""
    return replace(wrong, route=DOSSIER.route, lrn="NEW-1")


def _cases() -> Iterator[tuple[str, Draft]]:
    """A draft for each way to break each rule, and for each section left or hardly begun."""
    for name, case in CASES.items():
        for number, (edits, _) in enumerate(case.stops):
            draft = draft_from(_in_the_story(dossier(edits)), ID, AT)
            if len(draft.goods) <= ITEMS_MAX:
                yield f"{name}-{number}", draft
    for section in ("parties", "transport", "route", "guarantee"):
        yield f"no {section}", replace(TYPED, **{section: {}})
        yield f"hardly {section}", replace(TYPED, **{section: {"seals": "KG-1"}})
    yield "no goods", replace(TYPED, goods=())
    no_truck = {name: said for name, said in TYPED.transport.items() if name != "vehicle"}
    yield "no truck", replace(TYPED, transport=no_truck)
    wrong_way = (*STORY.points[:2], *STORY.points[4:])
    yield "a way with a gap", replace(TYPED, points=wrong_way)
    yield "a way with a gap, no goods", replace(TYPED, points=wrong_way, goods=())
    too_many = {**TYPED.transport, "seal_count": "three"}
    yield "no number", replace(TYPED, transport=too_many)
    yield "a leg that is none", replace(TYPED, legs={"TM-TURK_imo": "9074728", "lines": "x"})
    yield "nothing wrong", TYPED
    yield "blank", Draft(id=ID, lrn="NEW-1")


@pytest.fixture
def client(world: World) -> TestClient[Any]:
    sign_in(world.client, "aibek")
    world.client.headers["accept-language"] = "en"
    return world.client


def test_a_section_is_to_be_corrected_when_its_page_says_what(
    world: World, client: TestClient[Any]
) -> None:
    """A section of which nothing differs, under the same list, is looked at once."""
    seen: set[tuple[str, str, str]] = set()

    def strange() -> Iterator[str]:
        for name, draft in _cases():
            world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
            said = _said(client)
            for section in STATED:
                look = (section, repr(OWN[section](draft)), repr(said))
                if look in seen:
                    continue
                seen.add(look)
                pages = {"goods": draft.goods, "parties": draft.parts}.get(section, ())
                marked = _marked(client, section, len(pages))
                is_wrong = WRONG.fullmatch(said[section]) is not None
                if is_wrong != bool(marked):
                    yield f"{name}: {section} is {said[section]!r}, its page says {marked}"

    assert not (found := "\n".join(strange())), found


def test_seals_are_counted_before_goods_and_way_are_known(
    world: World, client: TestClient[Any]
) -> None:
    seals = {**TYPED.transport, "seal_count": "3", "seals": "KG-1\nKG-2"}
    draft = replace(TYPED, transport=seals, goods=(), points=())
    world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
    assert _said(client)["transport"] == "1 error"
    (said,) = _marked(client, "transport", 0)
    assert said.startswith("Number of seals: ")


def _said(client: TestClient[Any]) -> dict[str, str]:
    """The word of each section in the task list."""
    return dict(TASK.findall(_page(client, "")))


def _marked(client: TestClient[Any], section: str, items: int) -> list[str]:
    """What the section's page marks without being asked for more, on the items' own pages too."""
    pages = "parts" if section == "parties" else section
    numbers = [f"{pages}/{number}" for number in range(1, items + 1)]
    found = []
    for path in (section, *numbers):
        page = _page(client, path)
        links = ERROR.findall(page)
        assert all(f'id="{anchor}"' in page for anchor, _ in links), links
        at_fields = [anchor for anchor, _ in links if anchor != "main"]
        assert all(f'id="{anchor}-error"' in page for anchor in at_fields), links
        found += [text for _, text in links]
    return found


def _page(client: TestClient[Any], path: str) -> str:
    answer = client.get(f"/carrier/drafts/{ID}/{path}".rstrip("/"))
    assert answer.status_code == 200
    return answer.text


def test_a_plate_that_is_unlike_any_is_not_called_filled_in(
    world: World, client: TestClient[Any]
) -> None:
    """It may be sent so: what all plates look like nobody knows."""
    for plate, said in (("01", "Look at this again"), ("01KG777ABC", "Filled in")):
        draft = replace(TYPED, transport={**TYPED.transport, "vehicle": plate})
        world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
        assert _said(client)["transport"] == said
        page = client.get(f"/carrier/drafts/{ID}/transport").text
        assert (f"{plate} is unlike the number of a vehicle." in page) is (plate == "01")
