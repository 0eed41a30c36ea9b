"""What a cross-field rule is: a small class with its official code.

A rule looks at a whole dossier and yields what it objects to: a pointer inside the dossier and
the arguments of its text. It holds from `valid_from` to `valid_to`, both days included; the set
in force on the movement's decisive date is the one that counts, not today's. When a rule changes,
the old class keeps its code and gets a `valid_to`, and the new one begins the day after.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.goods import Goods
from corridor.domain.reference import Reference

Finding = tuple[str, dict[str, str]]

PHASE_5 = "2023-11-01"
"""First day on which NCTS phase 5 messages could be lodged; the rules named here begin then."""
PHASE_6 = "2025-09-01"
"""First day on which all of NCTS speaks phase 6."""


class Rule:
    """Base of all rules. The docstring of a rule is its reason, in plain words."""

    code: ClassVar[str]
    valid_from: ClassVar[str] = PHASE_5
    valid_to: ClassVar[str] = ""
    text: ClassVar[str]
    remedy: ClassVar[str]
    always_looks: ClassVar[bool] = True
    """Whether it is asked whatever the goods are: it does not say itself what it looks at."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.always_looks = cls.may_object is Rule.may_object

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        """Whether there is anything in the goods that it looks at; if not, it is not asked."""
        return True

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        """What this rule objects to; nothing when the dossier is right."""
        raise NotImplementedError

    @classmethod
    def in_force(cls, on_date: str) -> bool:
        """Whether the rule holds on a day (ISO date)."""
        return cls.valid_from <= on_date and (not cls.valid_to or on_date <= cls.valid_to)


@lru_cache(maxsize=10_000)
def milligrams(kilograms: str) -> int:
    """A mass as an exact integer: quicker than Decimal, and masses have at most six decimals."""
    whole, _, fraction = kilograms.partition(".")
    return int((whole or "0") + fraction.ljust(6, "0"))


def item_at(house: int, item: int) -> str:
    """The pointer of a goods item by its places in the lists, from 0."""
    return f"/consignment/houses/{house}/items/{item}"
