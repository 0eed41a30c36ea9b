"""The life of a permit beyond yes and no: two officers, appeals, changes, fees, rules, trips."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import EVENTS
from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.permit_types.types import Fee, TypeBook, load_permit_types
from corridor.domain.permits.appealing import AppealDecided, AppealPermit, DecideAppeal
from corridor.domain.permits.applying import ApplyForPermit, PermitApplied
from corridor.domain.permits.asking import InformationProvided, InformationRequested
from corridor.domain.permits.assigning import AssignPermit, UnassignPermit, free_uses
from corridor.domain.permits.automatic import DecideByRule, ReviewDecision
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.booked import Booked, Statement
from corridor.domain.permits.changing import (
    CHANGES_MAX,
    AllowPermitChange,
    AskPermitChange,
    DenyPermitChange,
    PermitReissued,
)
from corridor.domain.permits.coverage import status_of
from corridor.domain.permits.escalating import MarkPermitOverdue, PermitOverdue
from corridor.domain.permits.goods import Load
from corridor.domain.permits.granting import GrantPermit, PermitGranted
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import (
    awaits,
    fee_key,
    fees_owed,
    keys,
    listings,
    number_key,
    request_key,
)
from corridor.domain.permits.paying import PAYMENTS_MAX, PermitPaid, RecordFeePayment
from corridor.domain.permits.proposing import (
    ConfirmProposal,
    ProposeGrant,
    ProposeRefusal,
    ProposeRevocation,
    ReturnProposal,
)
from corridor.domain.permits.receiving import ApplicationTakenIn, TakeInApplication
from corridor.domain.permits.references import creditor_reference, read_reference
from corridor.domain.permits.refunding import RecordRefund
from corridor.domain.permits.refusing import PermitRefused, RefusePermit
from corridor.domain.permits.revoking import PermitRevoked, RevokePermit
from corridor.domain.permits.rules_of_decision import (
    DecisionRule,
    read_decision_rules,
    unread_rules,
    write_decision_rules,
)
from corridor.domain.permits.state import Assigned, FeeDue, Paid, Permit, Refund, with_past
from corridor.domain.permits.stopped import digest_of
from corridor.domain.permits.using import PermitUsed, UsePermit
from corridor.domain.permits.waiving import FeeWaived, WaiveFee
from corridor.domain.reference.permit_rule import Fee as RuleFee
from tests.domain.known import NOTHING, Known, decide, reactions
from tests.domain.permit_cases import RULES, dossier
from tests.domain.test_permits_decide import (
    APPLIED,
    DESK,
    GRANTED,
    HOME,
    NOW,
    PLANT,
    REQUEST,
    ROAD,
    SUBJECT,
    codes,
    context,
    events,
)

LOAD = Load(REQUEST.plates, dossier())
NO_PLATES = Load((), dossier())

BOOK = load_permit_types()
NODE = Actor(office="", org="AZ", role="system")
OTHER = replace(DESK, person="c")
FEE = FeeDue(15_000, "USD", creditor_reference("AB12CD34EF56"), "2026-12-06", first=True)
DAYS = ("2026-11-21", "2026-12-20")


def types(**changes: Any) -> TypeBook:
    """The book, with the road permit changed."""
    return TypeBook(BOOK | {"road_transit": replace(BOOK["road_transit"], **changes)})


def told(state: Permit, said: Any, actor: Actor = DESK, node: str = "AZ", at: str = NOW) -> Permit:
    """The state after an event was said."""
    fact = Fact(payload=said, actor=actor, node=node, number=1, at=at, clock=at)
    after = PERMITS.evolve(state, fact, state.id)
    assert after is not None
    assert not after.unheard
    assert not after.discrepancies
    return after


def done(state: Permit, command: Any, here: Context, known: Any = NOTHING) -> Permit:
    """The state after a command that is accepted."""
    for said in events(decide(PERMITS, state, command, here, known)):
        state = told(state, said, here.actor, here.node, here.now)
    return state


def test_two_officers_decide_where_the_type_says_so() -> None:
    two = context(permit_types=types(four_eyes=True))
    grant, refusal = GrantPermit(*DAYS), RefusePermit("other", "No.")
    assert codes(decide(PERMITS, APPLIED, grant, two)) == ["permit_takes_two"]
    assert codes(decide(PERMITS, APPLIED, refusal, two)) == ["permit_takes_two"]
    assert codes(decide(PERMITS, APPLIED, ConfirmProposal(), two)) == ["permit_not_proposed"]
    for own in (ProposeGrant(*DAYS), ProposeRefusal("other", "No.")):
        assert codes(decide(PERMITS, APPLIED, own, context())) == ["permit_one_decides"]
    past = ProposeGrant("2020-01-01", "2020-01-02")
    assert codes(decide(PERMITS, APPLIED, past, two)) == ["permit_dates_past"]
    proposed = done(APPLIED, ProposeGrant(*DAYS, ("By day",)), two)
    assert proposed.status == "applied"
    assert awaits(proposed) == "second"
    assert codes(decide(PERMITS, proposed, ConfirmProposal(), two)) == ["permit_own_proposal"]
    second = replace(two, actor=OTHER)
    granted = done(proposed, ConfirmProposal(), second)
    assert (granted.status, granted.conditions) == ("granted", ("By day",))
    back = done(proposed, ReturnProposal("Too long."), second)
    assert back.proposal is None
    wrong = ProposeRefusal("no_such", "No.")
    assert codes(decide(PERMITS, APPLIED, wrong, two)) == ["permit_reason_unknown"]
    unfit = done(APPLIED, ProposeRefusal("other", "Unfit."), two)
    refused = done(unfit, ConfirmProposal(), second)
    assert (refused.status, refused.reason) == ("refused", "Unfit.")


@pytest.mark.parametrize("day", ["2027-02-31", "9999-12-31"])
def test_a_day_in_no_calendar_is_not_applied_for_and_stops_no_node_that_hears_of_it(
    day: str,
) -> None:
    request = replace(REQUEST, wanted_from=day, wanted_to=day)
    assert (
        codes(decide(PERMITS, None, ApplyForPermit(request), HOME)) == ["permit_day_impossible"] * 2
    )
    heard = replace(APPLIED, request=request)
    here = context(actor=NODE, permit_types=types(silence="grants"))
    assert decide(PERMITS, heard, DecideByRule(), here, by_rule(RULE)) == ()
    late = replace(here, now="2027-01-10T10:00:00.000Z")
    said = decide(PERMITS, replace(heard, silence_grants=True), MarkPermitOverdue(), late)
    assert [type(one) for one in events(said)] == [PermitOverdue]


def test_two_officers_take_a_permit_back_that_two_granted() -> None:
    two, second = context(), context(actor=OTHER)
    held = replace(GRANTED, four_eyes=True)
    said = ProposeRevocation("Forged papers.")
    assert codes(decide(PERMITS, held, RevokePermit("Forged."), two)) == ["permit_takes_two"]
    assert codes(decide(PERMITS, GRANTED, said, two)) == ["permit_one_decides"]
    proposed = done(held, said, two)
    assert (proposed.status, awaits(proposed)) == ("granted", "second")
    assert listings(proposed, "AZ")[0].list.endswith(":open")
    assert codes(decide(PERMITS, proposed, said, second)) == ["permit_wrong_status"]
    assert codes(decide(PERMITS, proposed, ConfirmProposal(), two)) == ["permit_own_proposal"]
    taken = done(proposed, ConfirmProposal(), second)
    assert (taken.status, taken.reason, taken.proposal) == ("revoked", "Forged papers.", None)
    back = done(proposed, ReturnProposal("They are genuine."), second)
    assert (back.status, back.proposal) == ("granted", None)
    used = told(proposed, PermitUsed("AZALAT01", "mv-1", NOW), NODE, "AZ", NOW)
    assert used.proposal is None, "whoever crossed has crossed"
    assert codes(decide(PERMITS, replace(held, uses=used.uses), said, two)) == ["permit_used_stays"]


def test_the_way_back_is_a_second_use_where_it_is_granted() -> None:
    asked = replace(REQUEST, details=(Detail("trip", "return"),))
    held = done(replace(APPLIED, request=asked), GrantPermit(*DAYS), context())
    assert (held.trip, held.load, held.crossings_granted) == ("return", "laden", 2)
    assign = AssignPermit("mv-KG-2", "KG")
    assert codes(decide(PERMITS, held, assign, HOME)) == ["permit_of_dossier"]
    there = done(held, UsePermit("AZALAT01", REQUEST.dossier), context())
    assert (there.status, free_uses(there)) == ("granted", 1)
    kept = done(there, assign, HOME)
    back = done(kept, UsePermit("AZALAT01", "mv-KG-2"), context())
    assert back.status == "exhausted"
    single = done(APPLIED, GrantPermit(*DAYS), context())
    assert done(single, UsePermit("AZALAT01", "mv"), context()).status == "exhausted"


def test_a_permit_for_an_empty_vehicle_is_no_use_to_goods() -> None:
    asked = replace(REQUEST, dossier="", details=(Detail("load", "empty"),))
    held = done(replace(APPLIED, request=asked), GrantPermit(*DAYS), context())
    use = UsePermit("AZALAT01", "mv-KG-2")
    assert codes(decide(PERMITS, held, use, context())) == ["permit_use_empty"]
    found = status_of(ROAD, (held,), LOAD, DAYS[0])
    assert (found.state, found.code) == ("missing", "permit_for_empty")


def test_the_state_of_issue_says_by_what_it_judges() -> None:
    asked = Fact(payload=PermitApplied(REQUEST), actor=DESK, node="KG", number=1, at=NOW, clock=NOW)
    assert reactions(asked, APPLIED, context(actor=NODE)) == ()
    fee = Fee(15_000, "USD", first=True)
    book = types(four_eyes=True, silence="grants", fee=fee)
    here = context(actor=NODE, permit_types=book)
    (reaction,) = reactions(asked, APPLIED, here)
    assert isinstance(reaction.command, TakeInApplication)
    taken = done(APPLIED, TakeInApplication(), here)
    assert (taken.four_eyes, taken.silence_grants, taken.waits_for_fee) == (True, True, True)
    assert taken.fee is not None
    assert read_reference(taken.fee.reference) == taken.fee.reference
    assert fee_key(taken.fee.reference) in keys(taken, "AZ")
    assert awaits(taken) == "fee"
    quota = replace(asked, payload=PermitApplied(replace(REQUEST, quota="qt-AZ-KG-2026-2")))
    assert reactions(quota, APPLIED, here, by_rule(RULE)) == (), "the own ministry issues it"
    again = done(taken, TakeInApplication(), here)
    assert again.fee == taken.fee, "asked for once, however often it is mended"
    dear = tuple(replace(one, fee=RuleFee(700, "EUR")) for one in RULES if one.id == "R053")
    priced = context(actor=NODE, requirement_rules=RuleBook(dear))
    by_the_rule = done(APPLIED, TakeInApplication(), priced)
    assert by_the_rule.fee is not None
    assert (by_the_rule.fee.amount_minor, by_the_rule.fee.currency) == (700, "EUR")
    plain = context(actor=NODE)
    assert events(decide(PERMITS, APPLIED, TakeInApplication(), plain)) == ()
    assert events(decide(PERMITS, GRANTED, TakeInApplication(), here)) == ()


def test_while_the_carrier_is_asked_the_term_stands_still() -> None:
    asked = told(APPLIED, InformationRequested("Which?"))
    later = "2026-11-24T10:00:00.000Z"
    answered = told(asked, InformationProvided("This."), HOME.actor, "KG", later)
    assert answered.paused_days == 3
    assert answered.due_at[:10] > APPLIED.due_at[:10]


LATE = "2026-12-30T10:00:00.000Z"


def test_a_deadline_that_passes_is_said_and_is_no_consent() -> None:
    here = replace(context(actor=NODE), now=LATE)
    assert events(decide(PERMITS, APPLIED, MarkPermitOverdue(), context(actor=NODE))) == ()
    late = done(APPLIED, MarkPermitOverdue(), here)
    assert (late.status, late.overdue_at) == ("applied", LATE)
    assert events(decide(PERMITS, late, MarkPermitOverdue(), here)) == (), "it is said once"
    assert PERMITS.due(APPLIED, "AZ") == (("permit-overdue", APPLIED.due_at),)
    assert PERMITS.due(late, "AZ") == ()
    heard = PERMITS.told[PermitOverdue].heard.offices
    assert list(heard(late, PermitOverdue(APPLIED.due_at))) == [
        ("permits:AZ-ROAD", "permits:AZ-ROAD:open")
    ]


def test_silence_grants_only_where_the_type_says_so_and_the_grant_would_hold() -> None:
    here = replace(context(actor=NODE), now=LATE)
    patient = replace(APPLIED, silence_grants=True)
    granted = done(patient, MarkPermitOverdue(), here)
    assert (granted.status, granted.by_rule) == ("granted", "silence")
    unpaid = replace(patient, fee=FEE)
    assert done(unpaid, MarkPermitOverdue(), here).status == "applied"


def test_a_refusal_is_appealed_and_another_officer_records_the_outcome() -> None:
    refused = done(APPLIED, RefusePermit("other", "No."), context())
    ten = replace(HOME, now="2026-11-30T10:00:00.000Z")
    appealed = done(refused, AppealPermit("It was complete."), ten)
    assert (appealed.status, awaits(appealed)) == ("appealed", "appeal")
    assert status_of(ROAD, (appealed,), LOAD, "2026-11-22").state == "refused"
    outcome = DecideAppeal("set_aside", "17", "It was.")
    assert codes(decide(PERMITS, appealed, outcome, context())) == ["permit_own_refusal"]
    second = replace(context(actor=OTHER), now="2026-12-01T10:00:00.000Z")
    anew = done(appealed, outcome, second)
    assert (anew.status, anew.applied_at) == ("applied", second.now)
    assert (anew.decided_at, [one.in_time for one in anew.past]) == ("", [True])
    row = next(row for row in listings(anew, "AZ") if row.list.endswith(":open"))
    assert row.data["past"] == [[APPLIED.applied_at, refused.decided_at, True]]
    assert with_past(APPLIED) == ()
    stands = told(appealed, AppealDecided("upheld", "17", "It was not."), OTHER)
    assert (stands.status, stands.reason) == ("refused", "It was not.")
    late = replace(HOME, now="2027-03-30T10:00:00.000Z")
    assert codes(decide(PERMITS, refused, AppealPermit("Why?"), late)) == ["permit_appeal_late"]
    none = replace(HOME, permit_types=types(appeal=None))
    assert codes(decide(PERMITS, refused, AppealPermit("Why?"), none)) == ["permit_no_appeal"]


def asked(cause: Any, **more: Any) -> AskPermitChange:
    return AskPermitChange(cause, "Because.", **more)


def test_a_permit_is_extended_and_the_earlier_code_counts_no_more() -> None:
    wanted = asked("extended", valid_to="2026-12-30")
    waiting = done(GRANTED, wanted, HOME)
    assert awaits(waiting) == "change"
    assert listings(waiting, "AZ")[0].list == "permits:AZ-ROAD:open"
    assert codes(decide(PERMITS, waiting, wanted, HOME)) == ["permit_change_waits"]
    anew = done(waiting, AllowPermitChange(), context())
    assert (anew.valid_to, anew.earlier) == ("2026-12-30", (GRANTED.number,))
    assert anew.replaced == (digest_of(GRANTED.credential),)
    assert anew.number != GRANTED.number
    assert number_key(GRANTED.number) in keys(anew, "AZ")
    stays = done(waiting, DenyPermitChange("No need."), context())
    assert (stays.number, stays.change) == (GRANTED.number, None)
    assert codes(decide(PERMITS, stays, DenyPermitChange("No."), context())) == [
        "permit_change_not_asked"
    ]


def test_extensions_are_bounded_together() -> None:
    most = BOOK["road_transit"].extension_days_most
    held = done(APPLIED, GrantPermit(*DAYS), context())
    first = days_later(held.valid_to, most)
    waiting = done(held, asked("extended", valid_to=first), HOME)
    longer = done(waiting, AllowPermitChange(), context())
    assert longer.valid_to == first
    more = asked("extended", valid_to=days_later(first, 1))
    assert codes(decide(PERMITS, longer, more, HOME)) == ["permit_extension_days"]


def test_a_permit_passes_to_another_vehicle_before_its_first_use() -> None:
    waiting = done(GRANTED, asked("transferred", plates=("01KG999ZZZ",)), HOME)
    anew = done(waiting, AllowPermitChange(), context())
    assert anew.request.plates == ("01KG999ZZZ",)
    lost = done(GRANTED, asked("replaced"), HOME)
    assert done(lost, AllowPermitChange(), context()).valid_to == GRANTED.valid_to


@pytest.mark.parametrize(
    ("change", "wanted", "expected"),
    [
        ({"transfer": False}, asked("transferred", plates=("X1",)), "permit_no_transfer"),
        ({}, asked("transferred"), "permit_transfer_form"),
        ({}, asked("transferred", plates=("",)), "permit_plate_form"),
        ({}, asked("transferred", plates=("01KG1, 01KG2",)), "permit_plate_form"),
        ({}, asked("transferred", plates=("—",)), "permit_plate_form"),
        ({"extension_days_most": 0}, asked("extended"), "permit_no_extension"),
        ({}, asked("extended"), "permit_extension_days"),
        ({}, asked("extended", valid_to="2027-11-30"), "permit_extension_days"),
        ({}, asked("extended", valid_to="2026-12-01"), "permit_extension_days"),
    ],
)
def test_what_the_type_does_not_allow_is_not_asked(
    change: dict[str, Any], wanted: AskPermitChange, expected: str
) -> None:
    here = replace(HOME, permit_types=types(**change))
    assert codes(decide(PERMITS, GRANTED, wanted, here)) == [expected]


def test_a_permit_is_issued_anew_only_so_often() -> None:
    worn = replace(GRANTED, earlier=("N",) * CHANGES_MAX)
    assert codes(decide(PERMITS, worn, asked("replaced"), HOME)) == ["permit_changes_many"]


def test_a_permit_out_of_a_quota_keeps_its_number() -> None:
    by_quota = replace(GRANTED.request, quota="qt-UZ-KG-2026-2", authority="KG-ROAD")
    issued = replace(GRANTED, request=by_quota)
    assert codes(decide(PERMITS, issued, asked("replaced"), HOME)) == ["permit_quota_unchanged"]
    waiting = replace(done(GRANTED, asked("replaced"), HOME), request=by_quota)
    ministry = replace(HOME, actor=Actor("KG-ROAD", "kg-road", "aida", "permit"))
    assert codes(decide(PERMITS, waiting, AllowPermitChange(), ministry)) == [
        "permit_quota_unchanged"
    ]


def test_a_change_that_comes_too_late_or_cannot_be_signed_is_refused() -> None:
    waiting = done(GRANTED, asked("replaced"), HOME)
    over = replace(context(), now="2027-01-10T10:00:00.000Z")
    assert codes(decide(PERMITS, waiting, AllowPermitChange(), over)) == ["permit_change_over"]
    keyless = context(sign=None)
    assert codes(decide(PERMITS, waiting, AllowPermitChange(), keyless)) == ["permit_no_key"]
    wordy = replace(waiting, conditions=("x" * 500,))
    assert codes(decide(PERMITS, wordy, AllowPermitChange(), context())) == [
        "permit_credential_too_long"
    ]


def pay(amount: int = 5_000, **more: Any) -> RecordFeePayment:
    given = {"currency": "USD", "day": "2026-11-25", "bank_reference": "B-1", **more}
    return RecordFeePayment(amount, **given)


def test_a_fee_is_paid_in_parts_and_nothing_twice() -> None:
    owing = replace(APPLIED, fee=FEE)
    grant = GrantPermit(*DAYS)
    assert codes(decide(PERMITS, owing, grant, context())) == ["permit_fee_unpaid"]
    half = done(owing, pay(), context())
    assert (half.paid_minor, half.owed_minor) == (5_000, 10_000)
    owed = fees_owed(half.request.authority)
    assert owed in {row.list for row in listings(half, half.issuer)}
    assert codes(decide(PERMITS, half, pay(), context())) == ["permit_paid_already"]
    assert codes(decide(PERMITS, half, pay(currency="EUR"), context())) == ["permit_fee_currency"]
    assert codes(decide(PERMITS, APPLIED, pay(), context())) == ["permit_no_fee"]
    full = done(half, pay(10_000, bank_reference="B-2"), context())
    assert not full.owed_minor
    assert fees_owed(full.request.authority) not in {
        row.list for row in listings(full, full.issuer)
    }
    assert done(full, grant, context()).status == "granted"
    many = replace(owing, payments=(Paid(1, "2026-11-25", "B", "", "R"),) * PAYMENTS_MAX)
    assert codes(decide(PERMITS, many, pay(), context())) == ["permit_payments_many"]


def test_a_fee_is_waived_in_part_and_then_wholly() -> None:
    owing = replace(APPLIED, fee=FEE)
    over = WaiveFee(15_001, "Hardship.")
    assert codes(decide(PERMITS, owing, over, context())) == ["permit_owed_less"]
    part = done(owing, WaiveFee(5_000, "Hardship."), context())
    assert (part.owed_minor, part.waits_for_fee) == (10_000, True)
    free = done(part, WaiveFee(10_000, "Hardship."), context())
    assert (free.owed_minor, free.waits_for_fee) == (0, False)
    again = decide(PERMITS, free, WaiveFee(1, "Hardship."), context())
    assert codes(again) == ["permit_nothing_owed"]
    said = FeeWaived(15_000, "USD", "Hardship.")
    fact = Fact(payload=said, actor=DESK, node="AZ", number=1, at=NOW, clock=NOW)
    (reaction,) = reactions(fact, free, context(actor=NODE), by_rule(RULE))
    assert isinstance(reaction.command, DecideByRule), "who waited for the fee is looked at again"
    refused = told(free, PermitRefused("other", "No."))
    mended = told(refused, PermitApplied(REQUEST), HOME.actor, "KG")
    assert (mended.owed_minor, mended.waived_minor) == (0, 15_000)


def refund(amount: int, reference: str = "B2") -> RecordRefund:
    return RecordRefund(amount, "2026-11-25", reference, "Paid too much.")


def test_what_was_paid_too_much_is_sent_back_and_all_of_it_after_the_decision() -> None:
    paid = Paid(20_000, "2026-11-24", "B1", "", "R1")
    over = replace(APPLIED, fee=FEE, payments=(paid,))
    assert codes(decide(PERMITS, APPLIED, refund(1), context())) == ["permit_no_refund"]
    assert codes(decide(PERMITS, over, refund(5_001), context())) == ["permit_refund_over"]
    back = done(over, refund(5_000), context())
    assert (back.refunded_minor, back.owed_minor) == (5_000, 0)
    assert codes(decide(PERMITS, back, refund(1, "B3"), context())) == ["permit_no_refund"]
    refused = replace(back, status="refused")
    twice = decide(PERMITS, refused, refund(15_000), context())
    assert codes(twice) == ["permit_paid_already"]
    whole = done(refused, refund(15_000, "B3"), context())
    assert (whole.refunded_minor, whole.owed_minor) == (20_000, 0), "it makes no new debt"
    many = replace(refused, refunds=(Refund(1, "2026-11-25", "X"),) * PAYMENTS_MAX)
    assert codes(decide(PERMITS, many, refund(1, "B9"), context())) == ["permit_payments_many"]


def test_a_reference_that_is_mistyped_is_none() -> None:
    reference = creditor_reference("AB12CD34EF56")
    assert read_reference(f" {reference[:4]} {reference[4:].lower()} ") == reference
    assert read_reference(reference[:-1] + "7") == ""
    assert read_reference("RF") == ""
    assert read_reference("RF18539007547034") == "RF18539007547034", "the example of the standard"


RULE = DecisionRule(id="D001", kind="road_transit", since="2026-11-01", sample_percent=100)


def by_rule(*rules: DecisionRule) -> Known:
    return Known(settings={"permit-auto.AZ-ROAD": write_decision_rules(rules)})


def test_a_rule_of_the_authority_grants_and_says_why() -> None:
    here = context(actor=NODE)
    applied = PermitApplied(REQUEST)
    said = Fact(payload=applied, actor=DESK, node="KG", number=1, at=NOW, clock=NOW)
    (reaction,) = reactions(said, APPLIED, here, by_rule(RULE))
    assert isinstance(reaction.command, DecideByRule)
    (granted,) = events(decide(PERMITS, APPLIED, DecideByRule(), here, by_rule(RULE)))
    assert isinstance(granted, PermitGranted)
    assert (granted.by_rule, granted.sampled) == ("D001", True)
    assert granted.because == ("no_dangerous", "complete", "first_time")
    after = told(APPLIED, granted, NODE)
    assert listings(after, "AZ")[0].list == "permits:AZ-ROAD:review"
    found = done(after, ReviewDecision("right", "Alike."), context())
    assert (found.review, awaits(found)) == ("right", "")
    assert codes(decide(PERMITS, found, ReviewDecision("wrong", "."), context())) == [
        "permit_no_review"
    ]


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (replace(RULE, is_on=False), APPLIED),
        (replace(RULE, since="2026-12-01"), APPLIED),
        (replace(RULE, until="2026-11-20"), APPLIED),
        (replace(RULE, kind="oversize"), APPLIED),
        (replace(RULE, registrations=("UZ",)), APPLIED),
        (RULE, replace(APPLIED, applications=2)),
        (RULE, replace(APPLIED, fee=FEE)),
        (RULE, replace(APPLIED, four_eyes=True)),
        (replace(RULE, uses=500), APPLIED),
        (RULE, GRANTED),
    ],
)
def test_what_no_rule_grants_waits_for_an_officer(rule: DecisionRule, state: Permit) -> None:
    here = context(actor=NODE)
    assert events(decide(PERMITS, state, DecideByRule(), here, by_rule(rule))) == ()


def test_a_rule_may_ask_for_nothing_but_the_kind() -> None:
    free = replace(RULE, no_dangerous=False, complete=False, first_time=False)
    (granted,) = events(
        decide(PERMITS, APPLIED, DecideByRule(), context(actor=NODE), by_rule(free))
    )
    assert granted.because == ()


def test_a_rule_with_a_condition_of_a_newer_version_decides_nothing() -> None:
    newer = write_decision_rules((RULE,)).replace("{", '{"only_on_mondays":true,', 1)
    assert read_decision_rules(newer) == ()
    assert (unread_rules(newer), unread_rules(None)) == (1, 0)
    about = Known(settings={"permit-auto.AZ-ROAD": newer})
    assert events(decide(PERMITS, APPLIED, DecideByRule(), context(actor=NODE), about)) == ()


def test_what_a_bank_booked_is_a_value() -> None:
    one = Booked(1, "USD", "2026-11-25", "B", "", ())
    assert Statement((one,), 2).booked[0].amount_minor == 1


def test_a_paid_fee_lets_the_rule_decide() -> None:
    paid = PermitPaid(15_000, "USD", "2026-11-25", "B", "", "R")
    said = Fact(payload=paid, actor=DESK, node="AZ", number=1, at=NOW, clock=NOW)
    here, free = context(actor=NODE), replace(RULE, registrations=("KG",))
    assert reactions(said, APPLIED, here) == ()
    (reaction,) = reactions(said, APPLIED, here, by_rule(free))
    whole = replace(APPLIED, fee=FEE, payments=(Paid(15_000, "2026-11-25", "B", "", "R"),))
    (granted,) = events(decide(PERMITS, whole, reaction.command, here, by_rule(free)))
    assert granted.because == ("registration", "no_dangerous", "complete", "first_time", "fee_paid")
    assert read_decision_rules(None) == ()
    unknown = decide(PERMITS, None, DecideByRule(), here, by_rule(RULE))
    assert codes(unknown) == ["permit_unknown"]


ALONE = PermitRequest(
    dossier="",
    kind="road_annual",
    country="AZ",
    authority="AZ-ROAD",
    rule="",
    holder=REQUEST.holder,
    plates=REQUEST.plates,
    wanted_from="2027-01-01",
    wanted_to="2027-12-31",
    type_version=BOOK["road_annual"].version,
    term_days=15,
)
YEAR = Permit(
    SUBJECT,
    "KG",
    HOME.actor.org,
    ALONE,
    status="granted",
    number="AZ-ROAD-2027-X",
    valid_from="2026-11-21",
    valid_to="2027-11-21",
    uses_granted=2,
    stands_for=("road_transit",),
)
TRIP = AssignPermit("mv-KG-1", "KG")


def test_a_permit_is_applied_for_apart_from_a_dossier_where_its_type_allows() -> None:
    assert decide(PERMITS, None, ApplyForPermit(ALONE), HOME) == (PermitApplied(ALONE),)
    for change in ({"kind": "road_transit"}, {"kind": "no_such"}, {"rule": "R053"}):
        other = replace(ALONE, **change)
        assert "permit_not_alone" in codes(decide(PERMITS, None, ApplyForPermit(other), HOME))
    wrong = replace(ALONE, authority="AZ-VET")
    assert codes(decide(PERMITS, None, ApplyForPermit(wrong), HOME)) == ["permit_wrong_authority"]
    for own in ("KG", "KZ"):  # of the carrier's own state and union
        at_home = replace(ALONE, country=own, authority=f"{own}-ROAD")
        refused = decide(PERMITS, None, ApplyForPermit(at_home), HOME)
        assert codes(refused) == ["permit_own_state"]
    open_one = replace(YEAR, status="applied")
    assert request_key(ALONE) in keys(open_one, "KG")
    assert request_key(ALONE) not in keys(YEAR, "KG"), "next year's may be asked for"


def test_a_use_is_kept_for_each_trip_and_none_over() -> None:
    one = done(YEAR, TRIP, HOME)
    assert PERMITS.touches(one) == ("mv-KG-1",)
    assert codes(decide(PERMITS, one, TRIP, HOME)) == ["permit_assigned_already"]
    two = done(one, AssignPermit("mv-KG-2", "UZ"), HOME)
    assert free_uses(two) == 0
    assert "UZ" in PERMITS.audience(two)
    full = decide(PERMITS, two, AssignPermit("mv-KG-3", "KG"), HOME)
    assert codes(full) == ["permit_no_free_use"]
    used = done(two, UsePermit("AZALAT01", "mv-KG-1"), context(actor=NODE))
    assert free_uses(used) == 0
    written_off = decide(PERMITS, used, UnassignPermit("mv-KG-1"), HOME)
    assert codes(written_off) == ["permit_not_assigned"]
    assert free_uses(done(used, UnassignPermit("mv-KG-2"), HOME)) == 1
    assert codes(decide(PERMITS, GRANTED, TRIP, HOME)) == ["permit_of_dossier"]


def test_what_a_permit_apart_is_worth_for_a_dossier() -> None:
    assert status_of(ROAD, (YEAR,), LOAD, "2027-01-10").state == "have"
    assert status_of(PLANT, (YEAR,), LOAD, "2027-01-10").state == "missing"
    assert status_of(ROAD, (YEAR,), LOAD, "2027-11-22").state == "expired"
    licence = replace(YEAR, request=replace(ALONE, country="KG"), holds_in=("AZ",))
    assert status_of(ROAD, (licence,), LOAD, "2027-01-10").state == "have"


def test_goods_left_out_of_a_grant_are_not_had() -> None:
    part = replace(
        GRANTED,
        request=replace(REQUEST, kind=PLANT.kind, country=PLANT.country, rule=PLANT.rule),
        left_out=(PLANT.items[0],),
    )
    found = status_of(PLANT, (part,), NO_PLATES, "2026-11-22")
    assert (found.state, found.code) == ("missing", "permit_partial")
    other = replace(part, left_out=(99,))
    assert status_of(PLANT, (other,), NO_PLATES, "2026-11-22").state == "have"


def test_a_revoked_permit_is_told_to_every_post_of_the_way() -> None:
    heard = PERMITS.told[PermitRevoked].heard.offices
    state = replace(GRANTED, request=replace(REQUEST, entry_office="", posts=("UZDUST01",)))
    desks = {desk for desk, _ in heard(state, PermitRevoked("False."))}
    assert {"customs:UZDUST01", "checkpoint:UZDUST01"} <= desks
    revoked = replace(GRANTED, status="revoked")
    assert set(REQUEST.countries) <= PERMITS.audience(revoked)
    post = Actor(office="UZDUST01", role="customs")
    assert PERMITS.sees(post, revoked)
    assert not PERMITS.sees(post, GRANTED)


def test_every_event_of_a_life_is_one_of_the_house() -> None:
    assert {ApplicationTakenIn, PermitReissued, PermitOverdue} <= set(EVENTS)


__all__ = ["Assigned"]
