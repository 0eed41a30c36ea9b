"""Rules of containers and other transport equipment."""

from collections.abc import Iterable

from corridor.domain.codes import as_issued, check_container
from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.rule import PHASE_6, Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of


class C0823(Rule):
    """Goods in containers name the transport equipment they travel in (also C0872)."""

    code = "C0823"
    text = N_("The goods are declared as containerised, but no container is given.")
    remedy = N_("Add the container, or declare that the goods do not travel in containers.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.containerised and not dossier.consignment.equipment:
            yield "/consignment/equipment", {}


class C0055(Rule):
    """Container numbers are given when, and only when, the goods travel in containers."""

    code = "C0055"
    text = N_("The container numbers do not fit the answer whether the goods are containerised.")
    remedy = N_(
        "Give at least one container number for containerised goods, and none for any other."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        equipment = dossier.consignment.equipment
        if dossier.consignment.containerised:
            if equipment and not any(box.container for box in equipment):
                yield "/consignment/equipment/0/container", {}
            return
        for index, box in enumerate(equipment):
            if box.container:
                yield f"/consignment/equipment/{index}/container", {}


class C0670(Rule):
    """With several pieces of equipment, each one says which goods are in it."""

    code = "C0670"
    valid_from = PHASE_6
    text = N_("It is not said which goods items travel in this equipment.")
    remedy = N_("List the goods items that are in it.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        equipment = dossier.consignment.equipment
        if len(equipment) < 2:
            return
        for index, box in enumerate(equipment):
            if not box.goods:
                yield f"/consignment/equipment/{index}/goods", {}


class C0670Phase5(C0670):
    """Until phase 6 a single piece of equipment that is no container said its goods as well."""

    valid_from = Rule.valid_from
    valid_to = "2025-08-31"

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        equipment = dossier.consignment.equipment
        if len(equipment) == 1 and not equipment[0].container and not equipment[0].goods:
            yield "/consignment/equipment/0/goods", {}
        yield from super().check(dossier, reference)


class G0006(Rule):
    """The goods in a piece of equipment are named by their number in the declaration.

    NCTS calls this a guideline and accepts declarations that do otherwise: a warning.
    """

    code = "G0006"
    text = N_("There is no goods item {number} in the declaration.")
    remedy = N_("Name goods items by their number in the declaration.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        equipment = dossier.consignment.equipment
        if not any(box.goods for box in equipment):
            return
        houses = dossier.consignment.houses
        known = {item.declaration_number for house in houses for item in house.items}
        for index, box in enumerate(equipment):
            for position, number in enumerate(box.goods):
                if number not in known:
                    at = f"/consignment/equipment/{index}/goods/{position}"
                    yield at, {"number": str(number)}


class DTC01(Rule):
    """A container is declared once."""

    code = "DTC01"
    text = N_("The container {container} is listed twice.")
    remedy = N_("Correct one of the numbers, or put its seals and goods together in one entry.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        equipment = dossier.consignment.equipment
        if len(equipment) < 2:
            return
        seen: set[str] = set()
        for index, box in enumerate(equipment):
            number = mark_of(box.container)
            if number in seen:
                yield f"/consignment/equipment/{index}/container", {"container": box.container}
            elif number:
                seen.add(number)


class ISO6346(Rule):
    """A container number carries a check digit, and so does the ILU code of a swap body or a
    semi-trailer (EN 13044-1). Boxes of other marks do travel: only a warning.
    """

    code = "ISO6346"
    text = N_("{container} is not a container number with a right check digit.")
    remedy = N_("Compare it with the number on the container; if it is painted so, go on.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, box in enumerate(dossier.consignment.equipment):
            number = as_issued("container", box.container)
            if number and not check_container(number).ok:
                yield f"/consignment/equipment/{index}/container", {"container": box.container}
