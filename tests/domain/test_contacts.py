"""Contacts of authorities and offices: stated by the operator of their own state alone."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.contacts.kind import CONTACTS
from corridor.domain.contacts.state import Contact, Ways, contact_id, iban_of
from corridor.domain.contacts.stating import ContactStated, StateContact
from corridor.domain.contacts.withdrawing import ContactWithdrawn, WithdrawContact
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.refusals import refuse
from tests.domain.known import decide
from tests.domain.movement_world import NOW, OSH, RULES, context

OPERATOR = Actor("", "kg-operator", "operator", "operator")
OFFICE, DESK = "KGOSH001", "KG-ROAD"
WAYS = Ways("+996312000000", "road@example.org", days="workdays", opens="09:00", closes="18:00")


def told(state: Contact | None, command: Any, place: str = OFFICE, node: str = "KG") -> Any:
    known = {"subject": contact_id(place), "node": node, "requirement_rules": RULES}
    return decide(CONTACTS, state, command, context(OPERATOR, **known))


def fact(payload: Any, node: str = "KG", actor: Actor = OPERATOR, number: int = 1) -> Fact[Any]:
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def stated(**changes: Any) -> Contact:
    state = CONTACTS.fold(contact_id(OFFICE), [fact(ContactStated(OFFICE, WAYS))])
    assert state is not None
    return replace(state, **changes)


@pytest.mark.parametrize("place", [OFFICE, DESK])
def test_an_operator_states_how_a_place_of_the_own_state_is_reached(place: str) -> None:
    assert told(None, StateContact(place, WAYS), place) == (ContactStated(place, WAYS),)


@pytest.mark.parametrize(
    ("command", "code", "pointer"),
    [
        (StateContact("UZDUST01", WAYS), "contact_other_state", "/place"),
        (StateContact("KGNONE99", WAYS), "contact_place_unknown", "/place"),
        (StateContact("KG-NONE", WAYS), "contact_place_unknown", "/place"),
        (StateContact(OFFICE, replace(WAYS, phone="", mail="")), "contact_empty", "/ways/phone"),
        (StateContact(OFFICE, replace(WAYS, page="https://a@b.org")), "contact_page", "/ways/page"),
        (
            StateContact(OFFICE, replace(WAYS, page="https://a\\b.org")),
            "contact_page",
            "/ways/page",
        ),
        (StateContact(OFFICE, replace(WAYS, days="")), "contact_hours", "/ways/opens"),
        (StateContact(OFFICE, replace(WAYS, closes="")), "contact_hours", "/ways/opens"),
        (StateContact(OFFICE, replace(WAYS, closes="08:00")), "contact_hours", "/ways/opens"),
    ],
)
def test_what_does_not_fit_is_refused(command: StateContact, code: str, pointer: str) -> None:
    args = {"place": command.place} if code == "contact_place_unknown" else {}
    assert told(None, command, command.place) == refuse(code, pointer, **args)


def test_a_subject_speaks_of_its_own_place_alone() -> None:
    refused = refuse("contact_other_state", "/place")
    assert told(None, StateContact(DESK, WAYS), OFFICE) == refused
    assert told(stated(), StateContact(OFFICE, WAYS), node="UZ") == refuse("contact_other_state")


def test_the_first_word_and_each_later_one_has_its_day_and_its_speaker() -> None:
    state = stated()
    assert (state.node, state.stated_at, state.stated_by) == ("KG", NOW, "operator")
    assert CONTACTS.listings(state, "UZ")[0].list == "contacts:KG"
    assert {"KG", "UZ", "TM", "AZ", "GE", "KZ"} <= CONTACTS.audience(state)
    later = fact(ContactStated(OFFICE, replace(WAYS, phone="+996312000001")), number=2)
    again = CONTACTS.evolve(state, later, state.id)
    assert again is not None
    assert again.ways.phone == "+996312000001"
    elsewhere = fact(ContactStated(DESK, WAYS), number=2)
    assert CONTACTS.evolve(state, elsewhere, state.id) == state


@pytest.mark.parametrize(
    ("node", "actor"), [("UZ", OPERATOR), ("KG", OSH), ("KG", Actor("", "x", "x", "carrier"))]
)
def test_nobody_else_is_believed(node: str, actor: Actor) -> None:
    said = fact(ContactStated(OFFICE, replace(WAYS, phone="+998000000001")), node, actor, 2)
    assert CONTACTS.fold(contact_id(OFFICE), [said]) is None
    heard = CONTACTS.evolve(stated(), said, contact_id(OFFICE))
    assert heard is not None
    assert (heard.ways, heard.unheard) == (WAYS, (f"{node}:2",))


def test_one_that_was_withdrawn_says_nothing_until_it_is_stated_anew() -> None:
    gone = fact(ContactWithdrawn(), number=2)
    assert told(stated(), WithdrawContact()) == (ContactWithdrawn(),)
    state = CONTACTS.evolve(stated(), gone, contact_id(OFFICE))
    assert state is not None
    assert not state.holds
    assert CONTACTS.listings(state, "KG") == ()
    assert told(state, WithdrawContact()) == refuse("contact_withdrawn")
    assert told(None, WithdrawContact()) == refuse("contact_unknown")
    again = CONTACTS.evolve(state, fact(ContactStated(OFFICE, WAYS), number=3), state.id)
    assert again is not None
    assert again.holds


def test_whoever_signed_in_may_know_of_it_and_it_takes_no_part_in_desks() -> None:
    state = stated()
    assert CONTACTS.sees(OSH, state)
    assert not CONTACTS.sees(Actor(), state)
    assert CONTACTS.keys(state, "KG") == (TO_ALL,)
    assert CONTACTS.keys(state, "UZ") == ()
    assert CONTACTS.found_by(state, "KG").desks == frozenset()
    assert CONTACTS.clash(state, CONTACTS.told[ContactWithdrawn], fact(ContactWithdrawn())) == state


@pytest.mark.parametrize(
    ("account", "name", "fits"),
    [
        ("GB82WEST12345698765432", "Treasury", True),
        ("GB82WEST12345698765433", "Treasury", False),
        ("GB82WEST12345698765432", " ", False),
        ("0000000000000001", "Treasury", True),
        ("ACCOUNT1", "Treasury", False),
    ],
)
def test_an_account_can_be_paid_to(account: str, name: str, fits: bool) -> None:
    ways = replace(WAYS, account=account, account_name=name)
    refused = refuse("contact_account", "/ways/account")
    expected = (ContactStated(DESK, ways),) if fits else refused
    assert told(None, StateContact(DESK, ways), DESK) == expected


def test_an_iban_has_its_check_digits() -> None:
    assert iban_of("GB", "WEST12345698765432") == "GB82WEST12345698765432", "of the standard"
