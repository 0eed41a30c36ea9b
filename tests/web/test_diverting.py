"""A diversion at the desks of two nodes: asked for or reported where it turned up, then decided."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.diverting import DecideDiversion, RequestDiversion
from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import request_for, requirements_of, standings
from corridor.domain.permits.state import Permit
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.web.views.standing import useful
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, REFERENCE, RULES, customs, do
from tests.support.web import bearer, csrf, make_services, running
from tests.web.desk_world import OSH, Client, abroad, enter, pass_on, post, released, shown

MINE = f"/carrier/dossiers/{MOVEMENT}"
TURNED_UP = "/customs/turned-up"
TO_BATUMI = {"from_office": "GEPOTI01", "to_office": "GEBATU01", "reason": "The ship is there."}
WRONG_NUMBERS = {
    "": "Give the MRN",
    "26KG0000000000000": "This is no MRN",
    "25GB000246TK0E6WJ2": "The check digit of the MRN does not fit",
    "25GB000246TK0E6WJ1": "let its carrier ask for another office",
}
SHOWN = {"way_shown": "GEPOTI01 GEBATU01"}
"""What the form carries once the way was shown."""


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def home(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(
        make_services(tmp_path, core, references=ReferenceInForce(REFERENCE, core.store))
    ) as client:
        yield client


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


def desk(core: Core) -> str:
    return f"/customs/{state_of(core).mrn}"


def decide(home: Client, core: Core, status: int = 303, /, **answer: str) -> str:
    """The form of the decision as it was drawn, with this answer."""
    asked = state_of(core).pending_diversion
    assert asked is not None
    drawn = {"shown": f"{asked.asked_at} {asked.to_office}"}
    return str(post(home, f"{desk(core)}/diversion", status, **(drawn | answer)).text)


def row_of(page: str, core: Core) -> str:
    """The row of the movement in a work list."""
    return page.partition(f'href="{desk(core)}?list=')[2].partition("</tr>")[0]


def test_the_carrier_asks_and_departure_allows(core: Core, home: Client, tmp_path: Path) -> None:
    enter(home, "aibek")
    assert f"{MINE}/divert" in shown(home, MINE)
    assert "Batumi" in shown(home, f"{MINE}/divert")
    preview = post(home, f"{MINE}/divert", 200, **TO_BATUMI).text
    assert "The rest of the way" in preview
    assert "None is missing." in preview
    assert not state_of(core).diversions
    post(home, f"{MINE}/divert", **TO_BATUMI, **SHOWN)
    page = shown(home, MINE)
    assert "A diversion was asked for" in page
    assert "Present the vehicle and the accompanying document at: Dustlik" in page
    assert f"{MINE}/divert" not in page
    enter(home, "osh")
    assert "Another office is asked for" in row_of(shown(home, "/customs?lane=decide"), core)
    asked = shown(home, desk(core))
    assert "A diversion was asked for" in asked
    assert "Dustlik customs post" in asked.partition("Next:")[2].partition("</p>")[0]
    assert f"{desk(core)}/diversion" in asked
    decision = shown(home, f"{desk(core)}/diversion")
    for said in ("Asked by", "Ала-Тоо", "The ship is there.", "None is missing.", "Osh – "):
        assert said in decision
    decide(home, core, allowed="yes")
    assert "Diverted to another office" in shown(home, desk(core))
    folder = tmp_path / "ge"
    folder.mkdir()
    with abroad("GE", folder, core) as (there, client):
        enter(client, "poti")
        assert "Diverted" in shown(client, desk(core))
        row = row_of(shown(client, "/customs?lane=closed"), core)
        assert "Diverted elsewhere" in row
        assert "tag--ok" not in row
        assert "In transit" not in row
        enter(client, "batumi")
        assert desk(core) in shown(client, "/customs?lane=expected")
        post(client, f"{desk(core)}/arrive", remarks="The ship brought it.")
        assert state_of(there).destination.office == "GEBATU01"
        pass_on(there, core)
    assert state_of(core).status == "arrived"
    assert {d.code for d in state_of(core).open_discrepancies()} == {"crossing_missing"}


def test_whoever_drops_out_of_the_route_is_told_so_and_may_read_on(
    core: Core, tmp_path: Path
) -> None:
    with abroad("GE", tmp_path, core) as (there, client):
        assert not do(core, RequestDiversion("GEPOTI01", "AZBAKU01", "x"), CARRIER).refusals
        assert not do(core, DecideDiversion("AZBAKU01", allowed=True), OSH).refusals
        pass_on(core, there)
        for officer in ("tsiteli", "poti"):
            enter(client, officer)
            assert desk(core) in shown(client, "/customs?lane=closed")
            page = shown(client, desk(core))
            assert "This office expects it no longer" in page
            assert "What happens to it further is not told to this state." in page
            assert "Nothing more is to be done at this office." in page
            assert "Look at this before you decide" not in page
            links = re.findall(rf'href="{desk(core)}/([^"]*)', page)
            assert set(links) <= {"print", "document.pdf", "evidence", "note"}


def test_where_it_turned_up_it_is_reported_by_its_mrn(core: Core, tmp_path: Path) -> None:
    mrn = state_of(core).mrn
    with abroad("GE", tmp_path, core) as (there, client):
        enter(client, "batumi")
        shown(client, desk(core), 404)
        assert TURNED_UP in shown(client, "/customs")
        for wrong, why in WRONG_NUMBERS.items():
            assert why in post(client, TURNED_UP, 422, mrn=wrong).text
        spaced = " ".join((mrn[:2].lower(), mrn[2:10], f"{mrn[10:]} "))
        found = post(client, TURNED_UP, 200, mrn=spaced.replace(" 2", "-2")).text
        assert 'value="GEPOTI01" checked' in found
        kept = post(client, TURNED_UP, 422, mrn=mrn, from_office="GEPOTI01", reason="")
        assert mrn in kept.text
        post(client, TURNED_UP, mrn=mrn, from_office="GEPOTI01", reason="It is here.")
        page = shown(client, desk(core))
        assert "A diversion was asked for" in page
        assert "/arrive" not in page
        pass_on(there, core)
        [asked] = state_of(core).diversions
        assert (asked.from_office, asked.to_office, asked.asked_by) == (
            "GEPOTI01",
            "GEBATU01",
            "customs",
        )
        assert not do(core, DecideDiversion("GEBATU01", allowed=True), OSH).refusals
        pass_on(core, there)
        assert not do(
            there, RecordArrival("GEBATU01", remarks="By ship."), customs("GEBATU01")
        ).refusals


def test_where_it_has_no_part_it_is_said_where_to_send_it(core: Core, tmp_path: Path) -> None:
    mrn = state_of(core).mrn
    with abroad("UZ", tmp_path, core) as (_, client):
        enter(client, "daut")
        page = post(client, TURNED_UP, 422, mrn=mrn).text
        assert "no open way leads by office Daut-Ota" in page
        assert "Send the vehicle to Dustlik customs post (UZDUST01)" in page
        enter(client, "dustlik")
        assert post(client, TURNED_UP, mrn=mrn).headers["location"] == desk(core)


def test_refused_it_says_why_and_may_be_asked_again(core: Core, home: Client) -> None:
    assert not do(core, RequestDiversion(**TO_BATUMI), CARRIER).refusals
    enter(home, "osh")
    assert "Say whether" in decide(home, core, 422)
    assert "needs its reason" in decide(home, core, 422, allowed="no")
    decide(home, core, allowed="no", reason="The seals must be seen at Poti.")
    enter(home, "aibek")
    page = shown(home, MINE)
    assert "The diversion was not allowed" in page
    assert "The seals must be seen at Poti." in page
    assert f"{MINE}/divert" in page


def test_a_form_decides_what_it_showed_and_nothing_else(core: Core, home: Client) -> None:
    assert not do(core, RequestDiversion(**TO_BATUMI), CARRIER).refusals
    enter(home, "osh")
    stale = decide(home, core, 422, shown="GEAKHA01", allowed="yes")
    assert "look at it anew" in stale
    assert 'value="yes" checked' not in stale
    assert state_of(core).pending_diversion is not None
    decide(home, core, allowed="no", reason="The seals.")
    for answer in (
        home.get(f"{desk(core)}/diversion"),
        home.post(
            f"{desk(core)}/diversion",
            data={"_csrf_token": csrf(home), "to_office": "GEBATU01", "allowed": "yes"},
        ),
    ):
        assert "No diversion waits for a decision." in answer.text
        assert "Not allowed: Osh customs post, 21 Nov 2026, 14:00 (UTC+6)" in answer.text
        assert 'name="allowed"' not in answer.text
    assert answer.status_code == 409
    assert state_of(core).diversions[-1].status == "refused"


def test_permits_that_the_new_way_lacks_are_named_before_it_is_asked_for(
    core: Core, tmp_path: Path
) -> None:
    around = {"from_office": "TMFARA01", "to_office": "KZTAZH01", "reason": "No ferry."}
    with running(make_services(tmp_path, core)) as client:
        enter(client, "aibek")
        preview = post(client, f"{MINE}/divert", 200, **around).text
        assert 'data-label="Country">Azerbaijan' in preview
        assert 'data-label="Country">Turkmenistan' not in preview
        assert "None is missing." not in preview


def test_notices_are_dated_the_newest_first_and_older_ones_folded(core: Core, home: Client) -> None:
    for office in ("AZBAKU01", "GEBATU01"):
        ask = RequestDiversion("GEPOTI01", office, "x")
        assert not do(core, ask, CARRIER).refusals
        core.settings.clock.turn(3_600_000)  # type: ignore[attr-defined]
        refuse = DecideDiversion(office, allowed=False, reason="No.")
        assert not do(core, refuse, OSH).refusals
    for who, path in (("osh", desk(core)), ("aibek", MINE)):
        page = shown(enter(home, who), path)
        newest, _, older = page.partition("1 earlier notice")
        assert "To Batumi" in newest
        assert "Not allowed: Osh customs post, 21 Nov 2026, 16:00 (UTC+6)" in newest
        assert "To Baku" not in newest
        assert "21 Nov 2026, 15:00 (UTC+6)" in older


def test_after_it_the_accompanying_document_is_to_be_printed_anew(core: Core, home: Client) -> None:
    enter(home, "aibek")
    granted = tuple(granted_by(country) for country in ("TM", "GE"))
    assert "Farap customs post" in shown(home, f"{MINE}/document")
    assert carried(core, (*granted, replace(granted[0], id="pm-KG-2", status="applied"))) == granted
    assert "print the document anew" not in shown(home, MINE)
    around = RequestDiversion("TMFARA01", "KZTAZH01", "x")
    for command, who in ((around, CARRIER), (DecideDiversion("KZTAZH01", allowed=True), OSH)):
        assert not do(core, command, who).refusals
    assert "print the document anew" in shown(home, MINE)
    printed = shown(home, f"{MINE}/document")
    assert "Tazhen customs post" in printed
    assert "what was printed before is no longer valid" in printed
    assert carried(core, granted) == granted[1:]


def carried(core: Core, permits: tuple[Permit, ...]) -> tuple[Permit, ...]:
    """What the driver has to show of these."""
    dossier = state_of(core).dossier
    return useful(permits, standings(dossier, RULES, permits, REFERENCE, "2026-11-21"))


def granted_by(country: str) -> Permit:
    """A permit for the road."""
    needs = requirements_of(DOSSIER, RULES, REFERENCE, "2026-11-21")
    need = next(n for n in needs if (n.country, n.kind) == (country, "road_transit"))
    asked = request_for(need, DOSSIER, MOVEMENT)
    granted = Permit(f"pm-KG-{country}", "KG", CARRIER.org, asked, status="granted")
    return replace(granted, number=country, valid_from="2026-11-21", valid_to="2026-12-21")


def test_while_one_is_asked_for_the_carrier_is_shown_no_form(core: Core, home: Client) -> None:
    assert not do(core, RequestDiversion(**TO_BATUMI), CARRIER).refusals
    enter(home, "aibek")
    page = shown(home, f"{MINE}/divert")
    assert "Wait until the office of departure has decided on it." in page
    assert 'name="to_office"' not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from_office": ""}, "Choose the office that it would not go to."),
        ({"to_office": ""}, "Choose the office that it would go to."),
        ({"to_office": "GESADA01"}, "does not do that part of transit"),
        ({"reason": ""}, "Give the reason."),
    ],
)
def test_what_is_wrong_is_said_and_kept(home: Client, change: dict[str, str], said: str) -> None:
    enter(home, "aibek")
    answer = post(home, f"{MINE}/divert", 422, **{**TO_BATUMI, **change})
    assert said in answer.text
    kept: Any = {**TO_BATUMI, **change}["reason"]
    assert kept in answer.text


def test_by_the_api_naming_it_is_enough_for_an_office_where_it_turned_up(
    core: Core, home: Client
) -> None:
    report = {"to_office": "KGBISH01", "reason": "It is here."}
    path = f"/api/v1/subjects/{state_of(core).mrn}/commands"

    def say(who: str, do: str) -> int:
        headers = bearer(who) | {"idempotency-key": f"{who}{do}"}
        return home.post(path, json={"do": do, **report}, headers=headers).status_code

    assert say("dostuk", "movement.report_diversion") == 422
    assert say("rival", "movement.report_diversion") == 403
    assert say("bishkek", "movement.report_diversion") == 200
