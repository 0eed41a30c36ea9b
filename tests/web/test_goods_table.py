"""Goods by file, by paste and in one table: previewed, mended in place, and undone."""

from decimal import Decimal
from typing import Any

import pytest

from corridor.engine.queries import Queries
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, ItemForm
from tests.support.web import csrf, sign_in
from tests.web.conftest import World
from tests.web.test_carrier import (
    Client,
    filled_draft,
    id_of,
    new_draft,
    post,
    shown,
    take_table,
)
from tests.web.test_tables import book

HEADS = ("Nimetus", "HS", "Мест", "Упаковка", "Брутто")


@pytest.fixture
def client(world: World) -> Client:
    """The carrier, signed in."""
    sign_in(world.client, "aibek")
    return world.client


def goods_of(world: World, path: str) -> tuple[ItemForm, ...]:
    document = Queries(world.core).document(DRAFT, id_of(path))
    assert document is not None
    return read_draft(document).goods


def brought(client: Client, path: str, **given: Any) -> str:
    """The address of a table that was brought."""
    answer = client.post(
        f"{path}/goods/file",
        data={"_csrf_token": csrf(client), "pasted": given.get("pasted", "")},
        files={"file": ("t.xlsx", given["file"])} if "file" in given else {},
        follow_redirects=False,
    )
    assert answer.status_code == given.get("status", 303), answer.text
    return str(answer.headers.get("location", answer.text))


def test_a_firm_names_a_column_once(client: Client, world: World) -> None:
    path = new_draft(client)
    data = book(["Чай", "0902", Decimal(5), "барабан стальной", Decimal("1.5")], heads=HEADS)
    table = brought(client, path, file=data)
    page = shown(client, table)
    assert "Nimetus" in page
    assert "1 строке есть что исправить" in page
    assert "Наименование товара: Заполните это поле." in page, "no cell of its own: named"
    fields: dict[str, Any] = {
        f"column-{n}": f for n, f in enumerate(("", "hs", "count", "kind", "gross"))
    }
    post(client, table, act="show", **fields | {"column-0": "description"})
    assert 'value="description" selected' in shown(client, table)
    post(client, table, act="take", how="add", **fields | {"column-0": "description"})
    assert goods_of(world, path)[0].fields == {
        "description": "Чай", "hs": "0902", "count": "5", "kind": "1A", "gross": "1.5",
    }  # fmt: skip
    assert client.get(table).status_code == 404
    again = shown(client, brought(client, path, file=data))
    assert 'value="description" selected' in again
    sign_in(client, "rival")
    theirs = shown(client, brought(client, new_draft(client), file=data))
    assert 'value="description" selected' not in theirs


def test_a_table_is_the_firms_own(client: Client) -> None:
    table = brought(client, new_draft(client), pasted="HS\tБрутто\n0902\t5")
    sign_in(client, "rival")
    assert client.get(table).status_code == 404
    post(client, table, 404, act="take")


def test_nothing_and_nonsense_are_told(client: Client) -> None:
    path = new_draft(client)
    assert "Выберите файл" in brought(client, path, status=422)
    assert "PDF" in brought(client, path, file=b"%PDF-1.4", status=422)
    table = brought(client, path, pasted="a\tb\n1\t2")
    assert "f-column-0" in post(client, table, 422, act="take").text
    many = "HS\tБрутто\n" + "0902\t5\n" * 2_000
    table = brought(client, path, pasted=many)
    answer = post(client, table, 422, act="take", **{"column-0": "hs", "column-1": "gross"})
    assert "2 000" in answer.text.replace("\u00a0", " ")


def test_goods_are_mended_in_the_table_and_undone(client: Client, world: World) -> None:
    path = new_draft(client)
    rows = "HS;Описание;Брутто;Мест\n80929;Черешня;x;много\n0902;Чай;5;7"
    take_table(client, path, rows.encode())
    assert '<td data-label="Места">много</td>' in shown(client, f"{path}/goods"), "as it was typed"
    page = shown(client, f"{path}/goods/table?faulty=1")
    assert 'id="f-c-1-gross-error"' in page
    cells: dict[str, Any] = {"c-1-gross": "6200", "c-1-hs": "080929", "c-3-description": "Хлопок"}
    nested = '{"a":' + "[" * 5_000  # what this form wrote of itself, as nobody's browser has it
    post(client, f"{path}/goods/table", act="save", seen=nested, **cells)
    assert [i.fields.get("description") for i in goods_of(world, path)] == [
        "Черешня",
        "Чай",
        "Хлопок",
    ]
    assert goods_of(world, path)[0].fields["gross"] == "6200"
    marked: dict[str, Any] = {"item": ["1", "3"]}
    post(client, f"{path}/goods/table", act="fill", fill="currency", value="usd", **marked)
    assert [i.fields.get("currency") for i in goods_of(world, path)] == ["usd", None, "usd"]
    post(client, f"{path}/goods/table", 422, act="fill", fill="currency", value="usd")
    post(client, f"{path}/goods/table", act="remove", **marked)
    assert len(goods_of(world, path)) == 1
    for expected in (3, 1, 3):
        post(client, f"{path}/goods/undo")
        assert len(goods_of(world, path)) == expected
    post(client, f"{path}/goods/1", 422, description="Иное")
    assert "goods/undo" not in shown(client, f"{path}/goods/table")
    post(client, f"{path}/goods/undo", 404)


def test_goods_come_back_from_their_own_file(client: Client, world: World) -> None:
    path, other = new_draft(client), new_draft(client)
    text = "HS;Описание;Брутто;Мест;Маркировка\n080929;=1+1;6200.5;12;007\n"
    take_table(client, path, text.encode())
    data = client.get(f"{path}/goods/table.xlsx").content
    take_table(client, other, data, "x.csv")
    assert goods_of(world, other) == goods_of(world, path)
    assert client.get("/carrier/tables/sample/goods").content[:2] == b"PK"
    assert client.get("/carrier/tables/sample/other").status_code == 404


def many_items(count: int) -> str:
    lines = (f"0902{n % 90 + 10}\tЧай {n}\t{n}\t1" for n in range(1, count + 1))
    return "HS\tОписание\tБрутто\tМест\n" + "\n".join(lines)


def test_many_items_are_shown_by_pages_and_found(client: Client, world: World) -> None:
    path = new_draft(client)
    table = brought(client, path, pasted=many_items(130) + "\n0902\tТкань\tx\t1240")
    heads: dict[str, Any] = {
        f"column-{n}": field for n, field in enumerate(("hs", "description", "gross", "count"))
    }
    post(client, table, act="take", how="add", **heads)
    page = shown(client, f"{path}/goods")
    assert page.count("data-row ") == 25
    assert "1–25" in page
    assert "8\u00a0515" in page, "the mass of all items, not of the page"
    assert "1\u00a0240" in shown(client, f"{path}/goods?q=ткань"), "a count, written as the masses"
    last = shown(client, f"{path}/goods?page=6")
    assert last.count("data-row ") == 6
    assert shown(client, f"{path}/goods?page=99").count("data-row ") == 6
    assert shown(client, f"{path}/goods?q=ткань").count("data-row ") == 1
    assert "Чай 10" in shown(client, f"{path}/goods?q=Чай+10")
    assert "Таких строк нет" in shown(client, f"{path}/goods?q=кофе")
    asked = shown(client, f"{path}/goods/remove?all=1&q=чай")
    assert "130" in asked
    numbers = asked.partition('name="items" value="')[2].partition('"')[0]
    post(client, f"{path}/goods/remove", items=numbers)
    assert [item.fields["description"] for item in goods_of(world, path)] == ["Ткань"]
    post(client, f"{path}/goods/undo")
    assert len(goods_of(world, path)) == 131
    post(client, f"{path}/goods/table?page=2", act="fill", fill="kind", value="BX", every="1")
    assert {item.fields["kind"] for item in goods_of(world, path)} == {"BX"}


def test_a_dossier_shows_its_items_by_pages_and_what_was_amended(client: Client) -> None:
    path = filled_draft(client)
    lines = "\n".join(f"080929\tЧерешня {n}\t100\t90\t1\tBX\tM-{n}" for n in range(1, 31))
    table = brought(client, path, pasted=f"HS\tОписание\tБрутто\tНетто\tМест\tВид\tМарки\n{lines}")
    heads = ("hs", "description", "gross", "net", "count", "kind", "marks")
    fields: dict[str, Any] = {f"column-{n}": field for n, field in enumerate(heads)}
    post(client, table, act="take", how="replace", **fields)
    assert "1–25" in shown(client, f"{path}/send")
    dossier = post(client, f"{path}/send", lrn="MANY-1", access_code="A1B2").headers["location"]
    assert "Черешня 30" not in shown(client, dossier)
    assert "Черешня 30" in shown(client, f"{dossier}?items=2")
    assert "Черешня 30" in shown(client, f"{dossier}?find=черешня+30")
    draft = post(client, f"{dossier}/amend").headers["location"]
    cell: dict[str, Any] = {"c-30-description": "Вишня"}
    post(client, f"{draft}/goods/table?page=2", act="save", **cell)
    post(client, f"{draft}/send", lrn="MANY-1")
    changed = shown(client, f"{dossier}?only=changed")
    assert "Вишня" in changed
    assert "Черешня 1<" not in changed


def test_other_letters_are_chosen_beside_a_sample(client: Client, world: World) -> None:
    path = new_draft(client)
    text = "Описание;ТН ВЭД;Мест\nЮбка;620459;5\n"
    table = brought(client, path, file=text.encode("koi8-r"))
    page = shown(client, table)
    assert "KOI8-R: Описание, ТН ВЭД, Мест, Юбка" in page
    post(client, table, act="show", letters="windows-1251")
    assert "Windows-1251: Описание" not in shown(client, table)
    assert "Юбка</td>" not in shown(client, table)
    again = post(client, table, act="take", letters="koi8-r").headers["location"]
    assert again == f"{table}#columns", "nothing is taken unseen"
    assert "Юбка</td>" in shown(client, table)
    assert 'value="koi8-r" checked' in shown(client, table)
