"""Movements that went wrong, for pages that are to be looked at beside those of `desks`."""

from collections.abc import Mapping

from corridor.domain.commands import Command
from corridor.domain.movement.crossing import RefuseCrossing
from corridor.domain.movement.offices import destination_office, transit_offices
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.permits.asking import RequestInformation
from corridor.node.demo.plan import refusal_of
from corridor.node.demo.troubles import Act, Troubles, customs
from tests.browser.desks import Desks, led
from tests.browser.person import QUESTION
from tests.support.journeys import Journey, People
from tests.support.real_nodes import RealNetwork

AT_DEPARTURE = ("", "/channel", "/seals", "/release", "/control", "/give", "/note")
ON_THE_WAY = ("", "/cross", "/stop", "/incident", "/arrive")
AT_DESTINATION = ("", "/permit-unloading", "/unloading", "/results", "/release-goods")
LOOKED_AT: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "customs-kgosh001": (
        ("filed", "accepted", "asked", "released", "stopped", "held"),
        AT_DEPARTURE,
    ),
    "customs-kgbish01": (("closed",), ("",)),
    "customs-uzdust01": (("released", "stopped", "held"), ON_THE_WAY),
    "customs-azalat01": (("released", "stopped", "held"), ON_THE_WAY),
    "customs-getsit01": (("released", "arrived", "held"), ON_THE_WAY),
    "customs-gepoti01": (("released", "arrived", "held", "closed"), AT_DESTINATION),
}
"""Whose desk: the movements opened there, and the acts tried on each of them."""


SENT_EMPTY: Mapping[str, tuple[str, ...]] = {
    "alatoo": ("/carrier/many", "/carrier/powers/new", "/carrier/dossiers/{released}/vehicle"),
    "customs-kgosh001": ("/customs/{accepted}/release", "/customs/{accepted}/channel"),
    "customs-uzdust01": ("/customs/{released}/cross", "/customs/{released}/incident"),
    "customs-gepoti01": ("/customs/{held}/results", "/customs/{released}/arrive"),
    "guarantor": ("/guarantor/new",),
    "operator": ("/operator/accounts/new",),
    "": ("/requirements", "/verify", "/sign-in"),
}
"""Forms that are sent as they come, for the page that says what is wrong."""


def scenes(network: RealNetwork) -> dict[str, str]:
    """What each movement is seen for, and its subject; led now, some over many minutes."""
    desks, people = led(network), People(network)
    found = {name: getattr(desks, name).subject for name in ("filed", "accepted", "released")}
    found |= {"arrived": desks.arrived.subject, "closed": desks.closed.subject}
    found |= {"asked": asked(people), "stopped": _stopped(people), "held": _held(people)}
    network.settle()
    people.close()
    return found


def desks_of(network: RealNetwork, found: Mapping[str, str]) -> Desks:
    """The same as the tests have them."""
    people = People(network)
    names = ("filed", "accepted", "released", "arrived", "closed")
    return Desks(people, **{name: Journey(people, subject=found[name]) for name in names})


def addresses(login: str, found: Mapping[str, str]) -> list[str]:
    """What this person has to see of them."""
    if login == "alatoo":
        return [f"/carrier/dossiers/{subject}" for subject in found.values()]
    names, acts = LOOKED_AT.get(login, ((), ()))
    return [f"/customs/{found[name]}{act}" for name in names for act in acts]


def sent_empty(login: str, found: Mapping[str, str]) -> list[str]:
    """The addresses of the forms that this person sends as they come."""
    return [address.format_map(found) for address in SENT_EMPTY.get(login, ())]


def asked(people: People) -> str:
    """One permit of it refused, a question about another."""
    journey = Journey(people).file()
    first, second, *_ = journey.permits()
    for permit, command in (
        (first, refusal_of(first)),
        (second, RequestInformation(QUESTION)),
    ):
        request = permit.request
        journey.act(Act(request.country, "permit", request.authority, permit.id, command))
    return journey.subject


def _stopped(people: People) -> str:
    journey = Journey(people).file()
    state = journey.lead("released", Troubles(channel="yellow"))
    office = transit_offices(state.dossier)[0]
    _says(journey, state, office, RefuseCrossing(office, "Масса на оси выше допустимой."))
    return journey.subject


def _held(people: People) -> str:
    """A seal broken under way, packages missing at the end, the goods held."""
    journey = Journey(people).file()
    state = journey.lead("arrived", Troubles("red", broken_seal_at="AZALAT01"))
    missing = RecordUnloading(
        conforms=False, seals_intact=False, text="Не хватает 5 мест.", broken_seals=state.seals[:1]
    )
    for command in (PermitUnloading(), missing, RecordResults("B1", "Недостача 5 мест")):
        _says(journey, state, destination_office(state.dossier), command)
    return journey.subject


def _says(journey: Journey, state: Movement, office: str, command: Command) -> None:
    journey.act(customs(office, state, command))
