"""Accounts: private documents of the node, one for each person who may sign in.

Document kind `account`, id = login, owner = organisation. Beside them API tokens: kind `token`,
id = SHA-256 of the token, so that a stolen database opens nothing.
"""

import hashlib
import secrets
from typing import Final, Literal

import msgspec

from corridor.domain.acts import ROLES, Role
from corridor.domain.facts import Actor
from corridor.engine.ports import Document
from corridor.engine.queries import Queries

ACCOUNT: Final = "account"
TOKEN: Final = "token"  # noqa: S105 - the kind of document, not a secret
FACTOR: Final = "second-factor"
PASSKEY: Final = "passkey"
LOGIN_LETTERS_MAX: Final = 100
OFFICERS: Final = frozenset({"customs", "permit", "checkpoint", "operator", "registrar"})
"""Roles that speak for the state: nobody gives or opens one alone."""


Limit = Literal["", "drafts", "read"]
"""How far a colleague or a token may go: all that the role may, drafts alone, or reading alone."""
LIMITS: Final[tuple[Limit, ...]] = ("", "drafts", "read")


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person of an organisation in a role at an office. `hash` is argon2's text.

    `leads`: of the firm, its administrator; of an office, its head. `closed`: since when nobody
    signs in with it any more; its name stays, for what was done in it.
    """

    login: str
    name: str
    org: str
    role: Role
    office: str = ""
    org_name: str = ""
    hash: str = ""
    lang: str = ""
    leads: bool = False
    closed: str = ""
    limit: Limit = ""

    def actor(self) -> Actor:
        """The person as the domain knows them."""
        return Actor(office=self.office, org=self.org, person=self.login, role=self.role)


class Token(msgspec.Struct, frozen=True, omit_defaults=True):
    """An API token: whose it is, what for, how far it goes, and until when (empty: for ever)."""

    login: str
    purpose: str = ""
    limit: Limit = ""
    until: str = ""


_ACCOUNT = msgspec.json.Decoder(Account)
_TOKEN = msgspec.json.Decoder(Token)


def account_document(account: Account, at: str) -> Document:
    """The account as it is kept."""
    return Document(account.login, account.org, at, msgspec.json.encode(account))


def token_document(
    token: str, account: Account, purpose: str, at: str, limit: Limit = "", until: str = ""
) -> Document:
    """The token's document: the token itself is kept nowhere."""
    body = msgspec.json.encode(Token(account.login, purpose, limit, until))
    return Document(token_id(token), account.org, at, body)


def new_token() -> str:
    """A fresh token of 256 bits."""
    return f"dtc_{secrets.token_urlsafe(32)}"


def token_id(token: str) -> str:
    """What a token is filed under."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account(queries: Queries, login: str) -> Account | None:
    """The account of a login with which somebody may sign in."""
    if not login or len(login) > LOGIN_LETTERS_MAX:
        return None
    found = kept_account(queries, login)
    return found if found is not None and not found.closed else None


def kept_account(queries: Queries, login: str) -> Account | None:
    """The account of a login, also one that was closed."""
    found = queries.document(ACCOUNT, login)
    return account_in(found) if found else None


def account_in(document: Document) -> Account:
    """The account that a document holds."""
    return _ACCOUNT.decode(document.body)


def account_of_token(queries: Queries, token: str, now: str) -> Account | None:
    """Whose token it is, limited as the token is; None for one that is too old."""
    found = queries.document(TOKEN, token_id(token))
    kept = token_in(found) if found else None
    if kept is None or (kept.until and kept.until <= now):
        return None
    account = find_account(queries, kept.login)
    if account is None:
        return None
    limit = max(account.limit, kept.limit, key=LIMITS.index)
    return msgspec.structs.replace(account, limit=limit)


def token_in(document: Document) -> Token:
    """What is known of a token."""
    return _TOKEN.decode(document.body)


def organisations(queries: Queries) -> dict[str, str]:
    """The names of the organisations whose people have an account here."""
    return {one.org: one.org_name for one in reversed(all_accounts(queries)) if one.org_name}


def accounts_of(queries: Queries, org: str, limit: int = 1_000) -> list[Account]:
    """The accounts of one organisation that are open."""
    kept = map(account_in, queries.documents(ACCOUNT, org, limit))
    return [one for one in kept if not one.closed]


ACCOUNTS_MAX: Final = 100_000
"""Of one node, where all are looked at."""


def all_accounts(queries: Queries, limit: int = 200, closed: bool = False) -> list[Account]:
    """The accounts of the node by role, office and name; those that are closed when asked for."""
    kept = map(account_in, queries.documents(ACCOUNT, None, limit))
    found = [one for one in kept if closed or not one.closed]
    return sorted(found, key=lambda one: (ROLES.index(one.role), one.office, one.name))
