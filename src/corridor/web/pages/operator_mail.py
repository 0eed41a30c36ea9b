"""What could not be sent by mail, to whom and why, for the operator."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.engine.ports import Document
from corridor.engine.told import CHOICE, MAIL, MAIL_FAILED, read_choice, read_mail
from corridor.web.access import only
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.node_alarms import mail_alarms

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 200


@get("/operator/mail", opt=only("operator"))
async def mail_page(request: AnyRequest) -> Page:
    """First what was given up, then what is tried again."""
    _, services, reader = gettext_of(request), services_of(request), reader_of(request)
    mail = services.mail() if services.mail is not None else None
    failed = services.queries.documents(MAIL_FAILED, None, SHOWN_MAX)
    tried = services.queries.documents(MAIL, None, SHOWN_MAX)
    rows = [_row(services, reader, one, is_tried=False) for one in failed]
    rows += [_row(services, reader, one, is_tried=True) for one in tried if read_mail(one).attempts]
    return page(
        request,
        "operator/mail.html",
        title=_("Letters that could not be sent"),
        alarms=mail_alarms(reader, mail, services.node),
        sends_mail=mail is not None,
        rows=rows,
    )


def _row(services: Services, reader: Reader, one: Document, is_tried: bool) -> dict[str, Any]:
    """`again`: when it is tried again; empty once it was given up."""
    due = read_mail(one)
    choice = read_choice(services.queries.document(CHOICE, one.id))
    moment = str(reader.formats.moment(one.updated, services.node))
    return {
        "login": one.id,
        "address": choice.address if choice is not None else "",
        "error": due.error,
        "attempts": due.attempts,
        "again": moment if is_tried else "",
        "given_up": "" if is_tried else moment,
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (mail_page,)
