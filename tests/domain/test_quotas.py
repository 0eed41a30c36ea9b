"""Quotas: agreed by two, delivered by one, issued by the other, verified; never one too many."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.acts import Reaction
from corridor.domain.consignment import Party
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.kinds import may_see
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit, PermitApplied
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.issuing import IssueFromQuota, PermitIssued
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import keys, listings, quota_share, waiting_key
from corridor.domain.permits.requirements import requirements_of
from corridor.domain.permits.returning import PermitReturned, ReturnPermit
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit, PermitUse
from corridor.domain.permits.stopped import digest_of
from corridor.domain.quota import (
    DISPUTES_MAX,
    OFFERS_MAX,
    Dispute,
    Disputed,
    Offer,
    Quota,
    Rule,
    Terms,
    Tranche,
    named,
    of_number,
    permit_number,
    quota_id,
)
from corridor.domain.quotas.addressing import is_in_force, out_of, quota_for
from corridor.domain.quotas.answering import (
    AgreeQuota,
    DeclineQuota,
    QuotaAgreed,
    QuotaDeclined,
    QuotaOfferWithdrawn,
    WithdrawQuotaOffer,
)
from corridor.domain.quotas.delivering import DeliverDue, DeliverTranche, TrancheDelivered
from corridor.domain.quotas.forecast import Forecast, forecast_of
from corridor.domain.quotas.giving_back import GiveBackNumbers, NumbersGivenBack
from corridor.domain.quotas.issuing import (
    IssueByRule,
    IssueNext,
    IssuePermits,
    NumberPutBack,
    NumberTaken,
    PutBackNumber,
)
from corridor.domain.quotas.kind import QUOTAS
from corridor.domain.quotas.proposing import ProposeQuota, QuotaProposed
from corridor.domain.quotas.replacing import NumberReplaced, ReplaceNumber
from corridor.domain.quotas.ruling import QuotaRuleStated, StateQuotaRule
from corridor.domain.quotas.settling import DisputeJudged, SettleDispute
from corridor.domain.quotas.verifying import CheckNumber, NumberDisputed
from corridor.domain.quotas.warning import StockLow, WarnLow
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import Refused
from corridor.domain.routes import Route
from corridor.domain.searching import Findable
from corridor.domain.serials import (
    Range,
    count_of,
    first_of,
    highest_of,
    holds,
    minus,
    plus,
)
from corridor.domain.telling import CHANGED, DECIDE, Change, News, lists_of, news_of
from tests.domain.known import Known, decide, reactions
from tests.domain.permit_cases import REFERENCE, RULES, dossier

QT = "qt-UZ-KG-2026-2"
NOW = "2026-11-21T08:00:00.000Z"
TODAY = "2026-11-21"
KG, UZ = (Actor(f"{node}-ROAD", node, "officer", "permit") for node in ("KG", "UZ"))
CARRIER = Actor("", "ala-too", "aibek", "carrier")
SYSTEM, OF_UZ = (Actor(f"{node}-ROAD", node, "", "system") for node in ("KG", "UZ"))
TERMS = Terms(10, (Tranche("2026-01-01", 6), Tranche("2026-12-01", 4)), "2027-01-31")
REQUEST = PermitRequest(
    dossier="mv-KG-1",
    kind="road_transit",
    country="UZ",
    authority="KG-ROAD",
    rule="R053",
    holder=Party("Ala-Too"),
    plates=("01KG123ABC",),
    quota=QT,
)
WAITS = Permit("pm-KG-1", "KG", "ala-too", REQUEST, applied_at=NOW)
ISSUED = replace(WAITS, status="granted", serial=1, number="KG-UZ-2026-2-1", uses_granted=1)


def sign(message: bytes) -> tuple[str, str]:
    """A signature of the right length."""
    return "KG-key-1", "A" * 86


def context(actor: Actor, node: str = "", now: str = NOW, **more: Any) -> Context:
    fields: dict[str, Any] = {
        "subject": QT,
        "nodes": frozenset({"KG", "KZ", "UZ"}),
        "requirement_rules": RULES,
        "sign": sign,
        **more,
    }
    where = node or actor.office[:2] or "KG"
    return Context(now, where, actor=actor, reference=REFERENCE, token="A" * 12, **fields)


def known(*permits: Permit, quota: Quota | None = None, **counts: int) -> Known:
    """The permits that wait, oldest first, and how many each carrier has."""
    states: dict[str, Any] = {one.id: one for one in permits}
    if quota is not None:
        states[quota.id] = quota
    shares = {quota_share(QT, owner.replace("_", "-")): n for owner, n in counts.items()}
    return Known({waiting_key(QT): [one.id for one in permits]}, states, counts=shares)


def one_of(found: Any) -> Any:
    """What was said, where one thing was."""
    assert not isinstance(found, Refused), found
    (said,) = found
    return said


class Life:
    """One quota, and what is said of it, by node and in order."""

    def __init__(self, state: Quota | None = None) -> None:
        self.state = state
        self.facts: list[Fact[Any]] = []

    def tell(self, command: Any, actor: Actor, about: Known | None = None, **more: Any) -> Any:
        """Decide, and hear what was said; the codes where it was refused."""
        found = decide(QUOTAS, self.state, command, context(actor, **more), about or Known())
        if isinstance(found, Refused):
            assert all(one.code in REFUSAL_TEXTS for one in found.refusals)
            return tuple(one.code for one in found.refusals)
        for payload in found:
            self.hear(payload, actor)
        return found

    def hear(self, payload: Any, actor: Actor, node: str = "", at: str = NOW) -> Quota:
        number = len(self.facts) + 1
        clock = f"2026-11-21T08:00:00.{number:03d}Z-0000"
        said = Fact(payload, node or actor.office[:2], number, clock, at, actor)
        self.facts.append(said)
        self.state = QUOTAS.evolve(self.state, said, QT)
        assert self.state is not None
        return self.state

    def now(self) -> Quota:
        assert self.state is not None
        return self.state


def proposal(terms: Terms = TERMS, **changes: Any) -> ProposeQuota:
    about: dict[str, Any] = {"giver": "UZ", "holder": "KG", "year": 2026, "type": "2"}
    return ProposeQuota(**(about | changes), terms=terms)


def agreed(delivered: int = 6) -> Life:
    """Proposed by UZ, agreed to by KG, the first tranche delivered."""
    life = Life()
    life.tell(proposal(), UZ)
    life.tell(AgreeQuota("UZ:1"), KG)
    if delivered:
        life.hear(TrancheDelivered(1, delivered), UZ)
    return life


def test_numbers_are_sets_of_ranges() -> None:
    some = plus(plus((), Range(1, 3)), Range(7, 9))
    assert plus(some, Range(4, 6)) == (Range(1, 9),)
    assert plus(some, Range(2, 8)) == (Range(1, 9),)
    assert minus(some, Range(2, 7)) == (Range(1, 1), Range(8, 9))
    assert minus(some, Range(4, 6)) == some
    assert (count_of(some), holds(some, Range(2, 3)), holds(some, Range(3, 7))) == (6, True, False)
    assert list(first_of(some, 4)) == [1, 2, 3, 7]
    assert list(first_of(some, 3)) == [1, 2, 3]
    assert list(first_of(some, 9)) == [1, 2, 3, 7, 8, 9]
    assert highest_of(some, 4) == (Range(3, 3), Range(7, 9))
    assert highest_of(some, 3) == (Range(7, 9),)
    assert highest_of(some, 9) == some
    assert highest_of(some, 2) == (Range(8, 9),)


RANGES = st.lists(st.tuples(st.booleans(), st.integers(1, 40), st.integers(0, 10)), max_size=12)


@given(RANGES)
def test_numbers_are_what_sets_would_be(steps: list[tuple[bool, int, int]]) -> None:
    ranges: tuple[Range, ...] = ()
    numbers: set[int] = set()
    for is_more, first, more in steps:
        one = Range(first, first + more)
        ranges = plus(ranges, one) if is_more else minus(ranges, one)
        changed = set(range(one.first, one.last + 1))
        numbers = numbers | changed if is_more else numbers - changed
        assert count_of(ranges) == len(numbers)
        assert list(first_of(ranges, 100)) == sorted(numbers)
        assert all(a.last + 1 < b.first for a, b in pairwise(ranges))


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("KG-UZ-2026-2-17", (QT, 17)),
        ("KG-UZ-2026-2-x", None),
        ("KG-UZ-2026-9-17", None),
        ("KG-UZ-2026-2", None),
    ],
)
def test_a_number_says_of_which_quota_it_is(number: str, found: tuple[str, int] | None) -> None:
    assert of_number(number) == found


def test_an_id_says_whose_quota_it_is() -> None:
    about = named(QT)
    assert about is not None
    assert (about.giver, about.holder, about.year, about.type) == ("UZ", "KG", 2026, "2")
    for wrong in ("qt-UZ-KG-2026-4", "qt-UZ-KG-26-2", "qt-UZ-UZ-2026-2", "qt-UZ-KG-20x6-2", "qt-1"):
        assert named(wrong) is None
    assert named("qt-UZB-KG-2026-2") is None
    assert QUOTAS.unknown("x").refusals[0].code == "quota_unknown"
    assert ministry_of("XX") == "XX-ROAD"


def test_one_proposes_and_the_other_agrees() -> None:
    life = Life()
    life.tell(proposal(), UZ)
    (offer,) = life.now().offers
    assert (offer.id, offer.node, offer.standing, life.now().total) == ("UZ:1", "UZ", "open", 0)
    assert life.tell(AgreeQuota("UZ:1"), UZ) == ("quota_offer_gone",)
    assert life.tell(AgreeQuota("UZ:1"), Actor("KG-PLANT", "KG", "o", "permit")) == (
        "quota_not_yours",
    )
    assert life.tell(AgreeQuota("UZ:1"), Actor("KZ-ROAD", "KZ", "o", "permit")) == (
        "quota_not_yours",
    )
    assert life.tell(AgreeQuota("UZ:1"), KG) == (QuotaAgreed("UZ:1"),)
    assert (life.now().total, life.now().terms) == (10, TERMS)
    assert life.tell(AgreeQuota("UZ:1"), KG) == ("quota_offer_gone",)
    assert QUOTAS.audience(life.now()) == {"UZ", "KG"}
    assert (life.now().home, life.now().other("UZ")) == ("UZ", "KG")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (proposal(giver="KZ"), "quota_within_union"),
        (proposal(giver="TM"), "quota_no_node"),
        (proposal(year=2028), "quota_year"),
        (proposal(giver="UZ", holder="TM"), "quota_foreign"),
        (proposal(replace(TERMS, total=11)), "quota_tranche_sum"),
        (proposal(replace(TERMS, valid_to="2027-02-30")), "quota_valid_to"),
        (proposal(replace(TERMS, valid_to="2026-12-30")), "quota_valid_to"),
        (proposal(replace(TERMS, tranches=(Tranche("2027-01-01", 10),))), "quota_tranche_day"),
        (proposal(replace(TERMS, tranches=(Tranche("2026-02-30", 10),))), "quota_tranche_day"),
        (proposal(replace(TERMS, tranches=TERMS.tranches[::-1])), "quota_tranche_order"),
    ],
)
def test_a_proposal_that_cannot_be(command: ProposeQuota, code: str) -> None:
    assert Life().tell(command, KG) == (code,)


def test_who_may_propose_and_how_often() -> None:
    assert Life().tell(proposal(), Actor("KG-PLANT", "KG", "o", "permit")) == ("quota_not_yours",)
    life = agreed()
    assert life.tell(proposal(), UZ) == ("quota_same",)
    more = Terms(20, (Tranche("2026-01-01", 20),), "2027-01-31")
    less = Terms(5, (Tranche("2026-01-01", 5),), "2027-01-31")
    assert life.tell(proposal(less), UZ) == ("quota_less_by_holder",)
    assert life.tell(proposal(more), KG) == (QuotaProposed(more),)
    assert life.tell(proposal(less), KG) == ("quota_offer_open",)
    many = replace(
        life.now(), offers=(Offer("KG:9", "KG", more, NOW, "o", standing="declined"),) * OFFERS_MAX
    )
    assert Life(many).tell(proposal(more), KG) == ("quota_offers_many",)
    assert QUOTAS.evolve(None, Fact(QuotaProposed(TERMS), "KZ", 1, "c", NOW, KG), QT) is None
    assert QUOTAS.evolve(None, Fact(QuotaProposed(TERMS), "KG", 1, "c", NOW, KG), "qt-1") is None


def test_an_offer_is_declined_or_taken_back() -> None:
    life = Life()
    life.tell(proposal(), UZ)
    assert life.tell(DeclineQuota("UZ:1", "Too few."), UZ) == ("quota_offer_gone",)
    assert life.tell(WithdrawQuotaOffer("UZ:1"), KG) == ("quota_offer_gone",)
    life.tell(DeclineQuota("UZ:1", "Too few."), KG)
    assert (life.now().offers[0].standing, life.now().offers[0].reason) == ("declined", "Too few.")
    life.tell(proposal(), UZ)
    life.tell(WithdrawQuotaOffer("UZ:3"), UZ)
    assert life.now().offers[1].standing == "withdrawn"
    was = life.now()
    for said, actor in (
        (QuotaDeclined("UZ:3", "x"), KG),
        (QuotaDeclined("UZ:9", "x"), KG),
        (QuotaOfferWithdrawn("UZ:1"), UZ),
        (QuotaOfferWithdrawn("UZ:9"), UZ),
    ):
        life.hear(said, actor)
    assert replace(life.now(), updated_at="") == replace(was, updated_at="")


def test_an_agreement_counts_though_the_offer_was_taken_back_unheard() -> None:
    life = Life()
    life.tell(proposal(), UZ)
    life.tell(WithdrawQuotaOffer("UZ:1"), UZ)
    life.hear(QuotaAgreed("UZ:1"), KG)
    assert (life.now().total, life.now().offers[0].standing) == (10, "agreed")
    life.hear(QuotaAgreed("UZ:9"), KG)
    life.hear(QuotaAgreed("UZ:1"), UZ)
    assert life.now().discrepancies == ("agreed_on_nothing",) * 2


def test_less_is_proposed_by_the_holder_and_agreed_by_who_delivers() -> None:
    life = agreed(delivered=6)
    five, seven = (Terms(n, (Tranche("2026-01-01", n),), "2027-01-31") for n in (5, 7))
    life.tell(proposal(five), KG)
    (offer,) = (one for one in life.now().offers if one.standing == "open")
    assert life.tell(AgreeQuota(offer.id), UZ) == ("quota_delivered_more",)
    life.tell(WithdrawQuotaOffer(offer.id), KG)
    life.tell(proposal(seven), KG)
    (offer,) = (one for one in life.now().offers if one.standing == "open")
    assert life.tell(AgreeQuota(offer.id), UZ) == (QuotaAgreed(offer.id),)
    assert life.now().total == 7
    old = Offer("UZ:77", "UZ", five, NOW, "officer")
    life.state = replace(life.now(), offers=(*life.now().offers, old))
    assert life.tell(AgreeQuota("UZ:77"), KG) == ("quota_less",)
    life.hear(QuotaAgreed("UZ:77"), KG)
    assert (life.now().total, life.now().discrepancies) == (7, ("agreed_too_late",))


def test_tranches_are_delivered_by_the_terms_and_before() -> None:
    life = agreed(delivered=0)
    (react,) = reactions(life.facts[-1], life.now(), context(UZ))
    assert react.command == DeliverDue()
    assert life.tell(DeliverDue(), OF_UZ) == (TrancheDelivered(1, 6),)
    assert life.tell(DeliverDue(), OF_UZ) == ()
    assert QUOTAS.due(life.now(), "UZ") == (("quota_tranche", "2026-11-30T19:00:00.000Z"),)
    assert QUOTAS.due(life.now(), "KG") == ()
    assert life.tell(DeliverTranche(5, "More trucks."), UZ) == ("quota_no_room",)
    assert life.tell(DeliverTranche(1, "More trucks."), KG) == ("quota_not_yours",)
    assert life.tell(DeliverTranche(3, "More trucks."), UZ) == (
        TrancheDelivered(7, 9, "More trucks."),
    )
    later = "2026-12-02T08:00:00.000Z"
    assert life.tell(DeliverDue(), OF_UZ, now=later) == (TrancheDelivered(10, 10),)
    assert (life.now().left, life.now().room, life.now().next_tranche()) == (10, 0, None)
    assert QUOTAS.due(life.now(), "UZ") == ()
    life.hear(TrancheDelivered(10, 12), UZ)
    life.hear(TrancheDelivered(14, 13), UZ)
    assert (life.now().left, life.now().discrepancies) == (10, ("delivered_twice",) * 2)
    fresh = Life()
    fresh.tell(proposal(), UZ)
    assert fresh.tell(DeliverTranche(1, "x"), UZ) == ("quota_not_agreed",)
    assert (fresh.now().next_tranche(), fresh.now().due_on(TODAY)) == (None, 0)


def test_numbers_that_are_given_back_are_never_issued() -> None:
    life = agreed()
    assert life.tell(GiveBackNumbers(7, "No trucks."), KG) == ("quota_left_fewer",)
    assert life.tell(GiveBackNumbers(2, "No trucks."), UZ) == ("quota_not_yours",)
    assert life.tell(GiveBackNumbers(2, "No trucks."), KG) == (
        NumbersGivenBack((Range(5, 6),), "No trucks."),
    )
    assert (life.now().left, life.now().room) == (4, 6)
    assert life.tell(DeliverDue(), OF_UZ) == ()
    life.hear(NumbersGivenBack((Range(4, 5),), "x"), KG)
    assert life.now().discrepancies == ("gave_back_what_it_had_not",)
    assert life.now().left == 4


def test_a_permit_is_issued_to_whose_turn_it_is() -> None:
    life, second = agreed(), replace(WAITS, id="pm-KG-2", owner="tulpar")
    about = known(WAITS, second)
    assert life.tell(IssueNext(1), UZ) == ("quota_not_yours",)
    assert life.tell(IssueNext(5), KG, about) == (
        NumberTaken(1, "pm-KG-1"),
        NumberTaken(2, "pm-KG-2"),
    )
    assert (life.now().left, life.now().taken, life.now().days) == (4, 2, {TODAY: 2})
    assert life.tell(IssueNext(1), KG, known()) == ("quota_nobody_waits",)
    (issue,) = reactions(life.facts[-1], life.now(), context(KG))
    number = "KG-UZ-2026-2-2"
    wanted = IssueFromQuota(number, 2, TODAY, "2027-01-31", "KG-ROAD")
    assert (issue.subject, issue.command) == ("pm-KG-2", wanted)
    assert issue.on_refusal is not None
    assert issue.on_refusal.command == PutBackNumber(2, "pm-KG-2")
    assert life.tell(PutBackNumber(2, "pm-KG-2"), SYSTEM, node="KG") == (
        NumberPutBack(2, "pm-KG-2"),
    )
    assert (life.now().left, life.now().taken, life.now().days) == (5, 1, {TODAY: 1})
    life.hear(NumberPutBack(2, "pm-KG-2"), KG)
    assert life.now().discrepancies == ("put_back_what_was_not_taken",)
    empty = Life(replace(life.now(), free=()))
    assert empty.tell(IssueNext(1), KG, about) == ("quota_none_left",)
    over = {"now": "2027-02-02T08:00:00.000Z"}
    assert life.tell(IssueNext(1), KG, about, **over) == ("permit_quota_over",)
    assert life.tell(IssuePermits(("pm-KG-1",)), KG, about, **over) == ("permit_quota_over",)


def test_of_a_year_to_come_permits_hold_from_its_first_day() -> None:
    state = replace(agreed().now(), year=2027, terms=None)
    fact = Fact(NumberTaken(1, "pm-KG-1"), "KG", 1, "c", NOW, KG)
    (issue,) = reactions(fact, state, context(KG))
    number = "KG-UZ-2027-2-1"
    assert issue.command == IssueFromQuota(number, 1, "2027-01-01", "", "KG-ROAD")


def test_out_of_turn_it_takes_a_reason() -> None:
    life, second = agreed(), replace(WAITS, id="pm-KG-2", owner="tulpar")
    about = known(WAITS, second, replace(WAITS, id="pm-KG-3", status="withdrawn"))
    assert life.tell(IssuePermits(("pm-KG-2",)), KG, about) == ("quota_out_of_turn",)
    wrong = ("pm-KG-3", "pm-KG-9", "pm-KG-1", "pm-KG-1")
    assert life.tell(IssuePermits(wrong), KG, about) == ("quota_not_waiting",) * 3
    few = Life(replace(life.now(), free=(Range(1, 1),)))
    both = IssuePermits(("pm-KG-1", "pm-KG-2"))
    assert few.tell(both, KG, about) == ("quota_none_left",)
    assert life.tell(IssuePermits(("pm-KG-2",), "Medicine."), KG, about) == (
        NumberTaken(1, "pm-KG-2", "Medicine."),
    )
    assert life.tell(IssuePermits(("pm-KG-1",)), KG, about) == (NumberTaken(2, "pm-KG-1"),)


def _queue(*owners: str) -> tuple[Permit, ...]:
    return tuple(replace(WAITS, id=f"pm-KG-{n}", owner=o) for n, o in enumerate(owners, 1))


@pytest.mark.parametrize(
    ("rule", "turn"),
    [
        (Rule(at_once=True), "1 2 3 4 5 6"),
        (Rule(at_once=True, share_percent=30), "1 2 4 6"),
        (Rule("fewest_first", at_once=True), "6 1 2 4 3 5"),
        (Rule("fewest_first", 30, at_once=True), "6 1 2 4"),
        (Rule(at_once=True, share_percent=1), "6"),
        (Rule(), ""),
    ],
)
def test_by_the_rule_it_is_issued_at_once(rule: Rule, turn: str) -> None:
    """Ala-Too has one, Tulpar two; three of ten may one have."""
    queue = _queue("ala-too", "ala-too", "ala-too", "tulpar", "tulpar", "manas")
    life = Life(replace(agreed().now(), rule=rule))
    about = known(*queue, ala_too=1, tulpar=2)
    said = life.tell(IssueByRule(), SYSTEM, about, node="KG")
    assert " ".join(one.permit.rpartition("-")[2] for one in said) == turn
    assert Life(replace(life.now(), terms=None)).tell(IssueByRule(), SYSTEM, about, node="KG") == ()


def test_the_rule_is_published_and_what_waits_is_looked_at_anew() -> None:
    life = agreed()
    rule = Rule("fewest_first", 25, True, 3)
    assert life.tell(StateQuotaRule(rule), UZ) == ("quota_not_yours",)
    assert life.tell(StateQuotaRule(rule), KG) == (QuotaRuleStated(rule),)
    assert life.tell(StateQuotaRule(rule), KG) == ("quota_rule_same",)
    assert (life.now().rule, life.now().share_max) == (rule, 2)
    (react,) = reactions(life.facts[-1], life.now(), context(KG))
    assert react.command == IssueByRule()
    applied = Fact(PermitApplied(REQUEST), "KG", 1, "c", NOW, CARRIER)
    (react,) = reactions(applied, WAITS, context(KG))
    assert (react.subject, react.command) == (QT, IssueByRule())
    abroad = replace(WAITS, request=replace(REQUEST, quota=None))
    assert reactions(applied, abroad, context(KG)) == ()
    follow = next(one for act in QUOTAS.acts for one in act.follows if one.event is PermitApplied)
    assert list(follow.then(applied.payload, abroad, context(KG))) == []


def test_the_desk_is_warned_of_a_low_stock_once_after_each_tranche() -> None:
    life = agreed()
    life.tell(StateQuotaRule(Rule(low_at=4)), KG)
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    assert Reaction(QT, WarnLow()) not in reactions_of(life)
    assert life.tell(WarnLow(), SYSTEM) == ()
    life.hear(NumberTaken(2, "pm-KG-2"), KG)
    assert Reaction(QT, WarnLow()) in reactions_of(life)
    assert life.tell(WarnLow(), SYSTEM) == (StockLow(4),)
    assert told(life, "KG") == {News("permits:KG-ROAD", CHANGED)}
    assert told(life, "UZ") == set()
    life.hear(NumberTaken(3, "pm-KG-3"), KG)
    assert Reaction(QT, WarnLow()) not in reactions_of(life)
    life.hear(TrancheDelivered(7, 7), UZ)
    life.hear(NumberTaken(4, "pm-KG-4"), KG)
    assert Reaction(QT, WarnLow()) in reactions_of(life)


def reactions_of(life: Life) -> tuple[Reaction, ...]:
    """What follows at the holder from what was said last."""
    return reactions(life.facts[-1], life.now(), context(KG))


def told(life: Life, node: str) -> set[News]:
    """Who is told there of what was said last."""
    before = Life()
    for fact in life.facts[:-1]:
        before.hear(fact.payload, fact.actor, fact.node)
    stood, stands = (lists_of(QUOTAS, state, node) for state in (before.state, life.state))
    return set(news_of(Change(life.facts[-1], life.now(), stood, stands), node))


def test_ministries_are_told_of_what_the_other_says() -> None:
    ours, theirs = News("permits:KG-ROAD", CHANGED), News("permits:UZ-ROAD", CHANGED)
    waits_for_us = News("permits:KG-ROAD", DECIDE, "quotas:KG-ROAD:answer")
    life = Life()
    life.tell(proposal(), UZ)
    assert (told(life, "KG"), told(life, "UZ")) == ({waits_for_us}, set())
    life.tell(DeclineQuota("UZ:1", "Too few."), KG)
    assert (told(life, "KG"), told(life, "UZ")) == (set(), {theirs})
    life.tell(proposal(), UZ)
    life.tell(WithdrawQuotaOffer("UZ:3"), UZ)
    assert (told(life, "KG"), told(life, "UZ")) == ({ours}, set())
    life.tell(proposal(), UZ)
    life.tell(AgreeQuota("UZ:5"), KG)
    assert (told(life, "KG"), told(life, "UZ")) == (set(), {theirs})
    life.hear(TrancheDelivered(1, 6), UZ)
    assert (told(life, "KG"), told(life, "UZ")) == ({ours}, set())
    life.hear(NumberDisputed(1, "pm-KG-1", "not_taken"), OF_UZ, "UZ")
    assert (told(life, "KG"), told(life, "UZ")) == ({ours}, {theirs})
    for stray in (QuotaAgreed("UZ:99"), QuotaOfferWithdrawn("UZ:99")):
        life.hear(stray, KG)
        assert told(life, "UZ") == set()


def test_a_number_is_taken_once() -> None:
    life = agreed()
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    life.hear(NumberTaken(1, "pm-KG-2"), KG)
    life.hear(NumberTaken(99, "pm-KG-3"), KG)
    found = [(one.serial, one.permit, one.why, one.told) for one in life.now().disputes]
    assert found == [(1, "pm-KG-2", "double", False), (99, "pm-KG-3", "not_delivered", False)]
    assert life.now().taken == 1
    whys: tuple[Dispute, ...] = ("double", "not_delivered")
    for fact, why in zip(life.facts[-2:], whys, strict=True):
        (check,) = reactions(fact, life.now(), context(UZ))
        said = life.tell(check.command, OF_UZ)
        assert said == (NumberDisputed(fact.payload.serial, fact.payload.permit, why),)
        assert life.tell(check.command, OF_UZ) == ()
    assert all(one.told for one in life.now().disputes)
    assert reactions(life.facts[3], replace(life.now(), disputes=()), context(UZ)) == ()


@pytest.mark.parametrize(
    ("serial", "holder", "why"),
    [
        (1, "", ""),
        (1, "pm-KG-1", ""),
        (1, "pm-KG-7", "double"),
        (3, "", "not_taken"),
        (99, "", "not_delivered"),
    ],
)
def test_the_other_state_verifies_each_number(serial: int, holder: str, why: str) -> None:
    life = agreed()
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    issued = PermitIssued(f"KG-UZ-2026-2-{serial}", serial, TODAY, "2027-01-31", "DTC1")
    fact = Fact(issued, "KG", 9, "c", NOW, KG)
    (check,) = reactions(fact, replace(ISSUED, serial=serial), context(UZ))
    number = f"permit:{issued.number}"
    about = Known({number: [holder]} if holder else {})
    said = life.tell(check.command, OF_UZ, about)
    assert said == ((NumberDisputed(serial, "pm-KG-1", why),) if why else ())  # type: ignore[arg-type]
    full = (Disputed(7, "pm-KG-8", "double", NOW),) * DISPUTES_MAX
    many = Life(replace(life.now(), disputes=full))
    command = CheckNumber(serial, "pm-KG-5", issued.number)
    assert many.tell(command, OF_UZ, about) == ()
    follow = next(one for act in QUOTAS.acts for one in act.follows if one.event is PermitIssued)
    stranger = replace(ISSUED, request=replace(REQUEST, quota=None))
    assert list(follow.then(issued, stranger, context(UZ))) == []


def doubted(why: Dispute = "double") -> Life:
    """Number 1 has its permit; another one came with it too, or one that is not its own."""
    life = agreed()
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    serial = {"double": 1, "not_taken": 3, "not_delivered": 99}[why]
    life.hear(NumberDisputed(serial, "pm-KG-2", why), OF_UZ)
    return life


def numbered(serial: int, *permits: Permit) -> Known:
    held = {one.id: one for one in permits}
    return Known({f"permit:KG-UZ-2026-2-{serial}": list(held)}, held)


def test_a_dispute_ends_when_both_ministries_say_the_same() -> None:
    life = doubted()
    void = SettleDispute(1, "pm-KG-2", "void", "A copy of the log.")
    holds = SettleDispute(1, "pm-KG-2", "holds", "It was shown first.")
    second = replace(ISSUED, id="pm-KG-2")
    both = numbered(1, ISSUED, second)
    assert life.tell(void, UZ, both) == ("quota_revoke_first",)
    assert life.tell(holds, UZ, both) == ("quota_revoke_first",)
    gone = numbered(1, ISSUED, replace(second, status="revoked"))
    assert len(life.tell(void, UZ, gone)) == 1
    assert life.tell(void, UZ, gone) == ("quota_said_already",)
    assert life.now().disputes[0].said == {"UZ": "void"}
    assert life.tell(ReplaceNumber(1, "pm-KG-2"), OF_UZ) == (), "none for one in dispute"
    again = NumberDisputed(1, "pm-KG-2", "double")
    life.hear(again, OF_UZ)
    assert life.now().disputes[0].said == {"UZ": "void"}, "said again, nothing is forgotten"
    assert len(life.tell(void, KG, gone)) == 1
    assert life.now().disputes == ()
    assert [(one.permit, one.outcome) for one in life.now().settled] == [("pm-KG-2", "void")]
    assert life.tell(void, KG, gone) == ("quota_no_dispute",)
    life.hear(again, OF_UZ)
    life.hear(DisputeJudged(1, "pm-KG-2", "void", "Late."), KG)
    assert life.now().disputes == ()
    assert life.tell(CheckNumber(1, "pm-KG-2"), OF_UZ) == ()
    assert life.tell(ReplaceNumber(1, "pm-KG-2"), OF_UZ) == ()
    assert len(life.tell(ReplaceNumber(1, "pm-KG-1"), OF_UZ)) == 1, "the other one's is its own"


def test_a_number_that_holds_is_taken_and_none_that_was_not_delivered_holds() -> None:
    life = doubted("not_taken")
    left = life.now().left
    holds = SettleDispute(3, "pm-KG-2", "holds", "Restored from yesterday.")
    mine = numbered(3, replace(ISSUED, id="pm-KG-2"))
    life.tell(holds, UZ, mine)
    life.tell(SettleDispute(3, "pm-KG-2", "void", "No."), KG, numbered(3))
    assert len(life.now().disputes) == 1, "they do not say the same"
    life.tell(holds, KG, mine)
    assert (life.now().left, life.now().taken) == (left - 1, 2)
    over = doubted("not_delivered")
    never = SettleDispute(99, "pm-KG-2", "holds", "Please.")
    assert over.tell(never, UZ, numbered(99)) == ("quota_over_if_holds",)
    heard = QUOTAS.told[DisputeJudged].heard.offices
    said = DisputeJudged(99, "pm-KG-2", "void", "No.")
    assert [desk for desk, _ in heard(over.now(), said)] == ["permits:KG-ROAD", "permits:UZ-ROAD"]
    double = doubted()
    first = numbered(1, replace(ISSUED, status="revoked"), replace(ISSUED, id="pm-KG-2"))
    for ministry in (UZ, KG):
        double.tell(SettleDispute(1, "pm-KG-2", "holds", "It was first."), ministry, first)
    assert (double.now().taken, double.now().disputes) == (1, ())


def test_what_came_back_unused_gets_another_number_from_the_state_where_it_holds() -> None:
    life = agreed()
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    back = replace(ISSUED, status="returned")
    for said in (PermitReturned("Cancelled."), PermitRevoked("Fraud.")):
        fact = Fact(said, "KG", 5, "c", NOW, CARRIER)
        (react,) = reactions(fact, back, context(UZ))
        assert (react.subject, react.command) == (QT, ReplaceNumber(1, "pm-KG-1"))
        assert reactions(fact, back, context(KG)) == ()
        used = replace(back, uses=(PermitUse("UZDUST01", "mv-KG-1", NOW),))
        assert reactions(fact, used, context(UZ)) == ()
        assert reactions(fact, replace(back, status="exhausted"), context(UZ)) == ()
    assert life.tell(ReplaceNumber(1, "pm-KG-1"), OF_UZ) == (NumberReplaced(1, "pm-KG-1", 7),)
    assert (life.now().left, life.now().live, life.now().highest) == (6, 0, 7)
    (react,) = reactions(life.facts[-1], life.now(), context(KG))
    assert react.command == IssueByRule()
    assert life.tell(ReplaceNumber(1, "pm-KG-1"), OF_UZ) == ()
    assert life.tell(ReplaceNumber(3, "pm-KG-3"), OF_UZ) == ()
    assert life.tell(ReplaceNumber(0, "pm-KG-3"), OF_UZ) == ()
    life.hear(NumberReplaced(1, "pm-KG-1", 8), UZ)
    life.hear(NumberReplaced(2, "pm-KG-1", 7), UZ)
    assert life.now().discrepancies == ("replaced_twice",) * 2


def test_a_stranger_is_not_heard() -> None:
    life = agreed()
    was = life.now()
    for said, node in (
        (NumberTaken(1, "pm-KG-1"), "UZ"),
        (TrancheDelivered(7, 9), "KG"),
        (QuotaAgreed("UZ:1"), "KZ"),
    ):
        life.hear(said, KG, node)
    assert len(life.now().unheard) == 3
    assert replace(life.now(), unheard=()) == was
    assert may_see(CARRIER, was)
    assert not may_see(Actor(), was)


def test_both_nodes_hold_the_same_in_any_order() -> None:
    life = agreed()
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    life.hear(NumbersGivenBack((Range(6, 6),), "x"), KG)
    orders: Sequence[Sequence[Fact[Any]]] = (life.facts[::-1], life.facts[2:] + life.facts[:2])
    assert all(QUOTAS.fold(QT, order) == life.now() for order in orders)


def test_days_long_ago_are_forgotten() -> None:
    days = {f"2026-{month:02d}-{day:02d}": 1 for month in (7, 8) for day in range(1, 31)}
    life = Life(replace(agreed().now(), days=days))
    life.hear(NumberTaken(1, "pm-KG-1"), KG)
    assert life.now().days == {TODAY: 1}
    life.hear(NumberTaken(2, "pm-KG-2"), KG, at="some day")
    assert life.now().taken == 2


def test_where_it_stands_in_the_lists() -> None:
    life = Life()
    life.tell(proposal(), UZ)
    names = {
        node: [row.list for row in QUOTAS.listings(life.now(), node)] for node in ("KG", "UZ", "KZ")
    }
    assert names == {
        "KG": ["quotas:KG-ROAD:all", "quotas:KG-ROAD:answer"],
        "UZ": ["quotas:UZ-ROAD:all"],
        "KZ": [],
    }
    empty = replace(agreed(0).now(), disputes=(Disputed(1, "pm-KG-1", "double", NOW),))
    lists = [row.list.rpartition(":")[2] for row in QUOTAS.listings(empty, "KG")]
    assert lists == ["all", "low", "disputed", "stopped"]
    *_, row = QUOTAS.listings(replace(empty, terms=None), "UZ")
    assert (row.due, row.data) == (
        "2026-12-31T18:59:59.999Z",
        {"disputed": [digest_of("KG-UZ-2026-2-1")]},
    )
    assert (QUOTAS.keys(empty, "KG"), QUOTAS.keys(empty, "KZ")) == ((TO_ALL,), ())
    found = QUOTAS.found_by(empty, "KG")
    assert found.desks == frozenset({"permits:KG-ROAD"})
    assert found.ids == {"QTUZKG20262", "KGUZ20262"}
    assert {"uzbekistan", "узбекистан"} <= found.words
    assert QUOTAS.found_by(empty, "KZ") == Findable()


def test_the_forecast_is_of_the_last_weeks() -> None:
    quota = replace(agreed().now(), agreed_at="2026-01-02T08:00:00.000Z")
    nothing = forecast_of(quota, TODAY)
    assert (nothing.out_on, nothing.next_on, nothing.is_short) == ("", "2026-12-01", False)
    busy = forecast_of(replace(quota, days={"2026-11-20": 14, "2026-01-20": 99}), TODAY)
    assert busy == Forecast(14, 28, "2026-12-03", "2026-12-01", False)
    last = replace(quota, days={"2026-11-20": 14}, delivered=10)
    assert forecast_of(last, TODAY) == Forecast(14, 28, "2026-12-03", "", True)
    assert forecast_of(replace(quota, free=()), TODAY).is_short
    assert not forecast_of(replace(quota, terms=None), TODAY).is_short
    slow = replace(quota, free=(Range(1, 999_999),), days={"2026-11-20": 1})
    assert forecast_of(slow, TODAY).out_on == "2036-11-28"


def test_an_application_out_of_a_quota_goes_to_the_own_ministry() -> None:
    quota = agreed().now()
    apply = ApplyForPermit(REQUEST)
    here = context(CARRIER, subject="pm-KG-1")
    about = known(quota=quota)
    said = one_of(decide(PERMITS, None, apply, here, about))
    assert said.request.quota == QT
    for request, found, code in (
        (REQUEST, None, "permit_quota_unknown"),
        (replace(REQUEST, country="KZ"), quota, "permit_quota_unknown"),
        (replace(REQUEST, authority="UZ-ROAD"), quota, "permit_wrong_authority"),
        (REQUEST, replace(quota, terms=None), "permit_quota_over"),
        (replace(REQUEST, rule="R006", kind="phytosanitary"), quota, "permit_rule_unknown"),
    ):
        refused = decide(PERMITS, None, ApplyForPermit(request), here, known(quota=found))
        assert isinstance(refused, Refused)
        assert code in [one.code for one in refused.refusals]
    later = context(CARRIER, subject="pm-KG-1", now="2027-02-02T08:00:00.000Z")
    refused = decide(PERMITS, None, apply, later, about)
    assert isinstance(refused, Refused)
    assert refused.refusals[0].code == "permit_quota_over"


def test_the_own_ministry_issues_it_and_nobody_grants_it() -> None:
    command = IssueFromQuota("KG-UZ-2026-2-1", 1, TODAY, "2027-01-31", "KG-ROAD")
    said = one_of(decide(PERMITS, WAITS, command, context(SYSTEM)))
    assert (said.number, said.serial) == ("KG-UZ-2026-2-1", 1)
    issued = PERMITS.evolve(WAITS, Fact(said, "KG", 2, "c", NOW, SYSTEM), WAITS.id)
    assert issued is not None
    assert (issued.status, issued.serial, issued.issuer, issued.uses_granted) == (
        "granted",
        1,
        "KG",
        1,
    )
    for changed, where, code in (
        (WAITS, context(SYSTEM, sign=None), "permit_no_key"),
        (WAITS, context(SYSTEM, "UZ"), "permit_not_by_quota"),
        (ISSUED, context(SYSTEM), "permit_wrong_status"),
    ):
        refused = decide(PERMITS, changed, command, where)
        assert isinstance(refused, Refused)
        assert refused.refusals[0].code == code
    long = replace(WAITS, request=replace(REQUEST, plates=("P" * 30,) * 20))
    assert isinstance(decide(PERMITS, long, command, context(SYSTEM)), Refused)
    grant = decide(PERMITS, WAITS, GrantPermit(TODAY, TODAY), context(KG))
    assert isinstance(grant, Refused)
    assert grant.refusals[0].code == "permit_by_quota"


def test_it_is_given_back_unused_and_by_its_carrier() -> None:
    here = context(CARRIER)
    said = one_of(decide(PERMITS, ISSUED, ReturnPermit("Cancelled."), here))
    back = PERMITS.evolve(ISSUED, Fact(said, "KG", 3, "c", NOW, CARRIER), ISSUED.id)
    assert back is not None
    assert (back.status, back.reason) == ("returned", "Cancelled.")
    assert back.may_be_reapplied_at(NOW)
    used = replace(ISSUED, uses=(PermitUse("UZDUST01", "mv-KG-1", NOW),), uses_granted=2)
    abroad = replace(ISSUED, request=replace(REQUEST, quota=None))
    for state, code in ((used, "permit_used_not_returned"), (abroad, "permit_return_by_quota")):
        refused = decide(PERMITS, state, ReturnPermit("x"), here)
        assert isinstance(refused, Refused)
        assert refused.refusals[0].code == code


def test_who_hears_of_it_and_in_which_lists_it_stands() -> None:
    assert PERMITS.audience(WAITS) == {"KG"}
    assert PERMITS.audience(ISSUED) == {"KG", "UZ"}
    lists = {row.list for row in listings(WAITS, "KG")}
    mine = {"carrier:ala-too:permits", "permits:KG-ROAD:open"}
    assert lists == {*mine, f"quota:{QT}:waiting"}
    assert waiting_key(QT) in keys(WAITS, "KG")
    issued = {row.list for row in listings(ISSUED, "KG")}
    assert {f"quota:{QT}:issued", quota_share(QT, "ala-too")} <= issued
    assert {row.list for row in listings(ISSUED, "UZ")} == {f"quota:{QT}:issued"}
    used = replace(ISSUED, uses=(PermitUse("UZDUST01", "mv-KG-1", NOW),), status="exhausted")
    assert {row.list for row in listings(used, "UZ")} == {f"quota:{QT}:used"}
    refused = replace(WAITS, status="refused")
    assert not any(row.list.startswith("quota:") for row in listings(refused, "KG"))
    assert listings(ISSUED, "TM") == ()


def test_which_quota_a_vehicle_may_use() -> None:
    declared = dossier()
    needs = {
        one.country: one
        for one in requirements_of(declared, RULES, REFERENCE, TODAY)
        if one.kind == "road_transit"
    }
    first, last = declared.route.points[0].country, declared.route.points[-1].country
    road = needs["UZ"]
    assert quota_for(road, declared, "KG", TODAY)[-1] == "2"
    assert quota_for(road, declared, "UZ", TODAY) == ""
    assert quota_for(replace(road, kind="veterinary"), declared, "KG", TODAY) == ""
    assert (first, quota_for(needs[last], declared, "KG", TODAY)[-1]) == ("KG", "1")
    points = tuple(one for one in declared.route.points if one.country != "KG")
    from_uz = replace(declared, route=Route(points))
    third = quota_for(replace(needs[last], entry_on=""), from_uz, "KG", "2027-01-05")
    assert third == quota_id(last, "KG", 2027, "3")
    quota = agreed().now()
    assert is_in_force(quota, TODAY)
    assert not is_in_force(quota, "2027-02-01")
    assert not is_in_force(replace(quota, terms=None), TODAY)
    asked = out_of(replace(REQUEST, authority="UZ-ROAD", quota=None), quota)
    assert (asked.quota, asked.authority) == (QT, "KG-ROAD")
    assert permit_number(quota, 17) == "KG-UZ-2026-2-17"
