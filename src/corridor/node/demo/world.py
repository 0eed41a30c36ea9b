"""The invented world: who works where, on which node. Read from `world.json`, as data."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from corridor.domain.acts import Role
from corridor.domain.codes import make_grn
from corridor.domain.consignment import Party
from corridor.evidence.trust import BilingualName

GRN_YEAR = "26"
GUARANTEE_REFERENCE_MINOR = 150_000_000
"""1,500,000.00 EUR each: enough for every movement that the traffic has open."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the file's parts."""


class GuaranteeData(_Data, frozen=True):
    """A carrier's guarantee: the serial of its GRN, and the code that opens it."""

    serial: str
    access_code: str


class CarrierData(_Data, frozen=True):
    """A carrier, the one person who works there, and whether the live traffic may use it."""

    org: str
    name: str
    street: str
    city: str
    postcode: str
    phone: str
    login: str
    person: str
    guarantee: GuaranteeData
    in_traffic: bool


class FirmData(_Data, frozen=True):
    """A guarantor or an operator."""

    org: str
    name: str
    login: str
    person: str
    deputy: str = ""
    """Who confirms what the first one proposes."""


class NodeData(_Data, frozen=True):
    """One state: its carriers, and who sits at which desk (office or authority → names)."""

    name: BilingualName
    phones: str
    """How numbers begin that the numbering plan of the state gives to nobody."""
    carriers: tuple[CarrierData, ...]
    customs: dict[str, tuple[str, ...]]
    permits: dict[str, tuple[str, ...]]
    checkpoints: dict[str, str]
    guarantor: FirmData
    operator: FirmData
    registrar: FirmData
    seals: FirmData | None = None
    """Whoever watches navigation seals: in the states of the union."""


class World(_Data, frozen=True):
    """All six states. Everything in it is invented, and says so."""

    invented: bool
    note: BilingualName
    power_over: str
    """Why a holder took a power of attorney back."""
    nodes: dict[str, NodeData]


class Person(msgspec.Struct, frozen=True):
    """Somebody who can sign in: at an office, for an organisation, in one role."""

    login: str
    name: str
    role: Role
    org: str
    org_name: str
    office: str = ""
    leads: bool = False


@cache
def load_world() -> World:
    """The packaged world."""
    return msgspec.json.decode(files(__package__).joinpath("world.json").read_bytes(), type=World)


def people_of(node: str) -> tuple[Person, ...]:
    """Everybody who can sign in at a node, carriers first."""
    data = load_world().nodes[node]
    operator = data.operator
    firms = [_firm(data.guarantor, "guarantor"), _firm(operator, "operator")]
    firms.append(_firm(data.registrar, "registrar"))
    firms += [_firm(data.seals, "seals")] if data.seals is not None else []
    second = Person(f"{operator.login}-2", operator.deputy, "operator", operator.org, operator.name)
    return (*_carriers(data), *_customs(node, data), *_others(node, data), *firms, second)


def _carriers(data: NodeData) -> Iterator[Person]:
    for firm in data.carriers:
        yield Person(firm.login, firm.person, "carrier", firm.org, firm.name, leads=True)


def _customs(node: str, data: NodeData) -> Iterator[Person]:
    for office, names in data.customs.items():
        for login, name in _logins("customs", office, names):
            first = name == names[0]
            yield Person(login, name, "customs", f"{node}-CUSTOMS", "", office, first)


def _logins(desk: str, place: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The login of everybody at a desk: the second one's ends in `-2`."""
    for number, name in enumerate(names, start=1):
        yield f"{desk}-{place.lower()}{f'-{number}' if number > 1 else ''}", name


def _others(node: str, data: NodeData) -> Iterator[Person]:
    for desk, names in data.permits.items():
        for login, name in _logins("permit", desk, names):
            yield Person(login, name, "permit", desk, "", desk)
    for office, name in data.checkpoints.items():
        yield Person(f"gate-{office.lower()}", name, "checkpoint", f"{node}-BORDER", "", office)


def _firm(firm: FirmData, role: Role) -> Person:
    return Person(firm.login, firm.person, role, firm.org, firm.name, leads=True)


def grn_of(node: str, carrier: CarrierData) -> str:
    """The carrier's guarantee reference number, with its check digit."""
    return make_grn(GRN_YEAR, node, carrier.guarantee.serial)


def party_of(node: str, carrier: CarrierData) -> Party:
    """The carrier as a party of a dossier."""
    return Party(
        name=carrier.name,
        id=carrier.org,
        street=carrier.street,
        city=carrier.city,
        postcode=carrier.postcode,
        country=node,
        contact=carrier.person,
        phone=carrier.phone,
    )


def carrier_of(node: str, org: str) -> CarrierData:
    """The carrier of this organisation number; KeyError where there is none."""
    for carrier in load_world().nodes[node].carriers:
        if carrier.org == org:
            return carrier
    raise KeyError(org)
