"""Who may see and do what: what is not granted is denied."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import ROLES
from corridor.domain.barriers.counting import CountBarrier
from corridor.domain.checkpoints.state import Visit
from corridor.domain.complaints.answering import NoteLateAnswer
from corridor.domain.complaints.timing import TimeComplaint
from corridor.domain.facts import Actor
from corridor.domain.figures.publishing import PublishFigures
from corridor.domain.figures.revising import ReviseFigures
from corridor.domain.guarantees.claiming import NoteClaim, NoteClaimOver, NoteClaimPaid
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.reserving import ReserveAmount
from corridor.domain.guarantees.showing import NoteWrongCode, ShowAccessCode
from corridor.domain.kinds import COMMANDS, MAY_COMMAND, may_command, may_see
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.correcting import MarkAmendmentLate
from corridor.domain.movement.guarantee import AnswerGuarantee, AskGuarantorsAgain
from corridor.domain.movement.lapsing import LapseDeclaration
from corridor.domain.movement.overdue import MarkOverdue
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.sharing import ShareRecord
from corridor.domain.movement.simplified import BeginSimplified, EndSimplified
from corridor.domain.movement.taking_in import PermitByTime, TakeIn
from corridor.domain.movement.terms import PassTerms
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.admitting import AdmitPermit, TakeBackAdmitted
from corridor.domain.permits.amended import NoteAmendment
from corridor.domain.permits.automatic import DecideByRule
from corridor.domain.permits.escalating import MarkPermitOverdue
from corridor.domain.permits.issuing import IssueFromQuota
from corridor.domain.permits.passing import NoteUseAbroad
from corridor.domain.permits.receiving import TakeInApplication
from corridor.domain.permits.state import Permit
from corridor.domain.permits.superseding import SupersedePermit
from corridor.domain.permits.using import UsePermit
from corridor.domain.powers.ending import EndPower
from corridor.domain.quotas.delivering import DeliverDue
from corridor.domain.quotas.issuing import IssueByRule, PutBackNumber
from corridor.domain.quotas.relaying import RelayQuota
from corridor.domain.quotas.replacing import ReplaceNumber
from corridor.domain.quotas.verifying import CheckNumber
from corridor.domain.quotas.warning import WarnLow
from corridor.domain.records.answering import JudgeRequest
from corridor.domain.watches.matching import TellOfBarrier
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    DUSTLIK,
    GUARANTEE,
    OSH,
    OTHER_CARRIER,
    POTI,
    after,
    customs,
)

BY_MACHINES = {
    CountBarrier,
    NoteLateAnswer,
    TellOfBarrier,
    TimeComplaint,
    AdmitPermit,
    NoteUseAbroad,
    RelayQuota,
    TakeBackAdmitted,
    DecideByRule,
    MarkPermitOverdue,
    TakeInApplication,
    AnswerGuarantee,
    AskGuarantorsAgain,
    BeginSimplified,
    CheckNumber,
    DeliverDue,
    EndSimplified,
    EndPower,
    IssueByRule,
    IssueFromQuota,
    PutBackNumber,
    ReplaceNumber,
    JudgeRequest,
    LapseDeclaration,
    MarkAmendmentLate,
    MarkOverdue,
    NoteClaim,
    NoteClaimOver,
    NoteClaimPaid,
    NoteWrongCode,
    PassTerms,
    PermitByTime,
    TakeIn,
    ReserveAmount,
    ReleaseReservation,
    ReserveAmount,
    ShareRecord,
    ShowAccessCode,
    WarnLow,
}
REQUEST = PermitRequest(
    dossier="mv-KG-1",
    kind="road_transit",
    country="UZ",
    authority="UZ-TRANSPORT",
    rule="R1",
    holder=DOSSIER.holder,
    entry_office="UZDUST01",
    leave_office="UZALAT01",
)
PERMIT = Permit(id="pm-KG-1", home="KG", owner="ala-too", request=REQUEST)
VISIT = Visit(id="cp-UZ-1", office="UZDUST01", plate="01KG123ABC", direction="entry")
OPERATOR = Actor("", "KG", "op", "operator")


def role(name: str, office: str = "", org: str = "") -> Actor:
    """Somebody in this role."""
    return Actor(office, org, "somebody", name)


def test_each_command_of_people_belongs_to_one_role() -> None:
    granted = [command for commands in MAY_COMMAND.values() for command in commands]
    assert len(granted) == len(set(granted))
    of_people = set(COMMANDS) - {
        *BY_MACHINES,
        UsePermit,
        SupersedePermit,
        NoteAmendment,
        PublishFigures,
        ReviseFigures,
    }
    assert of_people <= set(granted)
    assert not BY_MACHINES & set(granted)
    assert UsePermit not in granted


def test_a_role_does_its_own_work_only() -> None:
    assert may_command(CARRIER, PresentGoods())
    assert may_command(OSH, AcceptDeclaration())
    for name in ROLES:
        assert may_command(role(name), AcceptDeclaration()) == (name == "customs")
    assert not may_command(role("stranger"), AcceptDeclaration())


@pytest.mark.parametrize(
    ("actor", "before", "accepted"),
    [
        (CARRIER, True, True),
        (OTHER_CARRIER, False, False),
        (OSH, True, True),
        (DUSTLIK, False, True),
        (POTI, False, True),
        (customs("KGBISH01"), False, False),
        (role("checkpoint", "UZDUST01"), False, True),
        (role("checkpoint", "KZALMA01"), False, False),
        (role("permit", "UZ-TRANSPORT"), False, False),
        (role("guarantor", org="kg-guarantor"), False, False),
        (OPERATOR, False, False),
    ],
)
def test_a_movement_is_seen_along_its_route_once_it_is_accepted(
    actor: Actor, before: bool, accepted: bool
) -> None:
    assert may_see(actor, after(1).now()) is before
    assert may_see(actor, after(2).now()) is accepted


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (CARRIER, True),
        (OTHER_CARRIER, False),
        (role("permit", "UZ-TRANSPORT"), True),
        (role("permit", "UZ-PLANT"), False),
        (DUSTLIK, True),
        (role("checkpoint", "UZALAT01"), True),
        (POTI, False),
        (OPERATOR, False),
    ],
)
def test_a_permit_is_seen_by_its_owner_its_authority_and_its_borders(
    actor: Actor, seen: bool
) -> None:
    assert may_see(actor, PERMIT) is seen


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (CARRIER, True),
        (OTHER_CARRIER, False),
        (role("guarantor", org="kg-guarantor"), True),
        (role("guarantor", org="other"), False),
        (role("customs", org="ala-too"), False),
    ],
)
def test_a_guarantee_is_between_guarantor_and_holder(actor: Actor, seen: bool) -> None:
    assert may_see(actor, GUARANTEE) is seen


@pytest.mark.parametrize("name", ["guarantor", "carrier"])
def test_nobody_without_an_organisation_sees_a_guarantee_of_nobody(name: str) -> None:
    assert not may_see(role(name), replace(GUARANTEE, holder="", guarantor=""))


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (role("checkpoint", "UZDUST01"), True),
        (DUSTLIK, True),
        (POTI, False),
        (role("permit", "UZDUST01"), False),
    ],
)
def test_a_visit_is_seen_where_it_is(actor: Actor, seen: bool) -> None:
    assert may_see(actor, VISIT) is seen


@pytest.mark.parametrize("thing", [None, "mv-KG-1", object()])
def test_what_is_no_subject_is_not_there(thing: Any) -> None:
    assert not may_see(OSH, thing)
