"""Accounts: private documents of the node, one for each person who may sign in.

Document kind `account`, id = login, owner = organisation. Beside them API tokens: kind `token`,
id = SHA-256 of the token, so that a stolen database opens nothing.
"""

import hashlib
import secrets
from typing import Final

import msgspec

from corridor.domain.acts import ROLES, Role
from corridor.domain.facts import Actor
from corridor.engine.ports import Document
from corridor.engine.queries import Queries

ACCOUNT: Final = "account"
TOKEN: Final = "token"  # noqa: S105 - the kind of document, not a secret
FACTOR: Final = "second-factor"
LOGIN_LETTERS_MAX: Final = 100
OFFICERS: Final = frozenset({"customs", "permit", "checkpoint", "operator"})
"""Roles that speak for the state: nobody gives or opens one alone."""


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

    def actor(self) -> Actor:
        """The person as the domain knows them."""
        return Actor(office=self.office, org=self.org, person=self.login, role=self.role)


class Token(msgspec.Struct, frozen=True, omit_defaults=True):
    """An API token: whose it is, and what for."""

    login: str
    purpose: str = ""


_ACCOUNT = msgspec.json.Decoder(Account)
_TOKEN = msgspec.json.Decoder(Token)


def account_document(account: Account, at: str) -> Document:
    """The account as it is kept."""
    return Document(account.login, account.org, at, msgspec.json.encode(account))


def token_document(token: str, account: Account, purpose: str, at: str) -> Document:
    """The token's document: the token itself is kept nowhere."""
    body = msgspec.json.encode(Token(account.login, purpose))
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


def account_of_token(queries: Queries, token: str) -> Account | None:
    """Whose token it is."""
    found = queries.document(TOKEN, token_id(token))
    return find_account(queries, _TOKEN.decode(found.body).login) if found else None


def organisations(queries: Queries) -> dict[str, str]:
    """The names of the organisations whose people have an account here."""
    return {one.org: one.org_name for one in reversed(all_accounts(queries)) if one.org_name}


def accounts_of(queries: Queries, org: str, limit: int = 1_000) -> list[Account]:
    """The accounts of one organisation that are open."""
    kept = map(account_in, queries.documents(ACCOUNT, org, limit))
    return [one for one in kept if not one.closed]


def all_accounts(queries: Queries, limit: int = 200, closed: bool = False) -> list[Account]:
    """The accounts of the node by role, office and name; those that are closed when asked for."""
    kept = map(account_in, queries.documents(ACCOUNT, None, limit))
    found = [one for one in kept if closed or not one.closed]
    return sorted(found, key=lambda one: (ROLES.index(one.role), one.office, one.name))
