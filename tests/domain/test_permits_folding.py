"""The fold of a permit and of a visit: the same under any order, deaf to those without a right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.asking import InformationProvided, InformationRequested
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import PermitUsed
from corridor.domain.permits.withdrawing import PermitWithdrawn

SUBJECT = "pm-KG-1"
OWNER = Actor(org="KG0001", person="a", role="carrier")
DESK = Actor(office="AZ-ROAD", org="AZ-ROAD", person="b", role="permit")
GATE = Actor(office="AZALAT01", org="AZ", role="system")
REQUEST = PermitRequest(
    dossier="mv-KG-1",
    kind="road_transit",
    country="AZ",
    authority="AZ-ROAD",
    rule="R053",
    holder=Party(name="Ala-Too Trans"),
    plates=("01KG123ABC",),
)
APPLIED = PermitApplied(REQUEST)
ASKED = InformationRequested("Which vehicle?")
ANSWERED = InformationProvided("The red one.")
GRANTED = PermitGranted("AZ-KG-2026-2-1", "2026-11-21", "2026-12-20", "DTC1.x.y", ("Slowly.",), 2)
REFUSED = PermitRefused("other", "No.")
WITHDRAWN = PermitWithdrawn()
USED = PermitUsed("AZALAT01", "mv-KG-1", "2026-11-25T10:00:00.000Z")
REVOKED = PermitRevoked("A mistake.")


def said(
    payload: Payload, number: int, node: str = "", actor: Actor | None = None, day: int = 21
) -> Fact[Any]:
    """A fact from whoever usually says it, at a clock that grows with the number."""
    ours = isinstance(payload, PermitApplied | InformationProvided | PermitWithdrawn)
    usual = OWNER if ours else GATE if isinstance(payload, PermitUsed) else DESK
    at = f"2026-11-{day:02d}T10:{number:02d}:00.000Z"
    home = node or ("KG" if ours else "AZ")
    return Fact(payload, home, number, f"{at}-0000", at, actor or usual)


def folded(*payloads: Payload) -> Permit:
    permit = PERMITS.fold(SUBJECT, [said(payload, n) for n, payload in enumerate(payloads, 1)])
    assert permit is not None
    return permit


STORIES: list[tuple[tuple[Payload, ...], str]] = [
    ((APPLIED,), "applied"),
    ((APPLIED, ASKED), "information_requested"),
    ((APPLIED, ASKED, ANSWERED), "applied"),
    ((APPLIED, ASKED, ANSWERED, GRANTED), "granted"),
    ((APPLIED, REFUSED), "refused"),
    ((APPLIED, ASKED, REFUSED), "refused"),
    ((APPLIED, REFUSED, APPLIED), "applied"),
    ((APPLIED, REFUSED, APPLIED, GRANTED), "granted"),
    ((APPLIED, WITHDRAWN), "withdrawn"),
    ((APPLIED, WITHDRAWN, APPLIED), "applied"),
    ((APPLIED, GRANTED, USED), "granted"),
    ((APPLIED, GRANTED, USED, USED), "exhausted"),
    ((APPLIED, GRANTED, REVOKED), "revoked"),
]


@pytest.mark.parametrize(("story", "status"), STORIES)
def test_each_step_leads_where_the_life_cycle_says(story: tuple[Payload, ...], status: str) -> None:
    permit = folded(*story)
    assert permit.status == status
    assert permit.discrepancies == () == permit.unheard


def test_a_grant_keeps_what_it_states() -> None:
    permit = folded(APPLIED, GRANTED)
    assert (permit.number, permit.valid_from, permit.valid_to) == (
        "AZ-KG-2026-2-1",
        "2026-11-21",
        "2026-12-20",
    )
    assert permit.conditions == ("Slowly.",)
    assert permit.is_valid_on("2026-12-20")
    assert not permit.is_valid_on("2026-12-21")
    assert permit.decided_at == permit.updated_at == "2026-11-21T10:02:00.000Z"


def test_applying_again_forgets_the_refusal_and_counts_the_tries() -> None:
    permit = folded(APPLIED, REFUSED, APPLIED)
    assert (permit.refusal_code, permit.reason, permit.applications) == ("", "", 2)
    assert permit.applied_at == "2026-11-21T10:03:00.000Z"


def test_applying_again_cannot_turn_to_another_authority() -> None:
    elsewhere = replace(REQUEST, country="KG", authority="KG-ROAD", plates=("01KG999ZZZ",))
    permit = folded(APPLIED, REFUSED, PermitApplied(elsewhere))
    assert (permit.request.country, permit.request.authority) == ("AZ", "AZ-ROAD")
    assert permit.request.plates == ("01KG999ZZZ",)


def test_an_expired_permit_is_applied_for_again_and_a_live_one_is_not() -> None:
    grant = replace(GRANTED, valid_to="2026-11-22")
    facts = [said(APPLIED, 1), said(grant, 2), said(APPLIED, 3, day=23)]
    renewed = PERMITS.fold(SUBJECT, facts)
    assert renewed is not None
    assert (renewed.status, renewed.number) == ("applied", "")
    still = PERMITS.fold(SUBJECT, [*facts[:2], said(APPLIED, 3, day=22)])
    assert still is not None
    assert (still.status, still.discrepancies) == ("granted", ("applied_while_granted",))


WAITING = "information_requested"
LATE: list[tuple[tuple[Payload, ...], str, str]] = [
    ((APPLIED, GRANTED, WITHDRAWN), "granted", "withdrawn_while_granted"),
    ((APPLIED, WITHDRAWN, GRANTED), "withdrawn", "granted_while_withdrawn"),
    ((APPLIED, REFUSED, GRANTED), "refused", "granted_while_refused"),
    ((APPLIED, GRANTED, REFUSED), "granted", "refused_while_granted"),
    (
        (APPLIED, ASKED, ASKED),
        "information_requested",
        "information_requested_while_information_requested",
    ),
    ((APPLIED, ANSWERED), "applied", "information_provided_while_applied"),
    ((APPLIED, APPLIED), "applied", "applied_while_applied"),
    ((APPLIED, GRANTED, REVOKED, USED), "revoked", "used_while_revoked"),
    ((APPLIED, GRANTED, USED, USED, REVOKED), "exhausted", "revoked_while_exhausted"),
    ((APPLIED, GRANTED, USED, USED, USED), "exhausted", "used_while_exhausted"),
]


@pytest.mark.parametrize(("story", "status", "clash"), LATE)
def test_what_comes_too_late_is_noted_and_changes_nothing_else(
    story: tuple[Payload, ...], status: str, clash: str
) -> None:
    permit = folded(*story)
    assert permit.status == status
    assert permit.discrepancies == (clash,)


def test_a_use_is_kept_even_when_it_comes_too_late() -> None:
    assert len(folded(APPLIED, GRANTED, REVOKED, USED).uses) == 1
    assert len(folded(APPLIED, GRANTED, USED, USED, USED).uses) == 3


FOREIGN: list[tuple[Payload, str, Actor]] = [
    (GRANTED, "KG", DESK),
    (GRANTED, "AZ", replace(DESK, office="AZ-PLANT")),
    (GRANTED, "AZ", replace(DESK, role="customs")),
    (GRANTED, "TM", DESK),
    (REFUSED, "KG", OWNER),
    (ASKED, "UZ", DESK),
    (REVOKED, "GE", DESK),
    (USED, "KG", GATE),
    (WITHDRAWN, "KG", replace(OWNER, org="KG0009")),
    (WITHDRAWN, "AZ", OWNER),
    (ANSWERED, "AZ", OWNER),
    (APPLIED, "AZ", OWNER),
]


@pytest.mark.parametrize(("payload", "node", "actor"), FOREIGN)
def test_nobody_speaks_for_another(payload: Payload, node: str, actor: Actor) -> None:
    before = PERMITS.fold(SUBJECT, [said(APPLIED, 1)])
    assert before is not None
    after = PERMITS.evolve(before, said(payload, 7, node, actor), SUBJECT)
    assert after == replace(before, unheard=(f"{node}:7",))


def test_a_foreign_payload_is_not_heard() -> None:
    class Strange(Payload, frozen=True, tag="strange/1"):
        pass

    before = folded(APPLIED)
    after = PERMITS.evolve(before, said(Strange(), 7), SUBJECT)
    assert after == replace(before, unheard=("AZ:7",))


@pytest.mark.parametrize("payload", [ASKED, GRANTED, USED, REVOKED])
def test_nothing_begins_without_an_application(payload: Payload) -> None:
    assert PERMITS.evolve(None, said(payload, 1), SUBJECT) is None


def test_an_application_begins_on_the_node_its_id_names() -> None:
    assert PERMITS.evolve(None, said(APPLIED, 1, node="TM"), SUBJECT) is None


ACTORS = st.sampled_from([OWNER, DESK, GATE, replace(DESK, office="AZ-PLANT")])
PAYLOADS = st.sampled_from([APPLIED, ASKED, ANSWERED, GRANTED, REFUSED, WITHDRAWN, USED, REVOKED])


@st.composite
def facts(draw: st.DrawFn) -> list[Fact[Any]]:
    """A history by right and by wrong speakers, an application first."""
    count = draw(st.integers(0, 8))
    found = [said(APPLIED, 1)]
    for number in range(2, count + 2):
        payload = draw(PAYLOADS)
        usual = draw(st.booleans())
        node = "" if usual else draw(st.sampled_from(["KG", "AZ", "TM"]))
        actor = None if usual else draw(ACTORS)
        found.append(said(payload, number, node, actor, draw(st.integers(21, 23))))
    return found


@given(facts(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_permit(history: list[Fact[Any]], chance: Any) -> None:
    shuffled = list(history)
    chance.shuffle(shuffled)
    assert PERMITS.fold(SUBJECT, shuffled) == PERMITS.fold(SUBJECT, history)


@given(facts(), st.sampled_from(["UZ", "TM", "GE"]), PAYLOADS, st.integers(0, 8))
def test_a_stranger_changes_nothing_but_unheard(
    history: list[Fact[Any]], node: str, payload: Payload, place: int
) -> None:
    intruder = said(payload, 50, node, DESK)
    at = sorted(history, key=lambda fact: fact.clock)[min(place, len(history) - 1)]
    intruder = replace(intruder, clock=at.clock + "Z", at=at.at)
    with_it, without = PERMITS.fold(SUBJECT, [*history, intruder]), PERMITS.fold(SUBJECT, history)
    assert with_it is not None
    assert without is not None
    assert f"{node}:50" in with_it.unheard
    assert replace(with_it, unheard=()) == replace(without, unheard=())
