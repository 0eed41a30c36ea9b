"""What is derived from the acts of each kind: subjects by their ids, and who hears of them."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import ROLES
from corridor.domain.facts import Actor, Fact, Unknown
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.kind import Kind
from corridor.domain.kinds import COMMANDS, EVENTS, KINDS, MAY_COMMAND, kind_of
from corridor.domain.movement.amending import DeclarationAmended
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.listings import listings
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.permits.kind import PERMITS
from tests.domain.movement_world import GRN, GUARANTEE, NOW, OSH, TODAY, after
from tests.domain.test_access import PERMIT


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_a_subject_is_known_by_its_id(kind: Kind[Any]) -> None:
    assert kind_of(f"{kind.prefix}-KG-1") is kind


@pytest.mark.parametrize("name", ["node", "peer-KG", "mv", "mvKG", "xx-KG-1"])
def test_what_is_no_subject_has_no_kind(name: str) -> None:
    assert kind_of(name) is None


def test_no_command_and_no_event_stands_twice() -> None:
    assert len({*COMMANDS, *EVENTS}) == len(COMMANDS) + len(EVENTS)
    names = [str(one.__struct_config__.tag) for one in (*COMMANDS, *EVENTS)]
    assert len(set(names)) == len(names)
    assert set(MAY_COMMAND) == set(ROLES)


def test_what_a_newer_version_says_changes_nothing_and_is_held_against_nobody() -> None:
    state = after(2).now()
    fact = Fact(Unknown(), "UZ", 1, f"{NOW}-0001", NOW, Actor())
    assert MOVEMENTS.evolve(state, fact, state.id) is state
    assert MOVEMENTS.evolve(None, fact, state.id) is None


def test_a_movement_is_heard_of_along_its_route_once_it_is_accepted() -> None:
    assert MOVEMENTS.audience(after(1).now()) == {"KG"}
    accepted = after(2).now()
    assert MOVEMENTS.audience(accepted) == {"KG", "UZ", "TM", "AZ", "GE"}
    assert MOVEMENTS.audience(replace(accepted, withdrawn=("TM",))) == {"KG", "UZ", "AZ", "GE"}
    lists = {row.list for row in MOVEMENTS.listings(accepted, "KG")}
    assert lists == {"carrier:ala-too:open", "customs:KGOSH001:decide"}
    besides = listings(accepted, "UZ", (("UZANDI01", "expected"), ("KGBISH01", "closed")))
    names = {row.list for row in besides}
    assert names == {"customs:UZDUST01:expected", "customs:UZANDI01:expected"}


@pytest.mark.parametrize(
    ("status", "hears"),
    [("none", False), ("requested", True), ("reserved", True), ("refused", False)],
)
def test_a_guarantor_off_the_route_hears_of_what_it_answers_for(status: Any, hears: bool) -> None:
    accepted = after(2).now()
    bound = GuaranteeState(status, "26KZ000001000001X")
    assert ("KZ" in MOVEMENTS.audience(replace(accepted, guarantee=bound))) is hears
    left = replace(accepted, withdrawn=("TM",), guarantee=replace(bound, grn="26TM0"))
    assert ("TM" in MOVEMENTS.audience(left)) is hears


def test_a_permit_is_heard_of_where_it_is_asked_given_and_where_the_journey_begins() -> None:
    assert PERMITS.audience(PERMIT) == {"KG", "UZ"}
    routed = replace(PERMIT, request=replace(PERMIT.request, countries=("KZ", "UZ")))
    assert PERMITS.audience(routed) == {"KG", "UZ", "KZ"}


def test_a_guarantee_is_heard_of_nowhere_else_and_born_at_its_guarantor() -> None:
    assert GUARANTEES.audience(GUARANTEE) == frozenset()
    assert GUARANTEES.keys(GUARANTEE, "KG") == (f"grn:{GRN}",)
    registered = GuaranteeRegistered(
        GRN, "ala-too", "kg-guarantor", "1", 5, "EUR", "2026-01-01", "2027-12-31", "a$b"
    )
    fact = replace(after(1).facts[0], payload=registered, actor=OSH, at=NOW)
    assert GUARANTEES.evolve(None, fact, f"gr-{GRN}") is not None
    assert GUARANTEES.evolve(None, replace(fact, node="UZ"), f"gr-{GRN}") is None


def test_what_a_movement_shows_in_its_lists_is_made_once() -> None:
    """The rows share one summary, by which the engine knows to encode it once."""
    shown = [row.data for row in MOVEMENTS.listings(after(8).now(), "UZ") if row.data]
    assert len(shown) > 1
    assert all(data is shown[0] for data in shown)


def test_who_hears_of_it_as_a_firm_and_where_it_only_waits() -> None:
    filed = after(1).now()
    assert (
        MOVEMENTS.firms(filed, "KG") == PERMITS.firms(PERMIT, PERMIT.home) == {"carrier": "ala-too"}
    )
    assert MOVEMENTS.firms(filed, "UZ") == {}
    silent = [kind for kind in KINDS if not any(told.heard.firms for told in kind.told.values())]
    assert [kind.prefix for kind in silent] == [
        "cp",
        "ct",
        "rr",
        "rd",
        "au",
        "qt",
        "ob",
        "cm",
        "in",
        "ba",
    ]
    assert not any(kind.firms(None, "KG") for kind in silent)
    assert MOVEMENTS.aside(filed) == {"customs:KGOSH001:arrived"}


def test_what_was_declared_as_a_whole_is_told_each_time_it_was() -> None:
    filed = after(1)
    amended = replace(filed.now().dossier, binding_itinerary=True)
    said = [fact.payload for fact in filed.facts]
    said += [DeclarationAmended(amended, TODAY), DeclarationCancelled("x")]
    assert MOVEMENTS.declared(said) == (filed.now().dossier, amended)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.prefix != "mv"])
def test_what_never_was_kept_otherwise_stays_as_it_is_kept(kind: Kind[Any]) -> None:
    state = object()
    assert kind.brought_up(state) is state
