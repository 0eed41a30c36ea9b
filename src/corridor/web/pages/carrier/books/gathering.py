"""What was sent stands in the books by itself: nobody writes a truck or a party twice.

Only what is not there yet is taken: a book says what the firm wrote in it, and a dossier that was
sent with another address changes nothing. It is taken when a dossier was sent, not before: what a
draft holds may still be wrong, and what was sent has passed the rules.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.books.entries import Entry, key_of
from corridor.domain.books.filed import entries_in
from corridor.domain.consignment import Dossier
from corridor.domain.movement.state import Movement
from corridor.engine.jobs import SwapDocument
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.views.books.kept import (
    ENTRIES_MAX,
    AnyRequest,
    entries_of,
    run_all,
    swap,
)
from corridor.web.views.books.tables import TABLES

DOSSIERS_MAX: Final = 500
"""Earlier dossiers that are looked through at once, the newest first."""
_PAGE: Final = 100


async def take_over(request: AnyRequest, dossiers: Iterable[tuple[str, Dossier]]) -> int:
    """Enter what these dossiers, by their references, name for the first time; how many entries."""
    services = services_of(request)
    jobs = list(_new(request, dossiers))
    return sum(await run_all(services, jobs))


def _new(request: AnyRequest, dossiers: Iterable[tuple[str, Dossier]]) -> Iterator[SwapDocument]:
    services, org = services_of(request), actor_of(request).org
    known: dict[str, set[str]] = {}
    for reference, dossier in dossiers:
        for name, entry in entries_in(dossier):
            if name not in known:
                known[name] = {key_of(one.entry) for one in entries_of(services, org, name)}
            if _is_new(entry, known[name]):
                known[name].add(key_of(entry))
                yield swap(request, TABLES[name], None, entry, reference)


def _is_new(entry: Entry, known: set[str]) -> bool:
    return key_of(entry) not in known and len(known) < ENTRIES_MAX


def sent_before(request: AnyRequest) -> Iterator[tuple[str, Dossier]]:
    """The firm's own dossiers, as far back as is looked, the newest first."""
    services, org = services_of(request), actor_of(request).org
    left = DOSSIERS_MAX
    for lane in ("open", "closed"):
        after = ""
        while left > 0:
            page = services.queries.rows(f"carrier:{org}:{lane}", "updated", after, _PAGE, True)
            for row in page.rows:
                state = services.queries.get(row.subject).state
                if isinstance(state, Movement):
                    yield state.reference, state.dossier
            left -= len(page.rows)
            after = page.next
            if not after:
                break
