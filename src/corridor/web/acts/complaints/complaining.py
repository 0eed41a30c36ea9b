"""Complaining of a barrier: the carrier's form, and how it reads."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain.barrier import BARRIER_KINDS, BarrierKind
from corridor.domain.complaints.complaining import ComplaintFiled, FileComplaint
from corridor.domain.complaints.state import Complaint
from corridor.domain.kinds import may_see
from corridor.domain.movement.lodging import lrn_key
from corridor.domain.refusals import N_
from corridor.domain.typed import latin
from corridor.web.act import AT_ONCE, Act, Deed, Reading, Shown, Tale

_POINTERS: Final = {
    "/against": "against",
    "/about": "about",
    "/what": "what",
    "/movement": "evidence",
    "/permit": "evidence",
    "/barrier": "barrier",
}


def _command(deed: Deed[None]) -> FileComplaint | None:
    _, form = deed.reader.words, deed.form
    against = latin(deed.needed("against", _("Choose the state whose barrier it is.")))
    about = cast(BarrierKind, deed.chosen("about", BARRIER_KINDS))
    typed = deed.needed("evidence", _("Give the number of a movement or of a permit of yours."))
    what = deed.needed("what", _("Say what stood in the way."))
    subject = _own(deed, typed)
    if typed and not subject:
        form.add_error(
            "evidence", _("Your organisation has no movement or permit with this number.")
        )
    if form.errors:
        return None
    movement, permit = (subject, "") if subject.startswith("mv-") else ("", subject)
    return FileComplaint(against, about, what, movement, permit, form["barrier"])


def _own(deed: Deed[None], typed: str) -> str:
    """The movement or permit that is known by this number, of those that the person may see."""
    queries = deed.services.queries
    numbered = queries.holding(lrn_key(deed.actor.org, typed), 1)
    for found in filter(None, (queries.resolve(typed), *numbered)):
        if found.startswith(("mv-", "pm-")) and may_see(deed.actor, queries.get(found).state):
            return found
    return ""


def _reads(said: ComplaintFiled, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.labels(said.about, 'barrier_kind')}."
    yield said.what


FILE: Final = Act[None](
    name="complain",
    desk="carrier",
    label=N_("Send the complaint"),
    title=N_("Complain of a barrier"),
    consequence=lambda deed: deed.reader.words(
        "It goes to the node of that state, whose competent body answers within 30 days. Its "
        "registrar and that of your own state read it with your name and the evidence; nobody else "
        "does. In public only sums over at least five vehicles are told."
    ),
    command=_command,
    done=N_("The complaint was sent"),
    offered=lambda state, actor: AT_ONCE,
    pointers=_POINTERS,
)
COMPLAINING: Final = Shown[Complaint](
    reads=(Reading(ComplaintFiled, N_("Complaint filed"), "attention", note=_reads),)
)
