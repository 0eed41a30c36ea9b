"""Whether a permit that was given apart from a dossier names the dossier's goods.

Goods are compared by the digits of the Harmonised System that all states share. Where a code is
missing on either side nothing can be told by rule: an officer compares them and says so.
"""

from typing import Any, Final, NamedTuple

from corridor.domain.consignment import Dossier, items_of, plates_of
from corridor.domain.needs import Ask, Look
from corridor.domain.permit_types.request import PermitGoods
from corridor.domain.permits.state import Permit

HS_SHARED: Final = 6
"""Digits that mean the same in every state; further ones are national."""


class Load(NamedTuple):
    """A dossier as permits are held against it: its vehicles, and its goods."""

    plates: tuple[str, ...]
    dossier: Dossier


def load_of(dossier: Dossier) -> Load:
    """The dossier as it was declared."""
    return Load(plates_of(dossier), dossier)


class Compared(NamedTuple):
    """Numbers of items: those that the permit does not name, and those of which nobody knows."""

    others: tuple[int, ...]
    unclear: tuple[int, ...]


def compared(permit: Permit, numbers: tuple[int, ...], dossier: Dossier) -> Compared:
    """The items of these declaration numbers, held against the goods of the permit."""
    codes = [line.hs for line in permit.request.goods]
    is_told = bool(codes) and all(codes)
    others: list[int] = []
    unclear: list[int] = []
    for item in items_of(dossier):
        number = item.declaration_number
        if number in numbers and not any(_is_one(code, item.hs) for code in codes):
            (others if is_told and item.hs else unclear).append(number)
    return Compared(tuple(others), tuple(unclear))


def _is_one(code: str, other: str) -> bool:
    """Whether two codes may be of the same goods, as far as both go."""
    digits = min(len(code), len(other), HS_SHARED)
    return digits > 0 and code[:digits] == other[:digits]


def other_goods(permit: Permit, numbers: tuple[int, ...], dossier: Dossier) -> tuple[int, ...]:
    """Items that need it and are surely not its goods: also those of a dossier that was amended
    since. One that names none is for any.
    """
    if not permit.request.goods or not numbers:
        return ()
    return compared(permit, numbers, dossier).others


def names_all(permit: Permit, wanted: tuple[PermitGoods, ...]) -> bool:
    """Whether it may be for all these goods, as far as codes tell."""
    codes = [line.hs for line in permit.request.goods]
    if not codes or not all(codes):
        return True
    return all(not one.hs or any(_is_one(code, one.hs) for code in codes) for one in wanted)


class _DossierNamed:
    """What was declared for the dossier that a command names; None where it is not known here."""

    def gather(self, look: Look, ask: Ask) -> Dossier | None:
        """Of whatever holds it."""
        state: Any = look.state(ask.said.dossier)
        found = getattr(state, "dossier", None)
        return found if isinstance(found, Dossier) else None


DOSSIER_NAMED: Final = _DossierNamed()
