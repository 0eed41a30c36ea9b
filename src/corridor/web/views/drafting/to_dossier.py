"""A draft read as a dossier: as far as it goes, with all that is missing or cannot be read."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from corridor.domain.codes import check_grn, check_lrn
from corridor.domain.consignment import (
    Consignment,
    Dossier,
    GuaranteeUse,
    House,
    Item,
    Package,
    Party,
)
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.routes import Route
from corridor.domain.values import kilograms
from corridor.web.views.drafting.from_dossier import parties_in
from corridor.web.views.drafting.instants import with_typed_times
from corridor.web.views.drafting.model import PARTIES, Draft, ItemForm
from corridor.web.views.drafting.reading import (
    NOT_A_CURRENCY,
    NOT_UN,
    Problem,
    Reading,
)
from corridor.web.views.drafting.to_transport import (
    documents_in,
    driver_in,
    equipment_in,
    guarantees_in,
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
_PARTY_LIMITS = {
    "name": 140, "street": 140, "city": 35, "postcode": 17, "contact": 140, "phone": 35,
    "email": 256,
}  # fmt: skip
_REQUIRED = ("holder", "consignor", "consignee")


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

    @property
    def is_whole(self) -> bool:
        """Whether it can be sent, as far as its form goes."""
        return self.dossier is not None and not self.problems


def build(draft: Draft, reference: Reference) -> Built:
    """The dossier a draft stands for, and every problem of form at once, in order of sections."""
    problems: list[Problem] = []
    items = tuple(_item(form, k, problems) for k, form in enumerate(draft.goods))
    if not items:
        problems.append(Problem("goods", "", NO_GOODS, missing=True))
    strict = draft.base is None
    had = parties_in(draft.base) if draft.base else {}
    parties = _parties(Reading(draft.parties, problems, "parties", strict=strict), had)
    transport = Reading(draft.transport, problems, "transport", strict=strict)
    load = _Load(draft, items, parties, transport)
    route = with_typed_times(draft, Reading(draft.route, problems, "route"))
    if len(draft.points) < 2:
        problems.append(Problem("route", "from", NO_ROUTE, missing=True))
    guarantee = Reading(draft.guarantee, problems, "guarantee", strict=strict)
    guarantees = guarantees_in(guarantee, draft.base)
    if not guarantees and strict:
        problems.append(Problem("guarantee", "grn", NO_GUARANTEE, missing=True))
    if not (draft.amends or check_lrn(draft.lrn).ok):
        problems.append(Problem("send", "lrn", NO_LRN, missing=not draft.lrn))
    means, vehicle = means_in(transport, draft.base), vehicle_in(transport)
    driver = driver_in(transport)
    if not items or len(draft.points) < 2:
        parts = Consignment(load.houses(), equipment=equipment_in(transport, draft))
        wrong = (*problems, *_wrong_number(guarantees))
        return Built(None, wrong, load.positions, items, parts, route)
    dossier = replace(
        draft.base or Dossier(draft.lrn, Party(), Consignment(()), route),
        lrn=draft.lrn,
        holder=parties["holder"] or Party(),
        route=route,
        guarantees=guarantees,
        vehicle=vehicle,
        driver=driver,
        attachments=draft.files,
        answers={code: said == "yes" for code, said in draft.answers.items() if said},
        consignment=load.consignment(route, means),
    )
    return Built(dossier, tuple(problems), load.positions, items, dossier.consignment, route)


def _wrong_number(guarantees: tuple[GuaranteeUse, ...]) -> Iterable[Problem]:
    """What needs no dossier to be seen; once there is one, its rules say it."""
    grn = guarantees[0].grn if guarantees else ""
    verdict = check_grn(grn)
    if grn and verdict.expected:
        yield Problem("guarantee", "grn", WRONG_GRN, args={"expected": verdict.expected})
    elif grn and not verdict.ok:
        yield Problem("guarantee", "grn", NO_GRN)


def _item(form: ItemForm, index: int, problems: list[Problem]) -> Item:
    read = Reading(form.fields, problems, "goods", index, strict=form.base is None)
    currency = read.currency("currency")
    value = read.minor("value", currency)
    if value is not None and not read["currency"]:
        read.note("currency", NOT_A_CURRENCY)
    un = read.several("un", "un", 4, form.base.dangerous_goods if form.base else ())
    if any(not (len(one) == 4 and one.isdigit()) for one in un) and form.base is None:
        read.note("un", NOT_UN)
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
    )


def _packages(read: Reading, base: Item | None) -> tuple[Package, ...]:
    """The first kind of packages is the form's; further ones stay as they came."""
    rest = base.packages[1:] if base else ()
    kind = read.matching("kind", r"[0-9A-Z]{2}", NOT_A_KIND, required=True)
    count, marks = read.count("count"), read.text("marks", 512)
    return (Package(kind, count, marks), *rest) if kind else rest


def _parties(read: Reading, had: Mapping[str, Party | None]) -> dict[str, Party | None]:
    return {role: _party(read, role, had.get(role) or Party()) for role in PARTIES}


def _party(read: Reading, role: str, had: Party) -> Party | None:
    texts = {name: read.text(f"{role}_{name}", limit) for name, limit in _PARTY_LIMITS.items()}
    texts["id"] = read.mark(f"{role}_id", "party", 17, had.id)
    country = read.country(f"{role}_country")
    if country is None and not any(texts.values()):
        if role in _REQUIRED and read.strict:
            read.text(f"{role}_name", 140, required=True)
        return None
    return Party(country=country, **texts)


class _Load:
    """The consignment: items into their houses, sums where something changed."""

    def __init__(
        self,
        draft: Draft,
        items: tuple[Item, ...],
        parties: dict[str, Party | None],
        transport: Reading,
    ) -> None:
        self._draft = draft
        self._parties = parties
        self._transport = transport
        self._base = draft.base.consignment if draft.base else None
        used = sorted({form.house for form in draft.goods})
        self._house_at = {house: place for place, house in enumerate(used)}
        self._groups: list[list[Item]] = [[] for _ in used]
        positions = []
        for number, (form, item) in enumerate(zip(draft.goods, items, strict=True), start=1):
            place = self._house_at[form.house]
            group = self._groups[place]
            positions.append((place, len(group)))
            group.append(replace(item, number=len(group) + 1, declaration_number=number))
        self.positions = tuple(positions)

    def consignment(self, route: Route, means: tuple[object, ...]) -> Consignment:
        houses = self.houses()
        base = self._base or Consignment(())
        equipment = equipment_in(self._transport, self._draft)
        same_boxes = bool(self._base) and equipment == base.equipment
        boxed = base.containerised if same_boxes else any(box.container for box in equipment)
        return replace(
            base,
            houses=houses,
            gross_kg=base.gross_kg if houses == base.houses else summed(h.gross_kg for h in houses),
            containerised=boxed,
            consignor=self._parties["consignor"],
            consignee=self._parties["consignee"],
            carrier=self._parties["carrier"],
            equipment=equipment,
            means=means,
            **self._of_route(route),
        )

    def houses(self) -> tuple[House, ...]:
        """The items as they lie in their houses."""
        return tuple(self._houses())

    def _houses(self) -> Iterable[House]:
        for house, place in self._house_at.items():
            items = tuple(self._groups[place])
            base = self._base.houses[house] if self._base else House(1, ())
            masses = [item.gross_kg for item in items]
            same = masses == [item.gross_kg for item in base.items]
            documents = documents_in(self._transport, base.documents) if not place else None
            yield replace(
                base,
                number=base.number if self._base else place + 1,
                items=items,
                gross_kg=base.gross_kg if same else summed(masses),
                documents=base.documents if documents is None else documents,
            )

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


_MODES = {"sea": "1", "rail": "2", "road": "3"}


def _way(route: Route) -> list[tuple[str, str | None]]:
    return [(point.place, point.mode) for point in route.points]


def summed(masses: Iterable[str]) -> str:
    """Masses added up, as a mass is written."""
    total = sum((kilograms(mass) for mass in masses), Decimal(0))
    text = f"{total:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
