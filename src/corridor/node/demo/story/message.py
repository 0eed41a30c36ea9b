"""Real input: a published NCTS message becomes a dossier and goes all the way to its discharge."""

import os
from importlib.resources import files
from pathlib import Path

from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.refusals import Refused
from corridor.node.demo.actors import fresh_number
from corridor.node.demo.client import ApiRefused
from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME, STORY_ROUTE
from corridor.node.demo.plan import next_acts
from corridor.node.demo.story.teller import Facts, Story, StoryFailed
from corridor.node.demo.submit import submit, to_lodge
from corridor.node.demo.troubles import SMOOTH, Act
from corridor.node.demo.world import carrier_of, grn_of
from corridor.node.system import present

SAMPLES = "ncts/samples"
PUBLISHED = "CC015C-valid-*.xml"
OWN = "sample.xml"
CLOSED = "written_off"
NOT_YET = frozenset({404, 409, 422})


def message_is_discharged(story: Story) -> Facts:
    """A message written for another system is filed here as it is, and ends discharged."""
    name, command = a_message()
    api = story.actors.api(STORY_HOME, "carrier", STORY_CARRIER)
    done = submit(api, command)
    story.actors.apply_for_all(STORY_HOME, STORY_CARRIER, done.subject)
    mrn = story.until("the message is discharged", lambda: _lead_on(story, done.subject))
    return {"message": name, "mrn": mrn, "items": done.items, "aside": len(done.aside)}


def _lead_on(story: Story, subject: str) -> str | None:
    """Do all that can be done now; the MRN once there is nothing left to do."""
    home = (STORY_HOME, "carrier", STORY_CARRIER)
    movement = story.actors.movement(*home, subject)
    if movement is None or movement.status == CLOSED:
        return movement.mrn if movement else None
    permits = story.actors.permits(STORY_HOME, STORY_CARRIER, subject)
    for act in next_acts(movement, permits, SMOOTH, present()):
        _try(story, act)
    return None


def _try(story: Story, act: Act) -> None:
    """Act. Where that node has not heard yet what came before, it is for the next round."""
    try:
        story.do(act.node, act.desk, act.place, act.command, act.subject)
    except ApiRefused as refused:
        if refused.status not in NOT_YET:
            raise
        story.hindrance = f"{act.place}: {refused}"


def a_message() -> tuple[str, LodgeDeclaration]:
    """A published sample where there is one, else the one that the program carries."""
    carrier = carrier_of(STORY_HOME, STORY_CARRIER)
    grn, lrn = grn_of(STORY_HOME, carrier), f"NCTS-{fresh_number()}"
    for name, data in _messages():
        command = to_lodge(data, STORY_ROUTE, grn, carrier.guarantee.access_code, lrn)
        if not isinstance(command, Refused) and _is_of_a_truck(command.dossier):
            return name, command
    raise StoryFailed("no message can be filed")


def _is_of_a_truck(dossier: Dossier) -> bool:
    """A transit by road, which needs permits of every state; a TIR carnet has its own guarantee."""
    return dossier.declaration_type == "T1" and bool(plates_of(dossier))


def _messages() -> list[tuple[str, bytes]]:
    folder = Path(os.environ.get("CORRIDOR_SHARED", "../shared")) / SAMPLES
    published = [(file.name, file.read_bytes()) for file in sorted(folder.glob(PUBLISHED))]
    return [*published, (OWN, files("corridor.node.demo").joinpath(OWN).read_bytes())]
