"""What happens next with a dossier, and who must act: one sentence for the carrier."""

from typing import Any

from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import stations_of
from corridor.domain.permits.coverage import RequirementState
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.drafting.judging import Judgement

View = dict[str, Any]


def next_step(reader: Reader, services: Services, state: Movement, judged: Judgement) -> View:
    """`{title, text, who, kind, href, action}`: kind of a banner; href where the carrier acts."""
    mine = _of_permits(reader, judged) if state.status not in _OVER else None
    return mine or _of_movement(reader, state, judged)


_OVER = frozenset({"rejected", "cancelled", "not_released", "written_off"})


def _step(kind: str, title: str, text: str, who: str, href: str = "", action: str = "") -> View:
    return {
        "kind": kind,
        "title": title,
        "text": text,
        "who": who,
        "href": href,
        "action": action,
    }


def _of_permits(reader: Reader, judged: Judgement) -> View | None:
    """What the carrier itself has to do about a permit comes first."""
    say, you = reader.words, reader.words("You")
    for found in judged.needs:
        name = _named(reader, found)
        if found.state == "information_requested" and found.permit:
            href = f"/carrier/permits/{found.permit}/answer"
            return _step("wait", say("An authority asks you"), name, you, href, say("Answer"))
        if found.state == "refused" and found.permit:
            href = f"/carrier/permits/{found.permit}/again"
            return _step(
                "stop", say("A permit was refused"), name, you, href, say("Correct and apply again")
            )
    return None


def _named(reader: Reader, found: RequirementState) -> str:
    needs = found.requirement
    kind = reader.labels(needs.kind, "permit_kind")
    return f"{kind}: {reader.names.country(needs.country)}"


def _of_movement(reader: Reader, state: Movement, judged: Judgement) -> View:
    match state.status:
        case "submitted" | "accepted" | "under_control" | "guarantee_registering":
            return _before_release(reader, state, judged)
        case "released":
            return _under_way(reader, state)
        case "arrived":
            return _at_destination(reader, state)
        case _:
            return _over(reader, state)


def _before_release(reader: Reader, state: Movement, judged: Judgement) -> View:
    say = reader.words
    office = reader.names.office(departure_office(state.dossier))
    lacking = [
        found
        for found in judged.needs
        if found.requirement.blocking
        and found.requirement.at == "departure"
        and found.state != "have"
    ]
    if state.guarantee.status == "refused":
        text = say("Amend the declaration: choose another guarantee or another amount.")
        return _step("stop", say("The guarantee was refused"), text, say("You"))
    if state.status == "submitted":
        text = say("Customs checks the declaration and gives it a registration number (MRN).")
        return _step("info", say("Waits for acceptance"), text, office)
    if lacking:
        names = "; ".join(_named(reader, found) for found in lacking)
        text = say("Without these permits it cannot be released: %(names)s.", names=names)
        who = ", ".join(dict.fromkeys(_authority(reader, found) for found in lacking))
        return _step("wait", say("Waits for permits"), text, who)
    if state.channel in ("yellow", "red") and not state.control_result:
        text = reader.labels(state.channel, "channel") + "."
        return _step("wait", say("Under control"), text, office)
    if state.guarantee.status == "requested":
        text = say("The guarantor is asked to reserve the amount.")
        return _step("info", say("The guarantee is being reserved"), text, office)
    text = say("Customs decides on control, reserves the guarantee, notes the seals and releases.")
    return _step("info", say("Waits for release"), text, office)


def _authority(reader: Reader, found: RequirementState) -> str:
    return reader.names.authority(found.requirement.authority)


def _under_way(reader: Reader, state: Movement) -> View:
    say = reader.words
    stations = stations_of(state)
    stopped = [s for s in stations if s.state == "stopped"]
    if stopped:
        office = reader.names.office(stopped[-1].office)
        text = say("Speak to the office: it said why in the timeline below.")
        return _step("stop", say("Stopped at the frontier"), text, office)
    ahead = [s for s in stations if s.state == "todo" and s.role in ("transit", "destination")]
    if not ahead:
        return _step("info", say("Under way"), "", "")
    office = reader.names.office(ahead[0].office)
    moment = reader.formats.moment(ahead[0].expected, ahead[0].country)
    text = say("Present the vehicle and the accompanying document at: %(office)s.", office=office)
    if moment.text:
        text += " " + say("Expected %(moment)s.", moment=moment)
    day = reader.formats.day(state.limit_date)
    text += " " + say("The goods must be at destination by %(day)s.", day=day)
    return _step("info", say("Under way"), text, say("You"))


def _at_destination(reader: Reader, state: Movement) -> View:
    say = reader.words
    office = reader.names.office(state.destination.office or destination_office(state.dossier))
    if state.destination.status == "goods_released":
        departure = reader.names.office(departure_office(state.dossier))
        text = say("The goods are free. Customs at departure writes the movement off.")
        return _step("info", say("Waits for discharge"), text, departure)
    text = reader.labels(state.destination.status, "stage") + "."
    return _step("info", say("At destination"), text, office)


def _over(reader: Reader, state: Movement) -> View:
    say = reader.words
    nobody = say("Nobody: nothing is left to do")
    match state.status:
        case "written_off":
            text = say("The procedure is discharged, the guarantee is free again.")
            return _step("ok", say("Completed"), text, nobody)
        case "rejected":
            text = say("Reason: %(why)s", why=state.reason)
            return _step(
                "stop",
                say("Customs did not accept the declaration"),
                text,
                say("You"),
                "/carrier/new",
                say("File anew"),
            )
        case "not_released":
            text = say("Reason: %(why)s", why=state.reason)
            return _step("stop", say("Release was refused"), text, say("You"))
        case _:
            text = say("Reason: %(why)s", why=state.reason)
            return _step("stop", say("Cancelled"), text, nobody)
