"""Help: the guides, one's own first, and the words of the trade."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.web.access import anyone
from corridor.web.auth.identity import account_or_none
from corridor.web.codes.meanings import meanings
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.toolkit import Page, page
from corridor.web.views.guides import DESKS, GUIDES, WORDS, guide, in_parts

FOR_ENGINEERS: Final = ("api", "node")
FOR_ALL: Final = tuple(n for n in GUIDES if n not in (*DESKS, WORDS, *FOR_ENGINEERS))
APART: Final = ("package", "refusal")
"""Tables of codes with a page each: they alone are half of all, and a thin line is slow."""
_OF_ROLE = {"permit": "permits"}
AnyRequest = Request[Any, Any, Any]


@get("/help", opt=anyone())
async def contents(request: AnyRequest) -> Page:
    """All guides; that of the reader's own desk first."""
    lang, account = reader_of(request).lang, account_or_none(request)
    own = _OF_ROLE.get(account.role, account.role) if account else ""
    names = sorted(DESKS, key=lambda name: name != own)
    _ = gettext_of(request)
    return page(
        request,
        "public/help.html",
        title=_("Help"),
        guides=[guide(name, lang) for name in (*names, *FOR_ALL, WORDS)],
        others=[guide(name, lang) for name in FOR_ENGINEERS],
        own=own,
    )


@get("/help/codes", opt=anyone())
async def codes(request: AnyRequest) -> Page:
    """What each code means, wherever it stands."""
    return _codes(request, reader_of(request).words("What codes mean"), _sections(request))


@get("/help/codes/{section:str}", opt=anyone())
async def codes_apart(request: AnyRequest, section: FromPath[str]) -> Page:
    """A table too long to stand among the others."""
    found = [one for one in _sections(request) if one["id"] == section and section in APART]
    if not found:
        raise NotKnown
    return _codes(request, found[0]["title"], found, one=True)


def _sections(request: AnyRequest) -> Sequence[Mapping[str, Any]]:
    services, reader = services_of(request), reader_of(request)
    return meanings(reader, services, dict(REFUSAL_TEXTS) | dict(services.refusal_texts))


def _codes(
    request: AnyRequest, title: str, sections: Sequence[Mapping[str, Any]], *, one: bool = False
) -> Page:
    return page(request, "public/codes.html", title=title, sections=sections, apart=APART, one=one)


@get("/help/{name:str}", opt=anyone())
async def shown(request: AnyRequest, name: FromPath[str]) -> Page:
    """One guide, its parts folded: what is looked up in it is found by their headings."""
    if name not in GUIDES:
        raise NotKnown
    found = guide(name, reader_of(request).lang)
    head, parts = in_parts(found)
    return page(
        request, "public/guide.html", title=found.title, guide=found, head=head, parts=parts
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (contents, codes, codes_apart, shown)
