"""Splitting a load and joining it again, at an office of the route.

The form asks what goes onto the further vehicles; what is left stays on the one that is there, so
nothing is typed twice and the sums are right by themselves.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from corridor.domain.codes import plate_of
from corridor.domain.consignment import Item, Means, items_of
from corridor.domain.facts import Actor
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.carried import Part, PartGoods
from corridor.domain.movement.splitting import (
    PARTS_MAX,
    JoinLoad,
    LoadJoined,
    LoadSplit,
    SplitLoad,
    places_here,
    places_of,
)
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import number, one_line, place, whole
from corridor.domain.values import is_mass, kilograms
from corridor.web.act import (
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    lines_of,
)
from corridor.web.acts.endorsing import country_field
from corridor.web.acts.fields import broken_of, moment_field, moment_of, seals_of
from corridor.web.acts.moving import kind_and_place_of, means_of, moved_fields, point_options
from corridor.web.views.split_shown import goods_text

FURTHER: Final = PARTS_MAX - 1
"""Vehicles beside the one that is there."""
APART_MAX: Final = 5
"""Up to this number each vehicle is folded by itself."""
GRAM: Final = Decimal("0.001")


def _may_split(state: Movement, actor: Actor) -> Place | None:
    is_free = state.status == "released" and not state.parts
    return LAST if is_free and places_here(state, actor.office) else None


def _may_join(state: Movement, actor: Actor) -> Place | None:
    office = actor.office
    if state.status != "released" or not state.parts or not places_of(state, office):
        return None
    return LAST if all(p.missing or p.was_seen_at(office) for p in state.parts) else None


def _split_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "From here on each vehicle leaves, crosses and arrives by itself, under this declaration. "
        "Give what goes onto the further vehicles; the rest stays on the one that is here."
    )


def _split_fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    seals = [{"value": seal, "label": seal} for seal in known_seals(state)]
    taken = [field_of("checkboxes", "broken", _("Seals taken off"), options=seals)] if seals else []
    options = point_options(deed, places_here(state, deed.actor.office))
    where = _("Where, and how it goes on")
    return [
        field_of("select", "place", where, options[0]["value"] if options else "", options=options),
        *taken,
        field_of("heading", "h1", _("The vehicle that is here")),
        field_of("text", "doc1", _("Document for this leg"), optional=True, width="18"),
        _seals_field(deed, 1),
        *(field for n in range(2, FURTHER + 2) for field in _vehicle(deed, n)),
        field_of("textarea", "remarks", _("Remarks"), optional=True, rows=2),
        moment_field(deed, "at", _("When it was moved")),
    ]


def _seals_field(deed: MovementDeed, n: int) -> Field:
    _ = deed.reader.words
    hint = _("One number a line.")
    return field_of("textarea", f"new{n}", _("New seals"), hint=hint, optional=True, rows=2)


def _vehicle(deed: MovementDeed, n: int) -> Iterator[Field]:
    _, is_second = deed.reader.words, n == 2
    fold = {} if is_second else {"fold": _fold_of(deed, n)}
    if is_second:
        yield field_of("heading", "h2", _("Vehicle %(number)s", number=n))
    hint = _(
        "One item a line: its number, packages, kilograms, for example 2: 100; 2500. Without "
        "kilograms the mass goes by the packages; a number alone is all that is left of that item."
    )
    label = _("Goods on it")
    plate = _("Its number or name")
    yield field_of("text", f"means{n}", plate, optional=not is_second, width="18") | fold
    yield country_field(f"of{n}", _("Registered in"), deed.reader) | fold
    document = _("Document for this leg")
    yield field_of("text", f"doc{n}", document, optional=True, width="18") | fold
    yield field_of("textarea", f"goods{n}", label, hint=hint, optional=not is_second, rows=3) | fold
    yield _seals_field(deed, n) | fold


def _fold_of(deed: MovementDeed, n: int) -> str:
    """A few vehicles each by itself; the many that hardly anybody needs are one fold."""
    _ = deed.reader.words
    if n <= APART_MAX:
        return _("Vehicle %(number)s", number=n)
    return _("Vehicles %(first)s to %(last)s", first=APART_MAX + 1, last=FURTHER + 1)


def _split(deed: MovementDeed) -> SplitLoad | None:
    _, form = deed.reader.words, deed.form
    deed.needed("means2", _("Give the number of the second vehicle."))
    items = {item.declaration_number: item for item in items_of(deed.state.dossier)}
    left = {n: (_packages(item), kilograms(item.gross_kg)) for n, item in items.items()}
    further = [_further(deed, n, items, left) for n in range(2, FURTHER + 2) if form[f"means{n}"]]
    stays = tuple(
        PartGoods(n, count, _mass(mass)) for n, (count, mass) in left.items() if count or mass
    )
    if not stays and not form.errors:
        form.add_error("goods2", _("Nothing would stay on the vehicle that is here."))
    at = moment_of(deed, "at")
    if form.errors:
        return None
    here = tuple(m for m in deed.state.dossier.consignment.means if m.role == "departure")
    first = Part(1, here, stays, one_line(form["doc1"]), seals_of(form["new1"]))
    parts = (first, *(_numbered(part, index) for index, part in enumerate(further, 2)))
    return SplitLoad(deed.actor.office, form["place"], parts, broken_of(deed), form["remarks"], at)


def _numbered(part: Part, index: int) -> Part:
    return Part(index, part.means, part.goods, part.document, part.seals)


def _further(
    deed: MovementDeed, n: int, items: dict[int, Item], left: dict[int, tuple[int, Decimal]]
) -> Part:
    """One of the further vehicles; what is on it is taken from what is left."""
    form, goods = deed.form, []
    for line in lines_of(form[f"goods{n}"]):
        row = _row(line, items, left)
        if row is None:
            text = deed.reader.words("This line cannot be read: %(line)s", line=line[:60])
            form.add_error(f"goods{n}", text)
            continue
        count, mass = left[row.item]
        left[row.item] = (
            max(0, count - row.packages),
            max(Decimal(0), mass - kilograms(row.gross_kg)),
        )
        if row.packages > count or kilograms(row.gross_kg) > mass:
            text = deed.reader.words("Of item %(item)s less than that is left.", item=row.item)
            form.add_error(f"goods{n}", text)
        goods.append(row)
    if not goods and not form.error(f"goods{n}"):
        form.add_error(f"goods{n}", deed.reader.words("Say which goods are on it."))
    flag = form[f"of{n}"] or None
    means = (Means("departure", "30", plate_of(form[f"means{n}"]), flag),)
    return Part(n, means, tuple(goods), one_line(form[f"doc{n}"]), seals_of(form[f"new{n}"]))


def _row(
    line: str, items: dict[int, Item], left: dict[int, tuple[int, Decimal]]
) -> PartGoods | None:
    """`2: 100; 2500`; without a mass its share by packages; `2` alone is all that is left of it.
    None where it cannot be read.
    """
    name, colon, rest = line.partition(":")
    count, _semicolon, mass = (part.strip() for part in rest.partition(";"))
    item, packages = items.get(place(name.strip())), whole(number(count) or "")
    if item is not None and not colon:
        rest_of_it, weight = left[item.declaration_number]
        is_any = rest_of_it or weight
        return PartGoods(item.declaration_number, rest_of_it, _mass(weight)) if is_any else None
    weighs = number(mass) or ""
    if item is None or packages is None or (mass and not is_mass(weighs)):
        return None
    return PartGoods(item.declaration_number, packages, weighs or _share(item, packages))


def _share(item: Item, packages: int) -> str:
    total = _packages(item)
    if not total:
        return "0"
    share = kilograms(item.gross_kg) * packages / total
    return _mass(
        share.quantize(GRAM, ROUND_DOWN) if packages != total else kilograms(item.gross_kg)
    )


def _packages(item: Item) -> int:
    return sum(package.count or 0 for package in item.packages)


def _mass(mass: Decimal) -> str:
    text = f"{mass:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _join_means(deed: MovementDeed) -> str:
    missing = [part for part in deed.state.parts if part.missing]
    text = deed.reader.words(
        "All vehicles that were recorded here are together again; from here on it goes as one."
    )
    rest = deed.reader.words("What is missing stays a discrepancy.")
    return f"{text} {rest}" if missing else text


def _join_fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    seals = [{"value": seal, "label": seal} for seal in known_seals(state)]
    taken = [field_of("checkboxes", "broken", _("Seals taken off"), options=seals)] if seals else []
    points = places_of(state, deed.actor.office)
    moved = moved_fields(deed, None, point_options(deed, points))
    joined = [field for field in moved if field["name"] != "carrier"]
    return [
        *joined,
        *taken,
        _seals_field(deed, 1),
        field_of("textarea", "remarks", _("Remarks"), optional=True, rows=2),
        moment_field(deed, "at", _("When it was moved")),
    ]


def _join(deed: MovementDeed) -> JoinLoad | None:
    _, form = deed.reader.words, deed.form
    kind, point = kind_and_place_of(deed)
    name = deed.needed("means", _("Give the number or the name of what carries it now."))
    document = deed.needed("document", _("Give the number of the document for this leg."))
    at = moment_of(deed, "at")
    if form.errors or point is None:
        return None
    return JoinLoad(
        deed.actor.office,
        point.place,
        _joined_on(deed, kind, plate_of(name)),
        one_line(document),
        broken_of(deed),
        seals_of(form["new1"]),
        form["remarks"],
        at,
    )


def _joined_on(deed: MovementDeed, kind: str, plate: str) -> tuple[Means, ...]:
    """One of the vehicles that came, with its trailer; else the new one that was named."""
    came = (p.means for p in deed.state.parts if p.means and p.means[0].id == plate)
    return next((means for means in came if means[0].kind == kind), means_of(deed, kind, plate))


def _split_said(said: LoadSplit, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.names.place(said.place)}."
    for part in said.parts:
        means = ", ".join(one.id for one in part.means)
        goods = "; ".join(goods_text(one, tale.reader) for one in part.goods[:5])
        yield f"{part.number}. {means}: {goods}."
    yield from _seals_said(said, tale)
    yield said.remarks


def _join_said(said: LoadJoined, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.names.place(said.place)}."
    carried = ", ".join(one.id for one in said.means)
    yield tale.say("Carried on by: %(means)s.", means=carried)
    yield tale.say("Document for this leg: %(number)s.", number=said.document)
    yield from _seals_said(said, tale)
    yield said.remarks


def _seals_said(said: Any, tale: Tale) -> Iterable[str]:
    if said.broken_seals:
        yield tale.say("Seals taken off: %(seals)s.", seals=", ".join(said.broken_seals))


SPLITTING: Final = Shown[Movement](
    acts=(
        Act(
            name="split",
            desk="customs",
            label=N_("Split the load over vehicles"),
            title=N_("The load goes on in several vehicles"),
            consequence=_split_means,
            command=_split,
            done=N_("The load was split"),
            offered=_may_split,
            aside=True,
            fields=_split_fields,
            pointers={
                "/place": "place",
                "/broken_seals": "broken",
                "/remarks": "remarks",
                "/at": "at",
                "/parts": "goods2",
                **{f"/parts/{n}/means": f"means{n + 1}" for n in range(1, FURTHER + 1)},
                **{f"/parts/{n}/goods": f"goods{n + 1}" for n in range(1, FURTHER + 1)},
                **{f"/parts/{n}/document": f"doc{n + 1}" for n in range(FURTHER + 1)},
                **{f"/parts/{n}/seals": f"new{n + 1}" for n in range(FURTHER + 1)},
            },
            template="customs/wide_act.html",
        ),
        Act(
            name="join",
            desk="customs",
            label=N_("Join the load again"),
            title=N_("The load is together again"),
            consequence=_join_means,
            command=_join,
            done=N_("The load was joined again"),
            offered=_may_join,
            aside=True,
            fields=_join_fields,
            pointers={
                "/office": "place",
                "/place": "place",
                "/means": "means",
                "/means/0": "means",
                "/means/0/nationality": "means_of",
                "/document": "document",
                "/broken_seals": "broken",
                "/new_seals": "new1",
                "/parts": "new1",
                "/remarks": "remarks",
                "/at": "at",
            },
            template="customs/wide_act.html",
        ),
    ),
    reads=(
        Reading(LoadSplit, N_("Load split over vehicles"), note=_split_said, to_carrier=True),
        Reading(LoadJoined, N_("Load joined again"), note=_join_said, to_carrier=True),
    ),
)
