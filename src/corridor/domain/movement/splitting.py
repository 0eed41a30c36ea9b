"""Splitting a load over several vehicles, and joining it again onto one.

An office of the route sees it done. Of each goods item every package and every kilogram is on one
of the vehicles: no more than was declared, and no less. From there on each vehicle is recorded by
itself (`following_parts`), under the one declaration, until the load is joined again or arrives.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, at_once, never
from corridor.domain.commands import Command
from corridor.domain.consignment import MEANS_MAX, items_of, vehicles_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import Seals, as_noted, known_seals, unknown_seals
from corridor.domain.movement.carried import Part, PartGoods, Split
from corridor.domain.movement.changing import means_faults, with_means
from corridor.domain.movement.hearing import on_the_way
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import happened_at, sightings
from corridor.domain.movement.parts import Discrepancy, Leg
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.transshipping import Document, NewMeans
from corridor.domain.movement.voices import ON_ROUTE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import RoutePoint
from corridor.domain.searching import mark_of
from corridor.domain.values import Code, Instant, Office, Text, is_mass, kilograms

PARTS_MAX: Final = 20
_PACKAGES: Final = ("split_packages_over", "split_packages_under")
_MASS: Final = ("split_mass_over", "split_mass_under")
Parts = Annotated[tuple[Part, ...], Meta(min_length=2, max_length=PARTS_MAX)]


class SplitLoad(Command, frozen=True, tag="movement.split"):
    """Note that the load goes on in several vehicles. `parts`: all goods, each on one of them."""

    office: Office
    place: Code
    parts: Parts
    broken_seals: Seals = ()
    """Those taken off to divide the load."""
    remarks: Text = ""
    at: Instant | None = None


class JoinLoad(Command, frozen=True, tag="movement.join"):
    """Note that all parts are together again on these means, under one document."""

    office: Office
    place: Code
    means: NewMeans
    document: Document
    broken_seals: Seals = ()
    new_seals: Seals = ()
    remarks: Text = ""
    at: Instant | None = None


class LoadSplit(Payload, frozen=True, tag="movement.split/1"):
    """The load goes on in several vehicles, each with its goods, document and seals."""

    office: Office
    place: Code
    parts: Parts
    at: Instant
    broken_seals: Seals = ()
    remarks: Text = ""


class LoadJoined(Payload, frozen=True, tag="movement.joined/1"):
    """What was split is together again; a part that is missing stays a discrepancy."""

    office: Office
    place: Code
    means: NewMeans
    document: Text
    at: Instant
    broken_seals: Seals = ()
    new_seals: Seals = ()
    remarks: Text = ""


def places_of(state: Movement, office: str) -> tuple[RoutePoint, ...]:
    """Places from which the route goes on where this office may see goods moved: its own, and those
    of its state that have no office of customs.
    """
    return tuple(
        point
        for point in state.dossier.route.points
        if point.mode
        and (point.office == office or (not point.office and point.country == office[:2]))
    )


def places_here(state: Movement, office: str) -> tuple[RoutePoint, ...]:
    """Those of them where the load is, by what is recorded: let into the territory, not gone on."""
    points = state.dossier.route.points
    return tuple(one for one in places_of(state, office) if _is_at(state, points.index(one)))


def _is_at(state: Movement, index: int) -> bool:
    points = state.dossier.route.points
    let_in = [point.office for point in points[1 : index + 1] if point.role == "transit"]
    seen = state.crossing_at(let_in[-1] or "") if let_in else None
    if let_in and (seen is None or seen.status != "crossed"):
        return False
    is_exit = points[index].role == "exit"
    gone = (one.position for one in sightings(state) if one.position >= index)
    return not any(position > index or is_exit for position in gone)


def _split(state: Movement, command: SplitLoad, context: Context) -> Decision:
    if state.split is not None and not state.split.joined_at:
        return refuse("split_already")
    wrong = in_future(command.at, "/at", context) or unknown_seals(state, command.broken_seals)
    if wrong:
        return wrong
    found = (
        *_not_at(state, command),
        *_wrong_sums(state, command.parts),
        *_wrong_vehicles(state, command.parts, context),
        *_wrong_seals(state, tuple(chain.from_iterable(one.seals for one in command.parts))),
    )
    if found:
        return Refused(found)
    parts = tuple(replace(one, seen=(), missing="") for one in command.parts)
    broken = as_noted(state, command.broken_seals)
    at = command.at or context.now
    said = LoadSplit(command.office, command.place, parts, at, broken, command.remarks)
    return (said,)


def _wrong_place(state: Movement, place: str, office: str) -> Iterator[Refusal]:
    if all(point.place != place or not point.mode for point in state.dossier.route.points):
        yield Refusal("split_place", "/place", "", {"place": place})
    elif all(point.place != place for point in places_of(state, office)):
        yield Refusal("split_other_office", "/place", "", {"place": place, "office": office})


def _not_at(state: Movement, command: SplitLoad) -> Iterator[Refusal]:
    """Why it cannot be divided there: another office's place, or the load is elsewhere."""
    wrong = tuple(_wrong_place(state, command.place, command.office))
    yield from wrong
    here = (point.place for point in places_here(state, command.office))
    if not wrong and command.place not in here:
        yield Refusal("split_not_here", "/place", "", {"place": command.place})


def _wrong_sums(state: Movement, parts: tuple[Part, ...]) -> Iterator[Refusal]:
    """Each item: what all vehicles carry of it is what was declared, in packages and in mass."""
    declared = {item.declaration_number: item for item in items_of(state.dossier)}
    carried: dict[int, list[PartGoods]] = {}
    for index, part in enumerate(parts):
        yield from _wrong_rows(part, f"/parts/{index}", declared)
        for goods in part.goods:
            carried.setdefault(goods.item, []).append(goods)
    for number, item in declared.items():
        rows = carried.get(number, [])
        counts = sum(package.count or 0 for package in item.packages), sum(r.packages for r in rows)
        masses = kilograms(item.gross_kg), sum((kilograms(r.gross_kg) for r in rows), Decimal(0))
        for (over, under), (had, given) in ((_PACKAGES, counts), (_MASS, masses)):
            if had != given:
                code = over if given > had else under
                args = {"item": str(number), "declared": str(had), "given": str(given)}
                yield Refusal(code, "/parts", "", args)


def _wrong_rows(part: Part, at: str, declared: Any) -> Iterator[Refusal]:
    numbers = Counter(goods.item for goods in part.goods)
    for row, goods in enumerate(part.goods):
        args, here = {"item": str(goods.item)}, f"{at}/goods/{row}"
        if goods.item not in declared:
            yield Refusal("split_item", f"{here}/item", "", args)
        elif numbers[goods.item] > 1:
            yield Refusal("split_item_twice", f"{here}/item", "", args)
        if not is_mass(goods.gross_kg):
            yield Refusal("split_mass", f"{here}/gross_kg", "", args)
        elif not goods.packages and not kilograms(goods.gross_kg):
            yield Refusal("split_nothing", here, "", args)


def _wrong_vehicles(
    state: Movement, parts: tuple[Part, ...], context: Context
) -> Iterator[Refusal]:
    """Vehicles that are on two parts at once, too many, or judged wrong by the rules."""
    known = Counter(mark_of(one.id) for part in parts for one in part.means)
    if known.total() > MEANS_MAX:
        yield Refusal("split_means", "/parts", "", {"limit": str(MEANS_MAX)})
        return
    for index, part in enumerate(parts):
        if part.number != index + 1:
            yield Refusal("split_number", f"/parts/{index}/number", "", {"number": str(index + 1)})
        twice = [one.id for one in part.means if known[mark_of(one.id)] > 1]
        if twice:
            yield Refusal("split_vehicle", f"/parts/{index}/means", "", {"vehicle": twice[0]})
        for fault in means_faults(state.dossier, part.means, None, context):
            yield replace(fault, pointer=f"/parts/{index}{fault.pointer}")


def _wrong_seals(state: Movement, new: tuple[str, ...]) -> Iterator[Refusal]:
    noted = {*map(mark_of, known_seals(state))}
    marks = [mark_of(seal) for seal in new]
    if len({*marks}) < len(marks) or not noted.isdisjoint(marks):
        yield Refusal("seal_twice", "/parts", "R0107")


def _join(state: Movement, command: JoinLoad, context: Context) -> Decision:
    if not state.parts:
        return refuse("split_not")
    wrong = in_future(command.at, "/at", context) or unknown_seals(state, command.broken_seals)
    if wrong:
        return wrong
    found = tuple(_wrong_join(state, command, context))
    if found:
        return Refused(found)
    return (
        LoadJoined(
            command.office,
            command.place,
            command.means,
            command.document,
            command.at or context.now,
            as_noted(state, command.broken_seals),
            command.new_seals,
            command.remarks,
        ),
    )


def _wrong_join(state: Movement, command: JoinLoad, context: Context) -> Iterator[Refusal]:
    yield from _wrong_place(state, command.place, command.office)
    away = [
        str(part.number)
        for part in state.parts
        if not part.missing and not part.was_seen_at(command.office)
    ]
    if away:
        args = {"parts": ", ".join(away), "office": command.office}
        yield Refusal("parts_not_here", "/office", "", args)
    gone = ", ".join(_gone_on(state, command.place))
    if gone:
        yield Refusal("parts_gone_on", "/office", "", {"parts": gone, "office": command.office})
    yield from _wrong_seals(state, command.new_seals)
    yield from means_faults(state.dossier, command.means, None, context)


def _gone_on(state: Movement, place: str) -> Iterator[str]:
    """Vehicles that were seen at an office behind the place."""
    offices = [point.office for point in state.dossier.route.points]
    here = next((i for i, p in enumerate(state.dossier.route.points) if p.place == place), 0)
    behind = frozenset(offices[here + 1 :])
    for part in state.parts:
        if not part.missing and any(one.office in behind for one in part.seen):
            yield str(part.number)


def _was_split(s: Movement, p: LoadSplit, f: Fact[Any]) -> Movement:
    means = tuple(chain.from_iterable(part.means for part in p.parts))
    new = tuple(chain.from_iterable(part.seals for part in p.parts))
    split = Split(p.office, p.place, p.at, p.parts, before=vehicles_of(s.dossier))
    after = replace(s, split=split, dossier=with_means(s.dossier, means))
    return _resealed(after, p.broken_seals, new)


def _was_joined(s: Movement, p: LoadJoined, f: Fact[Any]) -> Movement:
    if s.split is None:
        return s
    point = next((one for one in s.dossier.route.points if one.place == p.place), None)
    mode = (point.mode if point is not None else None) or "road"
    leg = Leg(p.place, mode, p.means, p.document, "", p.office, p.at, vehicles_of(s.dossier))
    split = replace(s.split, joined_at=p.at, joined_by=p.office)
    dossier = with_means(s.dossier, p.means)
    after = replace(s, split=split, legs=(*s.legs, leg), dossier=dossier)
    return _resealed(after, p.broken_seals, p.new_seals)


def _resealed(s: Movement, off: tuple[str, ...], new: tuple[str, ...]) -> Movement:
    kept = tuple(seal for seal in s.seals if seal not in off)
    broken = tuple(one for one in s.broken if one.seal not in off)
    return replace(s, seals=(*kept, *new), broken=broken)


def _doubts(s: Movement, p: Any, at: str) -> Iterator[Discrepancy]:
    yield from happened_at(s, p.office, p.at, at)


_NEWS: Final = Heard[Movement]({"carrier": never}, offices=on_the_way)
SPLITTING: Final = Act[Movement](
    "splitting",
    asked=(
        Asked(SplitLoad, "customs", _split, ON_ROUTE, during("released")),
        Asked(JoinLoad, "customs", _join, ON_ROUTE, during("released")),
    ),
    told=(
        Told(LoadSplit, ON_ROUTE, UNDERWAY, _was_split, doubts=_doubts, heard=_NEWS, since=at_once),
        Told(
            LoadJoined, ON_ROUTE, UNDERWAY, _was_joined, doubts=_doubts, heard=_NEWS, since=at_once
        ),
    ),
    texts={
        "split_already": RefusalText(
            N_("The load is split over several vehicles already."),
            N_("Join it first; then it can be split anew."),
        ),
        "split_not": RefusalText(
            N_("The load is not split over several vehicles."), N_("Nothing needs to be done.")
        ),
        "split_place": RefusalText(
            N_("From {place} the route does not go on."), N_("Choose the place from the list.")
        ),
        "split_other_office": RefusalText(
            N_("What is done at {place} is not for office {office} to record."),
            N_("Choose your own place, or one of your state that has no customs office."),
        ),
        "split_not_here": RefusalText(
            N_("By what is recorded the load is not at {place} now."),
            N_(
                "If it is here, first record that it came in. Where it has gone on, the office "
                "there records it."
            ),
        ),
        "split_item": RefusalText(
            N_("There is no goods item {item} in the declaration."),
            N_("Give the number of the item in the declaration."),
        ),
        "split_item_twice": RefusalText(
            N_("Goods item {item} stands twice on one vehicle."), N_("Add its rows up.")
        ),
        "split_mass": RefusalText(
            N_("The mass of goods item {item} is no mass."),
            N_("Give kilograms with at most six decimals."),
        ),
        "split_nothing": RefusalText(
            N_("Of goods item {item} nothing would be on this vehicle."), N_("Leave the item out.")
        ),
        "split_packages_over": RefusalText(
            N_(
                "Of goods item {item} {given} packages are on the vehicles, of {declared} declared."
            ),
            N_("Put no more on the vehicles than was declared."),
        ),
        "split_packages_under": RefusalText(
            N_("Of goods item {item} only {given} packages of {declared} are on the vehicles."),
            N_("Say on which vehicle the rest is."),
        ),
        "split_mass_over": RefusalText(
            N_("Of goods item {item} {given} kg are on the vehicles; declared are {declared} kg."),
            N_("Put no more on the vehicles than was declared."),
        ),
        "split_mass_under": RefusalText(
            N_("Of goods item {item} only {given} kg of {declared} kg are on the vehicles."),
            N_("Say on which vehicle the rest is."),
        ),
        "split_means": RefusalText(
            N_("There are more than {limit} trucks, trailers and wagons in all."),
            N_("Split the load over fewer vehicles."),
        ),
        "split_number": RefusalText(
            N_("The vehicles are not numbered in order; {number} is expected here."),
            N_("Number them from 1 on."),
        ),
        "split_vehicle": RefusalText(
            N_("{vehicle} is named for two parts of the load."),
            N_("Name each truck, trailer or wagon once."),
        ),
        "parts_gone_on": RefusalText(
            N_("Vehicles of the split load that were recorded further on already: {parts}."),
            N_("They are joined where all of them are."),
        ),
        "parts_not_here": RefusalText(
            N_("Vehicles of the split load that office {office} has not recorded: {parts}."),
            N_("Record them when they come, or say that one is missing."),
        ),
    },
)
