"""A declaration lodged before its goods: the carrier presents them, customs waits until then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.life.next_step import step_of
from corridor.web.life.own_step import step_for_carrier
from corridor.web.templating import Reader
from corridor.web.views.drafting.judging import Judgement
from tests.support.desks import acts_of
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, START, do, make_core
from tests.support.web import make_services, put_people, running
from tests.web.desk_world import OSH, Client, enter, post, shown
from tests.web.test_after import at

PRELODGED = replace(DOSSIER, additional_type="D", guarantees=())
WITHOUT_A_TRUCK = replace(
    PRELODGED, consignment=replace(PRELODGED.consignment, means=(), inland_mode="3")
)
DESK = f"/customs/{MOVEMENT}"
MINE = f"/carrier/dossiers/{MOVEMENT}"
PRESENT = f"{MINE}/present"
ASIDE = ("message", "ask-amendment", "announce-control")


def lodged(dossier: Dossier = PRELODGED) -> Core:
    """The node of departure, where the declaration came before the goods."""
    core = make_core()
    put_people(core)
    assert not do(core, LodgeDeclaration(dossier), CARRIER).refusals
    return core


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


@pytest.fixture
def core() -> Core:
    return lodged()


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as client:
        yield client


def test_it_is_the_carriers_turn_until_the_goods_are_there(core: Core, tmp_path: Path) -> None:
    reader, state = Reader("en", make_services(tmp_path)), state_of(core)
    own, seen = step_for_carrier(state, Judgement(), reader), step_of(state, reader)
    assert (own.who, own.href) == ("You", PRESENT)
    assert (seen.title, seen.who, seen.office) == ("Goods are awaited", "carrier", "")
    assert acts_of(state, OSH.office) == ("reject", *ASIDE)
    assert not do(core, PresentGoods(), CARRIER).refusals
    state = state_of(core)
    assert step_for_carrier(state, Judgement(), reader).href == ""
    assert step_of(state, reader).office == OSH.office
    assert acts_of(state, OSH.office) == ("accept", "reject", *ASIDE)


def test_customs_sees_that_the_goods_are_awaited_and_cannot_accept(client: Client) -> None:
    enter(client, "osh")
    page = shown(client, DESK)
    assert "Goods are awaited" in page
    assert "lodged before them, not presented yet" in page
    assert f"{DESK}/accept" not in page
    assert "have not been presented" in post(client, f"{DESK}/accept", 422).text


def test_the_carrier_presents_the_goods_once(client: Client) -> None:
    enter(client, "aibek")
    assert f'href="{PRESENT}"' in shown(client, MINE)
    assert "cannot be taken back" in shown(client, PRESENT)
    page = client.get(post(client, PRESENT).headers["location"]).text
    assert "The goods were presented" in page
    assert "Goods presented at the office of departure" in page
    assert f'href="{PRESENT}"' not in page
    assert "No presentation is awaited" in post(client, PRESENT, 422).text
    enter(client, "osh")
    assert "Goods presented" in shown(client, DESK)
    post(client, f"{DESK}/accept")


def test_what_is_missing_is_said_before_anything_is_presented(tmp_path: Path) -> None:
    core = lodged(WITHOUT_A_TRUCK)
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "aibek")
        refused = post(client, PRESENT, 422).text
        assert 'role="alert"' in refused
        assert f'href="{MINE}#changes"' in refused
        assert 'id="changes"' in shown(client, MINE)
        assert state_of(core).awaits_goods


def test_another_firm_finds_nothing_to_present(client: Client, core: Core) -> None:
    enter(client, "rival")
    shown(client, PRESENT, 404)
    post(client, PRESENT, 404)
    assert state_of(core).awaits_goods


def test_a_declaration_whose_goods_do_not_come_lapses_and_both_sides_read_so(
    client: Client, core: Core
) -> None:
    at(core, START)
    assert state_of(core).present_by == "2026-12-21"
    enter(client, "osh")
    desk = shown(client, DESK)
    assert "else it lapses by itself" in desk
    assert "for presenting the goods" in shown(client, "/customs?lane=expected")
    assert "Goods to be presented" in shown(client, "/customs?lane=due")
    enter(client, "aibek")
    assert "then it lapses by itself" in shown(client, MINE)
    at(core, "2026-12-19T08:00:00.000Z")
    enter(client, "aibek")
    assert "Goods are to be presented soon" in shown(client, MINE)
    enter(client, "osh")
    assert "lapses soon" in shown(client, "/customs?lane=expected")
    at(core, "2026-12-21T18:00:00.000Z")
    enter(client, "aibek")
    assert state_of(core).standing == "lapsed"
    page = shown(client, MINE)
    assert "Lapsed: the goods were not presented" in page
    assert "Declaration lapsed: goods not presented" in page
    post(client, PRESENT, 422)
