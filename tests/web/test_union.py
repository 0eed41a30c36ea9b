"""A movement inside the union on two nodes: what their desks say, from filing to write-off."""

import io
from pathlib import Path

from msgspec.structs import replace
from pypdf import PdfReader

from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.routes import DEMO_ROUTES, plan_route
from corridor.engine.queries import Queries
from corridor.web.templating import readers
from corridor.web.views.strips import route_strip
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    MOVEMENT,
    REFERENCE,
    customs,
    do,
    make_core,
    register_guarantee,
)
from tests.support.pages import check_page
from tests.support.web import bearer, make_services, put_people, running
from tests.web.desk_world import STEPS_TO_RELEASE, abroad, enter, pass_on

BISHKEK, ASTANA = customs("KGBISH01"), customs("KZASTA01")
HERE = f"/customs/{MOVEMENT}"
SAID = ("Весь путь лежит на одной таможенной территории", "граница без таможни")


def test_one_declaration_two_offices_and_both_nodes_say_so(tmp_path: Path) -> None:
    core = make_core()
    put_people(core)
    assert not register_guarantee(core).refusals
    load = replace(DOSSIER.consignment, country_of_destination="KZ", countries_of_routing=())
    dossier = replace(DOSSIER, route=DEMO_ROUTES["bishkek-astana"], consignment=load)
    assert not do(core, LodgeDeclaration(dossier, "A1B2"), CARRIER).refusals
    for step in STEPS_TO_RELEASE:
        assert not do(core, step, BISHKEK).refusals, step
    with running(make_services(tmp_path, core)) as client:
        for login, path in (("bishkek", HERE), ("aibek", f"/carrier/dossiers/{MOVEMENT}")):
            enter(client, login, "ru")
            text = check_page(client.get(path), "ru").to_text()
            assert all(said in text for said in SAID), path
        paper = client.get(f"/api/v1/movements/{MOVEMENT}/document.pdf", headers=bearer("bishkek"))
        printed = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages
        )
        pages = PdfReader(io.BytesIO(paper.content)).pages
        printed = " ".join(" ".join(one.extract_text() for one in pages).split())
        assert "нет: весь путь лежит на одной таможенной территории" in printed
        with abroad("KZ", tmp_path / "kz", core) as (there, desk):
            enter(desk, "astana", "ru")
            text = check_page(desk.get(HERE), "ru").to_text()
            assert all(said in text for said in SAID)
            for command in (
                RecordArrival("KZASTA01"),
                PermitUnloading(),
                RecordUnloading(conforms=True, seals_intact=True),
                RecordResults("A1"),
                ReleaseGoods(),
            ):
                assert not do(there, command, ASTANA).refusals, command
            pass_on(there, core)
            assert not do(core, WriteOff(), BISHKEK).refusals
            state = Queries(core).get(MOVEMENT).state
            assert (state.status, state.crossings, state.discrepancies) == ("written_off", (), ())


def test_a_state_without_a_node_is_named_where_its_way_is_shown() -> None:
    reader = readers(make_services(Path(), make_core()))["ru"]
    way = plan_route(REFERENCE, "KG-BISH", "RU-MOSC")
    assert way is not None
    assert "Пока без узла: Россия." in route_strip(reader, way)["note"]
    assert "узла" not in route_strip(reader, DEMO_ROUTES["bishkek-astana"])["note"]
