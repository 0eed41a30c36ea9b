"""Accounts and tokens as work for the engine: kept, and forgotten with all that belongs to them."""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.jobs import Note, PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.records import AccountChanged
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import (
    ACCOUNT,
    FACTOR,
    PASSKEY,
    TOKEN,
    Account,
    Token,
    account_document,
    account_in,
    token_document,
    token_in,
)
from corridor.web.auth.signed_in import EndSessions

TOKENS_MAX: Final = 100_000


class KeptToken(msgspec.Struct, frozen=True):
    """What is known of a token: what for, and since when. The token itself is kept nowhere."""

    purpose: str
    made: str


class ForgetTokens(msgspec.Struct, frozen=True):
    """Make all tokens of an account worthless; gives their number."""

    account: Account

    def run(self, unit: Unit) -> int:
        """Delete them."""
        found = unit.tx.documents(TOKEN, self.account.org, TOKENS_MAX)
        ids = [document.id for document in found if _login_of(document) == self.account.login]
        for id in ids:
            unit.tx.delete_document(TOKEN, id)
        return len(ids)


class ForgetAccount(msgspec.Struct, frozen=True):
    """Forget a person with all tokens, in one transaction; gives the number of tokens."""

    account: Account

    def run(self, unit: Unit) -> int:
        """What is left behind would open whatever account gets this login next."""
        count = ForgetTokens(self.account).run(unit)
        EndSessions(self.account.login).run(unit)
        forget_second(unit, self.account.login)
        unit.tx.delete_document(ACCOUNT, self.account.login)
        return count


def forget_second(unit: Unit, login: str) -> None:
    """Of a second factor nothing is left: neither codes nor passkeys."""
    for document in unit.tx.documents(PASSKEY, login, TOKENS_MAX):
        unit.tx.delete_document(PASSKEY, document.id)
    unit.tx.delete_document(FACTOR, login)


class AmendAccount(msgspec.Struct, frozen=True):
    """Change what is known of a person and say so in the log; False where there is no such one.

    `what`: as `AccountChanged` names it; without it nothing is said. `ends_sessions`: all of them.
    """

    login: str
    changes: dict[str, Any]
    actor: Actor
    what: str = ""
    ends_sessions: bool = False
    proposed_by: str = ""

    def run(self, unit: Unit) -> bool:
        """The account as it is now, with the changes."""
        found = unit.tx.document(ACCOUNT, self.login)
        if found is None:
            return False
        after = replace(account_in(found), **self.changes)
        unit.tx.put_document(ACCOUNT, account_document(after, unit.now()))
        if self.ends_sessions:
            EndSessions(self.login).run(unit)
        if self.what:
            Note(changed(after, self.what, self.proposed_by), self.actor).run(unit)
        return True


def changed(account: Account, what: str, proposed_by: str = "") -> AccountChanged:
    """The record of a change: whose account, how, and what it is now."""
    role, office, org = account.role, account.office, account.org
    return AccountChanged(account.login, what, role, office, org, proposed_by)


def keep_account(account: Account, now: str) -> PutDocument:
    """The job that keeps an account."""
    return PutDocument(ACCOUNT, account_document(account, now))


def keep_token(token: str, account: Account, purpose: str, now: str) -> PutDocument:
    """The job that lets a token speak for an account."""
    return PutDocument(TOKEN, token_document(token, account, purpose, now))


class GiveToken(msgspec.Struct, frozen=True):
    """Let a token speak for a person, and say so in the log."""

    document: Document
    account: Account

    def run(self, unit: Unit) -> None:
        """Keep it."""
        unit.tx.put_document(TOKEN, self.document)
        Note(changed(self.account, "token"), self.account.actor()).run(unit)


class TakeToken(msgspec.Struct, frozen=True):
    """Make one token of a person worthless; False where it is none of theirs."""

    id: str
    account: Account

    def run(self, unit: Unit) -> bool:
        """Forget it."""
        found = unit.tx.document(TOKEN, self.id)
        if found is None or _login_of(found) != self.account.login:
            return False
        unit.tx.delete_document(TOKEN, self.id)
        Note(changed(self.account, "token_off"), self.account.actor()).run(unit)
        return True


def tokens_of(queries: Queries, account: Account) -> dict[str, tuple[Token, str]]:
    """(token, since when) of a person, by what it is filed under, the newest first."""
    found = queries.documents(TOKEN, account.org, TOKENS_MAX)
    mine = {document.id: (token_in(document), document.updated) for document in found}
    return {id: one for id, one in mine.items() if one[0].login == account.login}


def tokens_by_login(queries: Queries) -> dict[str, tuple[KeptToken, ...]]:
    """What tokens there are, newest first."""
    found: dict[str, tuple[KeptToken, ...]] = {}
    for document in queries.documents(TOKEN, None, TOKENS_MAX):
        kept = KeptToken(token_in(document).purpose, document.updated)
        login = _login_of(document)
        found[login] = (*found.get(login, ()), kept)
    return found


def _login_of(document: Document) -> str:
    return token_in(document).login
