"""Everything that stands against a draft, each thing at the field where it is mended.

The task list, the pages of the sections and the check before sending all say what stands here: a
section is to be corrected exactly when its page marks a field.
"""

from typing import Final, NamedTuple

from corridor.domain.refusals import N_
from corridor.web.shape_words import echoes
from corridor.web.templating import Reader
from corridor.web.views.drafting.apart import parties_apart
from corridor.web.views.drafting.judging import Judgement
from corridor.web.views.drafting.model import Draft, carnet_in
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.to_dossier import Built

_WAY: Final = Spot("route", "from")
_OTHER_WAY: Final = N_("Choose the way anew, or one by way of other places.")
"""A way is taken whole: its page has no field for one office, role or mode of it."""


class Finding(NamedTuple):
    """Where, and what to do. `missing`: it is only not filled in yet."""

    spot: Spot
    text: str
    missing: bool


def findings_of(
    draft: Draft, built: Built, judged: Judgement, reader: Reader
) -> tuple[Finding, ...]:
    """What the form lacks or nobody can read, then what the rules object to elsewhere."""
    found = []
    for problem in built.problems:
        spot = Spot(problem.section, problem.field, problem.item)
        text = reader.words(problem.text, **echoes(problem.args))
        found.append(Finding(spot, text, problem.missing or not is_begun(spot.section, draft)))
    unread = {one.spot for one in found}
    for refusal in judged.refusals:
        said = reader.refusals.say(refusal)
        spot = spot_of(said.pointer, built)
        if spot not in unread:
            text = f"{said.text} {remedy_at(spot, draft, said.remedy, reader)}".strip()
            found.append(Finding(spot, text, not is_begun(spot.section, draft)))
    return tuple(found)


def remedy_at(spot: Spot, draft: Draft, remedy: str, reader: Reader) -> str:
    """What the form lets its reader do: the points of a way that was chosen have no fields."""
    return reader.words.gettext(_OTHER_WAY) if spot == _WAY and draft.points else remedy


def is_begun(section: str, draft: Draft) -> bool:
    """Whether the carrier has written anything there; until then nothing is called wrong."""
    if section == "goods":
        return bool(draft.goods)
    if section == "route":
        return bool(draft.points or draft.route)
    if section == "parties":
        mine = ("holder_", "carrier_")
        is_typed = any(not name.startswith(mine) for name in draft.parties)
        return is_typed or bool(draft.parts or parties_apart(draft))
    if section == "guarantee" and carnet_in(draft):
        return True
    values = {"transport": draft.transport, "guarantee": draft.guarantee, "legs": draft.legs}
    return bool(values[section]) if section in values else True
