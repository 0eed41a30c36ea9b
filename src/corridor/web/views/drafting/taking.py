"""What a posted form changes in a draft. Only known fields are taken, and everything typed is."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from corridor.domain.codes import capitals, likely_hs
from corridor.domain.routes import Route
from corridor.domain.typed import tidy
from corridor.web.forms import Form
from corridor.web.views.drafting.model import (
    GUARANTEE_FIELDS,
    ITEM_FIELDS,
    LEG_FIELDS,
    LEG_LINES,
    PART_FIELDS,
    PARTIES,
    PARTY_FIELDS,
    ROUTE_FIELDS,
    TRANSPORT_FIELDS,
    Draft,
    ItemForm,
    Values,
    leg_field,
)

LETTERS_MAX: Final = 20_000
"""Of one field; a longer text is not taken and said to be too long, for a part of it says another
thing.
"""
ETA: Final = "eta_"
ANSWER: Final = "answer_"
SEEN: Final = "seen"
_PARTY_NAMES: Final = [f"{role}_{field}" for role in PARTIES for field in PARTY_FIELDS]


def with_form(draft: Draft, section: str, form: Form) -> Draft:
    """The draft with one section as it was just typed."""
    match section:
        case "parties":
            return replace(draft, parties=_taken(form, _PARTY_NAMES, draft.parties))
        case "transport":
            return replace(draft, transport=_taken(form, TRANSPORT_FIELDS, draft.transport))
        case "route":
            times = [name for name in form.values if name.startswith(ETA)]
            modes = {"modes": ",".join(form.all("modes"))}
            names = [name for name in ROUTE_FIELDS if name != "modes"]
            return replace(draft, route=_taken(form, [*names, *times], {}) | modes)
        case "legs":
            return replace(draft, legs=_legs(form, draft))
        case "permits":
            return replace(draft, answers=draft.answers | answers_in(form))
        case "guarantee":
            return replace(draft, guarantee=_guarantee(form, draft.guarantee))
        case "send":
            return draft if draft.amends else _as_sent(draft, form)
        case _:
            return draft


def _as_sent(draft: Draft, form: Form) -> Draft:
    kind = form["additional"] if form["additional"] in ("A", "D") else draft.additional
    is_kept = form["lrn"] == draft.lrn or "lrn" in too_long(form)
    return replace(draft, additional=kind, lrn=draft.lrn if is_kept else capitals(form["lrn"]))


def answers_in(form: Form) -> Values:
    """Answers to the questions of the permit rules, by question code."""
    return {
        name.removeprefix(ANSWER): form[name]
        for name in form.values
        if name.startswith(ANSWER) and form[name] in ("yes", "no")
    }


def with_item(draft: Draft, index: int, form: Form) -> Draft:
    """The draft with one goods item as it was just typed; one past the end adds it."""
    old = draft.goods[index] if index < len(draft.goods) else ItemForm()
    fields = _taken(form, ITEM_FIELDS, old.fields)
    if form["take_hs"] and form["take_hs"] == likely_hs(form["hs"]):
        fields["hs"] = form["take_hs"]
    new = replace(old, fields=fields, facts=tuple(form.all("facts")))
    return replace(draft, goods=(*draft.goods[:index], new, *draft.goods[index + 1 :]))


def with_part_typed(draft: Draft, index: int, form: Form) -> Draft:
    """The draft with one part of its load as it was just typed."""
    old = draft.parts[index]
    new = replace(old, fields=_taken(form, PART_FIELDS, old.fields))
    return replace(draft, parts=(*draft.parts[:index], new, *draft.parts[index + 1 :]))


def with_likely_codes(goods: tuple[ItemForm, ...]) -> tuple[ItemForm, ...]:
    """The goods with each HS code that a spreadsheet spoiled as it probably was."""
    return tuple(_with_likely_code(item) for item in goods)


def _with_likely_code(item: ItemForm) -> ItemForm:
    likely = likely_hs(item.fields.get("hs", ""))
    return replace(item, fields=item.fields | {"hs": likely}) if likely else item


def with_route(draft: Draft, route: Route) -> Draft:
    """The draft on another way: the times typed for the earlier one no longer mean anything."""
    kept = {name: value for name, value in draft.route.items() if not name.startswith(ETA)}
    ends = {"from": route.points[0].place, "to": route.points[-1].place}
    return replace(draft, points=route.points, route=kept | ends)


def _legs(form: Form, draft: Draft) -> Values:
    """Those of the way as typed; what is said of places off it waits for another way."""
    places = [point.place for point in draft.points if point.mode]
    names = [leg_field(place, name) for place in places for name in LEG_FIELDS]
    others = {name: text for name, text in draft.legs.items() if name not in {*names, LEG_LINES}}
    return others | _taken(form, [*names, LEG_LINES], draft.legs)


def _guarantee(form: Form, had: Values) -> Values:
    values = _taken(form, GUARANTEE_FIELDS, had)
    if values.get("grn") == "other":
        values["grn"] = values.get("other_grn", "")
    return {name: value for name, value in values.items() if name != "other_grn"}


def _taken(form: Form, names: Iterable[str], had: Values) -> Values:
    """What was typed; a value that nobody touched stays as it came, to the letter."""
    long = too_long(form)
    stays = {name for name in had if tidy(had[name]) == form[name] or name in long}
    given = {name: had[name] if name in stays else form[name] for name in names if form[name]}
    return {name: text for name, text in given.items() if name in stays or name not in long}


def too_long(form: Form) -> dict[str, int]:
    """Fields whose text is not taken, with its length."""
    letters = {name: len(form[name]) for name in form.values if name != SEEN}
    return {name: count for name, count in letters.items() if count > LETTERS_MAX}
