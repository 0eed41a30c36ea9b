"""What somebody would do next about a movement. Pure: state in, one act out.

The story and the traffic both ask here, so that simulated people do what real ones would, in the
order in which the domain allows it.
"""

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from corridor.domain.commands import Command
from corridor.domain.consignment import declared_seals
from corridor.domain.days import day_at, days_later
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import DecideControl, RecordControl
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.navigation import ReportSeal, watched
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.seal_parts import SealWord
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.asking import ProvideInformation
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.state import Permit
from corridor.domain.quotas.issuing import IssueNext
from corridor.node.demo.happenings import happening, some_wagons
from corridor.node.demo.troubles import Act, Troubles, customs

PERMIT_DAYS = 60
TERM_DAYS = 14
REFUSED_DOCUMENTS = "documents_missing"


def next_acts(
    movement: Movement, permits: tuple[Permit, ...], troubles: Troubles, now: str
) -> tuple[Act, ...]:
    """All that can be done now; nothing when the movement is closed or waits for a machine."""
    if movement.status in ("submitted", "accepted", "under_control", "guarantee_registering"):
        decisions = tuple(_permits(permits, troubles, now))
        at_departure = _before_release(movement, permits, troubles, now)
        return (*decisions, *at_departure)
    return tuple(_after_release(movement, troubles))


def seal_acts(movement: Movement, operator: str) -> Iterator[Act]:
    """What an operator of navigation seals at departure says: switched on as soon as the goods are
    under way, read at each look, off when they have arrived. `operator`: the firm, if there is one.
    """
    node = movement.dossier.route.points[0].country
    if not operator or not movement.seals:
        return
    known = watched(movement, movement.seals[0])
    if known is None and movement.status == "released":
        on = ReportSeal(movement.seals[0], "activated", battery_pct=97)
        yield Act(node, "seals", operator, movement.id, on)
    elif known is not None and known.is_active:
        word: SealWord = "deactivated" if movement.status == "arrived" else "reading"
        said = ReportSeal(known.seal, word, battery_pct=90)
        yield Act(node, "seals", operator, movement.id, said)


def _permits(permits: tuple[Permit, ...], troubles: Troubles, now: str) -> Iterator[Act]:
    for permit in permits:
        country, desk = permit.request.country, permit.request.authority
        if permit.status == "applied" and permit.request.quota:
            yield Act(permit.home, "permit", desk, permit.request.quota, IssueNext(1))
        elif permit.status == "applied":
            refuses = troubles.refused_by == country and permit.applications == 1
            decision = refusal_of(permit) if refuses else grant_of(permit, now)
            yield Act(country, "permit", desk, permit.id, decision)
        elif permit.status == "information_requested":
            answer = ProvideInformation("Сведения верны, копии приложены.")
            yield Act(permit.home, "carrier", permit.owner, permit.id, answer)
        elif permit.status == "refused":
            yield Act(permit.home, "carrier", permit.owner, permit.id, mended(permit))


def grant_of(permit: Permit, now: str) -> GrantPermit:
    """A permit for as long as the journey may last, from the day it is where it is given."""
    today = day_at(now, permit.request.country)
    return GrantPermit(valid_from=today, valid_to=days_later(today, PERMIT_DAYS))


def refusal_of(permit: Permit) -> RefusePermit:
    """A refusal that the carrier can mend."""
    plates = ", ".join(permit.request.plates) or permit.request.lrn
    return RefusePermit(REFUSED_DOCUMENTS, f"Нет копии свидетельства о допуске: {plates}.")


def mended(permit: Permit) -> ApplyForPermit:
    """The same application once more, with what was missing."""
    note = "Копия свидетельства о допуске приложена."
    return ApplyForPermit(msgspec.structs.replace(permit.request, note=note))


def _before_release(
    movement: Movement, permits: tuple[Permit, ...], troubles: Troubles, now: str
) -> tuple[Act, ...]:
    if _is_hopeless(movement, permits):
        cancelled = CancelDeclaration("Перевозка не состоится.")
        return (Act(movement.home, "carrier", movement.owner, movement.id, cancelled),)
    if movement.status == "submitted" and movement.awaits_goods:
        return (Act(movement.home, "carrier", movement.owner, movement.id, PresentGoods()),)
    command = _at_departure(movement, permits, troubles, now)
    office = departure_office(movement.dossier)
    return () if command is None else (customs(office, movement, command),)


def _at_departure(
    movement: Movement, permits: tuple[Permit, ...], troubles: Troubles, now: str
) -> Command | None:
    if movement.status == "submitted":
        return AcceptDeclaration()
    if not movement.channel:
        reasons = () if troubles.channel == "green" else ("Проверить вес и число мест",)
        return DecideControl(troubles.channel, reasons)
    if movement.status == "under_control":
        return RecordControl("A1" if troubles.channel == "red" else "A2")
    if not movement.is_secured:
        return RequestGuarantee() if movement.guarantee.status == "none" else None
    seals = declared_seals(movement.dossier)
    if seals and not movement.seals:
        return AffixSeals(seals)
    granted = all(permit.status in ("granted", "exhausted") for permit in permits)
    return _release(movement, now) if granted else None


def _is_hopeless(movement: Movement, permits: tuple[Permit, ...]) -> bool:
    """No guarantee, or a permit was taken away: the carrier gives up."""
    lost = any(permit.status in ("withdrawn", "revoked") for permit in permits)
    return lost or movement.guarantee.status == "refused"


def _release(movement: Movement, now: str) -> ReleaseForTransit:
    """With the usual term where the declared limit date is past, as in an old message."""
    declared, today = movement.dossier.limit_date, day_at(now, destination_office(movement.dossier))
    if declared is None or declared >= today:
        return ReleaseForTransit()
    return ReleaseForTransit(days_later(today, TERM_DAYS))


def _after_release(movement: Movement, troubles: Troubles) -> Iterator[Act]:
    if movement.status == "released":
        yield _on_the_way(movement, troubles)
    elif movement.status == "arrived":
        yield _at_destination(movement)


def _on_the_way(movement: Movement, troubles: Troubles) -> Act:
    between = happening(movement, troubles)
    if between is not None:
        return between
    for office in transit_offices(movement.dossier):
        seen = movement.crossing_at(office)
        if seen is None or seen.status == "stopped":
            out = exit_before(movement, office)
            if out and movement.exit_at(out) is None:
                return customs(out, movement, RecordExit(out))
            command = _at_frontier(movement, office, troubles)
            return customs(office, movement, command)
    office = destination_office(movement.dossier)
    return customs(office, movement, RecordArrival(office))


def exit_before(movement: Movement, office: str) -> str:
    """The office of exit on the other side of the frontier; empty where there is none."""
    points = movement.dossier.route.points
    found = (a.office for a, b in pairwise(points) if b.office == office and a.role == "exit")
    return next(found, None) or ""


def _at_frontier(movement: Movement, office: str, troubles: Troubles) -> Command:
    there = [incident for incident in movement.incidents if incident.office == office]
    is_found = office == troubles.broken_seal_at and movement.seals and not there
    if movement.broken or is_found:
        return broken_seal(movement, office)
    if office == troubles.stopped_at and movement.crossing_at(office) is None:
        return RefuseCrossing(office, "Масса на оси выше допустимой, требуется перегрузка.")
    return some_wagons(movement, office) or RecordCrossing(office)


def broken_seal(movement: Movement, office: str) -> RecordIncident:
    """Those found broken already, or else the first; the office puts on a new one."""
    broken = tuple(one.seal for one in movement.broken) or movement.seals[:1]
    number = broken[0].rpartition("-")[2]
    return RecordIncident(
        office=office,
        code="2",
        text="Пломба сорвана при качке на пароме; груз цел.",
        broken_seals=broken,
        new_seals=(f"{office[:2]}-{number[-12:]}N",),
    )


def _at_destination(movement: Movement) -> Act:
    there = movement.destination
    office = there.office
    match there.status:
        case "arrived":
            return customs(office, movement, PermitUnloading())
        case "unloading_permitted":
            intact = True if movement.seals else None
            unloaded = RecordUnloading(conforms=True, seals_intact=intact)
            return customs(office, movement, unloaded)
        case "results_due" if not there.result:
            return customs(office, movement, RecordResults("A1"))
        case "results_due" if movement.is_held:
            return _solved(movement)
        case "results_due":
            return customs(office, movement, ReleaseGoods())
        case _:
            return _write_off(movement)


def _write_off(movement: Movement) -> Act:
    if movement.open_discrepancies():
        return _solved(movement)
    return customs(departure_office(movement.dossier), movement, WriteOff())


def _solved(movement: Movement) -> Act:
    """The office of departure finds the first discrepancy explained by a document."""
    found = movement.open_discrepancies()[0]
    text, document = "Проверено по документам, расхождения нет.", "Акт сверки № 17"
    solved = SolveDiscrepancy(found.code, text, "explained", document, about=found.about)
    return customs(departure_office(movement.dossier), movement, solved)
