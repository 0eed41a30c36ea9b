"""The node's own keys for e-permit partners: one officer asks, another one agrees."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_
from corridor.engine.epermit import NEW_KEY
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.epermit import EpermitDesk
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.epermit_lines import code_words, own_keys_of

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/permits/epermit"
KEYS: Final = "/permits/epermit-keys"
REVOKE: Final = (
    N_("Ask to revoke this key?"),
    N_(
        "Once another officer agrees, partners are told, and nothing signed by it is believed any "
        "more: also not the codes of permits that were issued with it and are not used yet."
    ),
    N_("Ask to revoke it"),
)


def ministry_desk(request: AnyRequest) -> EpermitDesk:
    """Of the ministry alone; for other desks there is no such page."""
    services, actor = services_of(request), actor_of(request)
    if services.epermit is None or actor.office != ministry_of(services.node):
        raise NotKnown
    return services.epermit


def confirmed(request: AnyRequest, words: tuple[str, str, str], action: str, back: str) -> Page:
    """What cannot be undone is asked once more."""
    _ = gettext_of(request)
    title, consequence, label = (_(one) for one in words)
    return page(
        request,
        "confirm.html",
        title=title,
        consequence=consequence,
        action=action,
        cancel_href=back,
        label=label,
        kind="stop",
        fields=[],
        form=Form(),
        errors=[],
    )


@get(f"{KEYS}/{{kid:str}}", opt=only("permit"))
async def ask_to_revoke(request: AnyRequest, kid: FromPath[str]) -> Page:
    """What cannot be undone is asked once more."""
    ministry_desk(request)
    if all(one.kid != kid or one.revoked_at for one in own_keys_of(services_of(request))):
        raise NotKnown
    return confirmed(request, REVOKE, f"{KEYS}/{kid}", HERE)


@post(KEYS, opt=only("permit"))
async def ask_for_new(request: AnyRequest) -> Redirect:
    """A new key of ours, once another officer agrees."""
    why = await ministry_desk(request).ask_for_key(NEW_KEY, actor_of(request))
    return _told(request, why, N_("The key waits for another officer"))


@post(f"{KEYS}/{{kid:str}}", opt=only("permit"))
async def act_on_key(request: AnyRequest, kid: FromPath[str]) -> Redirect:
    """Ask that it is revoked; agree to what another officer asked for; drop that."""
    desk, actor, form = ministry_desk(request), actor_of(request), await read_form(request)
    match form["do"]:
        case "agree" if kid == NEW_KEY:
            why, done = await desk.make_key(actor), N_("The key was made; partners are told")
        case "agree":
            why = await desk.revoke_key(kid, actor)
            done = N_("The key was revoked; partners are told")
        case "drop":
            why, done = await desk.drop_key_asked(kid, actor), N_("It is not done")
        case _:
            why = await desk.ask_for_key(kid, actor)
            done = N_("It waits for another officer: the key counts until then")
    return _told(request, why, done)


def _told(request: AnyRequest, why: str, done: str) -> Redirect:
    _, reader = gettext_of(request), reader_of(request)
    if why:
        notify(request, _("Nothing was changed"), code_words(reader, why), "stop")
    else:
        notify(request, _(done))
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (ask_to_revoke, ask_for_new, act_on_key)
