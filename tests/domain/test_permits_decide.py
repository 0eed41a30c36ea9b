"""Decisions on permits: who may, in which state, and what is refused with which code."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import check_epermit
from corridor.domain.consignment import Party
from corridor.domain.context import Context
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import PermitGoods
from corridor.domain.permits.applying import ApplyForPermit, PermitApplied
from corridor.domain.permits.asking import (
    InformationProvided,
    InformationRequested,
    ProvideInformation,
    RequestInformation,
)
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import keys, listings, number_key, request_key
from corridor.domain.permits.numbers import permit_number
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import PermitRefused, RefusePermit
from corridor.domain.permits.requirements import request_for
from corridor.domain.permits.revoking import PermitRevoked, RevokePermit
from corridor.domain.permits.state import Permit, PermitUse
from corridor.domain.permits.using import PermitUsed, UsePermit
from corridor.domain.permits.withdrawing import PermitWithdrawn, WithdrawPermit
from corridor.domain.refusals import Refused
from tests.domain.known import Known, decide
from tests.domain.permit_cases import REFERENCE, RULES, dossier, requirements

SUBJECT = "pm-KG-1"
OWNER = Actor(org="KG0001", person="a", role="carrier")
DESK = Actor(office="AZ-ROAD", org="AZ-ROAD", person="b", role="permit")
SYSTEM = Actor(office="AZALAT01", org="AZ", role="system")
NOW = "2026-11-21T18:51:00.123Z"
ROAD = next(needs for needs in requirements(dossier()) if needs.country == "AZ")
PLANT = next(needs for needs in requirements(dossier()) if needs.kind == "phytosanitary")
REQUEST = request_for(ROAD, dossier(), "mv-KG-1")
APPLIED = Permit(SUBJECT, "KG", OWNER.org, REQUEST, applied_at=NOW)
GRANTED = replace(
    APPLIED,
    status="granted",
    number="AZ-KG-2026-2-1000000001",
    valid_from="2026-11-21",
    valid_to="2026-12-20",
    uses_granted=1,
)
USED = replace(
    GRANTED, status="exhausted", uses=(PermitUse("AZALAT01", "mv-KG-1", "2026-11-21T08:00:00Z"),)
)
GRANT = GrantPermit(valid_from="2026-11-21", valid_to="2026-12-20", conditions=("Slowly.",))


def sign(message: bytes) -> tuple[str, str]:
    """A signature of the right length, different for different bytes."""
    return "AZ-key-1", f"{sum(message) % 10_000:04d}" + "A" * 82


def context(node: str = "AZ", actor: Actor = DESK, **more: Any) -> Context:
    fields: dict[str, Any] = {"subject": SUBJECT, "sign": sign, "requirement_rules": RULES, **more}
    return Context(
        now=NOW, node=node, actor=actor, reference=REFERENCE, token="AB12CD34EF56", **fields
    )


HOME = context("KG", OWNER)


def codes(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    assert all(
        refusal.code in PERMITS.refusal_texts or refusal.code == "time_in_future"
        for refusal in outcome.refusals
    )
    return [refusal.code for refusal in outcome.refusals]


def events(outcome: object) -> tuple[Any, ...]:
    assert isinstance(outcome, tuple), outcome
    return outcome


def test_a_carrier_applies_for_what_a_rule_asks_of_it() -> None:
    assert decide(PERMITS, None, ApplyForPermit(REQUEST), HOME) == (PermitApplied(REQUEST),)


def test_what_every_requirement_asks_for_can_be_applied_for_as_it_is() -> None:
    nodes = frozenset({"KG", "KZ", "UZ", "TM", "AZ", "GE"})
    for needs in requirements(dossier()):
        request = request_for(needs, dossier(), "mv-KG-1")
        sent = replace(request, term_days=99)  # how long it may take is the rule's to say
        outcome = decide(PERMITS, None, ApplyForPermit(sent), replace(HOME, nodes=nodes))
        assert outcome == (PermitApplied(replace(request, term_days=needs.lead_time_days)),)


WRONG_REQUESTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"rule": "R999"}, ["permit_rule_unknown"]),
    ({"rule": "R021"}, ["permit_rule_unknown"]),
    ({"rule": "R064", "kind": "vehicle_insurance"}, ["permit_rule_unknown"]),
    ({"authority": "AZ-PLANT"}, ["permit_wrong_authority"]),
    ({"country": "TR", "authority": "TR-ROAD"}, ["permit_no_node", "permit_country_off_route"]),
    ({"plates": ()}, ["permit_plates_missing"]),
    ({"plates": ("01KG777ABC; 01KG5678PA",)}, ["permit_plate_form"]),
    ({"plates": ("01KG777ABC", "A" * 36)}, ["permit_plate_form"]),
    ({"plates": ("01KG777ABC", " ")}, ["permit_plate_form"]),
    ({"plates": ("01KG777ABC",) * 11}, ["permit_plates_many"]),
    ({"wanted_from": "2026-12-02", "wanted_to": "2026-12-01"}, ["permit_dates_order"]),
    ({"wanted_to": "2026-11-20"}, ["permit_dates_order"]),
]


@pytest.mark.parametrize(("change", "expected"), WRONG_REQUESTS)
def test_a_wrong_application_is_refused(change: dict[str, Any], expected: list[str]) -> None:
    here = replace(HOME, nodes=frozenset({"KG", "AZ"}))
    outcome = decide(PERMITS, None, ApplyForPermit(replace(REQUEST, **change)), here)
    assert codes(outcome) == expected


def test_all_that_is_wrong_with_an_application_is_told_at_once() -> None:
    wrong = replace(REQUEST, authority="AZ-PLANT", plates=(), wanted_to="2020-01-01")
    outcome = decide(PERMITS, None, ApplyForPermit(wrong), HOME)
    assert len(codes(outcome)) == 3
    assert isinstance(outcome, Refused)
    assert [refusal.pointer for refusal in outcome.refusals] == [
        "/request/authority",
        "/request/plates",
        "/request/wanted_to",
    ]


def test_one_application_at_a_time_for_the_same_permit() -> None:
    other = replace(APPLIED, id="pm-KG-0")
    taken = Known({request_key(REQUEST): ("pm-KG-0",)}, {"pm-KG-0": other})
    assert codes(decide(PERMITS, None, ApplyForPermit(REQUEST), HOME, taken)) == [
        "permit_already_applied"
    ]
    own = Known({request_key(REQUEST): (SUBJECT,)}, {SUBJECT: APPLIED})
    assert events(decide(PERMITS, None, ApplyForPermit(REQUEST), HOME, own))


def test_goods_that_a_granted_permit_does_not_name_are_applied_for_anew() -> None:
    """The dossier was amended since. A second vehicle of it has an application of its own."""
    cherries, grapes = (PermitGoods(1, "Fruit", hs=hs) for hs in ("080929", "080610"))
    before = replace(GRANTED, id="pm-KG-0", request=replace(REQUEST, goods=(cherries,)))
    for goods, now, expected in (
        ((cherries, grapes), before, False),
        ((cherries,), before, True),
        ((replace(grapes, hs=""),), before, True),
        ((grapes,), replace(before, status="applied"), True),
        ((grapes,), replace(before, request=replace(REQUEST, goods=())), True),
    ):
        asked = replace(REQUEST, goods=goods)
        known = Known({request_key(asked): ("pm-KG-0",)}, {"pm-KG-0": now})
        found = decide(PERMITS, None, ApplyForPermit(asked), HOME, known)
        assert isinstance(found, Refused) is expected
    second = replace(REQUEST, plates=("01KG999ZZZ",))
    assert request_key(second) != request_key(REQUEST)


def test_nobody_without_an_organisation_applies() -> None:
    outcome = decide(PERMITS, None, ApplyForPermit(REQUEST), context("KG", Actor(role="carrier")))
    assert codes(outcome) == ["permit_not_yours"]


def test_a_refused_application_is_made_again_with_what_was_missing() -> None:
    refused = replace(APPLIED, status="refused")
    mended = replace(REQUEST, note="Insurance policy enclosed.")
    assert decide(PERMITS, refused, ApplyForPermit(mended), HOME) == (PermitApplied(mended),)


def test_applying_again_is_for_the_owner_in_the_right_state_and_for_the_same_permit() -> None:
    refused = replace(APPLIED, status="refused")
    other = context("KG", replace(OWNER, org="KG0009"))
    assert codes(decide(PERMITS, refused, ApplyForPermit(REQUEST), other)) == ["permit_not_yours"]
    assert codes(decide(PERMITS, APPLIED, ApplyForPermit(REQUEST), HOME)) == ["permit_wrong_status"]
    turned = replace(REQUEST, dossier="mv-KG-2")
    assert codes(decide(PERMITS, refused, ApplyForPermit(turned), HOME)) == ["permit_other_request"]
    expired = replace(GRANTED, valid_to="2026-11-20")
    assert events(decide(PERMITS, expired, ApplyForPermit(REQUEST), HOME))
    later = ApplyForPermit(replace(REQUEST, wanted_from="2026-12-21"))
    assert events(decide(PERMITS, GRANTED, later, HOME)), "it runs out before the day it is for"
    assert codes(decide(PERMITS, GRANTED, ApplyForPermit(REQUEST), HOME)) == ["permit_wrong_status"]


def test_the_authority_asks_and_the_carrier_answers() -> None:
    asked = decide(PERMITS, APPLIED, RequestInformation("Which vehicle?"), context())
    assert asked == (InformationRequested("Which vehicle?"),)
    waiting = replace(APPLIED, status="information_requested")
    answered = decide(PERMITS, waiting, ProvideInformation("The red one."), HOME)
    assert answered == (InformationProvided("The red one."),)


def test_a_grant_gives_number_validity_and_credential() -> None:
    (granted,) = events(decide(PERMITS, APPLIED, GRANT, context()))
    assert check_epermit(granted.number).ok
    assert granted.number.startswith("AZ-KG-2026-2-")
    assert granted.credential.startswith("DTC1.")
    assert (granted.valid_from, granted.valid_to, granted.uses) == ("2026-11-21", "2026-12-20", 1)
    assert granted.conditions == ("Slowly.",)


def test_other_permits_are_numbered_by_their_authority() -> None:
    request = request_for(PLANT, dossier(), "mv-KG-1")
    assert permit_number(request, "KG", "2026", "AB12CD34EF56") == "UZ-PLANT-2026-AB12CD34EF56"


def test_different_tokens_give_different_serials() -> None:
    tokens = [f"AB12CD34E{n:03d}" for n in range(200)]
    numbers = {permit_number(REQUEST, "KG", "2026", token) for token in tokens}
    assert len(numbers) == 200
    assert all(check_epermit(number).ok for number in numbers)


NEXT_NUMBER = number_key(permit_number(REQUEST, "KG", "2026", "AB12CD34EF56"))
WRONG_GRANTS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"valid_from": "2026-11-20"}, {}, ["permit_dates_past"]),
    ({"valid_to": "2027-02-31"}, {}, ["permit_day_impossible"]),
    ({"valid_to": "2026-11-20"}, {}, ["permit_dates_order"]),
    ({}, {"sign": None}, ["permit_no_key"]),
    ({"conditions": ("x" * 512,)}, {}, ["permit_credential_too_long"]),
]


@pytest.mark.parametrize(("change", "around", "expected"), WRONG_GRANTS)
def test_a_wrong_grant_is_refused(
    change: dict[str, Any], around: dict[str, Any], expected: list[str]
) -> None:
    assert codes(decide(PERMITS, APPLIED, replace(GRANT, **change), context(**around))) == expected


def test_a_number_is_given_once() -> None:
    taken = Known({NEXT_NUMBER: ("pm-KG-9",)})
    assert codes(decide(PERMITS, APPLIED, GRANT, context(), taken)) == ["permit_number_taken"]


def test_a_grant_for_no_vehicle_is_refused() -> None:
    nameless = replace(APPLIED, request=replace(REQUEST, plates=()))
    assert codes(decide(PERMITS, nameless, GRANT, context())) == ["permit_plates_missing"]


def test_a_refusal_needs_a_reason_from_the_list() -> None:
    good = RefusePermit("documents_missing", "The policy is missing.")
    assert decide(PERMITS, APPLIED, good, context()) == (
        PermitRefused("documents_missing", "The policy is missing."),
    )
    outcome = decide(PERMITS, APPLIED, RefusePermit("mood", "No."), context())
    assert codes(outcome) == ["permit_reason_unknown"]


@pytest.mark.parametrize("code", REFUSAL_REASONS)
def test_every_reason_fits_its_field(code: str) -> None:
    assert 1 <= len(code) <= 17


def test_the_applicant_withdraws_before_the_decision_only() -> None:
    assert decide(PERMITS, APPLIED, WithdrawPermit(), HOME) == (PermitWithdrawn(),)
    assert codes(decide(PERMITS, GRANTED, WithdrawPermit(), HOME)) == ["permit_wrong_status"]


USE = UsePermit(office="AZALAT01", movement="mv-KG-1", plate="01 kg 123-abc")


def test_a_crossing_writes_off_one_use() -> None:
    used = decide(PERMITS, GRANTED, USE, context(actor=SYSTEM))
    assert used == (PermitUsed("AZALAT01", "mv-KG-1", NOW),)


WRONG_USES: list[tuple[Permit, dict[str, Any], list[str]]] = [
    (GRANTED, {"used_at": "2026-11-21T18:52:00Z"}, ["time_in_future"]),
    (GRANTED, {"plate": "01KG999ZZZ"}, ["permit_use_other_plate"]),
    (GRANTED, {"used_at": "2026-11-20T19:59:59.999Z"}, ["permit_not_valid_on"]),
    (USED, {}, ["permit_already_used"]),
    (USED, {"movement": "mv-KG-2"}, ["permit_used_up"]),
    (APPLIED, {}, ["permit_wrong_status"]),
]


@pytest.mark.parametrize(("state", "change", "expected"), WRONG_USES)
def test_a_wrong_use_is_refused(state: Permit, change: dict[str, Any], expected: list[str]) -> None:
    assert codes(decide(PERMITS, state, replace(USE, **change), context(actor=SYSTEM))) == expected


def test_the_same_second_without_a_fraction_is_not_the_future() -> None:
    used_at = "2026-11-21T18:51:00Z"
    used = decide(PERMITS, GRANTED, replace(USE, plate="", used_at=used_at), context(actor=SYSTEM))
    assert used == (PermitUsed("AZALAT01", "mv-KG-1", used_at),)


def test_an_unused_permit_is_revoked_and_a_used_one_is_not() -> None:
    assert decide(PERMITS, GRANTED, RevokePermit("A mistake."), context()) == (
        PermitRevoked("A mistake."),
    )
    assert codes(decide(PERMITS, USED, RevokePermit("Late."), context())) == ["permit_used_stays"]
    revoked = replace(GRANTED, status="revoked")
    assert codes(decide(PERMITS, revoked, RevokePermit("Again."), context())) == [
        "permit_wrong_status"
    ]


STRANGERS: list[tuple[Any, Context, str]] = [
    (GRANT, context("KG", DESK), "permit_not_your_desk"),
    (GRANT, context(actor=replace(DESK, office="AZ-PLANT")), "permit_not_your_desk"),
    (GRANT, context(actor=replace(DESK, role="customs")), "permit_not_your_desk"),
    (RefusePermit("other", "No."), context("UZ"), "permit_not_your_desk"),
    (RequestInformation("?"), context("UZ"), "permit_not_your_desk"),
    (RevokePermit("No."), context("GE"), "permit_not_your_desk"),
    (WithdrawPermit(), context("KG", replace(OWNER, org="KG0009")), "permit_not_yours"),
    (ProvideInformation("!"), context("AZ", OWNER), "permit_not_yours"),
    (USE, context("KG", SYSTEM), "permit_not_your_state"),
]


@pytest.mark.parametrize(("command", "around", "expected"), STRANGERS)
def test_nobody_decides_for_another(command: Any, around: Context, expected: str) -> None:
    assert codes(decide(PERMITS, APPLIED, command, around)) == [expected]


def test_what_is_not_there_cannot_be_decided_on() -> None:
    assert codes(decide(PERMITS, None, GRANT, context())) == ["permit_unknown"]


ROWS: list[tuple[Permit, str, list[str]]] = [
    (APPLIED, "AZ", ["permits:AZ-ROAD:open"]),
    (replace(APPLIED, status="information_requested"), "AZ", ["permits:AZ-ROAD:waiting"]),
    (GRANTED, "AZ", ["permits:AZ-ROAD:decided"]),
    (replace(APPLIED, status="withdrawn"), "AZ", []),
    (GRANTED, "KG", ["carrier:KG0001:permits"]),
    (GRANTED, "UZ", []),
]


@pytest.mark.parametrize(("state", "node", "expected"), ROWS)
def test_a_permit_stands_in_the_lists_of_its_desk_and_of_its_carrier(
    state: Permit, node: str, expected: list[str]
) -> None:
    assert [row.list for row in listings(state, node)] == expected


def test_a_row_shows_what_the_officer_sorts_by() -> None:
    (row,) = listings(replace(APPLIED, updated_at=NOW), "AZ")
    assert (row.due, row.name, row.updated) == ("2026-11-26T19:59:59.999Z", "Ala-Too Trans", NOW)
    assert row.data["plates"] == ["01KG123ABC", "01KG4567T"]
    assert row.data["goods"] == "Fresh cherries"
    assert row.data["status"] == "applied"


def test_a_row_of_a_permit_without_goods_and_name() -> None:
    bare = replace(REQUEST, goods=(), holder=Party(id="KG0001"))
    (row,) = listings(replace(APPLIED, request=bare), "AZ")
    assert (row.name, row.data["goods"], row.data["items"]) == ("KG0001", "", 0)


def test_a_permit_is_found_by_its_dossier_number_and_request() -> None:
    assert keys(APPLIED, "KG") == ("dossier-permits:mv-KG-1", request_key(REQUEST))
    assert keys(GRANTED, "AZ") == ("dossier-permits:mv-KG-1", number_key(GRANTED.number))
    withdrawn = replace(APPLIED, status="withdrawn")
    assert keys(withdrawn, "KG") == ("dossier-permits:mv-KG-1",)
