"""What rows of permits show, to their carrier and to their authority."""

from collections.abc import Mapping

from corridor.domain.days import day_at
from corridor.domain.facts import Actor, home_of
from corridor.domain.permits.listings import summary
from corridor.domain.permits.state import Permit
from corridor.domain.permits.tables import marks
from corridor.engine.queries import ListedRow
from corridor.web import cells
from corridor.web.cells import Cell
from corridor.web.labels.labels import kind_of_status
from corridor.web.listing.of_movements import goods_cell
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.dossier_number import dossier_number, own_number

UNDECIDED = ("applied", "information_requested")


def found_permit(permit: Permit, actor: Actor) -> tuple[ListedRow, tuple[str, ...]]:
    """A permit that was found as lists show it."""
    orders = (permit.due_at, permit.request.holder.name, permit.updated_at)
    return ListedRow(permit.id, *orders, summary(permit), permit.applied_at), marks(permit)


class PermitCells:
    """One method for each column that lists of permits have."""

    def __init__(self, reader: Reader, where: str, services: Services) -> None:
        self._reader = reader
        self._where = where
        self._services = services

    def permit(self, row: ListedRow) -> Cell:
        data, names = row.data, self._reader.names
        what = f"{self._kind(row)}, {names.country(data['country'])}"
        return cells.link(what, f"/carrier/permits/{row.subject}")

    def authority(self, row: ListedRow) -> Cell:
        return cells.text(self._reader.names.authority(row.data["authority"]))

    def dossier(self, row: ListedRow) -> Cell:
        """Its number, which leads to the dossier or to its draft."""
        dossier = row.data["dossier"]
        if not dossier:
            return cells.text(self._reader.words("apart from a dossier"))
        number, is_draft = own_number(self._services, dossier, row.data["lrn"])
        return cells.link(number, f"/carrier/{'drafts' if is_draft else 'dossiers'}/{dossier}")

    def vehicle(self, row: ListedRow) -> Cell:
        return cells.lines(row.data["plates"], self._reader.words("for the goods"))

    def number(self, row: ListedRow) -> Cell:
        return cells.text(row.data["number"])

    def valid(self, row: ListedRow) -> Cell:
        first, last = row.data["valid_from"], row.data["valid_to"]
        return cells.text(self._reader.formats.days(first, last))

    def goods(self, row: ListedRow) -> Cell:
        return goods_cell(row.data, self._reader)

    def border(self, row: ListedRow) -> Cell:
        return cells.text(self._reader.names.office(row.data.get("entry_office", "")))

    def state(self, row: ListedRow) -> Cell:
        status = row.data["status"]
        return cells.tags([(self._reader.labels(status, "permit_status"), kind_of_status(status))])

    def due(self, row: ListedRow) -> Cell:
        return self._day(row.due, row.data["country"], row.data["status"])

    def since(self, row: ListedRow) -> Cell:
        return self._at(row.data["applied_at"])

    def updated(self, row: ListedRow) -> Cell:
        return self._at(row.updated)

    def _day(self, due: str, where: str, status: str) -> Cell:
        """The day at the authority by which it decides; a decision has none any more."""
        if status not in UNDECIDED:
            return cells.text("")
        return cells.at(day_at(due, where), where, self._reader)

    def _at(self, value: str) -> Cell:
        return cells.at(value, self._where, self._reader)

    def _kind(self, row: ListedRow) -> str:
        return self._reader.labels(row.data["kind"], "permit_kind")


class AuthorityCells(PermitCells):
    """As the officer of an authority reads them."""

    def __init__(
        self, reader: Reader, where: str, services: Services, people: Mapping[str, str]
    ) -> None:
        super().__init__(reader, where, services)
        self._people = people

    def officer(self, row: ListedRow) -> Cell:
        return cells.officer(row.data, self._people)

    def permit(self, row: ListedRow) -> Cell:
        return cells.text(self._kind(row), row.data["number"])

    def holder(self, row: ListedRow) -> Cell:
        home = self._reader.names.country(home_of(row.subject))
        name = cells.name(row.data["holder"], self._reader)
        return name._replace(kind="link", href=f"/permits/{row.subject}", note=home)

    def dossier(self, row: ListedRow) -> Cell:
        return cells.text(dossier_number(self._services, row.data["dossier"], row.data["lrn"]))

    def route(self, row: ListedRow) -> Cell:
        return cells.text(" → ".join(row.data["countries"]))

    def due(self, row: ListedRow) -> Cell:
        """By when to decide, or when it was decided."""
        _, data = self._reader.words, row.data
        if data["status"] not in UNDECIDED:
            return self._at(data["decided_at"])._replace(note=_("decided"))
        is_late = data["status"] == "applied" and row.due < self._services.now()
        due = self._day(row.due, self._where, data["status"])
        return due._replace(alarms=(_("late"),) if is_late else ())

    def state(self, row: ListedRow) -> Cell:
        _, data = self._reader.words, row.data
        word = status_word(data["status"], self._reader)
        times, awaits = data["applications"], data.get("awaits", "")
        note = _("application no. %(n)s", n=times) if times > 1 else ""
        if awaits:
            said = self._reader.labels(awaits, "permit_await")
            note = f"{note}; {said}" if note else said
        return cells.tags([(word, kind_of_status(data["status"]))], note=note)


def status_word(status: str, reader: Reader) -> str:
    """A status as the authority says it: to the carrier it waits for "your answer"."""
    if status == "information_requested":
        return reader.words("Waiting for the carrier")
    return reader.labels(status, "permit_status")
