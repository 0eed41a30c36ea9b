"""Twenty dossiers from one table: faults mended in place, filed one by one, nothing twice."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel, Consignment
from corridor.domain.movement.state import Movement
from corridor.engine.illness import DiskLow
from corridor.engine.jobs import Execute, PutDocument
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import ACCOUNT, account_document
from corridor.web.batches.model import (
    BATCH,
    ROW,
    WORK,
    Applied,
    Batch,
    Fault,
    Row,
    Work,
    batch_document,
    read_batch,
    row_document,
    rows_of,
    work_document,
    work_on,
)
from corridor.web.batches.permits import may_apply
from corridor.web.batches.rows import PLACES, column_of, draft_of, firsts, judged
from corridor.web.batches.runner import NOT_ALLOWED
from corridor.web.pages.carrier.batch_said import said_once
from corridor.web.pages.carrier.batch_shown import standing_of
from corridor.web.tables.matching import FIELDS
from corridor.web.templating import Reader
from corridor.web.views.books.kept import entries_of
from corridor.web.views.drafting.field_names import name_of
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, Draft
from corridor.web.views.drafting.to_dossier import build
from tests.support.engines import MOVEMENT, RULES, START, make_core
from tests.support.pages import Elements, attributes, check_page
from tests.support.web import PEOPLE, make_services, running, sign_in
from tests.web.conftest import World, fill
from tests.web.test_carrier import PARTIES, Client, chosen_in, filled_draft, id_of, post, shown

HEADS = (
    "Наш номер\tТягач\tСтрана тягача\tПрицеп\tКонтейнер\tВодитель\tТелефон\tДата отправки\tПломбы"
)


@pytest.fixture
def client(world: World) -> Client:
    """The carrier, signed in."""
    sign_in(world.client, "aibek")
    return world.client


def typed(**cells: str) -> dict[str, Any]:
    """Cells whose names are no identifiers, for `post`."""
    return {**cells}


def line(n: int, **other: str) -> str:
    cells = {
        "lrn": f"M-{n}",
        "truck": f"01 KG {n:03d} ABC",
        "country": "Кыргызстан",
        "trailer": "",
        "container": "",
        "driver": f"Водитель {n}",
        "phone": f"+996 {n}",
        "day": "25.11.2026",
        "seals": f"S-{n}",
    }
    return "\t".join((cells | other).values())


def begun(client: Client, pattern: str, lines: list[str]) -> str:
    """The address of a batch of these rows; all of them are judged."""
    table = post(
        client, "/carrier/many", pasted="\n".join([HEADS, *lines]), **typed(**{"from": pattern})
    ).headers["location"]
    page = shown(client, table)
    count = page.count('id="f-column-')
    chosen: dict[str, Any] = {f"column-{n}": chosen_in(page, f"column-{n}") for n in range(count)}
    path = post(client, table, act="take", **chosen).headers["location"]
    return str(path)


def settled(client: Client, path: str, world: World) -> dict[int, Row]:
    """The rows by number, once nothing is being done with them."""
    queries, until = Queries(world.core), time.monotonic() + 30
    while work_on(queries, id_of(path)) is not None:
        assert time.monotonic() < until, "the work does not end"
        time.sleep(0.05)
    return {row.number: row for row in rows_of(queries, id_of(path))}


def test_twenty_dossiers_with_three_faults(client: Client, world: World) -> None:
    pattern = id_of(filled_draft(client))
    lines = [line(n) for n in range(1, 21)]
    lines[4] = line(5, lrn="M-4")
    lines[9] = line(10, day="20.11.2026")
    lines[14] = line(15, country="Атлантида")
    path = begun(client, pattern, lines)
    rows = settled(client, path, world)
    assert sorted(number for number, row in rows.items() if row.faults) == [6, 11, 16]
    shown(client, f"{path}?page={'9' * 5_000}")
    page = shown(client, f"{path}?show=faulty")
    for cell in ("c-6-lrn", "c-11-depart", "c-16-vehicle_country"):
        assert f'id="f-{cell}-error"' in page
    assert "строке 5" in page
    mended = {"c-6-lrn": "M-5", "c-11-depart": "26.11.2026 10:00"}
    post(client, path, act="save", **typed(**mended))
    asked = post(client, path, act="file").headers["location"]
    confirm = shown(client, asked)
    assert "19 досье" in confirm
    assert re.search(r"Нужно: .+, свободно: ", confirm)
    post(client, f"{path}/file", rows="all", access_code="A1B2")
    rows = settled(client, path, world)
    filed = [row for row in rows.values() if row.state == "filed"]
    told = {row.number: row.faults for row in rows.values() if row.state != "filed"}
    assert (len(filed), [*told]) == (19, [16])
    queries = Queries(world.core)
    state = queries.get(rows[2].id).state
    assert isinstance(state, Movement)
    assert state.dossier.lrn == "M-1"
    assert state.dossier.consignment.means[0].id == "01KG001ABC"
    assert state.dossier.consignment.means[0].nationality == "KG"
    assert state.dossier.driver == AtTheWheel("Водитель 1", phone="+996 1")
    assert state.dossier.consignment.equipment[0].seals == ("S-1",)
    assert state.dossier.route.points[0].eta == "2026-11-25T02:00:00Z"
    assert f'<a href="/carrier/dossiers/{rows[2].id}">M-1</a>' in shown(
        client, f"{path}?show=filed"
    )
    size = queries.log_size()
    post(client, f"{path}/file", rows="all", access_code="A1B2")
    assert queries.log_size() == size, "nothing is filed twice"
    on = post(client, f"{path}?show=faulty", act="save", **typed(**{"c-16-vehicle_country": "KZ"}))
    assert on.headers["location"] == path, "no way on from a list in which nothing is left"
    post(client, f"{path}/file", rows="16", access_code="A1B2")
    assert all(row.state == "filed" for row in settled(client, path, world).values())
    assert shown(client, "/carrier/many").count("/carrier/many/bt-") == 1
    services = world.client.app.state.services
    books = {book: entries_of(services, "ala-too", book) for book in ("trucks", "drivers")}
    assert {book: len(found) for book, found in books.items()} == {"trucks": 20, "drivers": 20}
    assert books["drivers"][0].source.startswith("M-")
    next_path = begun(client, pattern, [line(21)])
    settled(client, next_path, world)
    again = shown(client, next_path)
    assert '<option value="01KG001ABC">' in again
    assert '<option value="Водитель 1">+996 1</option>' in again


def found_rows(page: str) -> list[str]:
    return re.findall(r'<tr id="row-(\d+)"', page)


def test_both_numbers_stand_in_the_lists_of_the_carrier(client: Client, world: World) -> None:
    own = "/carrier?state=accepted"
    page = check_page(client.get(own), "ru").query("main")[0].to_text()
    state = Queries(world.core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    row = check_page(client.get(own), "ru").query(f"#row-{MOVEMENT}")[0]
    (link,) = (one for one in row.query("a") if MOVEMENT in str(one.attrs))
    assert (link.to_text(), state.mrn in row.to_text()) == (state.dossier.lrn, True), page
    batch = Batch(id="bt-9", name="", source="", pattern=Draft(id=""), columns=("vehicle",))
    filed = Row(number=1, id=MOVEMENT, state="filed", checked=START)
    world.core.run_one(PutDocument(BATCH, batch_document(batch, "ala-too", START)))
    world.core.run_one(PutDocument(ROW, row_document(filed, "bt-9", START)))
    for sought in (state.mrn, state.dossier.lrn):
        found = shown(client, f"/carrier/many/bt-9?q={sought}")
        assert found_rows(found) == ["1"]
        assert f">{state.dossier.lrn}<" in found
        assert f">{state.mrn}<" in found


def test_a_wrong_code_ends_it_and_is_kept_nowhere(client: Client, world: World) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2)])
    settled(client, path, world)
    post(client, f"{path}/file", rows="all", access_code="QQ77")
    rows = settled(client, path, world)
    assert all(row.is_ready for row in rows.values())
    assert "Код доступа не подходит" in shown(client, path)
    assert Queries(world.core).documents(WORK, None, 5) == []
    post(client, f"{path}/file", rows="2", access_code="A1B2")
    rows = settled(client, path, world)
    assert [rows[n].state for n in (2, 3)] == ["filed", "open"]
    assert "Код доступа не подходит" not in shown(client, path)


def test_what_cannot_be_in_two_places_is_told_also_where_the_pattern_says_it(
    client: Client, world: World
) -> None:
    path = filled_draft(client)
    services = world.client.app.state.services
    draft = read_draft(services.queries.document(DRAFT, id_of(path)))
    pattern = replace(draft, transport=draft.transport | {"trailer": "01KG808DTC"})
    columns = ("lrn", "vehicle", "container")
    batch = Batch(id="bt-1", name="", source="", pattern=pattern, columns=columns)
    box = {"container": "MSKU1234565"}
    rows = [
        Row(number=n, id=f"mv-KG-{n}", cells={"vehicle": f"01KG00{n}ABC"} | box) for n in (2, 3)
    ]
    before = firsts(batch, rows)
    told = [judged(batch, row, services, before).doubts for row in rows]
    assert [{one.field for one in found if one.text} for found in told] == [
        set(),
        {"trailer", "container"},
    ]


SEVERAL = {
    "vehicle": "01KG001ABC",
    "trailer": "01kg111ab, KG; 01 KZ 222 AB",
    "trailer_country": "KZ",
    "container": "MSKU1234565, TGHU7654321",
    "seals": "kg-1, KG-2\nKG-3",
    "container_size": "22g1, 45G1",
}


def of_row(client: Client, world: World, rows: list[dict[str, str]]) -> tuple[Batch, list[Row]]:
    """Rows with several in a cell, judged against a filled pattern."""
    services = world.client.app.state.services
    draft = read_draft(services.queries.document(DRAFT, id_of(filled_draft(client))))
    columns = (
        *("vehicle", "trailer", "trailer_country", "container", "seals", "seal_count"),
        "container_size",
    )
    batch = Batch(id="bt-1", name="", source="", pattern=draft, columns=columns)
    made = [Row(number=n, id=f"mv-KG-{n}", cells=cells) for n, cells in enumerate(rows, start=2)]
    before = firsts(batch, made)
    return batch, [judged(batch, row, services, before) for row in made]


def test_a_cell_names_several_trailers_containers_and_seals(client: Client, world: World) -> None:
    once = SEVERAL | {"seals": "S-1; S-2", "trailer": "01KG333AB", "container": "CSQU3054383, X"}
    batch, (row, doubled, _other) = of_row(client, world, [SEVERAL, SEVERAL, once])
    assert row.faults == ()
    services = world.client.app.state.services
    load = draft_built(batch, row, services)
    means = [(one.id, one.nationality) for one in load.means if one.kind == "31"]
    assert means == [("01KG111AB", "KG"), ("01KZ222AB", "KZ")]
    first, second = load.equipment
    assert (first.container, first.seals, first.goods) == ("MSKU1234565", ("KG-1", "KG-2"), (1,))
    assert (second.container, second.seals, second.goods) == ("TGHU7654321", ("KG-3",), (1,))
    assert [box.size_type for box in load.equipment] == ["22G1", "45G1"]
    told = [(one.field, one.args) for one in doubled.doubts if one.text]
    assert [one for one in told if one[0] in ("trailer", "container")] == [
        ("trailer", {"row": "2"}),
        ("container", {"row": "2"}),
    ], "each number is looked for, and one row is told once"


@pytest.mark.parametrize(
    ("cells", "field", "column"),
    [
        ({"seals": "S-1, S-2, S-3"}, "seals", "seals"),
        ({"seals": "S-1, s-1"}, "seals", "seals"),
        ({"seals": "", "seal_count": "3"}, "seal_count", "seal_count"),
        ({"trailer_country": "KG, KZ, UZ"}, "trailer_country", "trailer_country"),
        ({"trailer": "01KG111AB, 01KG111AB"}, "trailer", "trailer"),
        ({"container": "MSKU1234565, MSKU1234560"}, "boxes", "container"),
        ({"trailer": f"01KG111AB, {'X' * 90}"}, "trailers", "trailer"),
    ],
)
def test_what_a_cell_of_several_leaves_open_is_told_in_it(
    cells: dict[str, str], field: str, column: str, client: Client, world: World
) -> None:
    batch, (row,) = of_row(client, world, [SEVERAL | cells])
    spots = [fault.spot for fault in (*row.faults, *row.doubts)]
    assert field in [spot.field for spot in spots]
    assert column in [column_of(spot, batch.columns) for spot in spots]


def draft_built(batch: Batch, row: Row, services: Any) -> Consignment:
    dossier = build(draft_of(batch, row, services), services.reference).dossier
    assert dossier is not None
    return dossier.consignment


def test_goods_stay_in_the_containers_of_their_place(client: Client, world: World) -> None:
    batch, (row,) = of_row(client, world, [SEVERAL])
    item = batch.pattern.goods[0]
    goods = tuple(
        replace(item, fields=item.fields | {"box": box})
        for box in ("CSQU3054383", "2, CSQU3054383", "")
    )
    transport = batch.pattern.transport | {"container": "CSQU3054383", "boxes": "; S-1"}
    pattern = replace(batch.pattern, goods=goods, transport=transport)
    found = draft_of(replace(batch, pattern=pattern), row, world.client.app.state.services)
    assert [one.fields.get("box", "") for one in found.goods] == [
        "MSKU1234565",
        "MSKU1234565, TGHU7654321",
        "",
    ]


def test_typed_cells_stay_while_the_node_is_at_work(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2)])
    settled(client, path, world)
    page = check_page(client.get(path), "ru")
    fields = [of for _field, of in Elements(page).named("input")]
    opened: dict[str, Any] = {
        of["name"]: of.get("value", "") for of in fields if of["name"].startswith(("c-", "seen-"))
    }
    long = post(client, path, 422, act="save", **opened | {"c-2-driver": "я" * 20_001})
    assert (
        "20\N{NO-BREAK SPACE}001"
        in check_page(long, "ru", 422).query("#f-c-2-driver-error")[0].to_text()
    )
    assert "я" * 20_001 in long.text
    assert settled(client, path, world)[2].cells["driver"] == "Водитель 1"
    held = Work(batch=id_of(path), org="ala-too", login="aibek", rows=(9,))

    async def rest(work: Work) -> None:
        """The node does not get on with it."""

    monkeypatch.setattr(world.client.app.state.batches, "_carry_on", rest)
    world.core.run_one(PutDocument(WORK, work_document(held, START)))
    mine = opened | {"c-2-driver": "Асан", "c-3-driver": "Бек"}
    kept = post(client, path, 422, act="save", **mine).text
    assert 'name="c-2-driver"' in kept
    assert "Асан" in kept
    assert "data-live-url" not in kept.partition("<main")[2].partition("<table")[0]
    asked = post(client, f"{path}/permits", 422, rows="all", answer_oversize="no")
    answers = check_page(asked, "ru", 422).query('[name="answer_oversize"][checked]')
    assert [attributes(one)["value"] for one in answers] == ["no"]
    assert "Узел ещё" in post(client, f"{path}/file", 422, rows="all", access_code="A1B2").text
    post(client, path, act="stop", **mine)
    assert [row.cells["driver"] for row in settled(client, path, world).values()] == ["Асан", "Бек"]
    post(client, path, act="drop", row="2")
    gone = post(client, path, 422, act="save", **opened | {"c-2-driver": "Чолпон"}).text
    assert "Вы ввели в неё: «Чолпон»" in gone


def test_rows_become_drafts_or_are_dropped(client: Client, world: World) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2), line(3)])
    rows = settled(client, path, world)
    post(client, path, 422, act="draft")
    post(client, path, act="draft", row="2")
    post(client, path, act="drop", row=["3", "4"])
    left = settled(client, path, world)
    assert {number: row.state for number, row in left.items()} == {2: "draft"}
    document = Queries(world.core).document(DRAFT, rows[2].id)
    assert document is not None
    assert read_draft(document).transport["vehicle"] == "01 KG 001 ABC"
    assert "01 KG 001 ABC" in shown(client, f"/carrier/drafts/{rows[2].id}/transport")
    assert f"/carrier/drafts/{rows[2].id}" in shown(client, path)


def test_seals_one_a_line_in_a_cell_stay_several(client: Client, world: World) -> None:
    pattern = id_of(filled_draft(client))
    seals = {"seals": '"S-1\nS-2"', "country": "Атлантида"}
    path = begun(client, pattern, [line(1, **seals)])
    (row,) = settled(client, path, world).values()
    assert row.cells["seals"] == "S-1\nS-2"
    field = check_page(client.get(path), "ru").query("#f-c-2-seals")[0]
    assert (field.name, field.to_text(strip=False)) == ("textarea", "S-1\nS-2")
    mended = {"c-2-seals": "S-1\r\nS-2", "c-2-vehicle_country": "KG"}
    post(client, path, act="save", **typed(**mended))
    (row,) = settled(client, path, world).values()
    assert (row.cells["seals"], row.is_ready) == ("S-1\nS-2", True)


def test_two_with_one_table_open_do_not_undo_each_other(client: Client, world: World) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2)])
    settled(client, path, world)
    page = check_page(client.get(path), "ru")
    fields = [of for _field, of in Elements(page).named("input")]
    opened: dict[str, Any] = {
        of["name"]: of.get("value", "") for of in fields if of["name"].startswith(("c-", "seen-"))
    }
    post(client, path, act="save", **opened | {"c-2-driver": "Асан", "c-3-driver_phone": "+996 22"})
    late = opened | {"c-2-driver": "Бекзат", "c-2-driver_phone": "+996 33"}
    told = post(client, path, 422, act="save", **late).text
    assert "написали «Бекзат», а тем временем здесь записано «Асан»" in told
    assert 'href="#f-c-2-driver"' in told
    cells = {number: row.cells for number, row in settled(client, path, world).items()}
    assert (cells[2]["driver"], cells[2]["driver_phone"]) == ("Асан", "+996 33")
    assert cells[3]["driver_phone"] == "+996 22", "what was not touched is not written"


def test_a_pattern_is_mended_once_for_all_rows(client: Client, world: World) -> None:
    draft = filled_draft(client)
    post(client, f"{draft}/parties", 422, consignor_name="Ферганская долина")
    path = begun(client, id_of(draft), [line(1), line(2)])
    assert all(row.faults for row in settled(client, path, world).values())
    page = shown(client, path)
    assert "Стороны, " in page
    post(client, path, 422, act="file")
    post(client, f"{draft}/parties", **PARTIES)
    post(client, path, act="again")
    assert all(row.is_ready for row in settled(client, path, world).values())


def test_a_template_is_no_dossier(client: Client, world: World) -> None:
    draft = filled_draft(client)
    post(client, f"{draft}/template", name="Ош — Поти, черешня")
    page = shown(client, "/carrier/many")
    template = page.split("/carrier/drafts/")[1].partition('"')[0]
    assert "Ош — Поти, черешня" in page
    assert template not in shown(client, "/carrier")
    assert f"{template}/send" not in shown(client, f"/carrier/drafts/{template}")
    assert client.get(f"/carrier/drafts/{template}/send").status_code == 404
    post(client, f"/carrier/drafts/{template}/send", 404, lrn="T-1")
    post(client, f"/carrier/drafts/{template}/permits", 404, act="apply")
    copy = post(client, "/carrier/new", how="copy", **typed(**{"from": template})).headers[
        "location"
    ]
    assert "FDE-118" not in shown(client, f"{copy}/transport")
    assert "Черешня" in shown(client, f"{copy}/goods")
    assert copy in shown(client, "/carrier")


def test_another_firm_sees_none_of_it(client: Client, world: World) -> None:
    pattern = id_of(filled_draft(client))
    path = begun(client, pattern, [line(1)])
    settled(client, path, world)
    sign_in(client, "rival")
    assert client.get(path).status_code == 404
    post(client, path, 404, act="drop", row="2")
    post(client, f"{path}/file", 404, rows="all")
    for reference in (pattern, MOVEMENT):
        post(client, "/carrier/many", 404, pasted="a\tb", **typed(**{"from": reference}))
    assert "bt-" not in shown(client, "/carrier/many")


def test_it_goes_on_after_the_process_was_ended(tmp_path: Path) -> None:
    """The node is stopped with the work half done, and started again: each is filed once."""
    core = make_core(rules=RULES)
    fill(core)
    world = World(core, core.settings.clock, None, "")  # type: ignore[arg-type]
    services = make_services(tmp_path, core)
    with running(services) as client:
        sign_in(client, "aibek")
        path = begun(client, id_of(filled_draft(client)), [line(n) for n in (1, 2, 3)])
        rows = settled(client, path, world)
        held = services.writer.run

        async def run(job: Any) -> Any:
            """The second is filed, but its answer never comes back; then nothing is written."""
            if isinstance(job, Execute) and job.subject == rows[3].id:
                await held(job)
            if isinstance(job, Execute) and job.subject in (rows[3].id, rows[4].id):
                raise DiskLow
            return await held(job)

        object.__setattr__(services.writer, "run", run)
        post(client, f"{path}/file", rows="all", access_code="A1B2")
        until = time.monotonic() + 20
        while "узел пока не может" not in client.get(path).text.casefold():
            assert time.monotonic() < until
            time.sleep(0.05)
    queries = Queries(core)
    assert work_on(queries, id_of(path)) is not None
    assert isinstance(queries.get(rows[3].id).state, Movement)
    assert rows_of(queries, id_of(path))[1].state == "open"
    with running(make_services(tmp_path, core)) as client:
        sign_in(client, "aibek")
        now = settled(client, path, world)
    assert [row.state for row in now.values()] == ["filed"] * 3
    assert all(queries.get(row.id).version == 1 for row in rows.values())


def test_whoever_left_the_firm_files_no_more(client: Client, world: World) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2)])
    settled(client, path, world)
    gone = replace(PEOPLE["aibek"], org="elsewhere")
    work = Work(batch=id_of(path), org="ala-too", login="aibek", rows=(2, 3))
    world.core.run_one(PutDocument(ACCOUNT, account_document(gone, START)))
    world.core.run_one(PutDocument(WORK, work_document(work, START)))
    rows = settled(client, path, world)
    assert [row.state for row in rows.values()] == ["open", "open"]
    document = Queries(world.core).document(BATCH, id_of(path))
    assert document is not None
    assert read_batch(document).told == NOT_ALLOWED


def test_every_column_has_a_place_and_a_name() -> None:
    assert tuple(PLACES) == FIELDS["dossiers"]
    unnamed = [f for f, spot in PLACES.items() if not name_of(spot) and f != "depart"]
    assert not unnamed


def test_permits_of_all_rows_are_asked_for_with_one_button(client: Client, world: World) -> None:
    path = begun(client, id_of(filled_draft(client)), [line(1), line(2), line(3, truck="")])
    settled(client, path, world)
    post(client, f"{path}/file", rows="2", access_code="A1B2")
    settled(client, path, world)
    asked = post(client, path, act="permits").headers["location"]
    assert "Узбекистан" in shown(client, asked)
    post(client, f"{path}/permits", 422, rows="all")
    post(client, f"{path}/permits", rows="all", answer_oversize="no")
    rows, queries = settled(client, path, world), Queries(world.core)
    found = {number: queries.permits_of(row.id) for number, row in rows.items()}
    assert len(found[2]) == len(found[3]) > 4
    assert [number for number, row in rows.items() if row.applied] == [2, 3]
    assert not found[4], "a row that cannot be filed asks for nothing"
    page = shown(client, path)
    assert 'value="permits"' not in page, "nothing is left to apply for"
    assert f"Подано заявок: {len(found[2])}" in page
    assert {one.request.plates[:1] for one in found[3] if one.request.plates} == {("01KG002ABC",)}
    size = queries.log_size()
    post(client, f"{path}/permits", rows="2,3")
    settled(client, path, world)
    assert queries.log_size() == size, "nothing is asked for twice"
    assert client.get(f"{path}/permits", follow_redirects=False).status_code == 303
    post(client, f"/carrier/dossiers/{rows[2].id}/cancel", reason="Рейс отменён")
    post(client, f"{path}/permits", rows="2")
    settled(client, path, world)
    assert "Досье закрыто: разрешения" in shown(client, path)
    sign_in(client, "rival")
    assert client.get(f"{path}/permits").status_code == 404
    post(client, f"{path}/permits", 404, rows="all")


def test_a_dossier_that_needs_no_permit_leaves_nothing_to_apply_for(
    client: Client, world: World
) -> None:
    services = world.client.app.state.services
    rows = settled(client, begun(client, id_of(filled_draft(client)), [line(1)]), world)
    (row,) = rows.values()
    assert not row.is_free, "road permits are needed on this way"
    for is_free in (True, False):
        filed = replace(row, state="filed", is_free=is_free)
        assert may_apply(services, [filed], []) is not is_free


def test_permits_of_dossiers_marked_in_the_list(client: Client, world: World) -> None:
    path = filled_draft(client)
    post(client, f"{path}/send", lrn="ONE-1", access_code="A1B2")
    page = shown(client, f"/carrier/many/permits?row={id_of(path)}")
    assert "1 досье" in page
    assert client.get("/carrier/many/permits", follow_redirects=False).status_code == 303
    batch = post(client, "/carrier/many/permits", rows=id_of(path)).headers["location"]
    settled(client, batch, world)
    assert len(Queries(world.core).permits_of(id_of(path))) > 4
    assert "ONE-1" in shown(client, batch)
    sign_in(client, "rival")
    assert client.get(f"/carrier/many/permits?row={id_of(path)}").status_code == 404
    post(client, "/carrier/many/permits", 404, rows=id_of(path))


def test_permits_go_on_after_the_process_was_ended(tmp_path: Path) -> None:
    """It is cut in the middle of a row: the rest is asked for at the next start, nothing twice."""
    core = make_core(rules=RULES)
    fill(core)
    world = World(core, core.settings.clock, None, "")  # type: ignore[arg-type]
    services = make_services(tmp_path, core)
    with running(services) as client:
        sign_in(client, "aibek")
        path = begun(client, id_of(filled_draft(client)), [line(1), line(2)])
        rows = settled(client, path, world)
        held, asked = services.writer.run, []

        async def run(job: Any) -> Any:
            """The third application is written, but its answer never comes back."""
            if isinstance(job, Execute):
                asked.append(job)
                if len(asked) == 3:
                    await held(job)
                if len(asked) >= 3:
                    raise DiskLow
            return await held(job)

        object.__setattr__(services.writer, "run", run)
        post(client, f"{path}/permits", rows="all", answer_oversize="no")
        until = time.monotonic() + 20
        while len(asked) < 3:
            assert time.monotonic() < until
            time.sleep(0.05)
    with running(make_services(tmp_path, core)) as client:
        sign_in(client, "aibek")
        settled(client, path, world)
    queries = Queries(core)
    found = [queries.permits_of(row.id) for row in rows.values()]
    assert len(found[0]) == len(found[1]) > 4
    for permits in found:
        keys = [(one.request.country, one.request.rule) for one in permits]
        assert len(set(keys)) == len(keys)


def test_what_many_rows_have_in_common_is_said_once_above_them(tmp_path: Path) -> None:
    reader = Reader("ru", make_services(tmp_path))
    rows = [{"number": n, "others": ["пусто"], "doubts": ["тот же прицеп"]} for n in (2, 3, 4, 7)]
    rows[1]["doubts"], rows[3]["others"] = ["своё", "тот же прицеп"], []
    above, left = said_once(rows, reader)
    assert [(one["kind"], one["text"], one["rows"]) for one in above] == [
        ("stop", "пусто", "Строки: 2–4"),
        ("wait", "тот же прицеп", "Строки: 2–4, 7"),
    ]
    assert [(row["others"], row["doubts"]) for row in left] == [
        ([], texts) for texts in ([], ["своё"], [], [])
    ]
    assert said_once(rows[:2], reader) == ([], rows[:2]), "of two rows each says it itself"


def test_the_badge_of_a_row_says_the_worst_that_is_true() -> None:
    row, fault = Row(number=2, id=MOVEMENT), Fault("transport", "vehicle")
    checked, filed = replace(row, checked=START), replace(row, state="filed")
    kinds = {
        "info": row,
        "ok": checked,
        "wait": replace(checked, doubts=(fault,)),
        "stop": replace(checked, faults=(fault,), doubts=(fault,)),
        "neutral": replace(row, state="draft"),
    }
    assert [*kinds] == [standing_of(one)[1] for one in kinds.values()]
    stuck = replace(filed, applied=Applied("", (fault,)))
    assert [standing_of(one)[1] for one in (filed, stuck)] == ["ok", "wait"]
