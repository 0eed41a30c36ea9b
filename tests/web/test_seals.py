"""Navigation seals: the API of their operator, its page, and what every desk sees of them."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.routes import DEMO_ROUTES
from corridor.engine.queries import Queries
from corridor.engine.seal_readings import AT_ONCE_MAX, KEPT_MAX, readings_of
from corridor.web.app import SEAL_MESSAGES_PER_MINUTE
from corridor.web.templating import Reader
from corridor.web.views.seals import seal_views
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    MOVEMENT,
    RULES,
    START,
    customs,
    do,
    make_core,
    register_guarantee,
)
from tests.support.pages import check_page
from tests.support.web import bearer, make_services, put_people, running
from tests.web.desk_world import STEPS_TO_RELEASE, Client, abroad, enter, released, shown

SEAL = "KG-778201"
READINGS = f"/api/v1/movements/{MOVEMENT}/seals/{SEAL}/readings"
SEEN = f"/api/v1/movements/{MOVEMENT}/seals"
COMMANDS = f"/api/v1/subjects/{MOVEMENT}/commands"
AT = "2026-11-21T07:59:00.000Z"
STEPPE = {"lat": "40.1", "lon": "66.0"}
ON = {"do": "movement.report_seal", "seal": SEAL, "what": "activated", "at": AT}
OPENED = {
    "do": "movement.raise_seal_alarm",
    "seal": SEAL,
    "what": "opened",
    "at": START,
    "position": STEPPE,
}


def say(client: Client, body: dict[str, Any], path: str = COMMANDS, login: str = "navi") -> Any:
    return client.post(path, json=body, headers=bearer(login))


def reading(number: int, **more: Any) -> dict[str, Any]:
    at = f"2026-11-21T{number // 60 % 7:02}:{number % 60:02}:00.{number // 420:03}Z"
    return {"at": at, "position": STEPPE, "battery_pct": 90, **more}


def test_a_seal_is_switched_on_read_and_seen_by_all_who_see_the_movement(tmp_path: Path) -> None:
    core = released()
    with running(make_services(tmp_path, core)) as client:
        assert say(client, {"readings": [reading(1)]}, READINGS).json()["refusals"]
        done = say(client, ON)
        assert [one["tag"] for one in done.json()["events"]] == ["movement.seal_reported/1"]
        taken = say(client, {"readings": [reading(2), reading(1), reading(2)]}, READINGS)
        assert (taken.status_code, taken.json().get("events")) == (200, None)
        assert say(client, OPENED).status_code == 200
        [seen] = client.get(SEEN, headers=bearer("osh")).json()["seals"]
        assert [one["at"] for one in seen["readings"]] == [reading(1)["at"], reading(2)["at"]]
        assert seen["seal"]["alarms"][0]["what"] == "opened"
        for login in ("navi", "rival", "plant"):
            assert client.get(SEEN, headers=bearer(login)).status_code in (403, 404)
        enter(client, "osh", "ru")
        text = check_page(client.get(f"/customs/{MOVEMENT}"), "ru").to_text()
        assert "Навигационные пломбы" in text
        assert "вскрыта" in text
        enter(client, "navi", "ru")
        page = check_page(client.get("/seals"), "ru").to_text()
        assert SEAL in page
        assert "вскрыта" in page
        with abroad("UZ", tmp_path / "uz", core) as (_, there):
            enter(there, "dustlik", "ru")
            found = check_page(there.get(f"/customs/{MOVEMENT}"), "ru").to_text()
            assert "Навигационная пломба вскрыта вне таможни" in found


def test_a_reading_that_is_open_raises_the_alarm_by_itself_once(tmp_path: Path) -> None:
    core = released()
    with running(make_services(tmp_path, core)) as client:
        assert say(client, ON).status_code == 200

        def tags(*some: tuple[int, bool]) -> list[str]:
            readings = [
                {"at": f"2026-11-21T08:00:00.{n:03}Z", "position": STEPPE, "is_open": is_open}
                for n, is_open in some
            ]
            answer = say(client, {"readings": readings}, READINGS)
            assert answer.status_code == 200, answer.text
            return [one["tag"] for one in answer.json().get("events", ())]

        clock: Any = core.settings.clock
        clock.turn(1_000)
        assert "movement.seal_alarm/1" not in tags((1, False), (3, False))
        assert tags((3, True), (2, False), (4, True)).count("movement.seal_alarm/1") == 1
        assert tags((4, True), (5, True), (6, False), (7, True)) == []
        [seal] = client.get(SEEN, headers=bearer("osh")).json()["seals"]
        assert [one["at"] for one in seal["seal"]["alarms"]] == ["2026-11-21T08:00:00.003Z"]
        state = Queries(core).get(MOVEMENT).state
        assert [one.code for one in state.discrepancies] == ["seal_opened"]
        full = replace(state.navigation_seals[0], raised=60)
        many = replace(state, navigation_seals=(full,))
        for raised, told in ((60, "of batteries and signals"), (100, "no more are taken")):
            many = replace(many, navigation_seals=(replace(full, raised=raised),))
            [view] = seal_views(many, Reader("en", make_services(tmp_path, core)))
            assert told in view["alarms"][0]


def test_where_no_seal_is_watched_the_page_says_so(tmp_path: Path) -> None:
    with running(make_services(tmp_path, released())) as client:
        enter(client, "navi")
        assert "No seal is watched yet" in shown(client, "/seals")


@pytest.mark.parametrize(
    "bad",
    [
        {"readings": []},
        {"readings": [{"at": "yesterday"}]},
        {"readings": [reading(1, battery_pct=101)]},
        {"readings": [reading(1, position={"lat": "91", "lon": "0"})]},
        {"readings": [reading(1, speed=90)]},
        {"readings": [reading(n) for n in range(AT_ONCE_MAX + 1)]},
        {},
    ],
)
def test_what_is_no_reading_is_refused_whole(tmp_path: Path, bad: dict[str, Any]) -> None:
    with running(make_services(tmp_path, released())) as client:
        assert say(client, ON).status_code == 200
        assert say(client, bad, READINGS).status_code == 400
        assert client.get(SEEN, headers=bearer("osh")).json()["seals"][0]["readings"] == []


def test_a_day_that_does_not_exist_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    with running(make_services(tmp_path, released())) as client:
        assert say(client, ON).status_code == 200
        body = {"readings": [reading(1), reading(2, at="2026-02-30T08:00:00Z")]}
        refused = say(client, body, READINGS)
        assert refused.status_code == 422
        [fault] = refused.json()["refusals"]
        assert (fault["code"], fault["pointer"]) == ("time_impossible", "/readings/1/at")
        assert client.get(SEEN, headers=bearer("osh")).json()["seals"][0]["readings"] == []


def test_readings_are_bounded_in_number_and_in_time(tmp_path: Path) -> None:
    core = released()
    with running(make_services(tmp_path, core)) as client:
        assert say(client, ON).status_code == 200
        for start in range(0, KEPT_MAX + AT_ONCE_MAX, AT_ONCE_MAX):
            some = [reading(n) for n in range(start, start + AT_ONCE_MAX)]
            assert say(client, {"readings": some}, READINGS).status_code == 200
        kept = readings_of(Queries(core), MOVEMENT, SEAL)
        assert len(kept) == KEPT_MAX
        assert list(kept) == sorted(kept, key=lambda one: one.at)
        codes = {say(client, {}, READINGS).status_code for _ in range(SEAL_MESSAGES_PER_MINUTE + 1)}
        assert codes == {400, 429}


def test_others_may_not_send_and_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with running(make_services(tmp_path, released())) as client:
        body = {"readings": [reading(1)]}
        assert say(client, body, READINGS, "osh").status_code == 403
        assert say(client, ON, login="aibek").status_code in (403, 422)
        nowhere = READINGS.replace(MOVEMENT, "mv-KG-00000000000000000099")
        assert say(client, body, nowhere).status_code == 404
        assert say(client, body, READINGS.replace(SEAL, "X" * 21)).status_code == 404


def test_a_seal_that_a_rule_asks_for_is_missed_until_it_is_switched_on(tmp_path: Path) -> None:
    core = make_core(rules=RULES)
    put_people(core)
    assert not register_guarantee(core).refusals
    (house,) = DOSSIER.consignment.houses
    first, *others = house.items
    wine = replace(house, items=(replace(first, hs="220421"), *others))
    load = replace(
        DOSSIER.consignment, houses=(wine,), country_of_destination="KZ", countries_of_routing=()
    )
    dossier = replace(DOSSIER, route=DEMO_ROUTES["bishkek-astana"], consignment=load)
    assert not do(core, LodgeDeclaration(dossier, "A1B2"), CARRIER).refusals
    for step in STEPS_TO_RELEASE[:-1]:
        assert not do(core, step, customs("KGBISH01")).refusals
    with running(make_services(tmp_path, core)) as client:
        enter(client, "bishkek")
        missed = "No navigation seal is switched on: Navigation seal for alcohol"
        assert missed in shown(client, f"/customs/{MOVEMENT}")
        assert say(client, ON).status_code == 200
        assert missed not in shown(client, f"/customs/{MOVEMENT}")
