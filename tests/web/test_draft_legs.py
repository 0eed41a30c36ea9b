"""The legs of a draft: typed, pasted as lines, kept when wrong, filed with the dossier."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import LegPlan
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.to_dossier import build
from tests.support.engines import CARRIER, DOSSIER, REFERENCE
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.desk_world import post, shown

ID = "mv-KG-00000000000000000077"
AT = "2026-11-21T08:00:00.000Z"
STORY = draft_from(DOSSIER, ID, AT)
HERE = f"/carrier/drafts/{ID}/legs"
SEA = LegPlan(
    "TM-TURK",
    "Turkmen Lines",
    "ferry_ticket",
    "F-77",
    "Berkarar",
    "9074729",
    "2026-11-29T05:00:13Z",
    "2026-11-30T13:00:00Z",
)


@pytest.fixture
def client(world: World) -> Any:
    keep(world, replace(STORY, base=None))
    sign_in(world.client, "aibek")
    world.client.headers["accept-language"] = "en"
    return world.client


def keep(world: World, draft: Draft) -> None:
    world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))


def kept(world: World) -> Draft:
    found = Queries(world.core).document(DRAFT, ID)
    assert found is not None
    return read_draft(found)


def plans(world: World) -> dict[str, LegPlan]:
    built = build(kept(world), REFERENCE)
    assert built.dossier is not None
    return {plan.place: plan for plan in built.dossier.legs}


def test_what_came_goes_out_again_also_of_a_draft_of_an_earlier_version() -> None:
    first = LegPlan(DOSSIER.route.points[0].place, "ALA-TOO", "cmr", "CMR-1", "Train 2405")
    dossier = replace(DOSSIER, legs=(first, SEA))
    draft = draft_from(dossier, ID, AT)
    found = build(draft, REFERENCE)
    assert found.dossier is not None
    assert found.dossier.legs == dossier.legs
    older = replace(draft, legs={}, with_legs=False)
    read = read_draft(document_of(older, CARRIER.org, AT))
    assert read.legs == draft.legs
    emptied = build(replace(draft, legs={}), REFERENCE)
    assert emptied.dossier is not None
    assert emptied.dossier.legs == ()
    assert spot_of("/dossier/legs/1/imo", found) == Spot("legs", "TM-TURK_imo")
    assert spot_of("/dossier/legs", found) == Spot("legs", "lines")


def test_legs_are_typed_and_what_is_wrong_stays(world: World, client: Any) -> None:
    page = shown(client, HERE)
    assert "by sea" in page
    assert "Optional" in shown(client, f"/carrier/drafts/{ID}")
    typed = {"TM-TURK_carrier": "Turkmen Lines", "TM-TURK_document": "ferry_ticket"}
    typed |= {"TM-TURK_number": "F-77", "TM-TURK_vehicle": "Berkarar"}
    wrong = post(client, HERE, 422, **typed, **{"TM-TURK_imo": "IMO 9074728"}).text
    assert "#f-TM-TURK_imo" in wrong
    assert 'value="IMO 9074728"' in wrong
    assert kept(world).legs["TM-TURK_imo"] == "IMO 9074728"
    assert "1 error" in shown(client, f"/carrier/drafts/{ID}")
    soon = post(client, HERE, 422, **typed, **{"TM-TURK_arrives": "soon"}).text
    assert "#f-TM-TURK_arrives" in soon
    half = post(client, HERE, 422, **typed | {"TM-TURK_number": ""}).text
    assert "#f-TM-TURK_number" in half
    times = {"TM-TURK_departs": "2026-11-29T10:00", "TM-TURK_arrives": "2026-11-30T17:00"}
    post(client, HERE, **typed, **times, **{"TM-TURK_imo": "IMO 9074729"})
    assert plans(world) == {"TM-TURK": replace(SEA, departs="2026-11-29T05:00:00Z")}
    assert "1 leg" in shown(client, f"/carrier/drafts/{ID}")
    assert "ferry ticket F-77" in shown(client, f"/carrier/drafts/{ID}/send")


def test_lines_of_a_table_are_taken_and_the_others_stay(world: World, client: Any) -> None:
    lines = (
        "Туркменбаши; Turkmen Lines; ferry ticket; F-77; Berkarar; 9074729; "
        "29.11.2026 10:00; 30.11.2026 17:00\n"
        "tm-fara\tADY\tCMR\t4411\t2405\n"
        "Atlantis; somebody\n"
        "KG-OSH; ALA-TOO; a napkin; 7"
    )
    page = post(client, HERE, 422, act="lines", lines=lines).text
    assert "“Atlantis; somebody”: write a place of the route" in page
    assert kept(world).legs["lines"].splitlines() == [
        "Atlantis; somebody",
        "KG-OSH; ALA-TOO; a napkin; 7",
    ]
    assert plans(world) == {
        "TM-TURK": replace(SEA, departs="2026-11-29T05:00:00Z"),
        "TM-FARA": LegPlan("TM-FARA", "ADY", "cmr", "4411", "2405"),
    }
    named = {name: text for name, text in kept(world).legs.items() if name != "lines"}
    post(client, HERE, **named, end="TM-FARA")
    assert list(plans(world)) == ["TM-TURK"]


def test_a_copy_keeps_who_carries_and_nothing_of_the_journey(world: World, client: Any) -> None:
    keep(
        world,
        replace(STORY, base=None, legs=draft_from(replace(DOSSIER, legs=(SEA,)), ID, AT).legs),
    )
    answer = post(client, "/carrier/new", how="copy", **{"from": ID})
    copied = Queries(world.core).document(DRAFT, str(answer.headers["location"]).split("/")[3])
    assert copied is not None
    assert read_draft(copied).legs == {"TM-TURK_carrier": "Turkmen Lines"}


def test_another_leg_may_begin_on_the_way(world: World, client: Any) -> None:
    assert "Another leg begins on the way" in shown(client, HERE)
    post(client, HERE, act="begin", begin="TM-FARA")
    page = shown(client, HERE)
    assert 'id="leg-TM-FARA"' in page
    assert "No leg begins here" in page
    assert plans(world) == {}
    keep(world, replace(STORY, base=None, points=()))
    assert "No way is chosen yet" in shown(client, HERE)
