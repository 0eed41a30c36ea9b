"""Steps 1 to 4: one dossier is filed, and the permits it needs are applied for and decided."""

from corridor.domain.codes import check_mrn
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl, RecordControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.permits.state import Permit
from corridor.node.demo.actors import fresh_number
from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME, story_dossier
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.plan import grant_of, mended, refusal_of
from corridor.node.demo.story.teller import Facts, Story, ensure
from corridor.node.demo.supervisor import is_healthy
from corridor.node.demo.world import carrier_of, grn_of
from corridor.node.system import present, today_in

HOME = STORY_HOME
OSH = "KGOSH001"
REFUSES_FIRST = "AZ"
NEEDED = {
    ("UZ", "phytosanitary"),
    ("UZ", "road_transit"),
    ("TM", "road_transit"),
    ("AZ", "road_transit"),
    ("GE", "road_transit"),
}


def nodes_answer(story: Story) -> Facts:
    """Six nodes are up, each with a log of its own."""
    urls = {node: story.actors.urls[node] for node in DEMO_NODES}
    ensure(all(map(is_healthy, urls.values())), "a node does not answer")
    return {"urls": urls}


def permits_are_named(story: Story) -> Facts:
    """Before anything is sent: which permits each state wants, by which rule and authority."""
    lrn = f"STORY-{fresh_number()}"
    grn = grn_of(HOME, carrier_of(HOME, STORY_CARRIER))
    story.dossier = story_dossier(lrn, grn, today_in(HOME))
    needs = story.actors.requirements(HOME, STORY_CARRIER, story.dossier)
    found = {(need["country"], need["kind"]) for need in needs}
    ensure(found >= NEEDED, f"the permits named are {sorted(found)}")
    return {
        "needed": [f"{need['authority']} {need['kind']} by rule {need['rule']}" for need in needs]
    }


def dossier_is_filed(story: Story) -> Facts:
    """The carrier files one dossier, once, for the whole route."""
    carrier = carrier_of(HOME, STORY_CARRIER)
    story.subject = story.actors.file(HOME, carrier, story.dossier)
    return {"dossier": story.subject, "lrn": story.dossier.lrn}


def permits_are_applied_for(story: Story) -> Facts:
    """One button applies for all of them."""
    story.actors.apply_for_all(HOME, STORY_CARRIER, story.subject)
    permits = story.until_permits("the applications are filed", lambda found: len(found) >= 5)
    return {"applications": [permit.id for permit in permits]}


def authorities_decide(story: Story) -> Facts:
    """Each application is on the right desk, on that state's node; one refuses, with a reason."""
    told = {}
    for permit in story.permits():
        desk, country = permit.request.authority, permit.request.country
        there = _at_its_desk(story, permit)
        refuses = country == REFUSES_FIRST
        command = refusal_of(there) if refuses else grant_of(there, present())
        story.do(country, "permit", desk, command, permit.id)
        told[desk] = "refused" if refuses else "granted"
    permits = story.until_permits(
        "the decisions come back to the carrier",
        lambda found: all(permit.status in ("granted", "refused") for permit in found),
    )
    [refused] = [permit for permit in permits if permit.status == "refused"]
    return {"decisions": told, "reason": refused.reason}


def _at_its_desk(story: Story, permit: Permit) -> Permit:
    desk, country = permit.request.authority, permit.request.country
    return story.until(
        f"{permit.id} reaches {desk}",
        lambda: story.actors.permit(country, "permit", desk, permit.id),
    )


def declaration_is_accepted(story: Story) -> Facts:
    """Osh customs accepts: a movement reference number with a right check digit."""
    story.do(HOME, "customs", OSH, AcceptDeclaration())
    movement = story.until("acceptance", lambda: story.movement(HOME, OSH))
    story.mrn = movement.mrn
    ensure(check_mrn(story.mrn).ok, f"{story.mrn} has a wrong check digit")
    return {"mrn": story.mrn}


def channel_is_decided(story: Story) -> Facts:
    """The documents are looked at, and found good."""
    decided = DecideControl("yellow", ("Профиль риска 26-11",))
    story.do(HOME, "customs", OSH, decided)
    story.do(HOME, "customs", OSH, RecordControl("A2"))
    return {"channel": "yellow", "result": "A2"}


def guarantee_is_reserved(story: Story) -> Facts:
    """The guarantor's ledger reserves the amount by itself."""
    story.free_before_minor = story.actors.available_minor(HOME, STORY_CARRIER)
    story.do(HOME, "customs", OSH, RequestGuarantee())

    def is_reserved() -> bool:
        movement = story.movement(HOME, OSH)
        return movement is not None and movement.guarantee.status == "reserved"

    story.until("the guarantee is reserved", is_reserved)
    left = story.actors.available_minor(HOME, STORY_CARRIER)
    ensure(left < story.free_before_minor, "nothing of the guarantee was reserved")
    return {"available_before_minor": story.free_before_minor, "available_minor": left}


def seals_are_noted(story: Story) -> Facts:
    """The seals of the container, as declared."""
    seals = story.dossier.consignment.equipment[0].seals
    story.do(HOME, "customs", OSH, AffixSeals(seals))
    return {"seals": list(seals)}


def release_is_refused(story: Story) -> Facts:
    """It cannot be released while a permit needed at departure is missing, and which is said."""
    refused = story.refused("release without the permit", lambda: _release(story))
    said = " ".join(str(reason) for reason in refused.refusals)
    ensure(REFUSES_FIRST in said, f"the refusal does not name the missing permit: {said}")
    return {"code": refused.code, "said": refused.refusals[0].get("text", "")}


def _release(story: Story) -> None:
    story.do(HOME, "customs", OSH, ReleaseForTransit())


def permit_is_mended(story: Story) -> Facts:
    """The carrier adds what was missing and applies again; now it is granted."""
    [refused] = [permit for permit in story.permits() if permit.status == "refused"]
    story.do(HOME, "carrier", STORY_CARRIER, mended(refused), refused.id)
    desk, country = refused.request.authority, refused.request.country

    def is_there_again() -> bool:
        there = story.actors.permit(country, "permit", desk, refused.id)
        return there is not None and there.applications == 2

    story.until(f"{refused.id} reaches {desk} again", is_there_again)
    story.do(country, "permit", desk, grant_of(refused, present()), refused.id)
    permits = story.until_permits(
        "all permits are granted",
        lambda found: all(permit.status == "granted" for permit in found),
    )
    return {"permits": {permit.number: permit.valid_to for permit in permits}}


def movement_is_released(story: Story) -> Facts:
    """Nothing stands against it any more."""
    _release(story)
    movement = story.until("release", lambda: story.movement(HOME, OSH))
    ensure(movement.status == "released", f"it is {movement.status}")
    return {"limit_date": movement.limit_date}
