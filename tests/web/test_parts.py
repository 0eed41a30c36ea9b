"""Goods of several consignors in one vehicle, from the pages: by form, and from a table."""

import html
import re
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Document, Dossier
from corridor.domain.movement.state import Movement
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.pages.carrier import goods, goods_use, parts
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from corridor.web.views.drafting.part_rows import with_rows
from corridor.web.views.drafting.reading import Problem, Reading
from corridor.web.views.drafting.to_documents import further_documents
from corridor.web.views.drafting.to_dossier import build
from tests.support.engines import CARRIER, DOSSIER, REFERENCE
from tests.support.pages import Elements, check_page
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.test_carrier import Client, filled_draft, id_of, post, shown
from tests.web.test_goods_table import brought

SECOND: dict[str, Any] = {
    "consignor_name": "Ош Текстиль",
    "consignor_city": "Ош",
    "consignor_postcode": "723500",
    "consignor_country": "KG",
    "waybill": "CMR-2",
}
HEADS = "\t".join(
    (
        *("Описание", "ТН ВЭД", "Мест", "Вид", "Маркировка", "Брутто"),
        *("Отправитель", "Город отправителя", "Страна отправителя"),
    )
)
ROWS = (
    "Чай\t0902\t5\tкоробка\tA\t10\tАльфа\tОш\tКиргизия",
    "Ткань\t5205\t2\tкоробка\tB\t20\tБета\tБишкек\tKG",
    "Нитки\t5205\t1\tкоробка\tC\t30\tальфа\tОш\tKG",
)


@pytest.fixture
def client(world: World) -> Client:
    """The carrier, signed in."""
    sign_in(world.client, "aibek")
    return world.client


def stored(world: World, path: str) -> Draft:
    document = Queries(world.core).document(DRAFT, id_of(path))
    assert document is not None
    return read_draft(document)


def meant(world: World, path: str) -> Dossier:
    dossier = build(stored(world, path), REFERENCE).dossier
    assert dossier is not None
    return dossier


def test_a_load_of_two_consignors_is_filed_from_its_forms(client: Client, world: World) -> None:
    path = filled_draft(client)
    whole = meant(world, path).consignment
    first = post(client, f"{path}/parts").headers["location"]
    assert first.endswith("/parts/2"), "what was there is the first part"
    assert "Ни в одной товарной позиции" in shown(client, first)
    post(client, first, **SECOND)
    assert "Указать лицо всей партии" in shown(client, f"{path}/parties")
    post(client, f"{path}/apart/consignor", then="parts")
    assert "Указан для частей партии" in shown(client, f"{path}/parties")
    count = len(stored(world, path).goods)
    item: dict[str, Any] = stored(world, path).goods[0].fields
    assert item["part"] == "1"
    assert "→" not in shown(client, f"{path}/goods/1").partition('name="part"')[0]
    unknown = post(client, f"{path}/goods/1", 422, **item | {"part": "7"})
    assert 'value="7" selected' in unknown.text
    post(client, f"{path}/goods/1", **item | {"part": "2"})
    if count == 1:
        post(client, f"{path}/goods/2", **item | {"part": "1"})
    load = meant(world, path).consignment
    assert load.consignor is None
    assert [house.consignor and house.consignor.name for house in load.houses] == [
        whole.consignor and whole.consignor.name,
        "Ош Текстиль",
    ]
    assert [house.number for house in load.houses] == [1, 2]
    numbers = [one.declaration_number for house in load.houses for one in house.items]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [one.reference for one in load.houses[1].documents] == ["CMR-2"]
    check = shown(client, f"{path}/send")
    for number, house in enumerate(load.houses, start=1):
        head = check.partition(f"<b>Часть партии № {number}</b>")[2].partition("</tr>")[0]
        assert house.consignor is not None
        assert house.consignor.name in head
        assert f"Позиции: {len(house.items)};" in head
    sent = post(client, f"{path}/send", lrn="GROUP-1", access_code="A1B2")
    state = Queries(world.core).get(sent.headers["location"].rpartition("/")[2]).state
    assert isinstance(state, Movement)
    assert len(state.dossier.consignment.houses) == 2
    page = shown(client, sent.headers["location"])
    assert "Ош Текстиль" in page


def test_parts_come_from_the_columns_of_a_table_and_are_undone(
    client: Client, world: World
) -> None:
    path = filled_draft(client)
    before = stored(world, path)
    table = brought(client, path, pasted="\n".join((HEADS, *ROWS)))
    post(client, table, act="take", how="add", **columns())
    draft = stored(world, path)
    names = [part.fields.get("consignor_name", "") for part in draft.parts]
    assert names == ["Ферганская долина", "Альфа", "Бета"], "what was there is the first part"
    assert "consignor_name" not in draft.parties, "of the whole or of its parts"
    assert [item.fields["part"] for item in draft.goods[-3:]] == ["2", "3", "2"]
    assert draft.parts[1].fields["consignor_country"] == "KG"
    load = meant(world, path).consignment
    assert [len(house.items) for house in load.houses] == [len(before.goods), 2, 1]
    post(client, f"{path}/goods/undo")
    assert stored(world, path) == before
    post(client, f"{path}/goods/undo")
    assert stored(world, path) == draft


def test_a_row_says_the_whole_address_and_what_all_rows_name_is_not_said_of_the_whole() -> None:
    whole = Draft(id="mv", parties={"consignor_name": "Ферганская долина", "carrier_name": "One"})
    address = {"consignor_street": "ул. Ленина, 1", "consignor_postcode": "723500"}
    rows = ({"consignor_name": name, "hs": "630260", **address} for name in ("Альфа", "Бета"))
    draft, _ = with_rows(whole, rows, lambda role, said: said)
    assert draft.parties == {"carrier_name": "One"}
    assert [part.fields["consignor_name"] for part in draft.parts] == ["Альфа", "Бета"]
    assert all(part.fields.items() >= address.items() for part in draft.parts)


def columns() -> dict[str, Any]:
    names = (
        "description", "hs", "count", "kind", "marks", "gross",
        "consignor_name", "consignor_city", "consignor_country",
    )  # fmt: skip
    return {f"column-{n}": name for n, name in enumerate(names)}


def test_a_table_of_one_consignor_makes_no_parts(client: Client, world: World) -> None:
    path = filled_draft(client)
    table = brought(client, path, pasted="\n".join((HEADS, ROWS[0], ROWS[2])))
    parties: dict[str, Any] = stored(world, path).parties
    empty: dict[str, Any] = {name: "" for name in parties if name.startswith("consignor_")}
    post(client, f"{path}/parties", **parties | empty)
    post(client, table, act="take", how="replace", **columns())
    draft = stored(world, path)
    assert draft.parts == ()
    assert draft.parties["consignor_name"] == "Альфа"


def test_a_part_is_taken_out_and_two_become_one(client: Client, world: World) -> None:
    path = filled_draft(client)
    before = stored(world, path)
    for _ in range(2):
        post(client, f"{path}/parts")
    item: dict[str, Any] = before.goods[0].fields
    post(client, f"{path}/goods/1", **item | {"part": "3"})
    asked = shown(client, f"{path}/parts/2/remove")
    assert "Исключить часть № 2?" in asked
    post(client, f"{path}/parts/2/remove", as_shown="x")
    assert len(stored(world, path).parts) == 3
    post(client, f"{path}/parts/2/remove")
    assert stored(world, path).goods[0].fields["part"] == "2"
    post(client, f"{path}/parts/1/remove")
    now = stored(world, path)
    assert now.parts == ()
    assert "part" not in now.goods[0].fields
    assert client.get(f"{path}/parts/1").status_code == 404


def test_a_form_of_a_part_that_was_taken_out_overwrites_no_other(
    client: Client, world: World
) -> None:
    path = filled_draft(client)
    for _ in range(2):
        post(client, f"{path}/parts")
    name = next(field for field in SECOND if field.endswith("name"))
    post(client, f"{path}/parts/2", **SECOND)
    post(client, f"{path}/parts/3", **SECOND | {name: "Гамма"})
    found = re.search(r'name="seen" value="([^"]*)"', shown(client, f"{path}/parts/2"))
    assert found is not None
    mine = SECOND | {name: "Бета", "seen": html.unescape(found[1])}
    post(client, f"{path}/parts/2", **mine)
    post(client, f"{path}/parts/2/remove")
    refused = post(client, f"{path}/parts/2", 422, **mine).text
    assert "одну из них исключили" in refused
    assert 'value="Бета"' in refused
    assert [part.fields[name] for part in stored(world, path).parts[1:]] == ["Гамма"]


def lands(draft: Draft) -> tuple[Any, ...]:
    """(whole, of each part, of each item) of the country of destination."""
    dossier = build(draft, REFERENCE).dossier
    assert dossier is not None
    load = dossier.consignment
    return (
        load.country_of_destination,
        [house.country_of_destination for house in load.houses],
        [item.country_of_destination for house in load.houses for item in house.items],
    )


def test_countries_of_parts_and_items_are_said_at_one_level(client: Client, world: World) -> None:
    path = filled_draft(client)
    rows = [row.replace("0902", "090240").replace("5205", "520511") for row in ROWS]
    table = brought(
        client,
        path,
        pasted="\n".join(
            (
                f"{HEADS}\tСтрана назначения",
                *(f"{row}\t{to}" for row, to in zip(rows, ("Грузия", "TR", "GE"), strict=True)),
            )
        ),
    )
    post(client, table, act="take", how="replace", **columns() | {"column-9": "destination"})
    draft = stored(world, path)
    assert [item.fields["destination"] for item in draft.goods] == ["GE", "TR", "GE"]
    assert lands(draft) == (None, ["GE", "TR"], [None] * 3), "said of the whole of each part"
    mixed = {**draft.goods[2].fields, "destination": "AZ"}
    post(client, f"{path}/goods/3", **typed_item(mixed))
    assert lands(stored(world, path)) == (None, [None, "TR"], ["GE", "AZ", None])
    check = html.unescape(shown(client, f"{path}/send"))
    assert "Грузия: позиции 1; Азербайджан: позиции 2; Турция: позиции 3" in check
    for number in (1, 2, 3):
        same = {**stored(world, path).goods[number - 1].fields, "destination": "AZ"}
        post(client, f"{path}/goods/{number}", **typed_item(same))
    assert lands(stored(world, path)) == ("AZ", [None] * 2, [None] * 3), (
        "what all say alike is lifted"
    )
    wrong = {**draft.goods[0].fields, "destination": "QQ"}
    assert (
        'id="f-destination-error"' in post(client, f"{path}/goods/1", 422, **typed_item(wrong)).text
    )
    for number in (1, 2, 3):
        empty = {**stored(world, path).goods[number - 1].fields, "destination": ""}
        post(client, f"{path}/goods/{number}", **typed_item(empty))
    part: Any = {**stored(world, path).parts[0].fields, "destination": "TM"}
    post(client, f"{path}/parts/1", 422, **part)  # the whole names its consignor as well
    whole = DOSSIER.route.points[-1].country
    assert lands(stored(world, path)) == (None, ["TM", whole], [None] * 3)


def typed_item(fields: dict[str, str]) -> Any:
    return {**fields}


def test_countries_that_came_stay_and_older_drafts_show_them() -> None:
    house = DOSSIER.consignment.houses[0]
    first = replace(house, country_of_destination="GE")
    item = replace(house.items[0], number=1, declaration_number=len(house.items) + 1)
    second = replace(house, number=2, items=(item,), gross_kg=item.gross_kg)
    second = replace(second, country_of_destination="TR")
    load = replace(DOSSIER.consignment, houses=(first, second), country_of_destination=None)
    new = draft_from(replace(DOSSIER, consignment=load), "mv-KG-00000000000000000098", "")
    assert [part.fields["destination"] for part in new.parts] == ["GE", "TR"]
    assert lands(new)[:2] == (None, ["GE", "TR"])
    older = replace(
        new,
        with_all=False,
        parts=tuple(
            replace(one, fields={n: v for n, v in one.fields.items() if n != "destination"})
            for one in new.parts
        ),
    )
    assert read_draft(document_of(older, "ala-too", "")) == new


def test_other_documents_are_typed_for_the_whole_a_part_and_an_item(
    client: Client, world: World
) -> None:
    path = filled_draft(client)
    more: Any = {**stored(world, path).transport}
    added = {"add_group": "previous", "add_kind": "n821", "add_number": "26KG1", "add_note": "T1"}
    to = post(client, f"{path}/transport", **more | added).headers["location"]
    assert to == f"{path}/transport#documents"
    assert stored(world, path).transport["doc_previous"] == "n821 26KG1; T1"
    assert "n821 26KG1; T1" in shown(client, f"{path}/transport")
    wrong = post(client, f"{path}/transport", 422, **more | {"doc_transport": "HB-17"})
    assert "«HB-17»: укажите код вида" in wrong.text
    post(client, f"{path}/transport", **more | {"doc_previous": "n821 26KG1; T1"})
    item: Any = stored(world, path).goods[0].fields
    post(client, f"{path}/goods/1", **item | {"doc_additional": "Y901 нет\r\nY923"})
    load = meant(world, path).consignment
    assert load.documents == (Document("previous", "N821", "26KG1", "T1"),)
    lines = load.houses[0].items[0].documents
    assert lines == (Document("additional", "Y901", "нет"), Document("additional", "Y923"))
    post(client, f"{path}/parts")
    first: Any = stored(world, path).parts[0].fields
    post(client, f"{path}/parts/1", **first | {"doc_transport": "N703 HB-17", "invoice": "I-1"})
    house = meant(world, path).consignment.houses[0]
    assert {(one.group, one.kind, one.reference) for one in house.documents} >= {
        ("transport", "N703", "HB-17"),
        ("supporting", "N380", "I-1"),
    }
    assert "N703" in shown(client, f"{path}/send")
    post(client, f"{path}/parts/2/remove")
    assert stored(world, path).transport["doc_transport"] == "N703 HB-17", "not lost with the part"
    found = client.get("/codes/documents?q=накладная").text
    assert "N730" in found
    again = draft_from(meant(world, path), "mv-KG-00000000000000000097", "")
    assert build(again, REFERENCE).dossier == meant(world, path), "what no one touches stays"


def test_each_group_of_documents_is_counted_alone() -> None:
    lines = {"doc_supporting": 100, "doc_previous": 3}
    values = {name: "\n".join(f"N380 {n}" for n in range(count)) for name, count in lines.items()}
    problems: list[Problem] = []
    further_documents(Reading(values, problems, "transport"), ())
    [told] = problems
    assert (told.field, told.args) == ("doc_supporting", {"limit": "99", "given": "100"})


def test_what_is_typed_for_a_part_or_item_that_is_gone_is_kept(
    client: Client, world: World
) -> None:
    path = filled_draft(client)
    for _ in range(2):
        post(client, f"{path}/parts")
    name = next(field for field in SECOND if field.endswith("name"))
    post(client, f"{path}/parts/3", **SECOND)
    mine = SECOND | {name: "Бета"} | hidden(client.get(f"{path}/parts/3"))
    post(client, f"{path}/parts/2/remove")
    post(client, f"{path}/parts/3", **mine)
    assert stored(world, path).parts[1].fields[name] == "Бета", "it is found where it is by now"
    post(client, f"{path}/parts/1/remove")
    post(client, f"{path}/parts/3/save", 409, **mine)
    kept = post(client, f"{path}/parts/3", 409, **mine)
    assert 'value="Бета"' in kept.text
    assert stored(world, path).parts == ()
    post(client, f"{path}/parts/3", **mine | hidden(kept, 409))
    assert stored(world, path).parts[-1].fields[name] == "Бета"
    post(client, f"{path}/parts/2000", 404, **mine)
    item: Any = stored(world, path).goods[0].fields
    lost = post(client, f"{path}/goods/9", 409, **item | {"marks": "KEPT-1"})
    assert "KEPT-1" in lost.text
    assert f'action="{path}/goods/{len(stored(world, path).goods) + 1}"' in lost.text


def test_a_part_taken_out_in_the_instant_of_saving_stays_on_its_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled_draft(client)
    for _ in range(2):
        post(client, f"{path}/parts")
    name = next(field for field in SECOND if field.endswith("name"))
    mine = SECOND | {name: "Бета"} | hidden(client.get(f"{path}/parts/3"))
    had = stored(world, path)
    post(client, f"{path}/parts/3/remove")
    monkeypatch.setattr(parts, "draft_of", lambda _request, _id: had)
    assert 'value="Бета"' in post(client, f"{path}/parts/3", 422, **mine).text
    assert len(stored(world, path).parts) < 3


def test_an_item_taken_out_in_the_instant_of_saving_stays_on_its_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled_draft(client)
    item: Any = stored(world, path).goods[0].fields
    for number in (2, 3):
        post(client, f"{path}/goods/{number}", **item | {"marks": f"N {number}"})
    mine = item | {"marks": "KEPT-1"} | hidden(client.get(f"{path}/goods/3"))
    had = stored(world, path)
    post(client, f"{path}/goods/remove", items="2,3")
    monkeypatch.setattr(goods, "draft_of", lambda _request, _id: had)
    assert "KEPT-1" in post(client, f"{path}/goods/3", 422, **mine).text
    assert len(stored(world, path).goods) == 1


def hidden(answer: Any, status: int = 200) -> dict[str, Any]:
    """What a page sends back by itself."""
    page = Elements(check_page(answer, "ru", status))
    fields = [of for _field, of in page.named("input") if of.get("type") == "hidden"]
    return {of["name"]: of.get("value", "") for of in fields}


def test_more_parts_than_a_load_can_have_are_refused_whole(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled_draft(client)
    before = stored(world, path)
    table = brought(client, path, pasted="\n".join((HEADS, *ROWS)))
    monkeypatch.setattr(goods_use, "PARTS_MAX", 2)
    told = post(client, table, 422, act="take", how="add", **columns()).text
    assert "было бы частей: 3; допускается не более 2" in html.unescape(told).replace("\xa0", " ")
    assert stored(world, path) == before


def test_a_draft_kept_before_loads_had_parts_opens(world: World) -> None:
    house = DOSSIER.consignment.houses[0]
    item = replace(house.items[0], number=1, declaration_number=len(house.items) + 1)
    houses = (house, replace(house, number=2, items=(item,), gross_kg=item.gross_kg))
    load = replace(DOSSIER.consignment, houses=houses, gross_kg="1")
    dossier = replace(DOSSIER, consignment=load)
    new = draft_from(dossier, "mv-KG-00000000000000000099", "")
    places = [0] * len(house.items) + [1]
    rests = ({n: v for n, v in one.fields.items() if n != "part"} for one in new.goods)
    pairs = zip(new.goods, rests, places, strict=True)
    old = replace(
        new,
        parts=(),
        goods=tuple(replace(one, fields=rest, house=k) for one, rest, k in pairs),
        transport=new.transport | {"waybill": "CMR-9"},
    )
    world.core.run_one(PutDocument(DRAFT, document_of(old, CARRIER.org, "")))
    draft = stored(world, f"/carrier/drafts/{new.id}")
    assert draft.parts[0].fields.get("waybill") == "CMR-9"
    assert "waybill" not in draft.transport
    built = build(draft, REFERENCE).dossier
    assert built is not None
    assert [len(one.items) for one in built.consignment.houses] == [len(house.items), 1]
