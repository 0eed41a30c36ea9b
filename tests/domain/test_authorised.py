"""Authorised persons: given, suspended, revoked; and what a declaration claims by them."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.authorised.changing import AuthorisationChanged, ChangeAuthorisation
from corridor.domain.authorised.claims import authorised_key
from corridor.domain.authorised.giving import AuthorisationGiven, GiveAuthorisation
from corridor.domain.authorised.kind import AUTHORISED
from corridor.domain.authorised.revoking import RevokeAuthorisation
from corridor.domain.authorised.state import AuthorisedPerson, Conditions
from corridor.domain.authorised.suspending import ResumeAuthorisation, SuspendAuthorisation
from corridor.domain.consignment import Authorisation
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.kinds import may_see
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import AnswerGuarantee
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import DeclarationLodged, LodgeDeclaration
from corridor.domain.movement.notifying import ArrivalNotified, NotifyArrival
from corridor.domain.movement.simplified import BeginSimplified, EndSimplified
from corridor.domain.movement.taking_in import KeepForControl, PermitByTime, TakeIn
from corridor.domain.movement.unloading import (
    PermitUnloading,
    ReportUnloading,
    UnloadingRemarked,
)
from corridor.domain.refusals import Refused
from tests.domain.known import Known, decide
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    GRN,
    NOW,
    OSH,
    POTI,
    TODAY,
    World,
    after,
    context,
)

AU = "au-KG-1"
HOLDER = DOSSIER.holder.id or CARRIER.org
GIVE = GiveAuthorisation("C521", HOLDER, "2026-11-01", "2027-10-31", "Ala-Too")
NUMBER = "KGC521ABCDEFGHIJ12"


class Life:
    """One authorisation, and what is said of it."""

    def __init__(self) -> None:
        self.state: AuthorisedPerson | None = None
        self.count = 0

    def tell(self, command: Any, actor: Actor = OSH, now: str = NOW) -> tuple[str, ...]:
        given = context(actor, subject=AU, now=now)
        found = decide(AUTHORISED, self.state, command, given)
        if isinstance(found, Refused):
            return tuple(refusal.code for refusal in found.refusals)
        for payload in found:
            self.hear(payload, actor, now)
        return tuple(str(payload.__struct_config__.tag) for payload in found)

    def hear(self, payload: Any, actor: Actor, now: str = NOW, node: str = "") -> None:
        self.count += 1
        clock = f"{TODAY}T08:00:00.{self.count:03d}Z-0000"
        said = Fact(payload, node or actor.office[:2], self.count, clock, now, actor)
        self.state = AUTHORISED.evolve(self.state, said, AU)

    def now(self) -> AuthorisedPerson:
        assert self.state is not None
        return self.state


def given(**changes: Any) -> AuthorisedPerson:
    life = Life()
    assert life.tell(GIVE) == ("authorised.given/1",)
    return replace(life.now(), **changes)


def test_it_is_given_suspended_taken_up_and_revoked_by_its_office_alone() -> None:
    life = Life()
    assert life.tell(GIVE) == ("authorised.given/1",)
    assert (life.now().reference, life.now().office) == (NUMBER, "KGOSH001")
    assert life.tell(GIVE) == ("authorisation_not_yours",)
    assert life.tell(SuspendAuthorisation("Audit."), POTI) == ("authorisation_not_yours",)
    assert life.tell(ResumeAuthorisation()) == ("authorisation_standing",)
    assert life.tell(SuspendAuthorisation("Audit.")) == ("authorised.suspended/1",)
    assert (life.now().standing, life.now().reason) == ("suspended", "Audit.")
    assert life.tell(SuspendAuthorisation("Again.")) == ("authorisation_standing",)
    assert life.tell(ResumeAuthorisation()) == ("authorised.resumed/1",)
    assert (life.now().standing, life.now().reason) == ("given", "")
    assert life.tell(RevokeAuthorisation("Fraud.")) == ("authorised.revoked/1",)
    assert life.tell(RevokeAuthorisation("Fraud.")) == ("authorisation_revoked_already",)
    assert (life.now().standing, life.now().reason) == ("revoked", "Fraud.")
    was = life.now()
    for late in (SuspendAuthorisation("x"), ResumeAuthorisation()):
        assert life.tell(late) == ("authorisation_standing",)
    assert life.now() == was


def test_its_conditions_are_changed_under_its_number() -> None:
    life = Life()
    life.tell(GIVE)
    change = ChangeAuthorisation("2028-01-01", "More goods.", Conditions(not_goods=("2402",)))
    assert life.tell(change, POTI) == ("authorisation_not_yours",)
    assert life.tell(change) == ("authorised.changed/1",)
    assert (life.now().valid_to, life.now().conditions.not_goods) == ("2028-01-01", ("2402",))
    assert life.tell(change) == ("authorisation_same",)
    for last, code in (("2028-02-30", "day_impossible"), ("2026-11-20", "authorisation_days")):
        assert life.tell(replace(change, valid_to=last)) == (code,)
    abroad = replace(change, conditions=Conditions(offices=("GEPOTI01",)))
    assert life.tell(abroad) == ("authorisation_no_office",)
    life.tell(SuspendAuthorisation("Audit."))
    assert life.tell(replace(change, valid_to="2028-01-02")) == ("authorised.changed/1",)
    life.tell(RevokeAuthorisation("Fraud."))
    assert life.tell(replace(change, valid_to="2028-01-03")) == ("authorisation_standing",)
    said = AuthorisationChanged("2029-01-01", "Late.")
    life.hear(said, OSH)
    assert life.now().valid_to == "2028-01-02"


def test_of_one_that_is_not_there_nothing_can_be_asked() -> None:
    assert Life().tell(SuspendAuthorisation("Audit.")) == ("authorisation_not_here",)


@pytest.mark.parametrize(
    ("command", "actor", "code"),
    [
        (GIVE, POTI, "authorisation_not_yours"),
        (replace(GIVE, valid_to="2026-02-31"), OSH, "day_impossible"),
        (replace(GIVE, valid_from="2027-02-30"), OSH, "day_impossible"),
        (replace(GIVE, valid_to="2026-10-01"), OSH, "authorisation_days"),
        (replace(GIVE, valid_to="2026-11-20"), OSH, "authorisation_days"),
        (replace(GIVE, conditions=Conditions(("GEPOTI01",))), OSH, "authorisation_no_office"),
        (replace(GIVE, conditions=Conditions(("KGNONE01",))), OSH, "authorisation_no_office"),
        (replace(GIVE, kind="C523"), OSH, "authorisation_seals"),
        (replace(GIVE, holder=" \u200b"), OSH, "authorisation_no_holder"),
        (replace(GIVE, conditions=Conditions(grn="26KG1")), OSH, "authorisation_grn"),
    ],
)
def test_what_cannot_be_given(command: Any, actor: Actor, code: str) -> None:
    subject = context(actor, subject=AU, node="KG")
    found = decide(AUTHORISED, None, command, subject)
    assert isinstance(found, Refused)
    assert [refusal.code for refusal in found.refusals] == [code]


def test_a_condition_that_nobody_knows_is_no_condition() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({"no_goods": ["2402"]}, Conditions)


def test_its_offices_do_the_part_for_which_it_is_given() -> None:
    for kind, office, is_right in (
        ("C521", "KGOSH001", True),
        ("C522", "KGOSH001", True),
        ("C522", "KGDOST01", False),
    ):
        command = replace(GIVE, kind=kind, conditions=Conditions((office,)))
        told = Life().tell(command)
        assert (told == ("authorised.given/1",)) is is_right, (kind, office, told)


def test_no_other_state_is_believed_of_it() -> None:
    said = AuthorisationGiven("C521", NUMBER, HOLDER, "KGOSH001", "2026-11-01", "2027-10-31")
    for payload, actor, node in (
        (said, OSH, "GE"),
        (said, POTI, "KG"),
        (replace(said, reference="GEC521ABCDEFGHIJ12"), OSH, "KG"),
        (replace(said, office="GEPOTI01"), POTI, "KG"),
    ):
        life = Life()
        life.hear(payload, actor, node=node)
        assert life.state is None


def test_all_nodes_know_it_and_everybody_who_signed_in_sees_it() -> None:
    person = given()
    assert {"KG", "UZ", "GE", "TR"} <= AUTHORISED.audience(person)
    assert AUTHORISED.keys(person, "KG") == (authorised_key(NUMBER), TO_ALL)
    assert AUTHORISED.keys(person, "UZ") == (authorised_key(NUMBER),)
    assert [row.list for row in AUTHORISED.listings(person, "UZ")] == ["authorised:KG"]
    assert may_see(CARRIER, person)
    assert not may_see(Actor(), person)


CLAIM = Authorisation("C521", NUMBER)
HERE = Conditions(("KGOSH001",))
AWAY = Conditions(("KGBISH01",))


def lodged(person: AuthorisedPerson | None, claim: Authorisation = CLAIM) -> tuple[str, ...]:
    """What is answered to a declaration that claims it."""
    keys = {authorised_key(person.reference): (person.id,)} if person is not None else {}
    known = Known(keys, {AU: person})
    claimed = replace(DOSSIER, authorisations=(claim,), limit_date="2026-12-01")
    return World().tell(LodgeDeclaration(claimed), CARRIER, known)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"conditions": HERE}, ""),
        ({"kind": "C523"}, "authorisation_kind"),
        ({"holder": "another"}, "authorisation_holder"),
        ({"suspended_at": NOW}, "authorisation_suspended"),
        ({"revoked_at": NOW}, "authorisation_revoked"),
        ({"valid_from": "2026-11-22"}, "authorisation_later"),
        ({"valid_to": "2026-11-20"}, "authorisation_ended"),
        ({"conditions": AWAY}, "authorisation_office"),
        ({"conditions": Conditions(not_goods=("08",))}, "authorisation_goods"),
        ({"conditions": Conditions(not_goods=("2402",))}, ""),
        ({"conditions": Conditions(grn=GRN)}, ""),
        ({"conditions": Conditions(grn="26KG000001000009X")}, "authorisation_guarantee"),
        ({"conditions": Conditions(seal_mark="KG-")}, ""),
        ({"conditions": Conditions(seal_mark="XX-")}, "authorisation_seal_mark"),
    ],
)
def test_a_claim_is_checked_and_refused_by_name(changes: dict[str, Any], code: str) -> None:
    told = lodged(given(**changes))
    assert told == ((code,) if code else ("movement.lodged/1",))


def test_a_number_that_nobody_gave_is_refused_and_a_foreign_one_is_taken_at_its_word() -> None:
    assert lodged(None) == ("authorisation_unknown",)
    assert lodged(None, Authorisation("C521", "KG/2")) == ("movement.lodged/1",)
    assert lodged(None, Authorisation("C521", "TRC521ABCDEFGHIJ12")) == ("movement.lodged/1",)


def test_reduced_data_need_a_valid_authorisation_of_the_holder() -> None:
    claim = Authorisation("C524", NUMBER.replace("C521", "C524"))
    known = given(kind="C524", reference=claim.reference)
    claimed = replace(DOSSIER, authorisations=(claim,), reduced_dataset=True)
    told = {}
    for person in (known, replace(known, holder="another"), replace(known, valid_to="2026-11-20")):
        world = World()
        looked = Known({authorised_key(claim.reference): (AU,)}, {AU: person})
        said = world.tell(LodgeDeclaration(claimed), CARRIER, looked)
        told[said] = [one.rule for one in getattr(world.answers[-1], "refusals", ())]
    assert told == {
        ("movement.lodged/1",): [],
        ("authorisation_holder",): ["R0352"],
        ("authorisation_ended",): ["R0352"],
    }


def test_a_claim_that_an_amendment_adds_is_checked_too() -> None:
    world = World()
    world.tell(LodgeDeclaration(DOSSIER), CARRIER)
    claimed = replace(DOSSIER, authorisations=(CLAIM,), limit_date="2026-12-01")
    assert world.tell(AmendDeclaration(claimed), CARRIER) == ("authorisation_unknown",)


CLOCK = Actor("KGOSH001", "KG", "", "system")
LATER = "2026-11-21T09:00:00.000Z"
CLAIMED_DOSSIER = replace(DOSSIER, authorisations=(CLAIM,), limit_date="2026-12-01")


def knowing(person: AuthorisedPerson) -> Known:
    return Known({authorised_key(person.reference): (person.id,)}, {AU: person})


def stopped(world: World) -> str:
    """Why its simplified procedure was stopped."""
    simplified = world.now().simplified
    assert simplified is not None
    return simplified.stopped


def begun(person: AuthorisedPerson | None = None) -> World:
    """A declaration that claims it, and what the clock made of it."""
    known = knowing(person or given())
    world = World()
    world.tell(LodgeDeclaration(CLAIMED_DOSSIER), CARRIER, known)
    assert MOVEMENTS.due(world.now(), "KG")[0][0] == "simplified-begin"
    world.tell(BeginSimplified(), CLOCK, known)
    return world


def test_an_authorised_consignors_movement_is_released_by_itself() -> None:
    world = begun()
    state = world.now()
    assert (state.status, state.seals) == ("guarantee_registering", ("KG-778201", "KG-778202"))
    assert state.simplified is not None
    assert state.simplified.decide_by == LATER
    assert MOVEMENTS.due(state, "KG") == (("simplified-end", LATER),)
    assert world.tell(BeginSimplified(), CLOCK, knowing(given())) == ()
    assert world.tell(EndSimplified(), CLOCK) == ()
    world.tell(AnswerGuarantee(GRN, 1_850_000, "EUR"), Actor("", "KG", "", "system"))
    assert world.tell(EndSimplified(), OSH, now=LATER) == ()
    assert world.tell(EndSimplified(), CLOCK, now=LATER) == (
        "movement.control_decided/1",
        "movement.released/1",
    )
    assert (world.now().status, world.now().limit_date) == ("released", "2026-12-01")
    assert [name for name, _ in MOVEMENTS.due(world.now(), "KG")] == ["overdue"]


def test_green_decided_by_hand_is_released_by_itself_too_and_a_control_never() -> None:
    world = begun()
    world.tell(DecideControl("green"), OSH)
    world.tell(AnswerGuarantee(GRN, 1_850_000, "EUR"), Actor("", "KG", "", "system"))
    assert world.tell(EndSimplified(), CLOCK, now=LATER) == ("movement.released/1",)
    world = begun()
    world.tell(DecideControl("red", ("Scan.",)), OSH)
    assert MOVEMENTS.due(world.now(), "KG") == ()
    assert world.tell(EndSimplified(), CLOCK, now=LATER) == ()


def test_what_stands_against_it_puts_it_on_an_officers_desk() -> None:
    world = begun()
    assert world.tell(EndSimplified(), CLOCK, now=LATER) == ("movement.simplified_stopped/1",)
    assert stopped(world) == "guarantee_not_reserved"
    assert MOVEMENTS.due(world.now(), "KG") == ()
    known = knowing(given())
    world = World()
    world.tell(LodgeDeclaration(CLAIMED_DOSSIER), CARRIER, known)
    suspended = knowing(given(suspended_at=NOW))
    assert world.tell(BeginSimplified(), CLOCK, suspended) == ("movement.simplified_stopped/1",)
    assert world.now().status == "submitted"
    assert stopped(world) == "authorisation_suspended"
    assert MOVEMENTS.due(world.now(), "KG") == ()
    assert world.tell(AcceptDeclaration(), OSH) == ("movement.accepted/1",)


def test_a_number_that_no_node_gave_makes_nothing_simpler() -> None:
    world = World()
    foreign = replace(CLAIMED_DOSSIER, authorisations=(Authorisation("C521", "KG/2"),))
    world.tell(LodgeDeclaration(foreign), CARRIER)
    assert world.tell(BeginSimplified(), OSH) == ()
    assert world.tell(BeginSimplified(), CLOCK) == ("movement.simplified_stopped/1",)
    assert stopped(world) == "authorisation_unknown"


def test_under_a_carnet_no_guarantee_is_asked_for() -> None:
    load = replace(CLAIMED_DOSSIER, declaration_type="TIR", tir_carnet="XX12345678")
    world = World()
    world.hear(DeclarationLodged(load, TODAY), CARRIER)
    assert world.tell(BeginSimplified(), CLOCK, knowing(given())) == (
        "movement.accepted/1",
        "movement.simplified_begun/1",
    )


CONSIGNEE = Actor("", "black-sea", "nino", "carrier")
POTI_CLOCK = Actor("GEPOTI01", "GE", "", "system")
CROSSED_ALL = 12
C522 = "GEC522ABCDEFGHIJ12"


def consignee(**changes: Any) -> AuthorisedPerson:
    person = given(node="GE", kind="C522", reference=C522, holder="black-sea", office="GEPOTI01")
    return replace(person, **changes)


def notified(person: AuthorisedPerson | None = None) -> World:
    world = after(CROSSED_ALL)
    ask = NotifyArrival("GEPOTI01", place="Warehouse", authorisation=C522)
    told = world.tell(ask, CONSIGNEE, knowing(person or consignee()), node="GE")
    assert told == ("movement.arrival_notified/1",)
    return world


def taken_in() -> World:
    world = notified()
    assert MOVEMENTS.due(world.now(), "GE") == (("take-in", NOW),)
    assert world.tell(TakeIn(), CONSIGNEE, knowing(consignee())) == ()
    assert world.tell(TakeIn(), POTI_CLOCK, knowing(consignee())) == (
        "movement.arrived/1",
        "movement.consignee_term/1",
    )
    return world


def test_an_authorised_consignee_takes_the_goods_in_and_says_what_it_found() -> None:
    world = taken_in()
    state = world.now()
    assert (state.status, state.destination.results_by) == ("arrived", "2026-11-27")
    assert (state.trader, state.destination.permit_at) == ("black-sea", LATER)
    assert dict(MOVEMENTS.due(state, "GE"))["permit-by-time"] == LATER
    rows = {row.list for row in MOVEMENTS.listings(state, "GE")}
    assert "carrier:black-sea:arrivals" in rows
    assert MOVEMENTS.firms(state, "GE") == {"carrier": "black-sea"}
    assert MOVEMENTS.firms(state, "KG") == {"carrier": "ala-too"}
    assert MOVEMENTS.firms(state, "UZ") == {}
    assert may_see(CONSIGNEE, state)
    assert world.tell(PermitByTime(), POTI_CLOCK) == ()
    assert world.tell(PermitByTime(), POTI_CLOCK, now=LATER) == ("movement.unloading_permitted/1",)
    assert world.tell(PermitByTime(), POTI_CLOCK, now=LATER) == ()
    report = ReportUnloading(True, True)
    assert world.tell(report, CARRIER) == ("not_your_arrival",)
    assert world.tell(report, CONSIGNEE) == ("not_your_arrival",)
    assert world.tell(report, CONSIGNEE, node="GE") == ("movement.unloading_remarks/1",)
    world.state = replace(world.now(), destination=state.destination)
    said = UnloadingRemarked("GEPOTI01", True, True)
    world.hear(said, CONSIGNEE, node="KG")
    assert world.now().unheard
    world.hear(said, CONSIGNEE, node="GE")
    assert world.now().destination.conforms is True


def test_the_office_keeps_the_goods_for_a_control() -> None:
    world = taken_in()
    assert world.tell(KeepForControl("Scan."), POTI) == ("movement.kept_for_control/1",)
    assert world.now().destination.kept == "Scan."
    assert "permit-by-time" not in dict(MOVEMENTS.due(world.now(), "GE"))
    assert world.tell(PermitByTime(), POTI_CLOCK, now=LATER) == ()
    assert world.tell(KeepForControl("Again."), POTI) == ("control_kept_already",)
    assert world.tell(PermitUnloading(), POTI) == ("movement.unloading_permitted/1",)
    ordinary = after(CROSSED_ALL + 1)
    assert ordinary.tell(KeepForControl("Scan."), POTI) == ("control_kept_already",)


def test_what_was_suspended_meanwhile_is_refused_by_the_node() -> None:
    world = notified()
    suspended = knowing(consignee(suspended_at=NOW))
    assert world.tell(TakeIn(), POTI_CLOCK, suspended) == ("movement.arrival_refused/1",)
    assert (world.now().notices[-1].code, world.now().trader) == ("not_authorised", "")
    assert world.tell(TakeIn(), POTI_CLOCK, suspended) == ()
    assert MOVEMENTS.due(world.now(), "GE") == ()


@pytest.mark.parametrize(
    ("actor", "node", "person", "code"),
    [
        (CONSIGNEE, "GE", None, "authorisation_unknown"),
        (CONSIGNEE, "GE", consignee(suspended_at=NOW), "authorisation_suspended"),
        (CONSIGNEE, "GE", consignee(holder="another"), "authorisation_holder"),
        (CONSIGNEE, "GE", consignee(conditions=Conditions(("GEBATU01",))), "authorisation_office"),
        (CONSIGNEE, "KG", consignee(), "not_your_arrival"),
        (POTI, "GE", consignee(), "not_your_arrival"),
    ],
)
def test_who_may_not_take_goods_in(
    actor: Actor, node: str, person: AuthorisedPerson | None, code: str
) -> None:
    known = knowing(person) if person is not None else Known()
    ask = NotifyArrival("GEPOTI01", authorisation=C522)
    assert after(CROSSED_ALL).tell(ask, actor, known, node=node) == (code,)


def test_of_a_consignee_the_node_of_its_office_alone_is_believed() -> None:
    world = after(CROSSED_ALL)
    said = ArrivalNotified("GEPOTI01", NOW, authorisation=C522)
    world.hear(said, CONSIGNEE, node="KG")
    assert not world.now().notices
    world.hear(said, CONSIGNEE, node="GE")
    assert world.now().trader == "black-sea"
