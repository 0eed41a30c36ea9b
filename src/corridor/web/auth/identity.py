"""Who asks: from a session cookie on pages, from a bearer token on the API."""

from collections import OrderedDict
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException

from corridor.domain.facts import Actor
from corridor.engine.hlc import instant
from corridor.engine.ports import Clock
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import Account, account_of_token, find_account, token_id
from corridor.web.auth.sessions import login_in_session

KEPT_MS: Final = 15_000
"""How long an account or token that was taken away may still be believed."""
KEPT_MAX: Final = 10_000
API: Final = "/api/"
_STATE = "corridor.account"


class Directory:
    """Accounts by login and by token, kept in memory for a short while."""

    def __init__(self, queries: Queries, clock: Clock) -> None:
        self._queries = queries
        self._clock = clock
        self._kept: OrderedDict[str, tuple[int, Account | None, Actor | None]] = OrderedDict()

    def by_login(self, login: str) -> Account | None:
        """The account of a login."""
        return self._look(f"login:{login}", login, find_account)[1]

    def by_token(self, token: str) -> tuple[Account | None, Actor | None]:
        """The account and actor of a token; only right tokens are kept in memory."""
        return self._look(f"token:{token_id(token)}", token, self._of_token)[1:]

    def _of_token(self, queries: Queries, token: str) -> Account | None:
        return account_of_token(queries, token, instant(self._clock.now_ms()))

    def forget(self) -> None:
        """After accounts or tokens were changed."""
        self._kept.clear()

    def _look(self, key: str, asked: str, find: Any) -> tuple[int, Account | None, Actor | None]:
        now = self._clock.now_ms()
        found = self._kept.get(key)
        if found is None or now - found[0] > KEPT_MS or now < found[0]:
            account = find(self._queries, asked)
            found = (now, account, account.actor() if account else None)
            if account is not None:
                self._keep(key, found)
        return found

    def _keep(self, key: str, found: tuple[int, Account | None, Actor | None]) -> None:
        self._kept[key] = found
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)


def account_or_none(connection: "ASGIConnection[Any, Any, Any, Any]") -> Account | None:
    """The account that asks, or None for somebody unknown."""
    state = connection.scope["state"]
    if _STATE not in state:
        state[_STATE] = _identify(connection)
    found: Account | None = state[_STATE]
    return found


def _identify(connection: "ASGIConnection[Any, Any, Any, Any]") -> Account | None:
    directory: Directory = connection.app.state.directory
    if connection.scope["path"].startswith(API):
        token = bearer_of(connection)
        return directory.by_token(token)[0] if token else None
    login = login_in_session(connection)
    return directory.by_login(login) if login else None


def bearer_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> str:
    """The token of an `Authorization: Bearer …` header, or nothing."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def actor_or_none(connection: "ASGIConnection[Any, Any, Any, Any]") -> Actor | None:
    """The actor that asks, or None for somebody unknown."""
    account = account_or_none(connection)
    return account.actor() if account else None


def actor_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> Actor:
    """The actor that asks, on a route that only lets known ones in."""
    actor = actor_or_none(connection)
    if actor is None:
        raise NotAuthorizedException
    return actor


def account_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> Account:
    """The account that asks, on a route that only lets known ones in."""
    account = account_or_none(connection)
    if account is None:
        raise NotAuthorizedException
    return account
