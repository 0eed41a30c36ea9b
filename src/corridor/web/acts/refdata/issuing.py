"""Confirming a list that a colleague brought in."""

from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.refdata.issuing import IssueReference, ReferenceIssued
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.refusals import N_
from corridor.web.act import Act, Deed, Place, Reading, Shown, when_at


def _offered(state: ReferenceList, actor: Actor) -> Place | None:
    return when_at(state.pending is not None and state.pending.by != actor.person)


def _consequence(deed: Deed[ReferenceList]) -> str:
    waiting = deed.state.pending
    day = deed.reader.formats.day(waiting.valid_from) if waiting else ""
    return deed.reader.words(
        "From %(day)s on all nodes of the corridor go by it. What was judged before stays as it was"
        " judged.",
        day=day,
    )


def _command(deed: Deed[ReferenceList]) -> IssueReference:
    return IssueReference(deed.state.pending.at if deed.state.pending else deed.state.updated_at)


ISSUE: Final = Act[ReferenceList](
    name="issue",
    desk="operator",
    label=N_("Confirm the list"),
    title=N_("Confirm the list"),
    consequence=_consequence,
    command=_command,
    done=N_("The list was confirmed"),
    offered=_offered,
)
ISSUING: Final = Shown[ReferenceList](
    acts=(ISSUE,), reads=(Reading(ReferenceIssued, N_("List confirmed")),)
)
