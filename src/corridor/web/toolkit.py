"""What every page module uses: render a page, leave a notice."""

import secrets
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from jinja2 import TemplateNotFound
from litestar import MediaType, Request, Response
from litestar.exceptions import PermissionDeniedException
from litestar.utils.scope.state import ScopeState

from corridor.domain.days import minutes_east
from corridor.web.addresses import FRAGMENT, here, with_query
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_or_none
from corridor.web.auth.sessions import session_of
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.nav import nav_for
from corridor.web.settings.known import SUPPORT
from corridor.web.telling.bell import bell_of
from corridor.web.templating import Reader

AnyRequest = Request[Any, Any, Any]
Page = Response[bytes]
_FLASH: Final = "flash"


def page(
    request: AnyRequest,
    template: str,
    *,
    title: str,
    status: int = 200,
    live: Iterable[str] = (),
    whole: bool = False,
    behind: int = 0,
    **context: Any,
) -> Page:
    """A page of a template, or with `?fragment=name` that part of it alone.

    The part `name` of `desk/page.html` is the template `desk/page.name.html`, which the page
    includes; `whole` pages have no parts. `live` names the topics (lists and subjects) whose
    changes the page follows; `behind`, so many entries of the log it does not show yet.
    """
    reader = reader_of(request)
    name = "" if whole else request.query_params.get(FRAGMENT, "")
    everything = _frame(request, reader, title, live, behind) | {"status": status} | context
    if name:
        template = _fragment_of(template, name)
    else:
        everything["notices"] = session_of(request).pop(_FLASH, [])
    try:
        found = reader.environment.get_template(template)
    except TemplateNotFound:
        if name:
            raise NotKnown from None
        raise
    return html(found.render(everything), status)


def html(text: str, status: int = 200) -> Page:
    """A finished page. Nothing of it may be kept by anyone between us and the reader."""
    return Response(
        text.encode(),
        status_code=status,
        media_type=MediaType.HTML,
        headers={"cache-control": "private, no-store"},
    )


def _fragment_of(template: str, name: str) -> str:
    if not name.isidentifier():
        raise NotKnown
    return f"{template.removesuffix('.html')}.{name}.html"


def _frame(
    request: AnyRequest, reader: Reader, title: str, live: Iterable[str], behind: int
) -> dict[str, Any]:
    """What base.html needs."""
    services = services_of(request)
    account = account_or_none(request)
    return {
        "title": title,
        "lang": reader.lang,
        "path": _address(request),
        "node": {"code": services.node, "country": reader.names.country(services.node)},
        "user": _user(account, reader),
        "account": account,
        "nav": nav_for(account, request.url.path, reader, services),
        "bell": bell_of(services, account),
        "demo": services.demo,
        "support": services.settings.text(SUPPORT),
        "csrf_token": csrf_token(request),
        "live_url": live_url(live, services.queries.log_size() - behind),
        "errors": [],
        "fragment": lambda part: with_query(request, {FRAGMENT: part}),
        "with_query": lambda **changes: with_query(request, changes),
        "now": services.now(),
        "minutes_east": minutes_east(services.now(), (account and account.office) or services.node),
        "here": services.node,
    }


def csrf_token(request: AnyRequest) -> str:
    """The token that forms of this page carry: a fresh one, or that of the cookie."""
    token = ScopeState.from_scope(request.scope).csrf_token
    return (
        token if isinstance(token, str) else request.cookies.get(request.app.state.csrf_cookie, "")
    )


def csrf_matches(request: AnyRequest, token: str) -> None:
    """Refuse a form whose token is not that of the cookie; for handlers that read it themselves."""
    cookie = request.cookies.get(request.app.state.csrf_cookie, "")
    if not cookie or not secrets.compare_digest(token.encode(), cookie.encode()):
        raise PermissionDeniedException("CSRF token verification failed")


def _user(account: Account | None, reader: Reader) -> dict[str, str] | None:
    if account is None:
        return None
    role = reader.labels(account.role, "role")
    return {
        "name": reader.named(account.name),
        "office": reader.names.desk(account),
        "role": role,
    }


def _address(request: AnyRequest) -> str:
    return here(request, request.scope["query_string"].decode("latin-1"))


def live_url(topics: Iterable[str], since: int) -> str | None:
    """The address of server-sent events about these lists and subjects.

    `since`: entries in the log when the page was made; what came between is told at once.
    """
    wanted = sorted(set(topics))
    return f"/live?topics={quote(' '.join(wanted))}&since={since}" if wanted else None


def notify(request: AnyRequest, title: str, text: str = "", kind: str = "ok") -> None:
    """Show a notice on the next page this reader sees. kind: info | ok | wait | stop."""
    session = session_of(request)
    session[_FLASH] = [*session.get(_FLASH, []), {"title": title, "text": text, "kind": kind}]
