"""Two colleagues fill in one draft: nobody overwrites, and both see it."""

import html
import re
from typing import Any

import pytest

from corridor.engine.queries import Queries
from corridor.web.views.drafting.model import Draft, read_draft
from tests.support.pages import check_page, text_of
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.test_books import DRAFT_AT, ID, office, post

__all__ = ["office"]
TRANSPORT, ITEM = f"{DRAFT_AT}/transport", f"{DRAFT_AT}/goods/1"


def stored(world: World) -> Draft:
    document = Queries(world.core).document("draft", ID)
    assert document is not None
    return read_draft(document)


def opened(world: World, login: str, path: str) -> dict[str, str]:
    """What the form of a page holds, as a browser would send it back."""
    sign_in(world.client, login)
    page = world.client.get(path).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    draft = stored(world)
    fields = draft.transport if path == TRANSPORT else draft.goods[0].fields
    return {**fields, "seen": html.unescape(seen[1])}


def sent(world: World, login: str, path: str, form: dict[str, str], **typed: str) -> Any:
    sign_in(world.client, login)
    return post(world, path, **(form | typed))


def test_what_each_wrote_in_another_field_stands(office: World) -> None:
    hers, mine = opened(office, "aida", TRANSPORT), opened(office, "aibek", TRANSPORT)
    assert sent(office, "aida", TRANSPORT, hers, vehicle="02KG111AAA").status_code == 303
    assert sent(office, "aibek", TRANSPORT, mine, waybill="CMR-77").status_code == 303
    kept = stored(office).transport
    assert (kept["vehicle"], kept["waybill"]) == ("02KG111AAA", "CMR-77")


@pytest.mark.parametrize(
    ("path", "name", "first", "second"),
    [
        (TRANSPORT, "vehicle", "02KG111AAA", "03KG222BBB"),
        (ITEM, "description", "Apricots, fresh", "Sour cherries"),
    ],
)
def test_one_field_written_by_both_is_told_and_not_overwritten(
    office: World, path: str, name: str, first: str, second: str
) -> None:
    def kept() -> str:
        draft = stored(office)
        return (draft.transport if path == TRANSPORT else draft.goods[0].fields)[name]

    hers, mine = opened(office, "aida", path), opened(office, "aibek", path)
    assert sent(office, "aida", path, hers, **{name: first}).status_code == 303
    told = text_of(check_page(sent(office, "aibek", path, mine, **{name: second}), "en", 422))
    assert f"Aida changed this meanwhile: “{first}”" in told
    assert kept() == first
    filled = sent(office, "aibek", path, mine, **{name: second, "fill": "1"})
    assert filled.status_code == 422, "what is filled in from books hides nothing"
    page = office.client.get(path).text
    assert first in page
    again = opened(office, "aibek", path)
    assert sent(office, "aibek", path, again, **{name: second}).status_code == 303
    assert kept() == second
    saves = f"{DRAFT_AT}/save/transport" if path == TRANSPORT else f"{ITEM}/save"
    silent = sent(office, "aida", saves, hers, **{name: "Something else"})
    assert silent.status_code == 409, "the page is told at once that it was not taken"
    assert kept() == second
    assert sent(office, "aibek", saves, mine, **{name: "My own again"}).status_code == 204


def test_an_item_is_found_where_it_stands_by_now(office: World) -> None:
    draft = stored(office)
    assert len(draft.goods) > 1
    last = f"{DRAFT_AT}/goods/{len(draft.goods)}"
    sign_in(office.client, "aibek")
    page = office.client.get(last).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    mine = {**draft.goods[-1].fields, "seen": html.unescape(seen[1])}
    sign_in(office.client, "aida")
    assert post(office, f"{DRAFT_AT}/goods/remove", items="1").status_code == 303
    sent(office, "aibek", f"{last}/save", mine, marks="MINE")
    goods = stored(office).goods
    assert [one.fields["description"] for one in goods] == [
        one.fields["description"] for one in draft.goods[1:]
    ]
    assert goods[-1].fields["marks"] == "MINE"


def test_a_code_that_a_colleague_looked_up_stands(office: World) -> None:
    mine = opened(office, "aibek", ITEM)
    sign_in(office.client, "aida")
    assert post(office, f"{ITEM}/code", code="080910").status_code == 303
    assert sent(office, "aibek", ITEM, mine, marks="MINE").status_code == 303
    fields = stored(office).goods[0].fields
    assert (fields["hs"], fields["marks"]) == ("080910", "MINE")
