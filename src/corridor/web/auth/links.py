"""One-time links: whoever opens one sets the password of one account, once and for a while.

Document kind `password-link`, id = SHA-256 of the link's code, owner = login. The code itself is
kept nowhere, and stands in the address behind a question mark, which no log of ours writes.
"""

import hashlib
import secrets
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.engine.hlc import instant, to_ms
from corridor.engine.jobs import Note
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import ACCOUNT, Account, account_document, account_in, find_account
from corridor.web.auth.roster import changed
from corridor.web.auth.signed_in import EndSessions

LINK: Final = "password-link"
LINK_HOURS: Final = 72
_LINKS_MAX: Final = 100
_CODE_LETTERS_MAX: Final = 100


class Link(msgspec.Struct, frozen=True):
    """Until when it opens."""

    until: str


def new_code() -> str:
    """256 bits that go into the link."""
    return secrets.token_urlsafe(32)


def link_id(code: str) -> str:
    """What a code is filed under."""
    return hashlib.sha256(code[:_CODE_LETTERS_MAX].encode()).hexdigest()


def give_link(unit: Unit, login: str, id: str) -> None:
    """Let a link open the account from now on; earlier ones of it do so no more."""
    forget_links(unit, login)
    until = instant(to_ms(unit.now()) + LINK_HOURS * 3_600_000)
    body = msgspec.json.encode(Link(until))
    unit.tx.put_document(LINK, Document(id, login, unit.now(), body))


def forget_links(unit: Unit, login: str) -> None:
    """No link opens the account any more."""
    for document in unit.tx.documents(LINK, login, _LINKS_MAX):
        unit.tx.delete_document(LINK, document.id)


class UseLink(msgspec.Struct, frozen=True):
    """Set the password that whoever opened the link chose; None where the link opens nothing."""

    id: str
    hash: str

    def run(self, unit: Unit) -> Account | None:
        """Once: the link is gone with it, and so are the sessions of before."""
        found = unit.tx.document(LINK, self.id)
        if found is None or not _opens(found, unit.now()):
            return None
        kept = unit.tx.document(ACCOUNT, found.owner)
        if kept is None or account_in(kept).closed:
            return None
        forget_links(unit, found.owner)
        after = replace(account_in(kept), hash=self.hash)
        unit.tx.put_document(ACCOUNT, account_document(after, unit.now()))
        EndSessions(after.login).run(unit)
        Note(changed(after, "password"), after.actor()).run(unit)
        return after


def account_of_link(queries: Queries, code: str, now: str) -> Account | None:
    """Whose password the link sets; None where it opens nothing."""
    found = queries.document(LINK, link_id(code))
    return find_account(queries, found.owner) if found and _opens(found, now) else None


def _opens(link: Document, now: str) -> bool:
    return now < msgspec.json.decode(link.body, type=Link).until
