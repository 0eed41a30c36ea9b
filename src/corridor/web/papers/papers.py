"""Which sheets a paper is made of, and what its file is called."""

from collections.abc import Mapping, Sequence
from typing import Final

from corridor.domain.consignment import plates_of
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.engine.queries import ListedRow
from corridor.web.papers.both import Both
from corridor.web.papers.document import document_sheet, named
from corridor.web.papers.frame import foot
from corridor.web.papers.permit_card import permit_card
from corridor.web.papers.permit_sheet import permit_sheet
from corridor.web.papers.receipt_sheet import invoice_sheet, receipt_sheet
from corridor.web.papers.sheet import Code, Sheet
from corridor.web.papers.statement_sheet import statement_sheet
from corridor.web.papers.undischarged_sheet import undischarged_sheet
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.dossier_number import dossier_number
from corridor.web.views.drawn_codes import qr_drawing
from corridor.web.views.guarantee_statement import statement_entries
from corridor.web.views.standing import to_show

QR_MM: Final = 58
Permits = tuple[Permit, ...]


class Papers:
    """Of what stands on this node now."""

    def __init__(self, services: Services, readers: Mapping[str, Reader]) -> None:
        self._services = services
        self._both = Both(readers)

    def document(self, state: Movement, permits: Permits) -> list[Sheet]:
        """The accompanying document."""
        good = good_permits(state, permits, self._services)
        return [document_sheet(self._both, state, good, self._services.demo)]

    def permit(self, permit: Permit) -> list[Sheet]:
        """A permit that was granted, also one that is no longer in force: it says so."""
        asked = permit.request
        number = dossier_number(self._services, asked.dossier, asked.lrn)
        return [
            permit_sheet(
                self._both, permit, number, self._services.demo, self._services.types[asked.kind]
            )
        ]

    def receipt(self, permit: Permit, number: str) -> list[Sheet]:
        """The receipt of this number, the invoice where none is named; nothing where none is."""
        both, demo = self._both, self._services.demo
        if permit.fee is None:
            return []
        if not number:
            return [invoice_sheet(both, permit, permit.fee, demo)]
        mine = [one for one in permit.payments if one.receipt == number]
        return [receipt_sheet(both, permit, permit.fee, one, demo) for one in mine]

    def card(self, permit: Permit) -> list[Sheet]:
        """The same permit as a card for the wallet."""
        return [permit_card(self._both, permit, self._services.demo)]

    def statement(self, state: Guarantee) -> list[Sheet]:
        """The statement of a guarantee, as it stands now."""
        services = self._services
        entries = statement_entries(state, services)
        return [statement_sheet(self._both, state, entries, services.now(), services.demo)]

    def undischarged(self, org: str, rows: Sequence[ListedRow], is_cut: bool) -> list[Sheet]:
        """A guarantor's undischarged movements, as far as they fit a paper."""
        return [undischarged_sheet(self._both, self._services, org, rows, is_cut)]

    def all_of(self, state: Movement, permits: Permits) -> list[Sheet]:
        """All papers of the truck: first the codes that are asked for at the gate."""
        good = good_permits(state, permits, self._services)
        sheets = [self._codes(state, good)]
        if state.mrn:
            sheets += self.document(state, permits)
        for permit in good:
            sheets += self.permit(permit)
        return sheets

    def _codes(self, state: Movement, permits: Permits) -> Sheet:
        both = self._both
        own = [_code(state.mrn, both.say("Movement"), state.mrn)] if state.mrn else []
        shown = [_code(p.credential, (named(both, p), _days(both, p)), p.number) for p in permits]
        plates = ", ".join(plates_of(state.dossier))
        return Sheet(
            title=both.say("Codes to be shown"),
            reference=" · ".join(part for part in (plates, state.reference) if part),
            codes=tuple(own + shown),
            foot=foot(both, self._services.demo),
        )


def _code(text: str, lines: tuple[str, ...], number: str) -> Code:
    return Code(qr_drawing(text), QR_MM, (number, *lines))


def _days(both: Both, permit: Permit) -> str:
    return f"{both.day(permit.valid_from)} – {both.day(permit.valid_to)}"


def good_permits(state: Movement, permits: Permits, services: Services) -> Permits:
    """Those that answer what the states of the way ask for: this vehicle, these days, in force.
    What another state gave has a paper of its own.
    """
    return tuple(one for one in to_show(state, permits, services) if one.credential)
