"""What sample journeys are made of: an invented dossier, and a folder of messages in order."""

from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.codes import make_mrn
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
)
from corridor.domain.reference import load_reference
from corridor.domain.routes import Route, plan_route
from corridor.node.demo import messages
from corridor.node.demo.dossiers import CARRIER, CONSIGNEE, CONSIGNOR, STORY_CARRIER
from corridor.node.demo.world import carrier_of, grn_of

FOLDER: Final = Path(__file__).resolve().parent.parent / "examples" / "ncts"
MRN: Final = make_mrn("26", "KG", "EXAMPLE00000", "J")
"""Stands in the messages for the MRN that CC028C gives."""
CODE: Final = "DEMO"
OSH, BISHKEK = "KGOSH001", "KGBISH01"
GOODS: Final = (
    ("Черешня свежая", "080929", "BX", 620, "3100"),
    ("Пряжа хлопчатобумажная", "520512", "BG", 158, "7900"),
    ("Части насосов для жидкостей", "841391", "CT", 40, "1450.5"),
    ("Фасоль сушёная", "071333", "BG", 400, "20000"),
    ("Ковры шерстяные", "570110", "RO", 90, "2700"),
    ("Мёд натуральный", "040900", "DR", 24, "7200"),
    ("Обувь кожаная", "640351", "CT", 300, "1800"),
    ("Стекло листовое", "700529", "CR", 12, "14400"),
    ("Шины новые", "401120", "PP", 120, "6600"),
    ("Кирпич огнеупорный", "690220", "PX", 20, "20000"),
)
Step = dict[str, Any]


def _way(start: str, end: str) -> Route:
    reference = load_reference()
    route = plan_route(reference, reference.offices[start].place, reference.offices[end].place)
    if route is None:
        raise ValueError(f"no way from {start} to {end}")
    return route


POTI, INLAND = _way(OSH, "GEPOTI01"), _way(OSH, BISHKEK)


def dossier(number: int, goods: int = 0, route: Route = POTI, **changes: Any) -> Dossier:
    """One house of one or two goods items on a truck."""
    found = [GOODS[goods % len(GOODS)], GOODS[(goods + 1) % len(GOODS)]][: 1 + goods % 2]
    items = tuple(
        Item(
            number=at,
            declaration_number=at,
            description=text,
            hs=hs,
            gross_kg=mass,
            packages=(Package(kind, count, f"EX-{number}-{at}"),),
        )
        for at, (text, hs, kind, count, mass) in enumerate(found, start=1)
    )
    gross = format(sum(float(item.gross_kg) for item in items), "g")
    load = Consignment(
        houses=(
            House(
                number=1,
                items=items,
                gross_kg=gross,
                documents=(
                    Document("supporting", "N380", f"EX-{number}"),
                    Document("transport", "N730", f"CMR-EX-{number}"),
                ),
            ),
        ),
        gross_kg=gross,
        consignor=CONSIGNOR,
        consignee=CONSIGNEE,
        carrier=CARRIER,
        equipment=(Equipment(1, "", 1, (f"EX-{number}",), tuple(i.number for i in items)),),
        means=(Means("departure", "30", f"01KG{number:03d}EXA", "KG"),),
        country_of_dispatch="KG",
        country_of_destination=route.points[-1].country,
        inland_mode="3",
        border_mode="3",
    )
    grn = grn_of("KG", carrier_of("KG", STORY_CARRIER))
    use = GuaranteeUse("1", grn, amount_minor=10_000, currency="EUR")
    whole = Dossier(
        lrn=f"EXAMPLE-{number:02d}",
        holder=CARRIER,
        consignment=load,
        route=route,
        guarantees=(use,),
    )
    return replace(whole, **changes)


class Journey:
    """A folder: its messages, and the steps."""

    def __init__(self, number: int, name: str, title: str, phase: str = "") -> None:
        self.number, self.name, self.title = number, f"{number:02d}-{name}", title
        self.phase = phase or "56"[number % 2]
        self.files: dict[str, bytes] = {}
        self.steps: list[Step] = []

    def id(self, name: str) -> str:
        """The number of the next message."""
        return f"EX{self.number:02d}-{len(self.files) + 1}-{name[2:5]}"

    def send(
        self, name: str, data: bytes, *answers: str, to: str = "", by: str = "carrier", **more: Any
    ) -> None:
        """A message that is sent."""
        file = f"{len(self.files) + 1:02d}-{name}.xml"
        self.files[file] = data
        usual = {"CC015C": "departures", "CC007C": "arrivals", "CC044C": "arrivals/{MRN}/messages"}
        step = {
            "send": file,
            "to": to or usual.get(name, "departures/{id}/messages"),
            "by": by,
            "answers": list(answers),
            **more,
        }
        self.steps.append(step)

    def declare(self, load: Dossier, *answers: str, **more: Any) -> None:
        """CC015C."""
        code = more.pop("code", CODE)
        data = messages.declaration(load, self.id("CC015C"), code=code, phase=self.phase)
        for old, new in more.pop("instead", ()):
            if old.encode() not in data:
                raise ValueError(f"{self.name} has no {old}")
            data = data.replace(old.encode(), new.encode(), 1)
        self.send("CC015C", data, *(answers or ("CC928C",)), **more)

    def amend(self, load: Dossier, *answers: str, **more: Any) -> None:
        """CC013C."""
        data = messages.declaration(load, self.id("CC013C"), "CC013C", CODE, self.phase)
        self.send("CC013C", data, *(answers or ("CC004C",)), **more)

    def cancel(self, load: Dossier, *answers: str, **more: Any) -> None:
        """CC014C."""
        data = messages.cancellation(load, self.id("CC014C"), phase=self.phase)
        self.send("CC014C", data, *(answers or ("CC009C",)), **more)

    def act(self, do: str, *answers: str, by: str = OSH, **fields: Any) -> None:
        """What an officer does meanwhile."""
        self.steps.append({"by": by, "command": {"do": do, **fields}, "answers": list(answers)})

    def release(self, load: Dossier) -> None:
        """From acceptance to release."""
        self.act("movement.accept", "CC028C")
        self.act("movement.decide_control", channel="green")
        self.act("movement.request_guarantee")
        self.act("movement.seal", seals=[f"EX-{self.number}"])
        self.act("movement.release", "CC029C")

    def arrive(self) -> None:
        """CC007C of the carrier, and the office that takes the goods in."""
        self.notify()
        self.act("movement.arrive", by=BISHKEK, office=BISHKEK)
        self.act("movement.permit_unloading", "CC043C", by=BISHKEK)

    def notify(self, *answers: str, office: str = BISHKEK, **more: Any) -> None:
        """CC007C."""
        at = "2026-11-21T08:00:00"
        data = messages.arrival(MRN, office, self.id("CC007C"), at, self.phase)
        self.send("CC007C", data, *answers, **more)

    def remark(self, *answers: str, **found: Any) -> None:
        """CC044C of the office's own system."""
        data = messages.remarks(MRN, BISHKEK, self.id("CC044C"), self.phase, **found)
        self.send("CC044C", data, *answers, by=BISHKEK)

    def finish(self) -> None:
        """Results, and the end."""
        self.act("movement.record_results", by=BISHKEK, result="A1")
        self.act("movement.release_goods", "CC025C", by=BISHKEK)
        self.act("movement.write_off", "CC045C")
