"""Rules of seals: their number, and that each is one of a kind."""

from collections.abc import Iterable

from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of


class C0569(Rule):
    """Seals are listed when, and only when, their number is above 0."""

    code = "C0569"
    text = N_("The number of seals is {count}, but {listed} are listed.")
    remedy = N_("List every seal, or give 0 as their number when there are none.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, box in enumerate(dossier.consignment.equipment):
            if bool(box.seal_count) != bool(box.seals):
                at = f"/consignment/equipment/{index}/seals"
                yield at, {"count": str(box.seal_count), "listed": str(len(box.seals))}


class R0106(Rule):
    """The number of seals is that of the seals listed."""

    code = "R0106"
    text = N_("The number of seals is {count}, but {listed} are listed.")
    remedy = N_("Correct the number of seals or the list of seals.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, box in enumerate(dossier.consignment.equipment):
            listed = len(box.seals)
            if listed and box.seal_count and listed != box.seal_count:
                at = f"/consignment/equipment/{index}/seal_count"
                yield at, {"count": str(box.seal_count), "listed": str(listed)}


class R0107(Rule):
    """A seal has its number for itself alone."""

    code = "R0107"
    text = N_("The seal {seal} is listed twice.")
    remedy = N_("Correct the number of one of the two seals.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        seen: set[str] = set()
        for index, box in enumerate(dossier.consignment.equipment):
            for position, seal in enumerate(box.seals):
                number = mark_of(seal)
                if number in seen:
                    yield f"/consignment/equipment/{index}/seals/{position}", {"seal": seal}
                seen.add(number)


class R0448(Rule):
    """Transport equipment that is no container is declared for the sake of its seals."""

    code = "R0448"
    text = N_("Equipment without a container number needs at least one seal.")
    remedy = N_("Give the container number or the seals, or leave the equipment out.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, box in enumerate(dossier.consignment.equipment):
            if not box.container and not box.seal_count:
                yield f"/consignment/equipment/{index}/seal_count", {}
