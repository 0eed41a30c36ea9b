"""What a person's new dossiers begin with, said on the page of the own account."""

from typing import Any

from litestar import Request, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.engine.jobs import PutDocument
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import read_form
from corridor.web.toolkit import notify
from corridor.web.views.books.usual import PLACES, USUAL, usual_document
from corridor.web.views.drafting.taking import LETTERS_MAX


@post("/carrier/usual", opt=only("carrier"))
async def keep_usual(request: Request[Any, Any, Any]) -> Redirect:
    """Keep it; what is left empty is not filled."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    values = {name: form[name][:LETTERS_MAX] for name in PLACES if form[name]}
    document = usual_document(account_of(request).login, values, services.now())
    await services.writer.run(PutDocument(USUAL, document, is_owned=True))
    notify(request, _("Your new dossiers begin so from now on"))
    return redirect("/account#usual")


ROUTES: tuple[ControllerRouterHandler, ...] = (keep_usual,)
