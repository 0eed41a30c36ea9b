"""Asking for a transshipment: the carrier's form, and the office that does not let it be done."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.codes import plate_of
from corridor.domain.facts import Actor
from corridor.domain.movement.asking_transshipment import (
    RefuseTransshipment,
    RequestTransshipment,
    TransshipmentRefused,
    TransshipmentRequested,
    transfer_at,
)
from corridor.domain.movement.carried import Transfer
from corridor.domain.movement.changing import offices_to_show
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
    when_at,
    why_of,
)
from corridor.web.acts.fields import reason_field, reason_of
from corridor.web.acts.moving import (
    kind_and_place_of,
    means_of,
    moved_fields,
    moved_text,
    places,
)


def _may_ask(state: Movement, actor: Actor) -> Place | None:
    is_time = state.status == "released" and state.pending_transfer is None
    return BESIDES if is_time else None


def _may_refuse(state: Movement, actor: Actor) -> Place | None:
    return when_at(transfer_at(state, actor.office) is not None)


def _ask_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "The office looks when the goods are moved and records it; until then papers and permits "
        "are those of the means declared. Seals are opened in the presence of customs alone."
    )


def _refuse_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "The goods go on as they were. To confirm it instead, record the transshipment: its form "
        "is filled in with what was asked for."
    )


def _asked_already(deed: MovementDeed) -> tuple[str, str] | None:
    asked = deed.state.pending_transfer
    if asked is None:
        return None
    tale = Tale(deed.reader, deed.services.node, deed.state)
    return deed.reader.words("A transshipment was asked for"), " ".join(_waits(asked, tale))


def _ask_fields(deed: MovementDeed) -> list[Field]:
    _, names = deed.reader.words, deed.reader.names
    codes = offices_to_show(deed.state)
    offices = [{"value": code, "label": names.office_of_state(code)} for code in codes]
    near = _("The office of the place where the goods are moved, or the nearest one.")
    which, reads = _("Which office looks at it?"), _("The office reads this.")
    return [
        *moved_fields(deed, None, places(deed)),
        field_of(
            "select", "office", which, offices[0]["value"], near, options=offices, codes="offices"
        ),
        field_of("textarea", "reason", _("Reason"), hint=reads, rows=2),
    ]


def _ask(deed: MovementDeed) -> RequestTransshipment | None:
    _, form = deed.reader.words, deed.form
    kind, point = kind_and_place_of(deed)
    number = deed.needed("means", _("Give the number or the name of what carries it now."))
    document = deed.needed("document", _("Give the number of the document for this leg."))
    office = deed.needed("office", _("Choose the office that looks at it."))
    reason = reason_of(deed)
    if form.errors or point is None or not point.mode:
        return None
    return RequestTransshipment(
        office=office,
        place=point.place,
        onto=point.mode,
        means=means_of(deed, kind, plate_of(number)),
        document=one_line(document),
        reason=reason,
        carrier=one_line(form["carrier"]),
    )


def _refuse(deed: MovementDeed) -> RefuseTransshipment | None:
    reason = reason_of(deed)
    return RefuseTransshipment(deed.actor.office, reason) if reason else None


def _waits(asked: Transfer, tale: Tale) -> Iterable[str]:
    yield from moved_text(asked, tale)
    yield tale.say("Reason: %(why)s", why=asked.reason.rstrip(".")) + "."
    yield tale.say("Who must act:") + f" {tale.reader.names.office(asked.office)}."


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """What waits, and what the last answer was."""
    last: Any = state.transfers[-1] if state.transfers else None
    if last is None or last.status == "confirmed":
        return
    if last.status == "refused":
        title = tale.say("The transshipment was not confirmed")
        told = (*moved_text(last, tale), tale.say("Reason: %(why)s", why=last.answer))
        yield Banner(title, " ".join(told), "wait")
    elif state.pending_transfer is not None:
        yield Banner(tale.say("A transshipment is asked for"), " ".join(_waits(last, tale)), "wait")


def _said(said: TransshipmentRequested, tale: Tale) -> Iterable[str]:
    yield from moved_text(said, tale)
    yield from why_of(said, tale)


ASKING_TRANSSHIPMENT: Final = Shown[Movement](
    acts=(
        Act(
            name="transshipment",
            desk="carrier",
            label=N_("Ask for a transshipment"),
            title=N_("Move the goods to other means?"),
            consequence=_ask_means,
            command=_ask,
            done=N_("The office was asked to see the goods moved"),
            offered=_may_ask,
            fields=_ask_fields,
            over=_asked_already,
            pointers={
                "/place": "place",
                "/onto": "place",
                "/means": "means",
                "/means/0": "means",
                "/means/0/nationality": "means_of",
                "/document": "document",
                "/carrier": "carrier",
                "/office": "office",
                "/reason": "reason",
            },
            template="customs/wide_act.html",
        ),
        Act(
            name="no-transshipment",
            desk="customs",
            label=N_("Refuse the transshipment"),
            title=N_("The goods are not moved?"),
            consequence=_refuse_means,
            command=_refuse,
            done=N_("The transshipment was refused"),
            offered=_may_refuse,
            fields=reason_field,
            pointers={"/reason": "reason"},
            kind="stop",
            hears=hears(TransshipmentRequested),
        ),
    ),
    reads=(
        Reading(TransshipmentRequested, N_("Transshipment asked for"), "attention", _said),
        Reading(TransshipmentRefused, N_("Transshipment not confirmed"), "stopped", why_of, True),
    ),
    banners=_banners,
)
