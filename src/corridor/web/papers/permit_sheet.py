"""One permit on one page: the same signed credential as on the screen, large, and what it says."""

from corridor.domain.permit_types.request import Detail
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.state import Permit
from corridor.web.papers.both import BETWEEN, Both, with_latin
from corridor.web.papers.document import named
from corridor.web.papers.frame import foot
from corridor.web.papers.sheet import Box, Code, Column, Lines, Sheet, Table
from corridor.web.views.desk_declaration import vehicle_text
from corridor.web.views.drawn_codes import qr_drawing
from corridor.web.views.type_form import label_of, value_of

QR_MM = 90
GOODS_MAX = 4
"""Lines of goods that leave room for all else; the rest is counted."""


def permit_sheet(both: Both, permit: Permit, number: str, demo: bool, kind: PermitType) -> Sheet:
    """The paper. `number`: that of the dossier, as its carrier knows it."""
    asked, say = permit.request, both.say
    return Sheet(
        title=say("Permit"),
        reference=permit.number,
        marks=((named(both, permit),), *not_in_force(both, permit)),
        codes=(Code(qr_drawing(permit.credential), QR_MM, _how(both)),),
        beside=_validity(both, permit, number),
        rows=(*_whose(both, permit), *_way(both, permit), *_details(both, permit, kind)),
        tables=(_goods(both, permit),) if asked.goods else (),
        signatures=((Box(say("Conditions"), (*_conditions(both, permit), *_note(kind))),),),
        foot=foot(both, demo),
    )


def not_in_force(both: Both, permit: Permit) -> tuple[Lines, ...]:
    """A permit that is not in force says so above all."""
    if permit.status == "granted":
        return ()
    word = both.of(lambda reader: reader.labels(permit.status, "permit_status"))
    refused = both.say("Not valid for entry.")
    return ((f"{word}. {BETWEEN.join(refused)}",),)


def _how(both: Both) -> Lines:
    return both.say(
        "A checkpoint reads this code and checks the signature, even without a network."
    )


def _validity(both: Both, permit: Permit, number: str) -> tuple[Box, ...]:
    """What a checkpoint looks at."""
    say, asked = both.say, permit.request
    authority = both.of(lambda reader: reader.names.authority(asked.authority))
    return (
        Box(say("Valid"), (f"{both.day(permit.valid_from)} – {both.day(permit.valid_to)}",)),
        Box(say("Uses"), (f"{len(permit.uses)}/{permit.crossings_granted}",)),
        Box(say("Vehicles"), (", ".join(asked.plates) or BETWEEN.join(say("any")),)),
        Box(say("Issued by"), (authority, both.country(permit.issuer))),
        Box(say("Decision taken"), (both.moment(permit.decided_at, permit.issuer),)),
        Box(say("Rule"), (asked.rule,)),
        Box(say("Dossier"), (number,)),
    )


def _whose(both: Both, permit: Permit) -> tuple[tuple[Box, ...], ...]:
    return ((Box(both.say("Holder"), both.party(permit.request.holder)),),)


def _way(both: Both, permit: Permit) -> tuple[tuple[Box, ...], ...]:
    say, asked = both.say, permit.request
    way = " – ".join(both.country(code) for code in asked.countries)
    uses = tuple(
        f"{both.office(use.office)}, {both.moment(use.used_at, use.office)}" for use in permit.uses
    )
    return (
        (
            Box(say("Enters by"), (both.office(asked.entry_office) or "—",)),
            Box(say("Leaves by"), (both.office(asked.leave_office) or "—",)),
        ),
        (Box(say("Route"), (way,)),),
        *(((Box(say("Used"), uses),),) if uses else ()),
    )


def _details(both: Both, permit: Permit, kind: PermitType) -> tuple[tuple[Box, ...], ...]:
    """What the type has printed of the answers to its own questions; two beside each other."""
    wanted = [one for one in permit.request.details if one.code in kind.print.fields]
    boxes = [*_measures(both, permit), *(_detail(both, kind, one) for one in wanted)]
    return tuple(tuple(boxes[at : at + 2]) for at in range(0, len(boxes), 2))


def _measures(both: Both, permit: Permit) -> list[Box]:
    """For which mass and size it was granted, where its type is about them."""
    vehicle = permit.request.vehicle
    text = both.of(lambda reader: vehicle_text(vehicle, reader)) if vehicle else ""
    return [Box(both.say("Mass and size"), (text,))] if text else []


def _detail(both: Both, kind: PermitType, detail: Detail) -> Box:
    label = tuple(dict.fromkeys(label_of(reader, kind, detail) for reader in (both.ru, both.en)))
    value = both.of(lambda reader: value_of(reader, kind, detail))
    return Box(label, with_latin(value) if value == detail.value else (value,))


def _note(kind: PermitType) -> Lines:
    note = kind.print.note
    return (note.ru, note.en) if note is not None else ()


def _goods(both: Both, permit: Permit) -> Table:
    say, left_out = both.say, permit.left_out
    goods = [line for line in permit.request.goods if line.number not in left_out]
    columns = (
        Column(say("No."), 1),
        Column(say("Description of goods"), 10),
        Column(say("HS code"), 3),
        Column(say("Gross mass, kg"), 3, right=True),
    )
    rows: list[tuple[Lines, ...]] = [
        (
            (str(line.number),),
            (
                *with_latin(_short(line.description)),
                ", ".join(f"UN {code}" for code in line.dangerous_goods),
            ),
            (line.hs,),
            (both.number(line.gross_kg),),
        )
        for line in goods[:GOODS_MAX]
    ]
    if more := len(goods) - len(rows):
        rows.append(((), both.say("and %(count)s more items", count=more), (), ()))
    if left_out:
        items = ", ".join(map(str, left_out))
        rows.append(((), both.say("Not granted for items: %(items)s", items=items), (), ()))
    return Table(say("Goods"), columns, tuple(rows))


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _conditions(both: Both, permit: Permit) -> Lines:
    said = tuple(line for condition in permit.conditions for line in with_latin(condition))
    return said or both.say("none")
