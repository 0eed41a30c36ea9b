"""Devices that show notices: each is asked by its owner, in its own browser, and named."""

import hashlib
from typing import Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import File, Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.domain.telling import desk_of
from corridor.engine.ports import Document
from corridor.engine.pushing import ForgetDevice, KeepDevice, TryDevice
from corridor.engine.told import (
    CHOICE,
    DEVICE,
    DEVICES_MAX,
    PUSH,
    Choice,
    Device,
    read_choice,
    read_device,
)
from corridor.web.access import anyone, signed_in
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.devices import device_words
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX, SHORT_FORM_BYTES_MAX, read_form
from corridor.web.plain import worker_file
from corridor.web.services import PushDesk
from corridor.web.templating import static
from corridor.web.toolkit import notify

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/news/devices"
CHOICES: Final = "/news/choices"
OWN_MAX: Final = 10
"""Devices of one person."""
_ID_LETTERS: Final = 32
_REFUSED: Final = {
    "push-service-unknown": N_(
        "This browser's push service is not among those that this node sends to. Ask its operator."
    ),
    "name-unknown": N_("This node does not find this browser's push service. Try again later."),
    "address-not-public": N_("This browser named no push service that a node may call."),
}
_NOT_UNDERSTOOD: Final = N_("This browser did not say where notices reach it. Try again.")
_WENT_WRONG: Final = {
    "timeout": N_("its push service did not answer in time"),
    "status 403": N_("its push service knows the node by another key; add this device anew"),
    "status 404": N_("it takes no notices any more; add it anew"),
    "status 410": N_("it takes no notices any more; add it anew"),
}


class _Keys(msgspec.Struct, frozen=True):
    p256dh: str = ""
    auth: str = ""


class Subscribed(msgspec.Struct, frozen=True):
    """What a browser's script writes of its subscription."""

    endpoint: str
    keys: _Keys = _Keys()


def choice_of(request: AnyRequest, account: Account) -> Choice:
    """How the person is told now; without a word of theirs, the usual way and no address."""
    services = services_of(request)
    found = read_choice(services.queries.document(CHOICE, account.login))
    return found or Choice(zone=(account.office or services.node)[:2])


def devices_shown(request: AnyRequest, account: Account) -> dict[str, Any]:
    """What the page of choices shows of them."""
    push = services_of(request).notices
    return {
        "push_key": push.key if push is not None else "",
        "devices": [_view(request, one) for one in _devices(request, account)],
    }


def _devices(request: AnyRequest, account: Account) -> list[Document]:
    queries, desk = services_of(request).queries, desk_of(account.actor())
    found = queries.documents(DEVICE, desk, DEVICES_MAX)
    return [one for one in found if read_device(one).login == account.login]


def _view(request: AnyRequest, document: Document) -> dict[str, Any]:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    device = read_device(document)
    known = _WENT_WRONG.get(device.error)
    return {
        "id": document.id,
        "name": device.name or _("a device"),
        "since": reader.formats.moment(device.made, services.node),
        "is_on": device.is_on,
        "error": _(known) if known else device.error,
        "waits": services.queries.document(PUSH, document.id) is not None,
    }


def _push(request: AnyRequest) -> PushDesk:
    push = services_of(request).notices
    if push is None:
        raise NotKnown
    return push


@post(HERE, opt=signed_in(), request_max_body_size=SHORT_FORM_BYTES_MAX)
async def add(request: AnyRequest) -> Redirect:
    """This browser from now on; what it says of itself is judged first."""
    _, account, form = gettext_of(request), account_of(request), await read_form(request)
    push = _push(request)
    try:
        said = msgspec.json.decode(form["subscription"], type=Subscribed)
    except (msgspec.MsgspecError, RecursionError):
        return _refuse(request, _(_NOT_UNDERSTOOD))
    code = await push.judge(said.endpoint, said.keys.p256dh, said.keys.auth)
    if code:
        return _refuse(request, _(_REFUSED.get(code, _NOT_UNDERSTOOD)))
    id = hashlib.sha256(said.endpoint.encode()).hexdigest()[:_ID_LETTERS]
    if len([one for one in _devices(request, account) if one.id != id]) >= OWN_MAX:
        return _refuse(request, _("You have as many devices as one may have. Remove one first."))
    await _keep(request, account, id, said)
    notify(request, _("This device shows notices from now on"), _("Send a trial notice to see it."))
    return redirect(CHOICES)


def _refuse(request: AnyRequest, why: str) -> Redirect:
    _ = gettext_of(request)
    notify(request, _("This device was not added"), why, "stop")
    return redirect(CHOICES)


async def _keep(request: AnyRequest, account: Account, id: str, said: Subscribed) -> None:
    name = device_words(request.headers.get("user-agent", ""))
    device = Device(account.login, said.endpoint, said.keys.p256dh, said.keys.auth, name)
    choice = msgspec.structs.replace(choice_of(request, account), lang=reader_of(request).lang)
    job = KeepDevice(id, desk_of(account.actor()), device, choice)
    await services_of(request).writer.run(job)


def _mine(request: AnyRequest, id: str) -> Document:
    """A device of one's own; another's is not there (404)."""
    found = services_of(request).queries.document(DEVICE, id)
    if found is None or read_device(found).login != account_of(request).login:
        raise NotKnown
    return found


@post("/news/devices/{id:str}/try", opt=signed_in(), request_max_body_size=BUTTON_BYTES_MAX)
async def attempt(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Send a notice that tells of nothing."""
    _, found = gettext_of(request), _mine(request, id)
    await services_of(request).writer.run(TryDevice(found.id))
    notify(request, _("A trial notice is on its way; reload to see what became of it"))
    return redirect(CHOICES)


@post("/news/devices/{id:str}/remove", opt=signed_in(), request_max_body_size=BUTTON_BYTES_MAX)
async def remove(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Nothing more is shown there."""
    _, found = gettext_of(request), _mine(request, id)
    await services_of(request).writer.run(ForgetDevice(found.id))
    notify(request, _("The device shows no notices any more"))
    return redirect(CHOICES)


@get("/push-sw.js", opt=anyone(), include_in_schema=False, sync_to_thread=False)
def push_worker() -> File:
    """The worker that shows notices; it keeps nothing and answers for no page."""
    return worker_file("push-sw.js")


@get("/app.webmanifest", opt=anyone(), include_in_schema=False)
async def manifest(request: AnyRequest) -> Response[dict[str, Any]]:
    """What the page is called once it is installed; some browsers show notices only then."""
    _, services = gettext_of(request), services_of(request)
    icon = {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    found = {
        "name": f"{_('Digital Transit Corridor')} ({services.node})",
        "short_name": services.node,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": reader_of(request).lang,
        "icons": [icon],
    }
    return Response(found, media_type="application/manifest+json")


ROUTES: tuple[ControllerRouterHandler, ...] = (add, attempt, remove, push_worker, manifest)
