"""What a row that was filed brings into the books: what its dossier names, and its driver."""

from collections.abc import Iterator

from corridor.domain.books.entries import Driver
from corridor.domain.books.filed import entries_in
from corridor.domain.movement.state import Movement
from corridor.web.batches.model import Row
from corridor.web.services import Services
from corridor.web.views.books.gathering import Found


def named_in(row: Row, services: Services) -> Iterator[Found]:
    """The dossier has no place that is the driver's own; the table said who it is."""
    state = services.queries.get(row.id).state
    if not isinstance(state, Movement):
        return
    for book, entry in entries_in(state.dossier):
        yield state.dossier.lrn, book, entry
    if name := row.cells.get("driver", ""):
        driver = Driver(name, phone=row.cells.get("driver_phone", ""))
        yield state.dossier.lrn, "drivers", driver
