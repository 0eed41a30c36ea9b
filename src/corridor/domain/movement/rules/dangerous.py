"""Goods that are dangerous by what they are: their UN number has to be named."""

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.goods import Goods
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_

USUALLY: Final = MappingProxyType(
    {
        "220710": "1170",
        "271012": "1203",
        "2711": "1075",
        "280110": "1017",
        "280410": "1049",
        "280440": "1072",
        "280511": "1428",
        "280610": "1789",
        "2807": "1830",
        "2808": "2031",
        "281410": "1005",
        "281511": "1823",
        "281512": "1824",
        "282911": "1495",
        "284910": "1402",
        "290220": "1114",
        "290230": "1294",
        "290511": "1230",
        "310230": "1942",
        "3601": "0027",
        "3602": "0081",
        "360410": "0336",
        "3605": "1944",
        "850650": "3090",
        "850760": "3480",
    }
)
"""Headings and subheadings of the Harmonized System whose words name dangerous goods alone → the UN
number that these travel under most often. Chosen here; no official list says so."""


class G0300(Rule):
    """Dangerous goods name their UN number. Where the code of goods says what they are, that is
    seen; of all other goods the declarant alone knows, so that nothing is refused by it.
    """

    code = "G0300"
    text = N_("Goods of code {given} are dangerous goods as a rule, and no UN number is named.")
    remedy = N_(
        "Give the UN number of the dangerous goods note (often {un}), or leave it out where these "
        "goods are exempt."
    )

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return any(map(_un_of, goods.hs))

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                number = "" if item.dangerous_goods else _un_of(item.hs)
                if number:
                    at = f"{item_at(index, position)}/dangerous_goods"
                    yield at, {"given": item.hs[:6], "un": number}


@lru_cache(maxsize=10_000)
def _un_of(hs: str) -> str:
    """Remembered, since the same few thousand codes come again and again."""
    return next((USUALLY[hs[:n]] for n in (6, 4) if hs[:n] in USUALLY), "")
