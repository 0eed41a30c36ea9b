"""Stating how an authority or an office of the own state is reached."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.contacts.state import (
    Contact,
    Place,
    Ways,
    contact_id,
    is_account,
    leads_where_it_says,
)
from corridor.domain.contacts.voices import OPERATOR, is_operator
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.matching import book_of
from corridor.domain.refusals import N_, RefusalText, Refused, refuse


class StateContact(Command, frozen=True, tag="contact.state"):
    """Say how an authority or an office is reached, in place of what was said before."""

    place: Place
    ways: Ways


class ContactStated(Payload, frozen=True, tag="contact.stated/1"):
    """How an authority or an office is reached, as the operator of its state said."""

    place: Place
    ways: Ways


def _rules(context: Context) -> RuleBook:
    return book_of(context.requirement_rules, context.day_at(context.node))


def _state(state: Contact | None, command: StateContact, context: Context) -> Decision:
    wrong = _wrong_place(command.place, context) or _wrong_ways(command.ways)
    return wrong or (ContactStated(command.place, command.ways),)


def _wrong_place(place: str, context: Context) -> Refused | None:
    if place[:2] != context.node or contact_id(place) != context.subject:
        return refuse("contact_other_state", "/place")
    desks = {f"{context.node}-{rule.desk}" for rule in _rules(context)}
    is_known = place in context.reference.offices or place in desks
    return None if is_known else refuse("contact_place_unknown", "/place", place=place)


def _wrong_ways(ways: Ways) -> Refused | None:
    if not (ways.phone or ways.mail or ways.page):
        return refuse("contact_empty", "/ways/phone")
    if not leads_where_it_says(ways.page):
        return refuse("contact_page", "/ways/page")
    if ways.account and not (ways.account_name.strip() and is_account(ways.account)):
        return refuse("contact_account", "/ways/account")
    has_hours = bool(ways.opens and ways.closes)
    if (ways.opens or ways.closes) and not (ways.days and has_hours and ways.opens < ways.closes):
        return refuse("contact_hours", "/ways/opens")
    return None


def _begin(fact: Fact[Any], subject: str) -> Contact | None:
    """Only of the own state: nobody else is believed about its offices."""
    said = fact.payload
    if subject != contact_id(said.place) or not is_operator(fact, said.place[:2]):
        return None
    return Contact(
        subject, fact.node, said.place, said.ways, fact.at, fact.actor.person, updated_at=fact.at
    )


def _stated(s: Contact, p: ContactStated, f: Fact[Any]) -> Contact:
    if p.place != s.place:
        return s
    return replace(s, ways=p.ways, stated_at=f.at, stated_by=f.actor.person, withdrawn_at="")


STATING: Final = Act[Contact](
    "stating",
    asked=(
        Asked(
            StateContact,
            by="operator",
            decide=_state,
            voice=OPERATOR,
            begins=True,
            names=lambda command, node: contact_id(command.place),
        ),
    ),
    told=(Told(ContactStated, OPERATOR, frozenset(), _stated, begin=_begin),),
    texts={
        "contact_other_state": RefusalText(
            N_("It is not of this state."),
            N_("The operator of its own state's node says how it is reached."),
        ),
        "contact_place_unknown": RefusalText(
            N_("There is no office and no authority {place}."),
            N_("Choose it from the list of contacts."),
        ),
        "contact_empty": RefusalText(
            N_("Nothing says how it is reached."),
            N_("Give a telephone, an address of mail or a page."),
        ),
        "contact_page": RefusalText(
            N_("The address of the page does not begin with its host."),
            N_("Leave out what stands before “@”, and write “/” in place of “\\”."),
        ),
        "contact_account": RefusalText(
            N_("Nobody can pay to this account: a figure is wrong, or its holder is not named."),
            N_("Copy it from the bank's papers, and name in whose name it is."),
        ),
        "contact_hours": RefusalText(
            N_("The hours are not whole."),
            N_("Give the days, when it opens, and when it closes later on the same day."),
        ),
    },
)
