"""The goods of a draft as a list: a page of items, found by words, with the totals of all."""

from typing import Any, Final

from litestar import Request

from corridor.domain import typed
from corridor.domain.codes import likely_hs
from corridor.domain.refusals import N_
from corridor.web.context import gettext_of, reader_of
from corridor.web.forms import Form
from corridor.web.pages.carrier.drafts import Case, add_problems, all_findings, case_of
from corridor.web.pages.carrier.together import draft_page
from corridor.web.pages.carrier.undo import may_undo
from corridor.web.templating import Reader
from corridor.web.toolkit import Page
from corridor.web.views.declared_goods import totals_of
from corridor.web.views.drafting.model import Draft
from corridor.web.views.finding import is_found_by
from corridor.web.views.stretch import ROWS, stretch_of

AnyRequest = Request[Any, Any, Any]
Word = tuple[str, str]
LIKELY_MAX: Final = 10
FAULTY: Final = "faulty"
GOOD: Final = (N_("Filled in"), "ok")
_LACKS: Final = (N_("To be completed"), "wait")
_WRONG: Final = (N_("To be corrected"), "stop")


def goods_page(request: AnyRequest, draft: Draft, form: Form, status: int = 200) -> Page:
    """`?q=` items found by words; `?only=faulty` those with something left to do."""
    _, asked = gettext_of(request), request.query_params
    case = case_of(request, draft)
    if not form.errors:
        add_problems(request, form, case, "goods")
    words = states_of(request, case, "goods")
    found = found_items(draft, asked.get("q", ""))
    wanted = [k for k in found if k in words] if asked.get("only") == FAULTY else found
    shown = stretch_of(request, wanted)
    return draft_page(
        request,
        draft,
        "carrier/goods.html",
        title=_("Goods"),
        status=status,
        form=form,
        errors=form.errors,
        items=[_shown(request, case, k, words.get(k, GOOD)) for k in shown.rows],
        shown=shown,
        is_many=len(draft.goods) > ROWS,
        text=asked.get("q", ""),
        only=asked.get("only", ""),
        found=len(wanted),
        faulty=sum(k in words for k in found),
        matched=len(found),
        totals=totals_of(case.built.items, reader_of(request)),
        likely=_likely(draft),
        undoable=may_undo(request, draft),
    )


def found_items(draft: Draft, text: str) -> list[int]:
    """Places of the items that words find; of all of them where there are no words."""
    return [
        index
        for index, item in enumerate(draft.goods)
        if not text or is_found_by(text, (str(index + 1), *item.fields.values()))
    ]


def faulty_items(request: AnyRequest, draft: Draft) -> frozenset[int]:
    """Places of the items with something left to do."""
    return frozenset(states_of(request, case_of(request, draft), "goods"))


def states_of(request: AnyRequest, case: Case, section: str) -> dict[int, Word]:
    """What is to be done, by the place of the item, or of the part of the load."""
    found = [
        (one.spot.item, one.missing)
        for one in all_findings(request, case)
        if one.spot.section == section and one.spot.item is not None
    ]
    words = {index: _LACKS for index, _missing in found}
    return words | {index: _WRONG for index, missing in found if not missing}


def _likely(draft: Draft) -> list[str]:
    """`80929 → 080929`: codes that a spreadsheet has spoiled, each once, and what they were."""
    codes = dict.fromkeys(item.fields.get("hs", "") for item in draft.goods)
    found = [f"{code} → {likely_hs(code)}" for code in codes if likely_hs(code)]
    return found[:LIKELY_MAX]


def _shown(request: AnyRequest, case: Case, index: int, word: Word) -> dict[str, Any]:
    _, reader = gettext_of(request), reader_of(request)
    fields, names, read = case.draft.goods[index].fields, reader.names, case.built.items[index]
    count = fields.get("count", "")
    count = reader.formats.number(typed.number(count)) or count
    packages = " × ".join(filter(None, (count, names.package(fields.get("kind", "")))))
    return {
        "number": index + 1,
        "key": f"item-{index + 1}",
        "description": fields.get("description", ""),
        "part": fields.get("part", "") if case.draft.parts else "",
        "hs": fields.get("hs", ""),
        "packages": packages,
        "gross": _mass(reader, fields.get("gross", ""), read.gross_kg),
        "net": _mass(reader, fields.get("net", ""), read.net_kg),
        "value": reader.formats.money(read.value_minor, read.currency)
        or " ".join(fields[n] for n in ("value", "currency") if fields.get(n)),
        "word": _(word[0]),
        "kind": word[1],
    }


def _mass(reader: Reader, typed: str, read: str) -> str:
    """As it was understood; as it was typed where it was not."""
    return reader.formats.number(read) if read and (read != "0" or typed == "0") else typed
