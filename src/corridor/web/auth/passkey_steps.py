"""A passkey at sign-in: the question as the page puts it to the device, and what its answer is."""

from typing import Any, Final, NamedTuple

from litestar import Request

from corridor.web.auth.accounts import Account, find_account
from corridor.web.auth.passkey_jobs import UsePasskey, login_of_passkey
from corridor.web.auth.passkeys import ASKED_MS, Asked, Passkey, PasskeyPlace, asked_for
from corridor.web.auth.second_factor import factor_of
from corridor.web.auth.sessions import session_of
from corridor.web.context import services_of
from corridor.web.i18n import Words

AnyRequest = Request[Any, Any, Any]
_ASKED: Final = "passkey"
"""In the sealed cookie: the question that is open in this browser."""
_SECOND, _ALONE = "second", "alone"


class Question(NamedTuple):
    """What a page's script asks the browser for, and at which address alone it may."""

    options: str
    origin: str


def place_in(request: AnyRequest) -> PasskeyPlace | None:
    """Where passkeys of this node hold, if anywhere."""
    found: PasskeyPlace | None = request.app.state.passkeys
    return found


def keep_question(request: AnyRequest, asked: Asked, what: str, **more: Any) -> None:
    """One question is open in a browser; a newer one takes its place."""
    now = services_of(request).clock.now_ms()
    session_of(request)[_ASKED] = {**asked, **more, "what": what, "at": now}


def take_question(request: AnyRequest, what: str) -> Asked | None:
    """The question that is open, if it is such a one and not too old; then it is open no more."""
    found: Asked = session_of(request).pop(_ASKED, None) or {}
    age = services_of(request).clock.now_ms() - found.get("at", 0)
    return found if found.get("what") == what and 0 <= age <= ASKED_MS else None


def question_for(request: AnyRequest, passkeys: tuple[Passkey, ...] = ()) -> Question | None:
    """Ask for one of these, or without any for one that opens an account alone."""
    place = place_in(request)
    if place is None:
        return None
    options, asked = place.ask(passkeys)
    keep_question(request, asked, _SECOND if passkeys else _ALONE)
    return Question(options, place.origin)


async def takes_passkey(
    request: AnyRequest, account: Account, passkeys: tuple[Passkey, ...], answer: str
) -> bool:
    """Use up an answer of one of these, to the question of the second step."""
    return await _takes(request, account.login, passkeys, answer, _SECOND)


async def _takes(
    request: AnyRequest, login: str, passkeys: tuple[Passkey, ...], answer: str, what: str
) -> bool:
    services, place = services_of(request), place_in(request)
    asked = take_question(request, what)
    if place is None or asked is None:
        return False
    handle = factor_of(services.queries, login).handle
    found = place.check(asked, asked["at"], passkeys, handle, answer)
    if found is None:
        return False
    return bool(await services.writer.run(UsePasskey(login, found, services.clock.now_ms())))


async def account_by_passkey(request: AnyRequest, answer: str) -> Account | None:
    """Whose passkey answered, of those that open an account without its password."""
    queries = services_of(request).queries
    account = find_account(queries, login_of_passkey(queries, asked_for(answer)))
    login = account.login if account else ""
    alone = tuple(one for one in factor_of(queries, login).passkeys if one.alone)
    is_right = await _takes(request, login, alone, answer, _ALONE)
    return account if is_right else None


def said_of_passkey(_: Words) -> str:
    """The same words for whatever is wrong."""
    return _("The passkey was not taken. Try again, or use a code.")
