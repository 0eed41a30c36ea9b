"""Accounts and tokens as work for the engine: kept, and forgotten with all that belongs to them."""

from typing import Final

import msgspec

from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import (
    ACCOUNT,
    TOKEN,
    Account,
    Token,
    account_document,
    token_document,
)

TOKENS_MAX: Final = 100_000
_TOKEN = msgspec.json.Decoder(Token)


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
        """A token left behind would open whatever account gets this login next."""
        count = ForgetTokens(self.account).run(unit)
        unit.tx.delete_document(ACCOUNT, self.account.login)
        return count


def keep_account(account: Account, now: str) -> PutDocument:
    """The job that keeps an account."""
    return PutDocument(ACCOUNT, account_document(account, now))


def keep_token(token: str, account: Account, purpose: str, now: str) -> PutDocument:
    """The job that lets a token speak for an account."""
    return PutDocument(TOKEN, token_document(token, account, purpose, now))


def tokens_by_login(queries: Queries) -> dict[str, tuple[KeptToken, ...]]:
    """What tokens there are, newest first."""
    found: dict[str, tuple[KeptToken, ...]] = {}
    for document in queries.documents(TOKEN, None, TOKENS_MAX):
        kept = KeptToken(_TOKEN.decode(document.body).purpose, document.updated)
        login = _login_of(document)
        found[login] = (*found.get(login, ()), kept)
    return found


def _login_of(document: Document) -> str:
    return _TOKEN.decode(document.body).login
