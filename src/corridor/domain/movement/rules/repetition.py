"""What is said of every part although it holds for the whole: said once, it is easier to amend."""

from collections.abc import Iterable, Sequence

from corridor.domain.consignment import Dossier, House, Item, items_of
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_

_COUNTRIES_AND_UCR = ("country_of_dispatch", "country_of_destination", "ucr")


class R0506(Rule):
    """What is the same in all house consignments is said once, of the whole."""

    code = "R0506"
    text = N_("All house consignments say the same here.")
    remedy = N_("Give it once, for the whole consignment.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        houses = dossier.consignment.houses
        for field in ("consignor", "consignee", *_COUNTRIES_AND_UCR):
            if _is_repeated(houses, field):
                yield f"/consignment/houses/0/{field}", {}


class R0507(Rule):
    """What is the same in all goods items is said once, above them."""

    code = "R0507"
    text = N_("All goods items say the same here.")
    remedy = N_("Give it once, for the whole consignment.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        items = items_of(dossier)
        for field in (*_COUNTRIES_AND_UCR, "declaration_type"):
            if _is_repeated(items, field):
                yield f"{item_at(0, 0)}/{field}", {}


def _is_repeated(parts: Sequence[House] | Sequence[Item], field: str) -> bool:
    """Whether several parts all have the field, with one value."""
    first = getattr(parts[0], field)
    return len(parts) > 1 and bool(first) and all(getattr(p, field) == first for p in parts)
