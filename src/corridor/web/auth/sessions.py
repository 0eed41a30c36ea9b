"""Sessions: an encrypted cookie of Litestar's own, made anew at sign-in, ended by idleness.

The key lies in the node's data folder and is the node's alone. Cookie names carry the node and a
mark of the key: nodes that share a host do not overwrite each other's, and a cookie of an older
key is not even looked at. Each session has an id under which the node keeps it (`signed_in`); where
that has ended, every copy of the cookie is worth nothing.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from cryptography.exceptions import InvalidTag
from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.exceptions import LitestarException
from litestar.middleware.session.client_side import ClientSideSessionBackend, CookieBackendConfig

from corridor.web.auth.own_secret import own_secret
from corridor.web.auth.signed_in import IDLE_MS, LONGEST_MS, Register
from corridor.web.devices import device_words
from corridor.web.services import Services

KEY_FILE: Final = "session.key"
KEY_BYTES: Final = 32
_ID, _LOGIN, _BEGAN, _SEEN = "id", "login", "began", "seen"
_SECOND, _HALF, _HALF_AT = "second", "half", "half_at"
HALF_MS: Final = 5 * 60 * 1000
"""So long the second step may take."""


class SessionBackend(ClientSideSessionBackend):
    """A cookie that cannot be read is no session; it is never an error of ours."""

    async def load_from_connection(
        self, connection: "ASGIConnection[Any, Any, Any, Any]"
    ) -> dict[str, Any]:
        return self.read(connection)

    async def store_in_message(
        self, scope_session: Any, message: Any, connection: "ASGIConnection[Any, Any, Any, Any]"
    ) -> None:
        """What a page asks for by itself writes no cookie: answered late, it would bring back what
        the next page has taken out already, such as a notice.
        """
        if connection.scope.get("method") != "GET" or not is_background(connection):
            await super().store_in_message(scope_session, message, connection)

    def read(self, connection: "ASGIConnection[Any, Any, Any, Any]") -> dict[str, Any]:
        """What the connection's cookies hold."""
        parts = [connection.cookies[key].encode() for key in self.get_cookie_keys(connection)]
        try:
            return self.load_data(parts) if parts else {}
        except (InvalidTag, ValueError, KeyError, TypeError, LitestarException):
            return {}


@dataclass
class _Config(CookieBackendConfig):
    _backend_class = SessionBackend


def session_key(folder: Path) -> bytes:
    """The node's key."""
    return own_secret(folder / KEY_FILE, lambda: secrets.token_bytes(KEY_BYTES))


def session_backend(services: Services, key: bytes) -> SessionBackend:
    """What Litestar's session middleware keeps sessions with, for this node."""
    config = _Config(
        secret=_derived(key, "session"),
        key=_cookie(services, key, "session"),
        max_age=LONGEST_MS // 1000,
        secure=services.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return SessionBackend(config)


def csrf_config(services: Services, key: bytes) -> CSRFConfig:
    """Litestar's CSRF middleware for this node. Forms carry `_csrf_token`."""
    return CSRFConfig(
        secret=_derived(key, "csrf").hex(),
        cookie_name=_cookie(services, key, "csrf"),
        cookie_secure=services.secure_cookies,
        cookie_httponly=True,
        cookie_samesite="lax",
    )


def _derived(key: bytes, use: str) -> bytes:
    return hmac.new(key, f"corridor/{use}/v1".encode(), hashlib.sha256).digest()


def _cookie(services: Services, key: bytes, use: str) -> str:
    mark = hashlib.sha256(_derived(key, f"name of {use}")).hexdigest()[:8]
    prefix = "__Host-" if services.secure_cookies else ""
    return f"{prefix}corridor_{services.node.lower()}_{use}_{mark}"


async def begin_session(
    connection: "ASGIConnection[Any, Any, Any, Any]", login: str, with_second: bool = False
) -> None:
    """Sign in: nothing of what the session held before is carried over."""
    connection.clear_session()
    id, now = secrets.token_hex(16), connection.app.state.services.clock.now_ms()
    await _register(connection).begin(
        id, login, device_words(connection.headers.get("user-agent", ""))
    )
    said = {_ID: id, _LOGIN: login, _BEGAN: now, _SEEN: now, _SECOND: with_second}
    connection.set_session(said)


def begin_half(connection: "ASGIConnection[Any, Any, Any, Any]", login: str) -> None:
    """The password was right; nobody is signed in by that."""
    now = connection.app.state.services.clock.now_ms()
    connection.set_session({_HALF: login, _HALF_AT: now})


def half_signed_in(connection: "ASGIConnection[Any, Any, Any, Any]") -> str:
    """Whose password was right a few minutes ago at most; nothing where nobody's was."""
    session = session_of(connection)
    now = connection.app.state.services.clock.now_ms()
    if not session.get(_HALF) or not 0 <= now - session.get(_HALF_AT, 0) <= HALF_MS:
        return ""
    return str(session[_HALF])


def is_with_second(connection: "ASGIConnection[Any, Any, Any, Any]") -> bool:
    """Whether a second factor was shown in this session."""
    return bool(session_of(connection).get(_SECOND))


def note_second(connection: "ASGIConnection[Any, Any, Any, Any]") -> None:
    """It was shown just now, as it was set up."""
    session_of(connection)[_SECOND] = True


async def end_session(connection: "ASGIConnection[Any, Any, Any, Any]") -> None:
    """Sign out: this browser forgets the session, and the node takes no copy of it any more."""
    session = dict(session_of(connection))
    connection.clear_session()  # first: this browser forgets it also where nothing can be written
    if session.get(_LOGIN) and session.get(_ID):
        await _register(connection).end(str(session[_ID]), str(session[_LOGIN]))


def session_id(connection: "ASGIConnection[Any, Any, Any, Any]") -> str:
    """Under what the node keeps the session of who asks."""
    return str(session_of(connection).get(_ID, ""))


def login_in_session(connection: "ASGIConnection[Any, Any, Any, Any]") -> str:
    """Whose session it is, or nothing where there is none, it idled too long or lasted too long."""
    session = session_of(connection)
    now = connection.app.state.services.clock.now_ms()
    if not session.get(_LOGIN) or not session.get(_ID):
        return ""
    if now - session.get(_SEEN, 0) > IDLE_MS or now - session.get(_BEGAN, 0) > LONGEST_MS:
        return ""
    id, login = str(session[_ID]), str(session[_LOGIN])
    in_use = not is_background(connection)
    if not _register(connection).holds(id, login, in_use):
        return ""
    if in_use:
        session[_SEEN] = now
    return login


def _register(connection: "ASGIConnection[Any, Any, Any, Any]") -> Register:
    register: Register = connection.app.state.register
    return register


def session_of(connection: "ASGIConnection[Any, Any, Any, Any]") -> dict[str, Any]:
    """The session's contents; where no route was found, what the cookie says, to be read only."""
    scope = cast(dict[str, Any], connection.scope)
    if "session" not in scope:
        backend: SessionBackend = connection.app.state.session_backend
        return backend.read(connection)
    session = scope["session"]
    return session if isinstance(session, dict) else {}


def is_background(connection: "ASGIConnection[Any, Any, Any, Any]") -> bool:
    """Whether the page asks by itself: that keeps nobody signed in."""
    return "fragment" in connection.query_params or connection.scope["path"] == "/live"
