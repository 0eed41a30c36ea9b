"""Customs territories, their frontiers, and the controls that stand at them."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Literal

import msgspec

Control = Literal["customs", "transport", "veterinary", "plant", "sanitary", "migration"]

_EAEU = "AM BY KZ KG RU"
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

_TIR = """
AE AF AL AM AR AZ BA BY CA CH CL CN DZ EG GB GE ID IL IN IQ IR JO KG KR KW KZ LB LR MA MD ME MK MN
NO OM PK PS QA RS RU SA SO SY TJ TM TN TR UA US UY UZ XI
"""

UNIONS = MappingProxyType({"EAEU": frozenset(_EAEU.split()), "EU": frozenset(_EU.split())})
"""Customs territories of several states, by code; every other state is a territory of its own."""

TIR_STATES = UNIONS["EU"] | frozenset(_TIR.split())
"""States that are bound by the TIR Convention, 1975 (78 parties by the list of the depositary, the
union one of them), and Northern Ireland, which declarations name apart. Whether an association
guarantees for operations that begin in one of them, its customs knows.
"""

_TERRITORY_OF_MEMBER = MappingProxyType(
    {country: union for union, members in UNIONS.items() for country in members}
)


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state: names as its officials write them, and the time zone shown for its offices."""

    code: str
    name_en: str
    name_ru: str
    time_zone: str

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


class BorderControls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The controls at the border of two states from one day to another, both included."""

    countries: tuple[str, str]
    controls: tuple[Control, ...]
    valid_from: str
    valid_to: str | None


def territory_of(country: str) -> str:
    """The customs territory of a state: ``EAEU`` for KG, ``UZ`` for UZ."""
    return _TERRITORY_OF_MEMBER.get(country, country)


def is_customs_frontier(country_a: str, country_b: str) -> bool:
    """Whether goods that go from one state to the other leave a customs territory."""
    return territory_of(country_a) != territory_of(country_b)


class ContractingParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party to the Convention on a common transit procedure (1987), with its dates.

    ``party`` is a country or a union (``EU``).
    """

    party: str
    valid_from: str
    valid_to: str | None


def is_common_transit(parties: Iterable[ContractingParty], country: str, on_date: str) -> bool:
    """Whether a state applied common transit on a day (ISO date)."""
    names = {country, territory_of(country)}
    return any(party.party in names and _applies(party, on_date) for party in parties)


def _applies(party: ContractingParty, on_date: str) -> bool:
    return party.valid_from <= on_date and (party.valid_to is None or on_date <= party.valid_to)
