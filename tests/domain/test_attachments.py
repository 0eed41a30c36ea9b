"""Files are named by their hash; only what the filer has uploaded may be named."""

import pytest
from msgspec.structs import replace

from corridor.domain.attachments import Attachment, Sent, attachment_key, with_more
from corridor.domain.checkpoints.state import Visit
from corridor.domain.consignment import Vehicle
from corridor.domain.facts import Fact
from corridor.domain.kinds import attached_to, keeper_of, kind_of
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.writing import WriteToOffice, WrittenToCarrier
from corridor.domain.permits.applying import ApplyForPermit, PermitApplied
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused
from tests.domain.known import Known, decide
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    NOW,
    OSH,
    REFERENCE,
    RULES,
    SUBJECT,
    TODAY,
    World,
    context,
    customs,
)

CMR = Attachment("a" * 64, 1_000, "application/pdf", "CMR.pdf", "cmr")
PAPER = Attachment("b" * 64, 2_000, "image/jpeg", "Certificate.jpg", "certificate")
KEPT = Known(files={one.sha256: (one.size, one.media_type) for one in (CMR, PAPER)})
FORM = replace(PAPER, sha256="e" * 64, name="Form.pdf")
DUSTLIK = customs("UZDUST01")
WITH_CMR = replace(DOSSIER, attachments=(CMR,))


def lodged() -> World:
    """The story's dossier with its consignment note."""
    world = World()
    assert world.tell(LodgeDeclaration(WITH_CMR), CARRIER, KEPT) == ("movement.lodged/1",)
    return world


@pytest.mark.parametrize(
    "wrong",
    [
        replace(CMR, sha256="c" * 64),
        replace(CMR, size=999),
        replace(CMR, media_type="text/html"),
    ],
    ids=["unknown", "other size", "other kind"],
)
def test_what_is_not_kept_as_described_is_refused_at_its_place(wrong: Attachment) -> None:
    command = LodgeDeclaration(replace(DOSSIER, attachments=(PAPER, wrong)))
    found = decide(MOVEMENTS, None, command, context(CARRIER), KEPT)
    assert isinstance(found, Refused)
    refusal = found.refusals[0]
    assert (refusal.code, refusal.pointer) == ("attachment_unknown", "/dossier/attachments/1")
    assert refusal.args == {"name": "CMR.pdf"}


def test_an_amendment_keeps_what_was_named_and_adds_what_is_kept() -> None:
    world = lodged()
    gone = Known(files={PAPER.sha256: (PAPER.size, PAPER.media_type)})
    both = replace(WITH_CMR, attachments=(CMR, PAPER))
    assert world.tell(AmendDeclaration(both), CARRIER, gone) == ("movement.amended/1",)
    other = replace(WITH_CMR, attachments=(CMR, replace(PAPER, sha256="d" * 64)))
    assert world.tell(AmendDeclaration(other), CARRIER, gone) == ("attachment_unknown",)


def test_a_movement_is_found_by_its_files_and_needs_them_while_it_is_open() -> None:
    state = lodged().now()
    doubled = replace(state, dossier=replace(DOSSIER, attachments=(CMR, CMR)))
    assert MOVEMENTS.keys(doubled, "KG").count(attachment_key(CMR.sha256)) == 1
    assert attached_to(state) == (CMR,)
    assert MOVEMENTS.uses_files(state, TODAY)
    assert not MOVEMENTS.uses_files(replace(state, status="cancelled"), TODAY)


def test_an_application_carries_the_papers_that_its_rule_asks_for_and_no_others() -> None:
    dossier = replace(DOSSIER, attachments=(CMR, PAPER))
    needs = requirements_of(dossier, RULES, REFERENCE, TODAY)
    asking = next(one for one in needs if one.kind == "phytosanitary")
    request = request_for(asking, dossier, SUBJECT)
    assert (asking.papers, request.attachments) == (("certificate",), (PAPER,))
    here = context(CARRIER, requirement_rules=RULES, subject="pm-KG-1")
    found = decide(PERMITS, None, ApplyForPermit(request), here, KEPT)
    assert not isinstance(found, Refused)
    unknown = decide(PERMITS, None, ApplyForPermit(request), here)
    assert isinstance(unknown, Refused)
    assert unknown.refusals[0].pointer == "/request/attachments/0"
    permit = Permit("pm-KG-1", "KG", "ala-too", request, applied_at=NOW)
    assert attachment_key(PAPER.sha256) in PERMITS.keys(permit, "KG")
    assert attached_to(permit) == (PAPER,)


def test_an_authority_that_decides_by_mass_and_size_gets_them_and_no_other_does() -> None:
    heavy = Vehicle(gross_kg="46000", width_mm=3_100)
    dossier = replace(DOSSIER, vehicle=heavy)
    needs = requirements_of(dossier, RULES, REFERENCE, TODAY)
    found = {one.kind: request_for(one, dossier, SUBJECT).vehicle for one in needs}
    assert found.pop("oversize") == heavy
    assert set(found.values()) == {None}


def test_a_permit_needs_its_files_until_it_is_decided_and_while_it_is_good() -> None:
    needs = requirements_of(DOSSIER, RULES, REFERENCE, TODAY)
    permit = Permit("pm-KG-1", "KG", "ala-too", request_for(needs[0], DOSSIER, SUBJECT))
    granted = replace(permit, status="granted", valid_from="2026-12-01", valid_to="2026-12-31")
    states = (permit, granted, replace(permit, status="refused"))
    assert [PERMITS.uses_files(one, TODAY) for one in states] == [True, True, False]
    assert not PERMITS.uses_files(granted, "2027-01-01")


def test_other_subjects_have_no_files() -> None:
    visits = kind_of("cp-KG-1")
    assert visits is not None
    visit = Visit(id="cp-KG-1", office="KGDOST01", plate="01KG1", direction="exit", arrived_at=NOW)
    assert attached_to(visit) == ()
    assert not visits.uses_files(visit, TODAY)
    assert attached_to(None) == ()


def test_what_is_sent_later_is_named_once_and_kept_where_it_was_said() -> None:
    world = lodged()
    world.tell(AcceptDeclaration(), OSH)
    said = WriteToOffice("KGOSH001", "The papers.", attachments=(CMR, PAPER))
    unknown = decide(MOVEMENTS, world.now(), said, context(CARRIER))
    assert isinstance(unknown, Refused)
    assert [one.pointer for one in unknown.refusals] == ["/attachments/0", "/attachments/1"]
    assert world.tell(said, CARRIER, KEPT) == ("movement.written_to_office/1",)
    state = world.now()
    assert attached_to(state) == (CMR, PAPER)
    assert attachment_key(PAPER.sha256) in MOVEMENTS.keys(state, "UZ")
    here = Fact(WrittenToCarrier("UZDUST01", "?", attachments=(FORM,)), "UZ", 1, NOW, NOW, DUSTLIK)
    after = MOVEMENTS.evolve(state, here, SUBJECT)
    assert after is not None
    assert [keeper_of(after, one.sha256) for one in (CMR, PAPER, FORM)] == ["KG", "KG", "UZ"]
    late = MOVEMENTS.evolve(replace(after, status="written_off"), here, SUBJECT)
    assert late is not None
    assert attached_to(late) == (CMR, PAPER, FORM)


def test_an_application_made_again_still_names_what_went_with_the_answers() -> None:
    needs = requirements_of(DOSSIER, RULES, REFERENCE, TODAY)
    request = request_for(needs[0], DOSSIER, SUBJECT)
    refused = Permit("pm-KG-1", "KG", "ala-too", request, "refused", sent=(Sent(PAPER, "KG"),))
    again = Fact(PermitApplied(request), "KG", 2, NOW, NOW, CARRIER)
    state = PERMITS.evolve(refused, again, "pm-KG-1")
    assert state is not None
    assert attached_to(state) == (PAPER,)


def test_what_is_added_is_there_once() -> None:
    first, second = (CMR,), (PAPER,)
    assert with_more(first, (*second, *first)) == (CMR, PAPER)
    assert with_more((), second) == second
