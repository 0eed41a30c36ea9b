"""Codes for anybody: those of goods looked up by words, those of each list offered at typing."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.nomenclature import EDITION
from corridor.domain.reference.nomenclature import Nomenclature
from corridor.web.access import anyone
from corridor.web.codes.goods_search import Hit, find
from corridor.web.codes.lists import LISTS, Option, found
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.headings import heading, sections, title
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
OPEN_MAX: Final = 3
"""Headings whose subheadings are seen without being opened."""
OFFERED_MAX: Final = 15
"""Codes of goods; of another list all that fits is sent, since a select takes only its own."""
ASKED_MAX: Final = 200


@get("/goods-codes", opt=anyone())
async def goods_codes_page(request: AnyRequest) -> Page:
    """The search, and what was found; without a question, sections and chapters."""
    _ = gettext_of(request)
    found = found_in(request)
    return page(request, "public/goods_codes.html", title=_("Codes of goods"), **found)


def found_in(request: AnyRequest) -> dict[str, Any]:
    """What the address asks for by `q`, as the template of the search draws it."""
    lang, asked = reader_of(request).lang, request.query_params.get("q", "")[:ASKED_MAX].strip()
    reference, _ = services_of(request).reference, gettext_of(request)
    hits = find(asked, reference.goods) if asked else ()
    return {
        "asked": asked,
        "edition": _("of this state") if "goods" in reference.issued else EDITION,
        "hits": [_shown(hit, lang, reference.goods, is_open=len(hits) <= OPEN_MAX) for hit in hits],
        "sections": [] if asked else [_section(one, lang) for one in sections(lang)],
    }


def _shown(hit: Hit, lang: str, goods: Nomenclature, *, is_open: bool) -> dict[str, Any]:
    known = goods.headings
    return {
        "code": hit.heading,
        "title": title(hit.heading, lang, known),
        "chapter": title(hit.heading[:2], lang, known),
        "open": is_open,
        "codes": [{"code": code, "title": title(code, "en", known)} for code in hit.subheadings],
    }


def _section(section: tuple[str, str, tuple[str, ...]], lang: str) -> dict[str, Any]:
    number, name, chapters = section
    listed = [{"code": code, "title": title(code, lang)} for code in chapters]
    return {"number": number, "title": name, "chapters": listed}


@get("/codes/{name:str}", opt=anyone())
async def offered(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Codes of a list for what is being typed: `?q=` words, or the beginning of a code."""
    reader, asked = reader_of(request), request.query_params.get("q", "")[:ASKED_MAX]
    if name == "goods":
        goods = services_of(request).reference.goods
        codes = [code for hit in find(asked, goods) for code in hit.subheadings][:OFFERED_MAX]
        options = [Option(c, heading(c, reader.lang), title(c, "en"), "en") for c in codes]
    elif name in LISTS:
        options = found(name, asked, reader.lang, request.app.state.readers, services_of(request))
    else:
        raise NotKnown
    body = msgspec.json.encode({"options": options})
    return Response(body, media_type="application/json")


ROUTES: tuple[ControllerRouterHandler, ...] = (goods_codes_page, offered)
