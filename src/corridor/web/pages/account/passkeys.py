"""Passkeys of one's own: added after the password or a code, named, listed, and taken away."""

import secrets
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.typed import one_line
from corridor.engine.hlc import instant
from corridor.web.access import own
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.auth.passkey_jobs import AddPasskey, TakePasskey
from corridor.web.auth.passkey_steps import (
    Question,
    keep_question,
    place_in,
    said_of_passkey,
    take_question,
)
from corridor.web.auth.passkeys import PASSKEYS_MAX, Asked, Passkey
from corridor.web.auth.second_factor import (
    new_recovery_codes,
    recovery_digest,
)
from corridor.web.auth.sessions import note_second, session_id
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.devices import device_words
from corridor.web.errors import NotKnown
from corridor.web.forms import FORM_BYTES_MAX, Form, read_form
from corridor.web.pages.account.proving import own_factor, proves_themselves
from corridor.web.pages.account.second import SECOND, show_recovery
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/account/passkeys"
_NAME_LETTERS_MAX: Final = 60
_NEW: Final = "new"
_HANDLE_BYTES: Final = 32


@get(f"{HERE}/new", opt=own())
async def new(request: AnyRequest) -> Page:
    """What the device is called, what its key opens, and the password or a code."""
    return _show_new(request, Form({"name": [device_words(request.headers.get("user-agent", ""))]}))


def _show_new(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    if place_in(request) is None:
        raise NotKnown
    return page(
        request,
        "account/passkey_new.html",
        title=_("Add a passkey"),
        status=status,
        form=form,
        errors=form.errors,
    )


@post(f"{HERE}/begin", opt=own())
async def begin(request: AnyRequest) -> Page:
    """After the password or a code, the question for the device."""
    _, form = gettext_of(request), await read_form(request)
    name, kept = one_line(form["name"]), own_factor(request).passkeys
    if not 0 < len(name) <= _NAME_LETTERS_MAX:
        form.add_error("name", _("Name the device, so that you know it again: up to 60 letters."))
    elif len(kept) >= PASSKEYS_MAX:
        form.add_error("name", _("You have as many passkeys as one may have. Remove one first."))
    if form.errors or not await proves_themselves(request, form):
        return _show_new(request, form, 422)
    return _ask(request, name, form.is_checked("alone"))


def _ask(request: AnyRequest, name: str, alone: bool, form: Form | None = None) -> Page:
    _, account, factor = gettext_of(request), account_of(request), own_factor(request)
    place, form = place_in(request), form or Form()
    if place is None:
        raise NotKnown
    handle = factor.handle or secrets.token_bytes(_HANDLE_BYTES)
    options, asked = place.ask_new(handle, account.login, account.name, factor.passkeys, alone)
    keep_question(request, asked, _NEW, name=name, alone=alone, handle=handle.hex())
    return page(
        request,
        "account/passkey_begun.html",
        title=_("Add a passkey"),
        status=422 if form.errors else 200,
        whole=True,
        form=form,
        errors=form.errors,
        name=name,
        question=Question(options, place.origin),
    )


@post(f"{HERE}/confirm", opt=own(), request_max_body_size=FORM_BYTES_MAX)
async def confirm(request: AnyRequest) -> Page | Redirect:
    """The key that the device made; with the first second factor come the recovery codes."""
    _, form, asked = gettext_of(request), await read_form(request), take_question(request, _NEW)
    if asked is None:
        notify(request, _("It took too long: begin again"), kind="wait")
        return redirect(SECOND)
    made = _made(request, asked, form.secret("passkey"))
    codes = () if own_factor(request).is_on else new_recovery_codes()
    if made is None or not await services_of(request).writer.run(
        AddPasskey(
            account_of(request).login,
            made,
            bytes.fromhex(asked["handle"]),
            tuple(map(recovery_digest, codes)),
            actor_of(request),
            session_id(request),
        )
    ):
        form.add_error("passkey", said_of_passkey(_))
        return _ask(request, asked["name"], asked["alone"], form)
    note_second(request)
    if codes:
        return show_recovery(request, codes)
    notify(request, _("The passkey was added"), made.name)
    return redirect(SECOND)


def _made(request: AnyRequest, asked: Asked, answer: str) -> Passkey | None:
    place = place_in(request)
    found = place.new(asked, answer) if place else None
    if found is None:
        return None
    data, count = found
    now = services_of(request).clock.now_ms()
    return Passkey(data, asked["name"], now, asked["alone"], count=count)


@get(f"{HERE}/{{ref:str}}/remove", opt=own())
async def ask_removal(request: AnyRequest, ref: FromPath[str]) -> Page:
    """Which one it is, and the password or a code."""
    return _show_removal(request, _own_key(request, ref), Form())


@post(f"{HERE}/{{ref:str}}/remove", opt=own())
async def remove(request: AnyRequest, ref: FromPath[str]) -> Page | Redirect:
    """It opens nothing any more."""
    _, form, key = gettext_of(request), await read_form(request), _own_key(request, ref)
    if not await proves_themselves(request, form):
        return _show_removal(request, key, form, 422)
    account: Account = account_of(request)
    job = TakePasskey(account.login, ref, actor_of(request), session_id(request))
    await services_of(request).writer.run(job)
    notify(request, _("The passkey was removed"), key.name)
    return redirect(SECOND)


def _own_key(request: AnyRequest, ref: str) -> Passkey:
    for one in own_factor(request).passkeys:
        if one.ref == ref:
            return one
    raise NotKnown


def _show_removal(request: AnyRequest, key: Passkey, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "account/passkey_off.html",
        title=_("Remove the passkey “%(name)s”", name=key.name),
        status=status,
        form=form,
        errors=form.errors,
        ref=key.ref,
        made=reader.formats.moment(instant(key.made), reader.names.node),
        is_last=len(own_factor(request).passkeys) == 1 and not own_factor(request).sealed,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (new, begin, confirm, ask_removal, remove)
