"""Permits of the rows of a batch: each row asks for all that it lacks, in one go, each thing once.

What a row lacks is worked out at the moment it is asked for, from the applications that are there:
after a crash in the middle, the rest is asked for and nothing twice.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from corridor.domain.attachments import Attachments, with_more
from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.facts import Actor
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permit_types.request import Detail
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import OpenQuestion, Requirement, RequirementState
from corridor.domain.refusals import N_, Refusal
from corridor.web.batches.model import Applied, Batch, Fault, Row
from corridor.web.batches.rows import draft_of
from corridor.web.files.trays import in_tray, take_from_tray, unborn_of
from corridor.web.quotas.asking import request_of
from corridor.web.running import command_by
from corridor.web.services import Services
from corridor.web.views.drafting.judging import Judgement, judge, judge_movement
from corridor.web.views.drafting.to_dossier import build
from corridor.web.views.standing import need_id

PERMITS: Final = "permits"
FORM: Final = "permit-form"
"""Document kind: answers to what the type of a permit asks, by dossier and requirement."""
_TYPED: Final = msgspec.json.Decoder(dict[str, str])
QUESTIONS: Final = "questions"
"""Argument of a fault: the codes of what is to be answered, for programs."""
CLOSED: Final = N_("This dossier is closed: it needs no permits any more.")
NOT_YET: Final = N_("It cannot be filed yet: correct it first.")
NO_TRUCK: Final = N_("Name the truck first: a road permit is for a certain vehicle.")
UNANSWERED: Final = N_("A question about the goods is not answered: apply again and answer it.")


class Asking(NamedTuple):
    """A dossier whose permits are asked for. `fault`: why none can be."""

    dossier: Dossier | None
    judged: Judgement
    fault: str = ""
    unanswered: tuple[OpenQuestion, ...] = ()


class Sent(NamedTuple):
    """What came of it: so many sent; by state, why one was not."""

    sent: int
    refused: tuple[tuple[str, Refusal], ...]


class Besides(NamedTuple):
    """What goes with an application beyond its form. `files`: None for all that wait to."""

    note: str = ""
    files: Attachments | None = None


NOTHING_BESIDES: Final = Besides()


def asking(batch: Batch, row: Row, services: Services) -> Asking:
    """The dossier of a row as it is now: what was sent, or what would be."""
    permits = services.queries.permits_of(row.id)
    state = services.queries.get(row.id).state
    if isinstance(state, Movement):
        closed = "" if state.status in OPEN else CLOSED
        return Asking(state.dossier, judge_movement(state, services, permits), closed)
    built = build(draft_of(batch, row, services), services.reference)
    judged = judge(built.dossier, services, permits, built.route, built.load, row.id)
    return Asking(built.dossier, judged, "" if row.is_ready else NOT_YET, judged.unanswered)


async def asking_all(batch: Batch, rows: Sequence[Row], services: Services) -> list[Asking]:
    """The same of many, away from the event loop: pages are answered meanwhile."""
    return await asyncio.to_thread(lambda: [asking(batch, row, services) for row in rows])


def may_apply(services: Services, rows: Iterable[Row], shown: Iterable[Row]) -> bool:
    """Whether something may be left to apply for: a dossier that needs permits and was not
    asked for yet, or in vain; of the rows that are shown, also one that was refused later.
    """
    askable = [row for row in rows if row.state == "filed" or row.is_ready]
    if any(row.applied.faults if row.applied else not row.is_free for row in askable):
        return True
    found = (services.queries.permits_of(row.id) for row in shown if row in askable)
    return any(one.may_be_reapplied_at(services.now()) for permits in found for one in permits)


def open_questions(found: Iterable[Asking]) -> list[OpenQuestion]:
    """Questions that nobody answered, each once."""
    asked = {one.question.code: one for row in found for one in row.unanswered}
    return list(asked.values())


def needs_a_truck(dossier: Dossier, wanted: Iterable[RequirementState], services: Services) -> bool:
    """Whether a permit for a certain vehicle is asked for, and none is named."""
    kinds = (services.types[one.requirement.kind] for one in wanted)
    return not plates_of(dossier) and any(kind.for_vehicle for kind in kinds)


def form_id(dossier: str, need: RequirementState) -> str:
    """The id of the document that keeps what was typed for an application."""
    return f"{dossier}:{need.requirement.country}-{need.requirement.rule}"


def kept_details(
    services: Services, org: str, dossier: str, need: RequirementState
) -> tuple[Detail, ...]:
    """What the firm typed for it and has not sent yet, as far as its type asks for it; what is
    usual where nothing was typed.
    """
    kind = services.types[need.requirement.kind]
    if not kind.fields:
        return ()
    document = services.queries.document(FORM, form_id(dossier, need))
    mine = document is not None and document.owner == org
    typed = _TYPED.decode(document.body) if document is not None and mine else {}
    values = {one.code: typed.get(one.code, one.usual) for one in kind.fields}
    return tuple(Detail(code, value) for code, value in values.items() if value)


def recognised_by(wanted: Requirement, needs: Iterable[RequirementState]) -> tuple[str, ...]:
    """States of the way that take the permit for one of their own."""
    others = (one.requirement for one in needs if one.requirement.kind == wanted.kind)
    return tuple(one.country for one in others if wanted.country in one.recognised)


async def apply_all(
    services: Services,
    actor: Actor,
    subject: str,
    dossier: Dossier,
    judged: Judgement,
    wanted: Iterable[RequirementState],
    attempt: str,
    besides: Besides = NOTHING_BESIDES,
) -> Sent:
    """One application for each; a refused one does not stop the others."""
    sent, refused = 0, []
    for one in wanted:
        old = judged.permit_of(one)
        details = kept_details(services, actor.org, subject, one)
        request = request_of(services, one.requirement, dossier, subject, details)
        tray = unborn_of(subject, need_id(one.requirement)).id
        waiting = besides.files
        if waiting is None:
            waiting = in_tray(services, tray, actor)
        request = replace(
            request,
            note=besides.note,
            recognised_by=recognised_by(one.requirement, judged.needs),
            attachments=with_more(request.attachments, waiting),
        )
        day = request.wanted_from or ""
        again = old is not None and old.may_be_reapplied_at(services.now(), day)
        permit = old.id if old is not None and again else services.new_id("pm")
        if old is not None and again:
            request = replace(
                request, attachments=with_more(request.attachments, old.request.attachments)
            )
        key = f"{attempt}/{request.country}/{request.rule}"
        outcome = await command_by(services, actor, ApplyForPermit(request), permit, key)
        if not outcome.refusals:
            await take_from_tray(services, tray, actor, request)
        refused += [(request.country, refusal) for refusal in outcome.refusals]
        sent += not outcome.refusals
    return Sent(sent, tuple(refused))


async def applied_for(
    batch: Batch, row: Row, actor: Actor, services: Services, attempt: str
) -> Row:
    """The row, with all asked for that it lacks, or why not."""
    (asked,) = await asking_all(batch, (row,), services)
    faults = tuple(_against(asked, services))
    if not faults and asked.dossier is not None:
        lacking = asked.judged.lacking
        sent = await apply_all(
            services, actor, row.id, asked.dossier, asked.judged, lacking, f"{attempt}:{row.id}"
        )
        faults = tuple(Fault(PERMITS, country, refusal=why) for country, why in sent.refused)
    return replace(row, applied=Applied(services.now(), faults))


def _against(asked: Asking, services: Services) -> Iterable[Fault]:
    if asked.fault or asked.dossier is None:
        yield Fault(PERMITS, text=asked.fault or NOT_YET)
        return
    if asked.unanswered:
        codes = ",".join(one.question.code for one in asked.unanswered)
        yield Fault(PERMITS, text=UNANSWERED, args={QUESTIONS: codes})
    if needs_a_truck(asked.dossier, asked.judged.lacking, services):
        yield Fault(PERMITS, text=NO_TRUCK)
