"""Rules of numbering: what is repeated is counted 1, 2, 3 and so on."""

from collections.abc import Iterable

from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_

ITEMS_MAX = 1999


class R0007(Rule):
    """The goods items of all house consignments together are numbered 1, 2, 3 and so on."""

    code = "R0007"
    text = N_("The goods item has number {given} in the declaration, {expected} was expected.")
    remedy = N_("Number all goods items of the declaration 1, 2, 3 … without gaps.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        expected = 0
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                expected += 1
                if item.declaration_number != expected:
                    at = item_at(index, position) + "/declaration_number"
                    yield at, {"given": str(item.declaration_number), "expected": str(expected)}
                    return


class R0988(Rule):
    """The goods items of each house consignment are numbered 1, 2, 3 and so on."""

    code = "R0988"
    text = N_("The goods item has number {given} in its consignment, {expected} was expected.")
    remedy = N_("Number the goods items of each consignment 1, 2, 3 … without gaps.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if item.number != position + 1:
                    at = item_at(index, position) + "/number"
                    yield at, {"given": str(item.number), "expected": str(position + 1)}
                    break


class R0987(Rule):
    """Every repeated group of data is numbered 1, 2, 3 and so on."""

    code = "R0987"
    text = N_("The sequence number is {given}, {expected} was expected.")
    remedy = N_("Number the repeated parts 1, 2, 3 … without gaps.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        consignment = dossier.consignment
        yield from _out_of_order("houses", (house.number for house in consignment.houses))
        yield from _out_of_order("equipment", (box.number for box in consignment.equipment))


def _out_of_order(group: str, numbers: Iterable[int]) -> Iterable[Finding]:
    """The first number that breaks the order: those after it follow from it."""
    for position, number in enumerate(numbers):
        if number != position + 1:
            at = f"/consignment/{group}/{position}/number"
            yield at, {"given": str(number), "expected": str(position + 1)}
            return


class G0005(Rule):
    """A declaration holds at most 1,999 goods items."""

    code = "G0005"
    text = N_("The declaration has {given} goods items; at most {limit} are possible.")
    remedy = N_("Divide the goods into several declarations.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        count = sum(len(house.items) for house in dossier.consignment.houses)
        if count > ITEMS_MAX:
            yield "/consignment/houses", {"given": str(count), "limit": str(ITEMS_MAX)}
