"""Fills a demo node: accounts, API tokens of the simulated actors, guarantees, powers of attorney.

Goes straight to the node's store, before its process starts; what is there is left as it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

from corridor.domain.contacts.state import Ways, contact_id, iban_of
from corridor.domain.contacts.stating import StateContact
from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.powers.ending import TakeBackPower
from corridor.domain.powers.giving import GivePower
from corridor.domain.powers.state import SCOPES
from corridor.engine.core import Job
from corridor.engine.jobs import Execute
from corridor.engine.ports import Reader
from corridor.engine.risk_book import BOOK
from corridor.node.demo.mappings import confirming, mappings_of
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.profiles import first_code, profiles_of
from corridor.node.demo.quotas import quotas_of
from corridor.node.demo.register import register_of
from corridor.node.demo.world import (
    GUARANTEE_REFERENCE_MINOR,
    Person,
    grn_of,
    load_world,
    people_of,
)
from corridor.node.settings import write_secret
from corridor.node.stopped_node import stopped_node
from corridor.node.system import present
from corridor.web.auth.accounts import ACCOUNT, TOKEN, Account, new_token, token_id
from corridor.web.auth.passwords import hash_password
from corridor.web.auth.roster import keep_account, keep_token

DEMO_PASSWORD = "corridor-demo"  # noqa: S105 - printed on the first screen
GUARANTEE_LIFE_DAYS = 730
POWER_LIFE_DAYS = 365
DEMO_BANK = "Вымышленный банк демонстрации / Invented bank of the demonstration"
COMPREHENSIVE = "1"
Tokens = dict[str, dict[str, str]]
"""Node → login → API token."""


def tokens_of(folder: Path) -> Tokens:
    """The tokens of the simulated actors, made at first use and readable by their owner alone.

    Whoever has joined the world since the folder was made gets one as well.
    """
    path = folder / "tokens.json"
    known = msgspec.json.decode(path.read_bytes(), type=Tokens) if path.exists() else {}
    made = {
        node: {p.login: known.get(node, {}).get(p.login) or new_token() for p in people_of(node)}
        for node in DEMO_NODES
    }
    if made != known:
        write_secret(path, msgspec.json.encode(made))
    return made


def fill_network(folder: Path) -> None:
    """Fill all nodes, one after the other. None of them may be running."""
    tokens = tokens_of(folder)
    for node in DEMO_NODES:
        fill_node(folder / node, tokens[node])


def fill_node(folder: Path, tokens: dict[str, str]) -> int:
    """Put what is missing into one node's store; how many things that were."""
    with stopped_node(folder) as core:
        with core.store.read() as reader:
            jobs = list(_missing(core.node, tokens, reader))
        for job in jobs:
            core.run_one(job)
        with core.store.read() as reader:
            waiting = list(confirming(core.node, reader, day_at(present(), core.node)))
        for job in waiting:
            core.run_one(job)
        return len(jobs)


def _missing(node: str, tokens: dict[str, str], reader: Reader) -> Iterator[Job]:
    now = present()
    for person in people_of(node):
        account = _account(person)
        if reader.document(ACCOUNT, person.login) is None:
            yield keep_account(account, now)
        token = tokens[person.login]
        if reader.document(TOKEN, token_id(token)) is None:
            yield keep_token(token, account, "demo", now)
    for command in guarantees_of(node, date.fromisoformat(day_at(now, node))):
        subject = f"gr-{command.grn}"
        if reader.state(subject) is None:
            yield Execute(command, _guarantor(node), subject)
    yield from (job for job in contacts_of(node) if reader.state(job.subject) is None)
    quotas = quotas_of(node, day_at(now, node))
    yield from (job for job in quotas if reader.state(job.subject) is None)
    yield from (job for job in register_of(node) if reader.state(job.subject) is None)
    mappings = mappings_of(node, day_at(now, node))
    yield from (job for job in mappings if reader.state(job.subject) is None)
    if reader.document(BOOK, first_code(node)) is None:
        yield from profiles_of(node)
    if reader.state(_power_id(node, 1)) is None:
        yield from powers_of(node, day_at(now, node))


def _account(person: Person) -> Account:
    return Account(
        login=person.login,
        name=person.name,
        org=person.org,
        role=person.role,
        office=person.office,
        org_name=person.org_name,
        hash=_password_hash(),
        leads=person.leads,
    )


@cache
def _password_hash() -> str:
    """One hash for all: everybody in the demo has the same password, and it is no secret."""
    return hash_password(DEMO_PASSWORD)


def guarantees_of(node: str, today: date) -> Iterator[RegisterGuarantee]:
    """What the guarantor of a node registers: one comprehensive guarantee for each carrier."""
    for carrier in load_world().nodes[node].carriers:
        yield RegisterGuarantee(
            grn=grn_of(node, carrier),
            holder=carrier.org,
            kind=COMPREHENSIVE,
            reference_minor=GUARANTEE_REFERENCE_MINOR,
            currency="EUR",
            valid_from=today.isoformat(),
            valid_to=(today + timedelta(days=GUARANTEE_LIFE_DAYS)).isoformat(),
            access_code=carrier.guarantee.access_code,
        )


def powers_of(node: str, today: str) -> Iterator[Execute]:
    """The first carrier is a broker for two others: by a power in force, and one taken back."""
    broker, *holders = load_world().nodes[node].carriers
    last = (date.fromisoformat(today) + timedelta(days=POWER_LIFE_DAYS)).isoformat()
    for number, holder in enumerate(holders[:2], start=1):
        actor = Actor(office="", org=holder.org, person=holder.login, role="carrier")
        given = GivePower(broker.org, SCOPES, today, last, holder.name, broker.name)
        yield Execute(given, actor, _power_id(node, number))
        if number > 1:
            yield Execute(TakeBackPower(load_world().power_over), actor, _power_id(node, number))


def contacts_of(node: str) -> Iterator[Execute]:
    """How the desks of a state are reached: with numbers and addresses that nobody can have."""
    data = load_world().nodes[node]
    actor = Actor(office="", org=data.operator.org, person=data.operator.login, role="operator")
    for number, place in enumerate((*data.permits, *data.customs), start=1):
        ways = Ways(
            phone=f"{data.phones}{number:04d}",
            mail=f"{place.lower()}@{node.lower()}.example",
            days="every" if place in data.customs else "workdays",
            opens="00:00" if place in data.customs else "09:00",
            closes="24:00" if place in data.customs else "18:00",
            languages=("ru", "en"),
            invented=True,
            **_account_of(node, place, number),
        )
        yield Execute(StateContact(place, ways), actor, contact_id(place))


def _account_of(node: str, place: str, number: int) -> dict[str, str]:
    """Where fees of an authority would be paid: at a bank that nobody has, in an account of noughts
    with right check digits where the state's accounts are IBANs.
    """
    data = load_world().nodes[node]
    if place not in data.permits:
        return {}
    ibans = {"KZ": f"000{number:013d}", "AZ": f"DEMO{number:020d}", "GE": f"DM{number:016d}"}
    base = ibans.get(node)
    account = iban_of(node, base) if base else f"{number:016d}"
    return {"account": account, "account_name": place, "bank": DEMO_BANK}


def _power_id(node: str, number: int) -> str:
    return f"pa-{node}-00000000DEMP{number:05d}"


def _guarantor(node: str) -> Actor:
    firm = load_world().nodes[node].guarantor
    return Actor(office="", org=firm.org, person=firm.login, role="guarantor")
