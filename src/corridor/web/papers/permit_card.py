"""A permit as a card for the wallet: the same signed code as on its page, cut out and folded."""

from typing import Final

from corridor.domain.permits.state import Permit
from corridor.web.papers.both import BETWEEN, Both
from corridor.web.papers.frame import foot
from corridor.web.papers.permit_sheet import not_in_force
from corridor.web.papers.sheet import Box, Card, Code, Lines, Sheet
from corridor.web.views.drawn_codes import qr_drawing

QR_MM: Final = 48
"""Less would be too fine for a camera: the longest text has some hundred points a side."""
LINE_MAX: Final = 70


def permit_card(both: Both, permit: Permit, demo: bool) -> Sheet:
    """One sheet with one card."""
    return Sheet(
        title=both.say("Permit, card for the wallet"),
        reference=permit.number,
        marks=(
            both.say("Cut along the outer line and fold in the middle."),
            *not_in_force(both, permit),
        ),
        cards=(_card(both, permit),),
        foot=foot(both, demo),
    )


def _card(both: Both, permit: Permit) -> Card:
    say, asked = both.say, permit.request
    plates = ", ".join(asked.plates) or BETWEEN.join(say("any"))
    days = f"{both.day(permit.valid_from)} – {both.day(permit.valid_to)}"
    boxes = (
        Box(say("Vehicles"), (_short(plates),)),
        Box(say("Valid"), (days,)),
        Box(say("Issued by"), (_short(both.country(asked.country)),)),
        Box(say("Holder"), (_short(asked.holder.name or asked.holder.id),)),
        *((Box(say("Conditions"), _conditions(permit)),) if permit.conditions else ()),
    )
    return Card(
        tuple(both.label(asked.kind, "permit_kind").split(BETWEEN)),
        permit.number,
        boxes,
        Code(qr_drawing(permit.credential), QR_MM),
    )


def _conditions(permit: Permit) -> Lines:
    return (_short("; ".join(permit.conditions), 2 * LINE_MAX),)


def _short(text: str, most: int = LINE_MAX) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
