"""What a state's own lists say of a dossier that another state accepts and judges.

Nobody refuses it there (ADR 59); but whose systems do not know a code may well ask at its border.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from corridor.domain.consignment import Dossier, items_of
from corridor.domain.movement.own_codes import TEXTS as OF_OWN_CODES
from corridor.domain.movement.own_codes import note_of, notes_of_own, partner_in
from corridor.domain.movement.rules import OF_LISTS, check_lists
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_, Refusal, RefusalText


class ListVersion(msgspec.Struct, frozen=True):
    """A list that a state issued, by the day (ISO) from which it counts."""

    list: str
    valid_from: str


def versions_in(country: str, reference: Reference) -> tuple[ListVersion, ...]:
    """What a state judges by in a set; of all other lists those that came with the program."""
    since = reference.since.get(country, {})
    return tuple(ListVersion(name, since[name]) for name in sorted(since) if name != "mappings")


def notes_of_lists(
    dossier: Dossier, reference: Reference, country: str, on_date: str
) -> tuple[Refusal, ...]:
    """Codes and currencies that a state's own lists do not know. `reference`: that of the day."""
    departure = _departure(dossier)
    rates = _rates(dossier, reference, country, on_date)
    if country == departure:
        return tuple(rates)
    codes = _codes(dossier, reference, departure, country, on_date)
    return (*codes, *notes_of_own(dossier, reference, departure, country), *rates)


def _departure(dossier: Dossier) -> str:
    return dossier.route.points[0].country if dossier.route.points else ""


def _codes(
    dossier: Dossier, reference: Reference, departure: str, country: str, on_date: str
) -> Iterator[Refusal]:
    """Each code once, at the field that names it first: 1,999 items may have one kind.

    Where the state has a list from the program, only if departure has one of its own.
    """
    since, own = reference.since.get(country, {}), reference.of(departure).issued
    if not since and not own:
        return
    told = set[tuple[str, str]]()
    for found in check_lists(dossier, reference.of(country), on_date, "/dossier"):
        name, code = OF_LISTS[found.rule], found.args["given"]
        if (name in since or name in own) and (name, code) not in told:
            told.add((name, code))
            note = _note(found, {"country": country, "refdata": name}, since.get(name, ""))
            yield note_of(note, partner_in(name, code, departure, country, reference))


def _note(found: Refusal, args: dict[str, str], since: str) -> Refusal:
    args = found.args | args | ({"date": since} if since else {})
    code = "list_elsewhere" if since else "list_not_there"
    return Refusal(code, found.pointer, found.rule, args)


def _rates(dossier: Dossier, reference: Reference, country: str, on_date: str) -> Iterator[Refusal]:
    rates = reference.rates.get(country)
    if not rates:
        return
    known = {code for row in rates.values() for code in (row.currency, row.base)}
    for currency, pointer in _currencies(dossier).items():
        if currency not in known:
            args = {"country": country, "currency": currency, "date": on_date}
            yield Refusal("rate_elsewhere", pointer, "", args)


def _currencies(dossier: Dossier) -> dict[str, str]:
    """Each with the field that names it first."""
    found: dict[str, str] = {}
    for number, use in enumerate(dossier.guarantees):
        if use.currency:
            found.setdefault(use.currency, f"/dossier/guarantees/{number}/currency")
    for item in items_of(dossier):
        if item.currency:
            found.setdefault(item.currency, "/dossier/consignment")
    return found


TEXTS: Final[dict[str, RefusalText]] = OF_OWN_CODES | {
    "list_elsewhere": RefusalText(
        N_("{country}: its list “{refdata}” of {date} does not have {given}."),
        N_(
            "The state of departure judges the declaration, so it may go; ask before whether this"
            " state takes the code, or choose one that both lists have."
        ),
    ),
    "rate_elsewhere": RefusalText(
        N_("{country}: no rate of {currency} counts there on {date}."),
        N_("Duties that arise there cannot be worked out: give amounts in a currency it has."),
    ),
}
"""Of what a state on the way may ask about, though the declaration is right."""
