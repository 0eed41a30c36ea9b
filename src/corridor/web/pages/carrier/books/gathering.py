"""The books are filled from what the firm sent, one dossier or all that it can look back on."""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.books.filed import entries_in
from corridor.domain.consignment import Dossier
from corridor.domain.movement.state import Movement
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import services_of
from corridor.web.views.books.gathering import enter
from corridor.web.views.books.kept import AnyRequest

DOSSIERS_MAX: Final = 500
"""Earlier dossiers that are looked through at once, the newest first."""
_PAGE: Final = 100


async def take_over(request: AnyRequest, dossiers: Iterable[tuple[str, Dossier]]) -> int:
    """Enter what these dossiers, by their references, name for the first time; how many entries."""
    found = (
        (reference, book, entry)
        for reference, dossier in dossiers
        for book, entry in entries_in(dossier)
    )
    return await enter(services_of(request), account_of(request), found)


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
