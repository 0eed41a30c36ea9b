"""Invented dossiers for the demonstration: the story's, and those of the traffic."""

from datetime import date, timedelta

from msgspec.structs import replace

from corridor.domain.consignment import (
    Consignment,
    Document,
    Dossier,
    Equipment,
    GuaranteeUse,
    House,
    Item,
    Means,
    Package,
    Party,
)
from corridor.domain.routes import DEMO_ROUTES, Route
from corridor.node.demo.world import carrier_of, party_of

STORY_ROUTE = "osh-poti"
CONSIGNOR = Party(
    name="ОсОО «Ферганская долина Экспорт»",
    id="KG01234567890",
    street="ул. Ленина, 214",
    city="Ош",
    postcode="723500",
    country="KG",
)
CONSIGNEE = Party(
    name="შპს შავი ზღვის ტრეიდი",
    id="GE404123456",
    street="დავით აღმაშენებლის 12",
    city="ფოთი",
    postcode="4400",
    country="GE",
)
STORY_HOME = "KG"
STORY_CARRIER = "KG20211045678"
CARRIER = party_of(STORY_HOME, carrier_of(STORY_HOME, STORY_CARRIER))


def story_items() -> tuple[Item, ...]:
    """Cherries, cotton yarn and machine parts."""
    return (
        Item(
            number=1,
            declaration_number=1,
            description="Черешня свежая",
            hs="080929",
            gross_kg="6200",
            net_kg="5800",
            packages=(Package("BX", 1240, "FDE-1"),),
            value_minor=1_392_000,
            currency="EUR",
            facts=("perishable",),
        ),
        Item(
            number=2,
            declaration_number=2,
            description="Пряжа хлопчатобумажная, кардная",
            hs="520512",
            gross_kg="7900",
            net_kg="7700",
            packages=(Package("BG", 316, "FDE-2"),),
            value_minor=2_079_000,
            currency="EUR",
        ),
        Item(
            number=3,
            declaration_number=3,
            description="Части насосов для жидкостей",
            hs="841391",
            gross_kg="1450.5",
            net_kg="1310",
            packages=(Package("CT", 58, "FDE-3"),),
            value_minor=1_834_000,
            currency="EUR",
        ),
    )


def with_etas(route: Route, start: date) -> Route:
    """The route with a plausible expected time at each point: a day and a half a leg."""
    etas = (_eta(start, index) for index in range(len(route.points)))
    points = zip(route.points, etas, strict=True)
    return Route(tuple(replace(point, eta=eta) for point, eta in points))


def _eta(start: date, index: int) -> str:
    return f"{start + timedelta(days=index * 3 // 2)}T06:00:00Z"


def story_dossier(lrn: str, grn: str, today: date, route: str = STORY_ROUTE) -> Dossier:
    """The dossier of the story: one truck with trailer, one container, two seals."""
    items = story_items()
    return Dossier(
        lrn=lrn,
        holder=CARRIER,
        route=with_etas(DEMO_ROUTES[route], today + timedelta(days=1)),
        guarantees=(GuaranteeUse("1", grn, amount_minor=1_850_000, currency="EUR"),),
        consignment=Consignment(
            houses=(
                House(
                    number=1,
                    items=items,
                    gross_kg="15550.5",
                    documents=(
                        Document("supporting", "N380", "FDE-2026-118"),
                        Document("transport", "N730", "CMR-KG-004512"),
                    ),
                ),
            ),
            gross_kg="15550.5",
            containerised=True,
            consignor=CONSIGNOR,
            consignee=CONSIGNEE,
            carrier=CARRIER,
            equipment=(Equipment(1, "MSKU1234565", 2, ("KG-778201", "KG-778202"), (1, 2, 3)),),
            means=(
                Means("departure", "30", "01KG777ABC", "KG"),
                Means("departure", "31", "01KG445TR", "KG"),
            ),
            country_of_dispatch="KG",
            country_of_destination="GE",
            inland_mode="3",
            border_mode="3",
        ),
    )
