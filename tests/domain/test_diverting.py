"""A movement that goes to another office than declared: asked, reported, decided, and told."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import may_see
from corridor.domain.movement.arriving import GoodsArrived, RecordArrival
from corridor.domain.movement.crossing import FrontierCrossed, RecordCrossing
from corridor.domain.movement.diverting import (
    DecideDiversion,
    DiversionAllowed,
    DiversionRequested,
    ReportDiversion,
    RequestDiversion,
    diverted_route,
    parts_open,
)
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.offices import offices
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead
from corridor.domain.routes import Route, check_route, detour
from tests.domain.movement_world import (
    ALAT,
    CARRIER,
    DUSTLIK,
    FARAP,
    NOW,
    OSH,
    OTHER_CARRIER,
    POTI,
    REFERENCE,
    SUBJECT,
    TODAY,
    TSITELI,
    World,
    after,
    customs,
)
from tests.domain.routes_support import rebuilt

UNDER_WAY, CROSSED_ALL = 8, 12
"""Steps of the story after which it has crossed at Dustlik and nowhere else, or everywhere."""
BATUMI, TAZHEN, FOREIGN = customs("GEBATU01"), customs("KZTAZH01"), customs("GEAKHA01")
TO_BATUMI = RequestDiversion("GEPOTI01", "GEBATU01", "The ship sails from Batumi.")
TO_TAZHEN = RequestDiversion("TMFARA01", "KZTAZH01", "The ferry of Turkmenbashi does not sail.")
AT_BATUMI = ReportDiversion("GEBATU01", "The truck stands at our gate.")


def asked(command: Any = TO_BATUMI, actor: Actor = CARRIER) -> World:
    world = after(UNDER_WAY)
    assert world.tell(command, actor) == ("movement.diversion_requested/1",)
    return world


def allowed(command: Any = TO_BATUMI, actor: Actor = CARRIER) -> World:
    world = asked(command, actor)
    told = world.tell(DecideDiversion(command.to_office, allowed=True), OSH)
    assert told == ("movement.diverted/1",)
    return world


def lists(state: Movement, node: str) -> set[str]:
    return {row.list for row in MOVEMENTS.listings(state, node)}


def test_it_may_go_to_offices_that_still_lie_ahead() -> None:
    assert offices_ahead(after(UNDER_WAY).now()) == (
        "TMFARA01",
        "AZALAT01",
        "GETSIT01",
        "GEPOTI01",
    )


@pytest.mark.parametrize(
    ("command", "actor"), [(TO_BATUMI, CARRIER), (AT_BATUMI, BATUMI), (TO_TAZHEN, CARRIER)]
)
def test_the_holder_asks_and_the_office_reports(command: Any, actor: Actor) -> None:
    state = asked(command, actor).now()
    assert [(d.to_office, d.status, d.asked_by) for d in state.diversions] == [
        (command.to_office, "requested", actor.role)
    ]
    assert "customs:KGOSH001:decide" in lists(state, "KG")
    node = command.to_office[:2]
    if node in MOVEMENTS.audience(state):
        assert f"customs:{command.to_office}:expected" in lists(state, node)


def test_allowed_the_new_office_expects_it_and_the_old_one_closes() -> None:
    world = allowed()
    state = world.now()
    assert offices(state.dossier)[-1] == "GEBATU01"
    assert lists(state, "GE") >= {"customs:GEBATU01:expected", "customs:GEPOTI01:closed"}
    assert "customs:KGOSH001:decide" not in lists(state, "KG")
    assert may_see(POTI, state)
    assert may_see(BATUMI, state)
    assert not may_see(FOREIGN, state)
    entries = (("TMFARA01", FARAP), ("AZALAT01", ALAT), ("GETSIT01", TSITELI))
    for crossing, actor in entries:
        world.tell(RecordCrossing(crossing), actor)
    assert world.tell(RecordArrival("GEPOTI01"), POTI) == ("office_not_on_route",)
    assert world.tell(RecordArrival("GEBATU01"), BATUMI) == ("movement.arrived/1",)


def test_states_that_drop_out_hear_it_last_and_those_that_come_in_expect_it() -> None:
    before = after(UNDER_WAY).now()
    assert "TM" in MOVEMENTS.audience(before)
    state = allowed(TO_TAZHEN).now()
    assert MOVEMENTS.audience(state) == {"KG", "UZ", "KZ", "AZ", "GE"}
    assert state.withdrawn == ("TM",)
    assert lists(state, "TM") == {"customs:TMFARA01:closed", "customs:TMTURK01:closed"}
    assert "customs:KZTAZH01:expected" in lists(state, "KZ")


def test_the_rest_of_the_way_is_whole_and_what_is_behind_stays() -> None:
    for command in (TO_BATUMI, TO_TAZHEN):
        before = after(UNDER_WAY).now()
        route = diverted_route(before, command.from_office, command.to_office, REFERENCE)
        assert isinstance(route, Route)
        assert not check_route(route, REFERENCE, TODAY)
        assert route.points[:2] == before.dossier.route.points[:2]
        assert [p.office for p in route.points].count(command.to_office) == 1


def test_a_border_that_stays_keeps_the_office_and_hour_that_were_declared() -> None:
    before = after(UNDER_WAY).now().dossier.route.points
    now = allowed().now().dossier.route.points
    assert now[:-1] == before[:-1]


def test_refused_it_goes_where_it_was_declared_to() -> None:
    world = asked()
    route = world.now().dossier.route
    assert world.tell(DecideDiversion("GEBATU01", allowed=False), OSH) == (
        "diversion_reason_missing",
    )
    blank = DecideDiversion("GEBATU01", allowed=False, reason=" \u200b")
    assert world.tell(blank, OSH) == ("diversion_reason_missing",)
    told = world.tell(DecideDiversion("GEBATU01", allowed=False, reason="No."), OSH)
    assert told == ("movement.diversion_refused/1",)
    state = world.now()
    assert state.dossier.route == route
    assert [(d.status, d.answer) for d in state.diversions] == [("refused", "No.")]
    assert "customs:GEBATU01:closed" in lists(state, "GE")
    assert world.tell(TO_BATUMI, CARRIER) == ("movement.diversion_requested/1",)


WRONG: list[tuple[str, Any, Actor]] = [
    ("diversion_not_ahead", RequestDiversion("UZDUST01", "UZSAVA01", "x"), CARRIER),
    ("diversion_on_route", RequestDiversion("GEPOTI01", "GETSIT01", "x"), CARRIER),
    ("diversion_no_node", RequestDiversion("GEPOTI01", "TRIST001", "x"), CARRIER),
    ("diversion_wrong_office", RequestDiversion("GEPOTI01", "GESADA01", "x"), CARRIER),
    ("diversion_wrong_office", RequestDiversion("GEPOTI01", "GENONE01", "x"), CARRIER),
    ("diversion_no_way", RequestDiversion("GETSIT01", "GESADA01", "x"), CARRIER),
    ("diversion_not_asked", DecideDiversion("GEBATU01", allowed=True), OSH),
    ("not_your_dossier", TO_BATUMI, OTHER_CARRIER),
    ("not_your_office", AT_BATUMI, POTI),
    ("not_your_office", DecideDiversion("GEBATU01", allowed=True), DUSTLIK),
]


@pytest.mark.parametrize(("code", "command", "actor"), WRONG)
def test_what_cannot_be_is_refused(code: str, command: Any, actor: Actor) -> None:
    assert after(UNDER_WAY).tell(command, actor) == (code,)


def test_in_whose_stead_it_turned_up_follows_from_the_way() -> None:
    at_gate = ReportDiversion("KZTAZH01", "It stands at our gate.")
    [diversion] = asked(at_gate, TAZHEN).now().diversions
    assert (diversion.from_office, diversion.role) == ("TMFARA01", "transit")
    at_choice = ReportDiversion("GEBATU01", "x", "GEPOTI01")
    assert asked(at_choice, BATUMI).now().diversions[0].from_office == "GEPOTI01"


@pytest.mark.parametrize(
    ("steps", "office", "code"),
    [
        (UNDER_WAY, "GESADA01", "turned_up_no_way"),
        (UNDER_WAY, "GETSIT01", "diversion_on_route"),
        (CROSSED_ALL, "UZDUST01", "diversion_on_route"),
        (CROSSED_ALL, "GESARP01", "turned_up_wrong_part"),
    ],
)
def test_where_it_cannot_stay_it_is_said_where_it_can(steps: int, office: str, code: str) -> None:
    told = after(steps).tell(ReportDiversion(office, "x"), customs(office))
    assert told == (code,)


def test_a_state_that_the_guarantee_leaves_out_cannot_come_in() -> None:
    """The carrier is told at once; what an office reported is refused when it is decided."""
    world = after(UNDER_WAY)
    assert world.state is not None
    bound = replace(world.state.guarantee, excluded_countries=("KZ",))
    world.state = replace(world.state, guarantee=bound)
    assert world.tell(TO_TAZHEN, CARRIER) == ("diversion_not_covered",)
    assert world.tell(TO_BATUMI, CARRIER) == ("movement.diversion_requested/1",)
    world.tell(DecideDiversion("GEBATU01", allowed=False, reason="x"), OSH)
    report = ReportDiversion("KZTAZH01", "It stands here.")
    assert world.tell(report, TAZHEN) == ("movement.diversion_requested/1",)
    decide = DecideDiversion("KZTAZH01", allowed=True)
    assert world.tell(decide, OSH) == ("diversion_not_covered",)
    refuse = DecideDiversion("KZTAZH01", allowed=False, reason="Not covered.")
    assert world.tell(refuse, OSH) == ("movement.diversion_refused/1",)


def test_what_an_office_may_be_asked_to_take_over_is_what_would_be_taken() -> None:
    world = after(UNDER_WAY)
    assert world.state is not None
    bound = replace(world.state.guarantee, excluded_countries=("KZ",))

    def parts(state: Movement, office: str) -> tuple[str, ...]:
        return parts_open(state, office, REFERENCE, NOW)

    assert parts(world.state, "GEBATU01") == ("destination",)
    assert parts(world.state, "KZTAZH01") == ("transit",)
    assert parts(replace(world.state, guarantee=bound), "KZTAZH01") == ()
    assert [parts(world.state, office) for office in ("GESADA01", "GETSIT01")] == [(), ()]


def test_a_row_says_what_a_diversion_makes_of_it() -> None:
    def parts(state: Movement) -> dict[str, str]:
        rows = [row for node in ("KG", "GE") for row in MOVEMENTS.listings(state, node)]
        return {row.list: row.data["diversion"] for row in rows if "diversion" in row.data}

    world = asked()
    at_osh = {f"customs:KGOSH001:{lane}": "decide" for lane in ("decide", "underway", "due")}
    assert parts(world.now()) == at_osh | {"customs:GEBATU01:expected": "asked"}
    world.tell(DecideDiversion("GEBATU01", allowed=False, reason="No."), OSH)
    assert parts(world.now()) == {"customs:GEBATU01:closed": "refused"}
    assert parts(allowed().now()) == {"customs:GEPOTI01:closed": "elsewhere"}


def test_one_at_a_time() -> None:
    assert asked().tell(TO_TAZHEN, CARRIER) == ("diversion_pending",)


def test_what_was_passed_meanwhile_cannot_be_diverted_from() -> None:
    world = asked(TO_TAZHEN)
    world.tell(RecordCrossing("TMFARA01"), FARAP)
    told = world.tell(DecideDiversion("KZTAZH01", allowed=True), OSH)
    assert told == ("diversion_not_ahead",)


def test_all_offices_that_drop_out_with_it_are_heard_and_may_read_on() -> None:
    world = allowed(RequestDiversion("GEPOTI01", "AZBAKU01", "Sold in Baku."))
    state = world.now()
    assert state.diverted_from("transit") == {"GETSIT01"}
    assert state.diverted_from() == {"AZKRAS01", "GETSIT01", "GEPOTI01"}
    assert lists(state, "GE") == {"customs:GETSIT01:closed", "customs:GEPOTI01:closed"}
    assert may_see(TSITELI, state)
    assert may_see(customs("AZKRAS01"), state)
    world.hear(FrontierCrossed("GETSIT01", NOW), TSITELI)
    assert [d.code for d in world.now().open_discrepancies()] == ["crossed_while_diverted"]
    assert not world.now().unheard


def test_what_was_stored_before_all_were_remembered_knows_the_declared_office() -> None:
    state = allowed(RequestDiversion("GEPOTI01", "AZBAKU01", "x")).now()
    older = replace(state, diversions=tuple(replace(d, left=()) for d in state.diversions))
    assert older.diverted_from("destination") == {"GEPOTI01"}


@pytest.mark.parametrize(
    ("payload", "codes"),
    [
        (FrontierCrossed("TMFARA01", NOW), ["crossed_while_diverted"]),
        (GoodsArrived("TMFARA01", NOW), []),
    ],
)
def test_an_office_that_had_not_heard_of_it_is_heard_as_a_discrepancy(
    payload: Any, codes: list[str]
) -> None:
    world = allowed(TO_TAZHEN)
    route = world.now().dossier.route
    world.hear(payload, FARAP)
    state = world.now()
    assert [d.code for d in state.open_discrepancies()] == codes
    assert state.dossier.route == route
    assert state.crossing_at("TMFARA01") is None


def test_it_turns_up_after_all_where_it_had_been_diverted_from() -> None:
    world = allowed()
    told = world.tell(ReportDiversion("GEPOTI01", "The truck stands here."), POTI)
    assert told == ("movement.diversion_requested/1",)
    assert "customs:KGOSH001:decide" in lists(world.now(), "KG")
    assert not world.now().open_discrepancies()
    assert world.tell(DecideDiversion("GEPOTI01", allowed=True), OSH) == ("movement.diverted/1",)
    assert offices(world.now().dossier)[-1] == "GEPOTI01"


def test_a_request_that_nobody_decided_lapses_with_the_arrival() -> None:
    world = asked()
    for entry, actor in (("TMFARA01", FARAP), ("AZALAT01", ALAT), ("GETSIT01", TSITELI)):
        world.hear(FrontierCrossed(entry, NOW), actor)
    world.hear(GoodsArrived("GEPOTI01", NOW), POTI)
    state = world.now()
    assert "customs:KGOSH001:decide" not in lists(state, "KG")
    batumi = {name for name in lists(state, "GE") if name.startswith("customs:GEBATU01:")}
    assert batumi == {"customs:GEBATU01:closed"}


def test_arrived_meanwhile_it_stays_where_it_arrived() -> None:
    world = after(UNDER_WAY)
    world.hear(DiversionRequested("GEPOTI01", "GEBATU01", "x"), CARRIER, "KG")
    route = world.now().dossier.route
    world.hear(GoodsArrived("GEPOTI01", NOW), POTI)
    world.hear(DiversionAllowed("GEPOTI01", "GEBATU01", Route(route.points[:-1])), OSH)
    state = world.now()
    assert (state.status, state.dossier.route) == ("arrived", route)
    assert {d.code for d in state.open_discrepancies()} == {
        "crossing_missing",
        "diverted_while_arrived",
    }


@pytest.mark.parametrize(
    ("actor", "node", "points"), [(POTI, "GE", 10), (OSH, "KG", 0), (CARRIER, "KG", 10)]
)
def test_departure_alone_diverts_and_never_to_nowhere(actor: Actor, node: str, points: int) -> None:
    world = asked()
    before = world.now()
    route = Route(before.dossier.route.points[:points])
    world.hear(DiversionAllowed("GEPOTI01", "GEBATU01", route), actor, node)
    assert world.now().dossier == before.dossier
    assert len(world.now().unheard) == 1


def test_any_order_gives_the_same_state() -> None:
    world = allowed(TO_TAZHEN)
    facts: list[Fact[Any]] = list(reversed(world.facts))
    assert MOVEMENTS.fold(SUBJECT, facts) == world.now()


def test_an_office_that_closed_meanwhile_is_not_allowed() -> None:
    offices = [
        replace(one, valid_to="2026-11-20") if one.code == "GEBATU01" else one
        for one in REFERENCE.offices.values()
    ]
    decide = DecideDiversion("GEBATU01", allowed=True)
    told = asked().tell(decide, OSH, reference=rebuilt(offices=offices))
    assert told == ("route.office_closed",)


@pytest.mark.parametrize(("office", "modes"), [("GENONE01", "road"), ("GEBATU01", "sea")])
def test_no_way_leads_to_what_is_unknown_or_out_of_reach(office: str, modes: Any) -> None:
    route = after(UNDER_WAY).now().dossier.route
    by_one_mode = Route(tuple(replace(point, mode=modes) for point in route.points))
    assert detour(by_one_mode, 0, "GEPOTI01", office, REFERENCE) is None
