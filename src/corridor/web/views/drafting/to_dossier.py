"""A draft read as a dossier: as far as it goes, with all that is missing or cannot be read."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from corridor.domain.codes import check_grn, check_lrn
from corridor.domain.consignment import (
    Consignment,
    Dossier,
    House,
    Item,
    Package,
    Party,
)
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.routes import Route
from corridor.domain.values import kilograms
from corridor.web.views.drafting.from_dossier import has_own_field, parties_in
from corridor.web.views.drafting.guarantees import Uses, guarantees_in
from corridor.web.views.drafting.instants import with_typed_times
from corridor.web.views.drafting.model import Draft, ItemForm, PartForm
from corridor.web.views.drafting.reading import (
    NOT_A_COUNTRY,
    NOT_A_CURRENCY,
    NOT_UN,
    Problem,
    Reading,
)
from corridor.web.views.drafting.to_boxes import equipment_in
from corridor.web.views.drafting.to_countries import LANDS, with_countries
from corridor.web.views.drafting.to_documents import further_documents
from corridor.web.views.drafting.to_legs import legs_in
from corridor.web.views.drafting.to_parties import (
    note_empty,
    parties_of_part,
    parties_of_whole,
    places_in,
    roles_of_parts,
)
from corridor.web.views.drafting.to_rail import note_in
from corridor.web.views.drafting.to_transport import (
    documents_in,
    driver_in,
    means_in,
    vehicle_in,
)

NO_GOODS = N_("Add at least one goods item.")
NO_ROUTE = N_("Choose where the goods go from and where to.")
NOT_A_KIND = N_("Choose the kind of packages.")
NO_LRN = N_("Write Latin letters, digits and hyphens, at most 22, without blanks.")
NO_GUARANTEE = N_("Choose a guarantee.")
WRONG_GRN = N_("The check digit of the guarantee number is wrong; %(expected)s is expected.")
NO_GRN = N_("This is no guarantee number: copy it from the guarantee document.")


class Built(msgspec.Struct, frozen=True):
    """What a draft amounts to. `dossier` is None until there are goods and a route.

    `positions[k]` is (house, item) in the houses of the draft's item k.
    """

    dossier: Dossier | None
    problems: tuple[Problem, ...]
    positions: tuple[tuple[int, int], ...] = ()
    items: tuple[Item, ...] = ()
    """The goods items as they were understood, one for each of the draft."""
    load: Consignment = Consignment(())
    """What it carries, as far as that is known without a way."""
    route: Route = Route(())
    """The way with the times typed for it."""
    parts: tuple[int, ...] = ()
    """The place among the draft's parts of each house; empty before there are goods."""
    rows: tuple[int, ...] = ()
    """The row of the form of each guarantee."""

    @property
    def is_whole(self) -> bool:
        """Whether it can be sent, as far as its form goes."""
        return self.dossier is not None and not self.problems


def build(draft: Draft, reference: Reference) -> Built:
    """The dossier a draft stands for, and every problem of form at once, in order of sections."""
    problems: list[Problem] = []
    items = tuple(_item(form, k, problems, reference) for k, form in enumerate(draft.goods))
    if not items:
        problems.append(Problem("goods", "", NO_GOODS, missing=True))
    strict = draft.base is None
    had = parties_in(draft.base) if draft.base else {}
    whole = Reading(draft.parties, problems, "parties", strict=strict)
    parties = parties_of_whole(whole, had, roles_of_parts(draft))
    transport = Reading(draft.transport, problems, "transport", None, strict, reference.lists)
    load = _Load(draft, items, transport, problems)
    route = with_typed_times(draft, Reading(draft.route, problems, "route"))
    if len(draft.points) < 2:
        problems.append(Problem("route", "from", NO_ROUTE, missing=True))
    guarantee = Reading(draft.guarantee, problems, "guarantee", None, strict, reference.lists)
    uses = guarantees_in(guarantee, draft.base)
    guarantees, rows = tuple(use for _, use in uses), tuple(row for row, _ in uses)
    if not guarantees and strict:
        problems.append(Problem("guarantee", "grn", NO_GUARANTEE, missing=True))
    if not (draft.amends or check_lrn(draft.lrn).ok):
        problems.append(Problem("send", "lrn", NO_LRN, missing=not draft.lrn))
    means, vehicle = means_in(transport, draft.base), vehicle_in(transport)
    driver, rail = driver_in(transport), note_in(transport, draft.base)
    legs = legs_in(Reading(draft.legs, problems, "legs", None, strict), draft)
    if not items or len(draft.points) < 2:
        known = Consignment(
            load.houses, equipment=equipment_in(transport, draft, load.numbers, problems)
        )
        wrong = (*problems, *_wrong_numbers(uses))
        return Built(None, wrong, load.positions, items, known, route, load.parts, rows)
    dossier = replace(
        draft.base or Dossier(draft.lrn, Party(), Consignment(()), route),
        lrn=draft.lrn,
        additional_type=draft.additional,
        holder=parties["holder"] or Party(),
        route=route,
        guarantees=guarantees,
        vehicle=vehicle,
        driver=driver,
        rail=rail,
        legs=legs,
        attachments=draft.files,
        answers={code: said == "yes" for code, said in draft.answers.items() if said},
        consignment=load.consignment(route, means, parties),
    )
    carried = dossier.consignment
    return Built(dossier, tuple(problems), load.positions, items, carried, route, load.parts, rows)


def _wrong_numbers(uses: Uses) -> Iterable[Problem]:
    """What needs no dossier to be seen; once there is one, its rules say it."""
    for row, use in uses:
        field, verdict = f"grn_{row}" if row else "grn", check_grn(use.grn)
        if use.grn and verdict.expected:
            yield Problem("guarantee", field, WRONG_GRN, args={"expected": verdict.expected})
        elif use.grn and not verdict.ok:
            yield Problem("guarantee", field, NO_GRN)


def _item(form: ItemForm, index: int, problems: list[Problem], reference: Reference) -> Item:
    read = Reading(form.fields, problems, "goods", index, form.base is None, reference.lists)
    currency = read.currency("currency")
    value = read.minor("value", currency)
    if value is not None and not read["currency"]:
        read.note("currency", NOT_A_CURRENCY)
    un = read.several("un", "un", 4, form.base.dangerous_goods if form.base else ())
    if any(not (len(one) == 4 and one.isdigit()) for one in un) and form.base is None:
        read.note("un", NOT_UN)
    note_lands(read)
    return replace(
        form.base or Item(1, 1, ""),
        description=read.text("description", 512, required=True),
        hs=read.hs("hs"),
        gross_kg=read.kilograms("gross", required=True) or "0",
        net_kg=read.kilograms("net"),
        packages=_packages(read, form.base),
        dangerous_goods=un,
        value_minor=value if currency else None,
        currency=currency,
        facts=form.facts,
        documents=further_documents(read, form.base.documents if form.base else ()),
    )


def note_lands(read: Reading) -> None:
    """Countries of a part or an item, where they are none."""
    for field in LANDS:
        code = read.country(field)
        if code and code not in read.known["countries"]:
            read.note(field, NOT_A_COUNTRY)


def _packages(read: Reading, base: Item | None) -> tuple[Package, ...]:
    """The first kind of packages is the form's; further ones stay as they came."""
    rest = base.packages[1:] if base else ()
    kind = read.matching("kind", r"[0-9A-Z]{2}", NOT_A_KIND, required=True)
    count, marks = read.count("count"), read.text("marks", 512)
    return (Package(kind, count, marks), *rest) if kind else rest


class _Load:
    """The consignment: items into their houses, sums where something changed."""

    def __init__(
        self, draft: Draft, items: tuple[Item, ...], transport: Reading, problems: list[Problem]
    ) -> None:
        self._draft = draft
        self._transport = transport
        self._problems = problems
        self._base = draft.base.consignment if draft.base else None
        self._of_parts = roles_of_parts(draft)
        places = places_in(draft, problems)
        note_empty(draft, places, problems)
        groups: dict[int, list[Item]] = {place: [] for place in sorted({*places})}
        self.parts = tuple(groups)
        at = {place: index for index, place in enumerate(groups)}
        self.numbers = _numbers(places)
        positions = []
        for place, item, number in zip(places, items, self.numbers, strict=True):
            group = groups[place]
            positions.append((at[place], len(group)))
            group.append(replace(item, number=len(group) + 1, declaration_number=number))
        self.positions = tuple(positions)
        self.houses = tuple(self._houses(groups))

    def consignment(
        self, route: Route, means: tuple[object, ...], parties: dict[str, Party | None]
    ) -> Consignment:
        base, houses = self._base or Consignment(()), self.houses
        masses, had = ([house.gross_kg for house in some] for some in (houses, base.houses))
        equipment = equipment_in(self._transport, self._draft, self.numbers, self._problems)
        same_boxes = bool(self._base) and equipment == base.equipment
        boxed = base.containerised if same_boxes else any(box.container for box in equipment)
        load = replace(
            base,
            houses=houses,
            gross_kg=base.gross_kg if masses == had else summed(masses),
            containerised=boxed,
            consignor=parties["consignor"],
            consignee=parties["consignee"],
            carrier=parties["carrier"],
            equipment=equipment,
            means=means,
            documents=further_documents(self._transport, base.documents),
            **self._of_route(route),
        )
        return with_countries(self._draft, load, self.parts, self.numbers)

    def _houses(self, groups: Mapping[int, list[Item]]) -> Iterable[House]:
        parts = self._draft.parts or (PartForm(base=0 if self._base else None),)
        had = self._base.houses if self._base else ()
        same = [parts[place].base for place in groups] == [*range(len(had))]
        for number, (place, items) in enumerate(groups.items(), start=1):
            part = parts[place]
            base = _of(part, had)
            yield self._house(replace(base, number=base.number if same else number), place, items)
        for place, part in enumerate(self._draft.parts):
            if place not in groups:
                parties_of_part(self._reading(place), _of(part, had), self._of_parts)

    def _house(self, base: House, place: int, items: list[Item]) -> House:
        masses = [item.gross_kg for item in items]
        is_same = masses == [item.gross_kg for item in base.items]
        gross = base.gross_kg if is_same else summed(masses)
        house = replace(base, items=tuple(items), gross_kg=gross)
        if not self._draft.parts:
            return replace(house, documents=documents_in(self._transport, base.documents))
        read = self._reading(place)
        note_lands(read)
        parties = parties_of_part(read, base, self._of_parts)
        further = further_documents(read, base.documents, has_own_field)
        return replace(house, documents=documents_in(read, further), **parties)

    def _reading(self, place: int) -> Reading:
        part = self._draft.parts[place]
        return Reading(part.fields, self._problems, "parties", place, strict=part.base is None)

    def _of_route(self, route: Route) -> dict[str, object]:
        """What follows from the way; an earlier dossier's own words stay while its way does."""
        if self._draft.base and _way(self._draft.base.route) == _way(route):
            return {}
        first, last = route.points[0], route.points[-1]
        exits = [point for point in route.points if point.role == "exit"]
        return {
            "country_of_dispatch": first.country,
            "country_of_destination": last.country,
            "countries_of_routing": (),
            "inland_mode": _MODES.get(first.mode or "", ""),
            "border_mode": _MODES.get((exits[0] if exits else first).mode or "", ""),
        }


def _of(part: PartForm, had: tuple[House, ...]) -> House:
    """The house that a part came from, with what no field shows."""
    return House(1, ()) if part.base is None else had[part.base]


def _numbers(places: tuple[int, ...]) -> tuple[int, ...]:
    """The number in the declaration of each item: it runs through the parts in their order."""
    order = sorted(range(len(places)), key=places.__getitem__)
    return tuple(number + 1 for number in sorted(range(len(order)), key=order.__getitem__))


_MODES = {"sea": "1", "rail": "2", "road": "3"}


def _way(route: Route) -> list[tuple[str, str | None]]:
    return [(point.place, point.mode) for point in route.points]


def summed(masses: Iterable[str]) -> str:
    """Masses added up, as a mass is written."""
    total = sum((kilograms(mass) for mass in masses), Decimal(0))
    text = f"{total:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
