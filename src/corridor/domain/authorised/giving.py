"""Giving: a customs office authorises a firm, from day to day and under conditions."""

from typing import Any, Final

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.authorised.state import AuthorisedPerson, Conditions, Kind, Org
from corridor.domain.authorised.voices import OFFICE
from corridor.domain.codes import check_grn
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.routes import OFFICE_ROLE_FOR
from corridor.domain.values import Date, Line, Office, Reference, is_blank


class GiveAuthorisation(Command, frozen=True, tag="authorised.give"):
    """Authorise a firm as consignor (C521) or consignee (C522), or to use special seals (C523) or
    the reduced data set (C524).
    """

    kind: Kind
    holder: Org
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    conditions: Conditions = Conditions()


class AuthorisationGiven(Payload, frozen=True, tag="authorised.given/1"):
    """A customs office gave an authorisation; its number is what declarations name."""

    kind: Kind
    reference: Reference
    holder: Org
    office: Office
    valid_from: Date
    valid_to: Date
    holder_name: Line = ""
    conditions: Conditions = Conditions()


def _give(state: AuthorisedPerson | None, command: GiveAuthorisation, context: Context) -> Decision:
    office = context.actor.office
    if state is not None or office[:2] != context.node:
        return refuse("authorisation_not_yours", office=office)
    if is_blank(command.holder):
        return refuse("authorisation_no_holder", "/holder")
    wrong = _wrong_days(command, context)
    wrong = wrong or wrong_conditions(command.kind, command.conditions, context)
    reference = f"{context.node}{command.kind}{context.token}"
    return wrong or (
        AuthorisationGiven(
            command.kind,
            reference,
            command.holder,
            office,
            command.valid_from,
            command.valid_to,
            command.holder_name,
            command.conditions,
        ),
    )


def _wrong_days(command: GiveAuthorisation, context: Context) -> Refused | None:
    if not is_day(command.valid_from):
        return refuse("day_impossible", "/valid_from", given=command.valid_from)
    return wrong_last_day(command.valid_from, command.valid_to, context)


def wrong_last_day(valid_from: str, valid_to: str, context: Context) -> Refused | None:
    """It is a day, not before the first and not past."""
    if not is_day(valid_to):
        return refuse("day_impossible", "/valid_to", given=valid_to)
    if valid_to < max(valid_from, context.day_at(context.node)):
        return refuse("authorisation_days", "/valid_to")
    return None


def wrong_conditions(kind: Kind, conditions: Conditions, context: Context) -> Refused | None:
    """Its offices are of this state, and do the part for which it is given."""
    needed = OFFICE_ROLE_FOR["destination" if kind == "C522" else "departure"]
    for office in conditions.offices:
        known = context.reference.offices.get(office)
        if known is None or known.country != context.node or needed not in known.roles:
            return refuse("authorisation_no_office", "/conditions/offices", office=office)
    if kind == "C523" and not conditions.seal_mark:
        return refuse("authorisation_seals", "/conditions/seal_mark")
    if conditions.grn and not check_grn(conditions.grn).ok:
        return refuse("authorisation_grn", "/conditions/grn", grn=conditions.grn)
    return None


def _begin(fact: Fact[Any], subject: str) -> AuthorisedPerson | None:
    """It stands on the node that its id names, given by an office of that state."""
    said = fact.payload
    if home_of(subject) != fact.node or fact.actor.office != said.office:
        return None
    if said.office[:2] != fact.node or not said.reference.startswith(fact.node):
        return None
    return AuthorisedPerson(
        id=subject,
        node=fact.node,
        kind=said.kind,
        reference=said.reference,
        holder=said.holder,
        holder_name=said.holder_name,
        office=said.office,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        conditions=said.conditions,
        given_at=fact.at,
        given_by=fact.actor.person,
        updated_at=fact.at,
    )


GIVING: Final = Act[AuthorisedPerson](
    "giving",
    asked=(Asked(GiveAuthorisation, by="customs", decide=_give, begins=True),),
    told=(Told(AuthorisationGiven, OFFICE, frozenset(), unchanged, begin=_begin),),
    texts={
        "authorisation_not_yours": RefusalText(
            N_("Only the office that gave it may do this: {office}."),
            N_("Pass it on to that office."),
        ),
        "authorisation_days": RefusalText(
            N_("The last day lies before the first, or has passed."),
            N_("State days from today on, the first before the last."),
        ),
        "authorisation_no_office": RefusalText(
            N_("{office} is no office of this state that does that part of transit."),
            N_("Name offices of departure for a consignor, of destination for a consignee."),
        ),
        "authorisation_no_holder": RefusalText(
            N_("It is not said which firm is authorised."),
            N_("Give the number of the firm, as declarations name it."),
        ),
        "authorisation_grn": RefusalText(
            N_("{grn} is not the number of a guarantee."),
            N_("Check the number, or leave it empty."),
        ),
        "authorisation_seals": RefusalText(
            N_("It is not said how the numbers of the special seals begin."),
            N_("State the mark of the seals."),
        ),
    },
)
