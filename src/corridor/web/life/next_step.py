"""Whose turn it is on a movement, and what comes next."""

from typing import Final, NamedTuple

from corridor.domain.consignment import carnet_of
from corridor.domain.movement.departing import Correction
from corridor.domain.movement.enquiring import open_enquiries, proofs
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import BEFORE_RELEASE, UNDERWAY, Movement
from corridor.domain.movement.stations import Station, stations_of
from corridor.domain.movement.writing import open_questions
from corridor.domain.refusals import N_
from corridor.web.act import Tale
from corridor.web.acts.movement.securing import refusals_said
from corridor.web.i18n import Words
from corridor.web.templating import Reader
from corridor.web.views.declared_rail import wagons_kept
from corridor.web.views.meant import meant


class Step(NamedTuple):
    """What comes next. `office`: the one that acts; empty where it is somebody else, `who`.

    `kind` is that of a banner; the carrier acts under `href`.
    """

    kind: str
    title: str
    text: str
    who: str
    office: str = ""
    href: str = ""
    action: str = ""


def now_of(reader: Reader, state: Movement) -> str:
    """How the movement stands, what comes next and who must act, in one breath."""
    step = step_of(state, reader)
    title = step.title.rstrip(".") + "."
    said = step.text if step.text.startswith(title) else f"{title} {step.text}"
    return f"{said} {reader.words('Who must act:')} {step.who}." if step.who else said


def step_of(state: Movement, reader: Reader) -> Step:
    """What follows from the movement alone; an office that has asked the carrier waits for it."""
    step = _plain_step(state, reader)
    asked = open_questions(state, "customs", step.office) if step.office else ()
    if not asked:
        return step
    say, names = reader.words, reader.names
    text = say("%(office)s asks: %(text)s", office=names.office(step.office), text=asked[0].text)
    who = reader.labels("carrier", "role")
    return Step("wait", say("Waits for the carrier's answer"), text, who)


def _plain_step(state: Movement, reader: Reader) -> Step:
    pursued = _pursued(state, reader)
    if pursued is not None:
        return pursued
    if state.status in BEFORE_RELEASE:
        return before_release(state, reader)
    if state.status == "released":
        return _under_way(state, reader)
    if state.status == "arrived":
        return _at_destination(state, reader)
    return _over(state, reader)


def _pursued(state: Movement, reader: Reader) -> Step | None:
    """Who acts where it is enquired after, or its debt is recovered; None where it is neither."""
    say, office = reader.words, departure_office(state.dossier)
    recovery = state.pursuit.recovery
    if state.pursuit.is_recovering and state.status in UNDERWAY and recovery is not None:
        asked = recovery.asked.office if recovery.asked is not None else recovery.competent
        money = reader.formats.money(recovery.left_minor, recovery.currency)
        text = say("A debt is recovered; still owed: %(amount)s.", amount=money)
        return _of_office("stop", say("Under recovery"), text, asked, reader)
    if state.status in UNDERWAY and state.pursuit.awaits_end:
        text = say("The recovery has ended. Customs at departure closes the procedure.")
        return _of_office("info", say("Waits for its end"), text, office, reader)
    if not state.is_enquired:
        return None
    waits = [one for one in state.pursuit.enquiries if one in open_enquiries(state, one.asked)]
    if not waits:
        text = say("What was asked is answered: customs at departure judges it.")
        if not proofs(state):
            text = say("Nothing proves its end: customs at departure asks on or recovers the debt.")
        return _of_office("wait", say("Under enquiry"), text, office, reader)
    day = reader.formats.day(waits[0].answer_by)
    text = say("An answer is awaited by %(day)s: %(text)s", day=day, text=waits[0].text)
    if waits[0].asked:
        return _of_office("wait", say("Under enquiry"), text, waits[0].asked, reader)
    return Step("wait", say("Under enquiry"), text, reader.labels("carrier", "role"))


def refused_by(state: Movement, reader: Reader) -> str:
    """What the guarantors had against it."""
    return " ".join(refusals_said(state, Tale(reader, "", state)))


def _of_office(kind: str, title: str, text: str, office: str, reader: Reader) -> Step:
    return Step(kind, title, text, reader.names.office(office), office)


def before_release(state: Movement, reader: Reader) -> Step:
    """What follows before it is released, and who does it."""
    say, office = reader.words, departure_office(state.dossier)
    if state.pending_correction is not None:
        text = asked_amendment(state.pending_correction, state, reader)
        return Step("wait", say("Amendment awaited"), text, reader.labels("carrier", "role"))
    if waits_for_goods(state):
        text = till_presented(state, reader)
        return Step("wait", say("Goods are awaited"), text, reader.labels("carrier", "role"))
    if state.status == "submitted":
        text = say("Customs checks the declaration and gives it a registration number (MRN).")
        return _of_office("info", say("Waits for acceptance"), text, office, reader)
    if state.status == "under_control":
        text = reader.labels(state.channel, "channel") + "."
        return _of_office("wait", say("Under control"), text, office, reader)
    if state.worst == "unsatisfactory":
        title = reader.labels("unsatisfactory", "worst")
        text = say("Customs refuses the release, or asks for an amendment and looks again.")
        return _of_office("stop", title, text, office, reader)
    if state.is_guarantee_under_amendment:
        title = reader.labels("guarantee_under_amendment", "status")
        return Step("stop", title, refused_by(state, reader), reader.labels("carrier", "role"))
    asked = [one.grn for one in state.guarantees if one.status == "requested"]
    if asked:
        text = say("The guarantor is asked to reserve the amount.")
        who = say("guarantor of %(grn)s", grn=", ".join(asked))
        return Step("info", reader.labels("requested", "guarantee"), text, who)
    return _of_office("info", say("Waits for release"), _till_release(state, say), office, reader)


def asked_amendment(asked: Correction, state: Movement, reader: Reader) -> str:
    """What is to be amended, until when and why."""
    say = reader.words
    day = reader.formats.day(asked.deadline)
    said = [say("By %(day)s.", day=day)]
    if asked.fields:
        fields = meant(asked.fields, state.dossier, reader)
        said.append(say("To be amended: %(fields)s.", fields=fields))
    said.append(say("Reason: %(why)s", why=asked.reason))
    if asked.late_at:
        said.append(say("The day has passed: customs decides without it."))
    return " ".join(said)


def till_presented(state: Movement, reader: Reader) -> str:
    """That the goods are awaited, and until when."""
    text = reader.words("Customs accepts the declaration once the goods are at the office.")
    last = reader.formats.day(state.present_by)
    if not last:
        return text
    until = reader.words("They can be presented until %(day)s; then it lapses by itself.", day=last)
    return f"{text} {until}"


def waits_for_goods(state: Movement) -> bool:
    """Whether it was filed before the goods were there."""
    return state.status == "submitted" and state.awaits_goods


def _till_release(state: Movement, say: Words) -> str:
    carnet = carnet_of(state.dossier)
    if carnet:
        return say(
            "Customs decides on control, notes the seals and releases. The guarantee is TIR carnet "
            "%(carnet)s.",
            carnet=carnet,
        )
    return say("Customs decides on control, reserves the guarantee, notes the seals and releases.")


def _under_way(state: Movement, reader: Reader) -> Step:
    say, station = reader.words, _ahead(state)
    if state.broken:
        found = state.broken[-1]
        seals = ", ".join(one.seal for one in state.broken)
        text = say("Found broken: %(seals)s. New seals have to be put on and noted.", seals=seals)
        return _of_office("stop", say("New seals are needed"), text, found.office, reader)
    if station.state == "stopped":
        text = _why_stopped(state, station, reader)
        return _of_office("stop", say("Stopped at the frontier"), text, station.office, reader)
    office = reader.names.office(station.office)
    moment = reader.formats.moment(station.expected, station.place)
    text = say("Present the vehicle and the accompanying document at: %(office)s.", office=office)
    if moment.text:
        text += " " + say("Expected %(moment)s.", moment=moment)
    day = reader.formats.day(state.limit_date)
    text += " " + say("The goods must be at destination by %(day)s.", day=day)
    return _of_office("info", say("Under way"), text, station.office, reader)


def _why_stopped(state: Movement, station: Station, reader: Reader) -> str:
    say, stop = reader.words, state.crossing_at(station.office)
    kept = wagons_kept(state, station.office, reader)
    if stop is None or not (stop.cause or stop.remarks):
        told = say("Speak to the office: it said why in the timeline below.")
        return " ".join(filter(None, (kept, told)))
    said = [kept]
    if stop.cause:
        said.append(say("Cause: %(cause)s.", cause=reader.labels(stop.cause, "stop_cause")))
    said.append(stop.remarks)
    if stop.needed:
        said.append(say("Needed: %(needed)s", needed=stop.needed))
    return " ".join(filter(None, said))


def _ahead(state: Movement) -> Station:
    """The next station with an office that records: the last one is the destination."""
    stations = stations_of(state)
    reached = max(i for i, s in enumerate(stations) if i == 0 or s.event == "crossed")
    return next(s for s in stations[reached + 1 :] if s.role in ("transit", "destination"))


def _at_destination(state: Movement, reader: Reader) -> Step:
    say = reader.words
    if state.is_held and state.destination.status == "results_due":
        text = say("The control was not satisfactory; customs at departure has to solve it.")
        if state.destination.disputed:
            items = ", ".join(map(str, state.destination.disputed))
            text += " " + say("Only these items are held by it: %(items)s.", items=items)
        return _of_office("stop", say("Goods held"), text, departure_office(state.dossier), reader)
    if state.destination.status == "goods_released":
        text = say("The goods are free. Customs at departure writes the movement off.")
        office = departure_office(state.dossier)
        return _of_office("info", say("Waits for discharge"), text, office, reader)
    office = state.destination.office or destination_office(state.dossier)
    text = reader.labels(state.destination.standing, "stage") + "."
    if state.destination.standing == "arrived":
        text = say("Customs there decides what is controlled and permits unloading.")
    return _of_office("info", say("At destination"), text, office, reader)


FILE_ANEW: Final = "/carrier/new"
_ENDED: Final = {
    "rejected": N_("Customs did not accept the declaration"),
    "not_released": N_("Release was refused"),
    "cancelled": N_("Cancelled"),
}


def _over(state: Movement, reader: Reader) -> Step:
    say = reader.words
    nobody = say("Nobody: nothing is left to do")
    if state.status == "written_off":
        return Step("ok", say("Completed"), _discharged(state, say), nobody)
    if state.status == "closed":
        text = say("The procedure was closed without a discharge: %(why)s", why=state.reason)
        return Step("info", say("Procedure closed"), text, nobody)
    why = say("Reason: %(why)s", why=state.reason)
    if state.reason_code:
        why = f"{reader.labels(state.reason_code, 'no_release')}. {why}"
    step = Step("stop", say(_ENDED[state.status]), why, nobody)
    if state.ended_by == "time":
        title = say("Lapsed: the goods were not presented")
        text = say("The declaration counts as not lodged.")
        step = step._replace(title=title, text=text)
    elif state.ended_by == "customs":
        step = step._replace(title=say("Cancelled by customs"))
    elif state.status == "cancelled":
        return step
    carrier = reader.labels("carrier", "role")
    return step._replace(who=carrier, href=FILE_ANEW, action=say("File anew"))


def _discharged(state: Movement, say: Words) -> str:
    carnet = carnet_of(state.dossier)
    if carnet:
        return say("The procedure under TIR carnet %(carnet)s is discharged.", carnet=carnet)
    return say("The procedure is discharged, the guarantee is free again.")
