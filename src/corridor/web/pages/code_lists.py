"""Lists of codes of the states side by side, and the codes that some state has no partner for."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.refdata.beside import BESIDE, OwnCode, beside, own_codes
from corridor.domain.reference.mapping_rows import MAPPED, RESULT_CODES
from corridor.domain.reference.model import Reference
from corridor.web.access import anyone
from corridor.web.addresses import without_empty
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.labels.documents import DOCUMENT_TYPES
from corridor.web.labels.rail import MEANS_KINDS
from corridor.web.listing.paging import paged
from corridor.web.refdata.shown_mappings import name_of_code
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
States = tuple[str, ...]
Laid = tuple[tuple[OwnCode, ...], list[View]]
ROWS_AT_ONCE: Final = 30
TABLES_KEPT: Final = 32
ALONE: Final = "alone"
SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": tuple(DOCUMENT_TYPES),
    "means": tuple(MEANS_KINDS),
    "results": RESULT_CODES,
}
"""Lists of which there is one, the program's."""
LISTS: Final = tuple(dict.fromkeys((*MAPPED, *BESIDE)))


@get("/code-lists", opt=anyone(), before_request=without_empty)
async def code_lists(request: AnyRequest) -> Page:
    """`?list=packages`; `?only=alone`: codes without a partner; `?q=` a code or a name."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    asked, states = request.query_params, _states(reader, services.node)
    name = next((one for one in LISTS if one == asked.get("list")), LISTS[0])
    sets = services.reference.on(services.day_at(services.node))
    own, every = _laid(reader, name, states, sets)
    alone = [one for one in every if one["unknown"]]
    only, text = asked.get("only", ""), asked.get("q", "")[:80]
    rows = [one for one in (alone if only == ALONE else every) if _fits(one["words"], text)]
    lost = [_own(reader, one) for one in own if not one.row.code]
    shown = paged(request, rows, ROWS_AT_ONCE)
    return page(
        request,
        "public/code_lists.html",
        title=_("Code lists side by side"),
        lists=[{"value": one, "label": _named(reader, one)} for one in LISTS],
        choices=[
            {"value": "", "label": _("all codes")},
            {"value": ALONE, "label": _("codes without a partner")},
        ],
        asked={"list": name, "only": only, "q": text},
        states=[_issued(reader, one, name, sets) for one in states],
        is_shared=name in SHARED,
        rows=[one for one in shown.rows if one["differs"]],
        alike=[one for one in shown.rows if not one["differs"]],
        shown=shown,
        count=len(rows),
        alone=len(alone) + len(lost),
        total=len(every) + len(lost),
        mapped=bool(own),
        lost=[one for one in lost if _fits(one["words"], text)],
        is_illustrative=any(one.row.illustrative for one in own),
    )


def _laid(reader: Reader, name: str, states: States, sets: Reference) -> Laid:
    """Made once for each language, as long as no list is issued and no day brings another."""
    found = reader.code_tables.get((name, states, sets))
    if found is None:
        own = own_codes(name, states, sets)
        found = own, _rows(reader, name, states, sets, own)
        if len(reader.code_tables) >= TABLES_KEPT:
            reader.code_tables.clear()
        reader.code_tables[name, states, sets] = found
    return found


def _states(reader: Reader, here: str) -> States:
    """Those that have a node; the own one first."""
    return (here, *sorted(reader.nodes - {here}))


def _named(reader: Reader, name: str) -> str:
    return str(reader.labels(name, "mapped_list" if name in MAPPED else "refdata"))


def _issued(reader: Reader, state: str, name: str, sets: Reference) -> View:
    """From when a state's own list counts, and its own codes beside those of the corridor."""
    since = sets.since.get(state, {})
    days = {key: since.get(one, "") for key, one in (("since", name), ("mapped", "mappings"))}
    said = {key: reader.formats.day(day) if day else "" for key, day in days.items()}
    return {"code": state, "name": reader.names.country(state), **said}


def _rows(
    reader: Reader, name: str, states: States, sets: Reference, own: Iterable[OwnCode]
) -> list[View]:
    """What differs stands first."""
    found = [*_codes(reader, name, states, sets)]
    at: dict[str, list[View]] = {}
    for one in own:
        at.setdefault(one.row.code, []).append(_own(reader, one))
    for row in found:
        row["own"] = at.get(row["code"], [])
        row["differs"] = bool(row["own"] or row["unknown"])
        row["words"] = " ".join((row["words"], *(one["words"] for one in row["own"])))
    return sorted(found, key=lambda row: not row["differs"])


def _codes(reader: Reader, name: str, states: States, sets: Reference) -> Iterable[View]:
    """Codes of the corridor, each with who has it; one that a state has mapped it does have."""
    for code in SHARED.get(name, ()):
        title = name_of_code(reader, name, code)
        yield {
            "code": code,
            "name": title,
            "known": states,
            "unknown": (),
            "words": f"{code} {title}",
        }
    for one in BESIDE:
        for found in beside(one, states, sets) if one == name else ():
            row = found.row
            yield {
                "code": found.code,
                "name": row.name(reader.lang) or row.name("en"),
                "known": found.known,
                "unknown": found.unknown,
                "words": f"{found.code} {row.name_en} {row.name_ru}",
            }


def _own(reader: Reader, one: OwnCode) -> View:
    row = one.row
    return {
        "state": reader.names.country(one.state),
        "code": row.own,
        "name": row.name(reader.lang) or row.name("en"),
        "relation": row.relation,
        "illustrative": row.illustrative,
        "words": f"{row.own} {row.name_en} {row.name_ru}",
    }


def _fits(words: str, text: str) -> bool:
    folded = words.casefold()
    return all(word in folded for word in text.casefold().split())


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (code_lists,)
