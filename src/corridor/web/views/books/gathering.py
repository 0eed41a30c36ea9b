"""What was sent stands in the books by itself: nobody writes a truck or a party twice.

Only what is not there yet is taken: a book says what the firm wrote in it, and a dossier that was
sent with another address changes nothing. It is taken when a dossier was sent, not before: what a
draft holds may still be wrong, and what was sent has passed the rules.
"""

from collections.abc import Iterable, Iterator

from corridor.domain.books.entries import Entry, key_of
from corridor.engine.jobs import SwapDocument
from corridor.web.auth.accounts import Account
from corridor.web.services import Services
from corridor.web.views.books.kept import ENTRIES_MAX, entries_of, kept_by, run_all
from corridor.web.views.books.tables import TABLES

Found = tuple[str, str, Entry]
"""The dossier by its reference, the book, and what it says."""


async def enter(services: Services, account: Account, found: Iterable[Found]) -> int:
    """Enter what is named for the first time, in somebody's name; how many entries."""
    return sum(await run_all(services, list(_new(services, account, found))))


def _new(services: Services, account: Account, found: Iterable[Found]) -> Iterator[SwapDocument]:
    known: dict[str, set[str]] = {}
    for reference, name, entry in found:
        if name not in known:
            known[name] = {key_of(one.entry) for one in entries_of(services, account.org, name)}
        if key_of(entry) not in known[name] and len(known[name]) < ENTRIES_MAX:
            known[name].add(key_of(entry))
            yield kept_by(services, account, TABLES[name], None, entry, reference)
