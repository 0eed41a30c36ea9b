"""What a row that was filed brings into the books: what its dossier names."""

from collections.abc import Iterator

from corridor.domain.books.filed import entries_in
from corridor.domain.movement.state import Movement
from corridor.web.batches.model import Row
from corridor.web.services import Services
from corridor.web.views.books.gathering import Found


def named_in(row: Row, services: Services) -> Iterator[Found]:
    """Vehicles, driver, parties and goods, by the reference of the dossier."""
    state = services.queries.get(row.id).state
    if not isinstance(state, Movement):
        return
    for book, entry in entries_in(state.dossier):
        yield state.dossier.lrn, book, entry
