"""Webhooks of a desk: where its systems are told, of what, and what became of each message."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.acts import Role
from corridor.domain.refusals import N_
from corridor.domain.telling import desk_of, kinds_for
from corridor.engine.hooking import ForgetHook, SendAgain, SendTest
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.told import (
    HOOK,
    QUEUE,
    SENT,
    Hook,
    Message,
    kept,
    read_hook,
    read_message,
)
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX, FORM_BYTES_MAX, Form, read_form
from corridor.web.telling.hooks import new_secret
from corridor.web.telling.wording import kind_words, name_of
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/news/webhooks"
HOOKED: Final[tuple[Role, ...]] = (
    "carrier",
    "customs",
    "permit",
    "checkpoint",
    "guarantor",
    "operator",
)
WHOSE: Final = only(*HOOKED)
NAME_MAX: Final = 60
HOOKS_MAX: Final = 10
"""Of one desk."""
MESSAGES_SHOWN: Final = 100
_REFUSED: Final = {
    "url-shape": N_("This is no address of a webhook. It looks like this: https://example.org/in."),
    "url-not-https": N_("A webhook is reached by HTTPS alone."),
    "address-not-public": N_(
        "This address leads to a network of its own, which a node never calls. Name a public one."
    ),
    "name-unknown": N_("No computer of this name is known. Check the address."),
}
_ERRORS: Final = {
    **_REFUSED,
    "timeout": N_("no answer in time"),
    "redirect": N_("it leads elsewhere, which is not followed"),
    "status": N_("it answered, and did not take it"),
}


def _desk(request: AnyRequest) -> str:
    return desk_of(account_of(request).actor())


def _mine(request: AnyRequest, id: str) -> tuple[Document, Hook]:
    """A webhook of one's own desk; another's is not there (404)."""
    document = services_of(request).queries.document(HOOK, id)
    if document is None or document.owner != _desk(request):
        raise NotKnown
    return document, read_hook(document)


@get(HERE, opt=WHOSE)
async def hooks_page(request: AnyRequest) -> Page:
    """All of the desk, and the form for one more."""
    kinds = list(kinds_for(account_of(request).role))
    return _show(request, Form({"kinds": kinds}))


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, services = gettext_of(request), services_of(request)
    found = services.queries.documents(HOOK, _desk(request), HOOKS_MAX)
    return page(
        request,
        "news/hooks.html",
        title=_("Webhooks"),
        status=status,
        form=form,
        errors=form.errors,
        hooks=[{"id": one.id, **_view(request, read_hook(one))} for one in found],
        kinds=_kinds(request),
        is_full=len(found) >= HOOKS_MAX,
    )


def _kinds(request: AnyRequest) -> list[dict[str, str]]:
    reader = reader_of(request)
    kinds = kinds_for(account_of(request).role)
    return [{"value": kind, "label": kind_words(kind, reader), "hint": kind} for kind in kinds]


def _view(request: AnyRequest, hook: Hook) -> dict[str, Any]:
    _ = gettext_of(request)
    if not hook.is_on:
        word, kind = _("Switched off"), "neutral"
    elif hook.failures:
        word, kind = _("Not taken"), "stop"
    else:
        word, kind = _("On"), "ok"
    return {
        "name": hook.name or hook.url,
        "url": hook.url,
        "word": word,
        "kind": kind,
        "count": len(hook.kinds),
        "error": _error(request, hook.error) if hook.failures else "",
    }


def _error(request: AnyRequest, error: str) -> str:
    """What went wrong, in words where it has any."""
    known = _ERRORS.get(error) or _ERRORS.get(error.partition(" ")[0])
    if known is None:
        return error
    rest = error.partition(" ")[2]
    return ": ".join(part for part in (gettext_of(request)(known), rest) if part)


@post(HERE, opt=WHOSE, request_max_body_size=FORM_BYTES_MAX)
async def add(request: AnyRequest) -> Page | Redirect:
    """One more, if its address may be called."""
    _, services, form = gettext_of(request), services_of(request), await read_form(request)
    hook = await _read(request, form, Hook("", new_secret()))
    if len(services.queries.documents(HOOK, _desk(request), HOOKS_MAX)) >= HOOKS_MAX:
        form.add_error("", _("There are ten webhooks already: delete one first."))
    if form.errors:
        return _show(request, form, 422)
    id = services.new_id("wh")
    document = kept(id, _desk(request), services.now(), hook)
    await services.writer.run(PutDocument(HOOK, document, is_owned=True))
    notify(request, _("The webhook is kept"), _("Give its secret to your system, then try it."))
    return redirect(f"{HERE}/{id}")


async def _read(request: AnyRequest, form: Form, hook: Hook) -> Hook:
    _, services, url = gettext_of(request), services_of(request), form["url"]
    refused = await services.judge_receiver(url) if services.judge_receiver else "url-shape"
    if refused:
        form.add_error("url", _(_REFUSED[refused]))
    if len(form["name"]) > NAME_MAX:
        form.add_error("name", _("At most %(max)s letters.", max=NAME_MAX))
    known = kinds_for(account_of(request).role)
    chosen = tuple(kind for kind in known if kind in form.all("kinds"))
    if not chosen:
        form.add_error("kinds", _("Choose at least one."))
    return replace(hook, url=url, name=form["name"], kinds=chosen)


@get("/news/webhooks/{id:str}", opt=WHOSE)
async def hook_page(request: AnyRequest, id: FromPath[str]) -> Page:
    """One: what it is told, and what became of each message."""
    document, hook = _mine(request, id)
    form = Form({"url": [hook.url], "name": [hook.name], "kinds": [*hook.kinds]})
    return _show_one(request, document, hook, form)


def _show_one(
    request: AnyRequest, document: Document, hook: Hook, form: Form, status: int = 200
) -> Page:
    queries, view = services_of(request).queries, _view(request, hook)
    waiting = queries.documents(QUEUE, document.id, MESSAGES_SHOWN)
    sent = queries.documents(SENT, document.id, MESSAGES_SHOWN)
    return page(
        request,
        "news/hook.html",
        title=view["name"],
        status=status,
        form=form,
        errors=form.errors,
        hook=view | {"id": document.id, "secret": hook.secret, "is_on": hook.is_on},
        kinds=_kinds(request),
        waiting=[_message(request, one, read_message(one)) for one in waiting],
        sent=[_message(request, one, read_message(one)) for one in sent],
    )


def _message(request: AnyRequest, document: Document, message: Message) -> dict[str, Any]:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    reference = name_of(reader, services.queries, message.subject) if message.subject else ""
    return {
        "id": document.id,
        "number": message.id,
        "kind": _("trial") if message.kind == "test" else kind_words(message.kind, reader),
        "reference": reference,
        "moment": reader.formats.moment(document.updated, services.node),
        "attempts": message.attempts,
        "delivered": message.delivered,
        "error": _error(request, message.error),
    }


@post("/news/webhooks/{id:str}", opt=WHOSE, request_max_body_size=FORM_BYTES_MAX)
async def change(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Another address, name or choice."""
    _, (document, hook), form = gettext_of(request), _mine(request, id), await read_form(request)
    changed = await _read(request, form, hook)
    if form.errors:
        return _show_one(request, document, hook, form, 422)
    await _keep(request, document, replace(changed, failures=0, rests_until="", error=""))
    notify(request, _("The webhook is kept"))
    return redirect(f"{HERE}/{id}")


async def _keep(request: AnyRequest, document: Document, hook: Hook) -> None:
    services = services_of(request)
    put = kept(document.id, document.owner, services.now(), hook)
    await services.writer.run(PutDocument(HOOK, put, is_owned=True))


@post("/news/webhooks/{id:str}/{what:str}", opt=WHOSE, request_max_body_size=BUTTON_BYTES_MAX)
async def act(request: AnyRequest, id: FromPath[str], what: FromPath[str]) -> Redirect:
    """Try it, switch it off or on, send something again, or delete it."""
    _, (document, hook), form = gettext_of(request), _mine(request, id), await read_form(request)
    run, title = services_of(request).writer.run, ""
    if what == "try":
        await run(SendTest(id))
        title = _("A trial message is on its way; reload to see what became of it")
    elif what == "switch":
        on_again = replace(hook, is_on=not hook.is_on, failures=0, rests_until="", error="")
        await _keep(request, document, on_again)
        title = _("The webhook is switched off") if hook.is_on else _("The webhook is on again")
    elif what == "again":
        if not await run(SendAgain(form["message"], id)):
            raise NotKnown
        title = _("The message is sent again")
    elif what == "secret":
        await _keep(request, document, replace(hook, secret=new_secret()))
        title = _("There is a new secret; the old one is worth nothing from now on")
    elif what == "delete":
        await run(ForgetHook(id))
        notify(request, _("The webhook is deleted"))
        return redirect(HERE)
    else:
        raise NotKnown
    notify(request, title)
    return redirect(f"{HERE}/{id}")


ROUTES: tuple[ControllerRouterHandler, ...] = (hooks_page, add, hook_page, change, act)
