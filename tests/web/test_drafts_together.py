"""Two colleagues fill in one draft: nobody overwrites, and both see it."""

import html
import json
import re
from typing import Any

import pytest

from corridor.engine.queries import Queries
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import Draft
from tests.support.pages import check_page, text_of
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.test_books import DRAFT_AT, ID, office, post

__all__ = ["office"]
TRANSPORT, ITEM, ROUTE, PART = (
    f"{DRAFT_AT}/{one}" for one in ("transport", "goods/1", "route", "parts/1")
)


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
    fields = {TRANSPORT: draft.transport, ITEM: draft.goods[0].fields}.get(path, {})
    if path == PART:
        fields = draft.parts[0].fields
    if path == ROUTE:
        fields = {"modes": "road", **json.loads(html.unescape(seen[1]))}
    as_shown = re.search(r'name="as_shown" value="([^"]*)"', page)
    whole = {"as_shown": as_shown[1]} if as_shown else {}
    return {**fields, **whole, "seen": html.unescape(seen[1])}


def sent(world: World, login: str, path: str, form: dict[str, str], **typed: str) -> Any:
    sign_in(world.client, login)
    return post(world, path, **(form | typed))


def test_what_each_wrote_in_another_field_stands(office: World) -> None:
    hers, mine = opened(office, "aida", TRANSPORT), opened(office, "aibek", TRANSPORT)
    assert sent(office, "aida", TRANSPORT, hers, vehicle="02KG111AAA").status_code == 303
    assert sent(office, "aibek", TRANSPORT, mine, waybill="CMR-77").status_code == 303
    kept = stored(office).transport
    assert (kept["vehicle"], kept["waybill"]) == ("02KG111AAA", "CMR-77")


def test_a_decimal_mark_that_was_only_drawn_is_nobodys_change(office: World) -> None:
    sent(office, "aida", ITEM, opened(office, "aida", ITEM), gross="12400.5")
    mine = opened(office, "aibek", ITEM)
    assert sent(office, "aibek", ITEM, mine, gross="12400,5", net="900").status_code == 303
    kept = stored(office).goods[0].fields
    assert (kept["gross"], kept["net"]) == ("12400.5", "900")


@pytest.mark.parametrize(
    ("path", "name", "first", "second"),
    [
        (TRANSPORT, "vehicle", "02KG111AAA", "03KG222BBB"),
        (ITEM, "description", "Apricots, fresh", "Sour cherries"),
        (PART, "invoice", "INV-1", "INV-2"),
    ],
)
def test_one_field_written_by_both_is_told_and_not_overwritten(
    office: World, path: str, name: str, first: str, second: str
) -> None:
    def kept() -> str:
        draft = stored(office)
        if path == TRANSPORT:
            return draft.transport[name]
        return (draft.goods[0] if path == ITEM else draft.parts[0]).fields[name]

    if path == PART:
        post(office, f"{DRAFT_AT}/parts")
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
    saves = f"{DRAFT_AT}/save/transport" if path == TRANSPORT else f"{path}/save"
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


def test_every_page_of_a_draft_says_who_has_it_open_until_they_leave(office: World) -> None:
    pages = [
        route.path.replace("{id:str}", ID).replace("{number:int}", "1")
        for route in office.client.app.routes
        if route.path.startswith("/carrier/drafts/{id:str}") and "GET" in route.methods
    ]
    shown = [one for one in pages if not one.endswith((".xlsx", "{section:str}", "{need:str}"))]
    shown += [f"{DRAFT_AT}/{one}" for one in ("parties", "transport", "guarantee")]
    assert len(shown) > 10
    post(office, f"{DRAFT_AT}/parts")
    sign_in(office.client, "aida")
    office.client.get(DRAFT_AT)
    sign_in(office.client, "aibek")
    for path in shown:
        said = text_of(check_page(office.client.get(path, params={"item": "1"}), "en"))
        assert "A colleague has this open too Aida, since" in said, path
    assert "Aida" in office.client.get(f"/beside/{ID}").text
    office.clock.turn(61_000)
    assert "Aida" not in office.client.get(f"/beside/{ID}").text
    sign_in(office.client, "rival")
    assert office.client.get(f"/beside/{ID}").status_code == 404
    sign_in(office.client, "aida")
    assert "rival" not in office.client.get(f"/beside/{ID}").text


def test_answers_and_times_of_two_stand_side_by_side(office: World) -> None:
    permits, route = f"{DRAFT_AT}/permits", ROUTE
    hers, mine = opened(office, "aida", permits), opened(office, "aibek", permits)
    assert sent(office, "aida", permits, hers, answer_transit="yes").status_code == 303
    assert sent(office, "aibek", permits, mine, answer_food="no").status_code == 303
    assert stored(office).answers.items() >= {"transit": "yes", "food": "no"}.items()
    assert sent(office, "aibek", permits, mine, answer_transit="no").status_code == 422
    assert stored(office).answers["transit"] == "yes"
    hers, mine = opened(office, "aida", route), opened(office, "aibek", route)
    assert sent(office, "aida", route, hers, eta_1="2026-11-23T13:00").status_code == 303
    assert sent(office, "aibek", route, mine, eta_2="2026-11-25T12:00").status_code == 303
    kept = stored(office).route
    assert (kept["eta_1"], kept["eta_2"]) == ("2026-11-23T13:00", "2026-11-25T12:00")


def test_times_of_a_way_that_is_chosen_no_more_are_not_those_of_the_new_one(office: World) -> None:
    route = ROUTE
    mine = opened(office, "aibek", route)
    hers = opened(office, "aida", route)
    draft = stored(office)
    ends = {"from": draft.points[0].place, "to": "GE-BATU", "modes": "road,sea"}
    ends |= {"depart": "2027-01-01T10:00"}
    assert sent(office, "aida", route, hers, act="plan", **ends).status_code == 303
    ways = re.findall(r'name="way" value="([^"]*)"', office.client.get(route).text)
    assert sent(office, "aida", route, hers, act="take", way=ways[0], **ends).status_code == 303
    taken = stored(office).points
    assert taken != draft.points
    told = sent(office, "aibek", route, mine, eta_1="2027-01-02T10:00")
    assert "Aida changed this meanwhile" in text_of(check_page(told, "en", 422))
    assert stored(office).points == taken
    assert "eta_1" not in stored(office).route
    assert sent(office, "aibek", route, mine, act="take", way=ways[0]).status_code == 422


def test_cells_of_a_table_go_to_the_rows_that_were_shown(office: World) -> None:
    table = f"{DRAFT_AT}/goods/table"
    draft = stored(office)
    last = len(draft.goods)
    mine = opened(office, "aibek", table)
    theirs = opened(office, "aida", table)
    assert sent(office, "aida", table, theirs, act="remove", item="1").status_code == 303
    cells = {f"c-{last}-marks": "MINE", f"c-{last + 1}-description": "Tea"}
    assert sent(office, "aibek", table, mine, **cells).status_code == 303
    goods = stored(office).goods
    assert [one.fields["description"] for one in goods] == [
        *(one.fields["description"] for one in draft.goods[1:]),
        "Tea",
    ]
    assert goods[-2].fields["marks"] == "MINE"
    told = sent(office, "aibek", table, mine, **{"c-1-marks": "LOST"})
    assert "taken out by a colleague" in text_of(check_page(told, "en", 422))
    hers, mine = opened(office, "aida", table), opened(office, "aibek", table)
    assert sent(office, "aida", table, hers, **{"c-1-marks": "HERS"}).status_code == 303
    told = sent(office, "aibek", table, mine, act="remove", item="1", **{"c-1-marks": "MINE"})
    assert "Aida changed this meanwhile: “HERS”" in text_of(check_page(told, "en", 422))
    assert 'value="MINE"' in told.text
    assert stored(office).goods[0].fields["marks"] == "HERS"
    again = opened(office, "aibek", table)
    assert sent(office, "aibek", table, again, **{"c-1-marks": "MINE"}).status_code == 303
    assert stored(office).goods[0].fields["marks"] == "MINE"


def test_what_is_sent_is_what_was_read(office: World) -> None:
    hers = opened(office, "aida", f"{DRAFT_AT}/send")
    mine = opened(office, "aibek", TRANSPORT)
    assert sent(office, "aibek", TRANSPORT, mine, waybill="CMR-78").status_code == 303
    told = sent(office, "aida", f"{DRAFT_AT}/send", hers, lrn=stored(office).lrn)
    assert "was changed meanwhile" in text_of(check_page(told, "en", 422))
    assert Queries(office.core).get(ID).state is None


def test_a_mark_never_takes_out_another_item(office: World) -> None:
    sign_in(office.client, "aibek")
    asked = office.client.get(f"{DRAFT_AT}/goods/remove?item=1").text
    as_shown = re.search(r'name="as_shown" value="([^"]*)"', asked)
    assert as_shown
    mine = {"items": "1", "as_shown": as_shown[1]}
    left = stored(office).goods[1:]
    assert post(office, f"{DRAFT_AT}/goods/remove", **mine).status_code == 303
    assert stored(office).goods == left
    assert post(office, f"{DRAFT_AT}/goods/remove", **mine).status_code == 303
    assert stored(office).goods == left
