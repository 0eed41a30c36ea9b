"""Makes the sample journeys of `examples/ncts`: messages in order, and what is answered.

Everything in them is invented. `--check` says whether the folder is what this makes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Aside
from corridor.node.demo import messages
from journey_parts import BISHKEK, CODE, FOLDER, GOODS, INLAND, MRN, OSH, Journey, dossier


def journeys() -> Iterator[Journey]:
    """All fifty."""
    makers = (
        *(_released, _rejected, _amended, _cancelled, _prelodged, _controlled),
        *(_inland, _at_the_end, _on_arrival, _odd),
    )
    number = 0
    for make in makers:
        for one in make(number):
            yield one
            number = one.number


def _released(before: int) -> Iterator[Journey]:
    for at in range(10):
        number = before + 1 + at
        load = dossier(number, at, INLAND)
        one = Journey(number, "released", f"Declared, accepted and released: {GOODS[at][0]}")
        one.declare(load)
        one.release(load)
        yield one


REJECTED: Final[tuple[tuple[str, str, dict[str, Any], list[list[str]]], ...]] = (
    (
        "mass",
        "The gross mass of the whole is less than that of its parts",
        {"gross_kg": "1"},
        [["/CC015C/Consignment/grossMass", "14"]],
    ),
    (
        "office",
        "An office of transit that nobody knows",
        {"instead": [("UZDUST01", "UZNONE01")]},
        [["/CC015C/CustomsOfficeOfTransitDeclared[1]/referenceNumber", "12"]],
    ),
    (
        "destination",
        "An office of destination that nobody knows",
        {"instead": [("GEPOTI01", "GENONE01")]},
        [["/CC015C/CustomsOfficeOfDestinationDeclared/referenceNumber", "12"]],
    ),
    (
        "grn",
        "A guarantee number with a wrong check digit",
        {"instead": [("26KGALATOO0000019", "26KGALATOO0000018")]},
        [["/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN", "14"]],
    ),
    (
        "numbering",
        "Sequence numbers that do not follow each other",
        {"instead": [("<Seal><sequenceNumber>1<", "<Seal><sequenceNumber>2<")]},
        [["/CC015C/Consignment/TransportEquipment[1]/Seal[1]/sequenceNumber", "14"]],
    ),
    (
        "access-code",
        "An access code that does not fit the guarantee",
        {"code": "NOPE"},
        [["/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode", "12"]],
    ),
)


def _rejected(before: int) -> Iterator[Journey]:
    for at, (name, title, more, errors) in enumerate(REJECTED, start=1):
        number = before + at
        load = dossier(number, at)
        if "gross_kg" in more:
            load = replace(load, consignment=replace(load.consignment, **more))
        one = Journey(number, f"rejected-{name}", title)
        given = {} if "gross_kg" in more else more
        one.declare(load, "CC056C", status="Failed", errors=errors, **given)
        yield one
    one = Journey(number + 1, "rejected-lrn-twice", "A local number that was used already")
    load = dossier(number + 1)
    one.declare(load)
    twice = [["/CC015C/TransitOperation/LRN", "26"]]
    one.declare(load, "CC056C", status="Failed", errors=twice)
    yield one
    one = Journey(number + 2, "rejected-by-an-officer", "An officer does not accept it")
    one.declare(dossier(number + 2))
    one.act("movement.reject", "CC056C", reason="Документы не читаются")
    yield one
    one = Journey(number + 3, "not-well-built", "A code that the schema does not know")
    wrong = [("<security>0<", "<security>x<")]
    one.declare(dossier(number + 3), instead=wrong, http=400)
    one.steps[-1]["answers"] = []
    yield one


def _amended(before: int) -> Iterator[Journey]:
    for at, when in enumerate(("before", "after", "before", "after"), start=1):
        number = before + at
        load = dossier(number, at)
        one = Journey(number, f"amended-{when}-acceptance", f"Amended {when} acceptance")
        one.declare(load)
        if when == "after":
            one.act("movement.accept", "CC028C")
        one.amend(replace(load, limit_date="2027-01-15"))
        if when == "before":
            one.act("movement.accept", "CC028C")
        yield one
    number += 1
    load = dossier(number)
    one = Journey(number, "amended-fixed-field", "What may not be amended after acceptance")
    one.declare(load)
    one.act("movement.accept", "CC028C")
    fixed = [["/CC013C/TransitOperation/declarationType", "14"]]
    one.amend(replace(load, declaration_type="T2"), "CC056C", status="Failed", errors=fixed)
    yield one
    number += 1
    load = dossier(number)
    one = Journey(number, "amended-as-asked", "Customs asks for an amendment, and it is made")
    one.declare(load)
    one.act("movement.accept", "CC028C")
    one.act(
        "movement.ask_amendment",
        "CC022C",
        reason="Уточните знаки на упаковках",
        deadline="2027-01-20",
        fields=["/consignment/houses/0/items/0/packages/0/marks"],
    )
    one.amend(replace(load, limit_date="2027-01-15"))
    yield one


def _cancelled(before: int) -> Iterator[Journey]:
    for at, when in enumerate(("before", "after"), start=1):
        number = before + at
        load = dossier(number, at)
        one = Journey(number, f"cancelled-{when}-acceptance", f"Cancelled {when} acceptance")
        one.declare(load)
        if when == "after":
            one.act("movement.accept", "CC028C")
        one.cancel(load)
        yield one
    number += 1
    load = dossier(number, 0, INLAND)
    one = Journey(number, "cancelled-too-late", "After release the trader cannot cancel")
    one.declare(load)
    one.release(load)
    one.cancel(load, "CC056C", status="Failed", errors=[["/CC014C", "92"]])
    yield one
    number += 1
    load = dossier(number)
    one = Journey(number, "cancelled-by-customs", "Customs cancels the movement")
    one.declare(load)
    one.act("movement.accept", "CC028C")
    one.act("movement.invalidate", "CC009C", reason="Груз не предъявлен")
    yield one


def _prelodged(before: int) -> Iterator[Journey]:
    for at in range(1, 4):
        number = before + at
        load = dossier(number, at, additional_type="D")
        early = replace(load, consignment=replace(load.consignment, inland_mode=""))
        one = Journey(number, "prelodged", "Lodged before the goods, presented with them")
        one.declare(early)
        data = messages.presentation(
            load, one.id("CC170C"), phase=one.phase, containerised=False, inland_mode="3"
        )
        one.send("CC170C", data, "CC004C")
        one.act("movement.accept", "CC028C")
        yield one


def _controlled(before: int) -> Iterator[Journey]:
    kinds = (("yellow", "documents"), ("red", "physical"))
    for at, (channel, kind) in enumerate(kinds, start=1):
        number = before + at
        one = Journey(number, f"controlled-{kind}", f"A control of this kind: {kind}")
        one.declare(dossier(number, at, INLAND))
        one.act("movement.accept", "CC028C")
        one.act(
            "movement.decide_control", "CC060C", channel=channel, reasons=["выборка"], kinds=[kind]
        )
        one.act("movement.record_control", result="A1")
        one.act("movement.request_guarantee")
        one.act("movement.seal", seals=[f"EX-{number}"])
        one.act("movement.release", "CC029C")
        yield one
    number += 1
    one = Journey(number, "control-intended", "A control is announced")
    one.declare(dossier(number))
    one.act("movement.accept", "CC028C")
    one.act("movement.announce_control", "CC060C", kinds=["physical"])
    yield one
    number += 1
    one = Journey(number, "not-released", "The goods are not released")
    one.declare(dossier(number))
    one.act("movement.accept", "CC028C")
    one.act("movement.refuse_release", "CC051C", reason="Перегруз на ось", code="C1")
    yield one
    for amount in (10_000_000_000, 90_000_000_000):
        number += 1
        load = dossier(number)
        use = replace(load.guarantees[0], amount_minor=amount)
        one = Journey(number, "guarantee-refused", "The guarantee does not cover the amount")
        one.declare(replace(load, guarantees=(use,)))
        one.act("movement.accept", "CC028C")
        one.act("movement.request_guarantee", "CC055C")
        yield one


def _inland(before: int) -> Iterator[Journey]:
    for at in range(1, 5):
        number = before + at
        load = dossier(number, at, INLAND)
        one = Journey(number, "to-the-end", "From the declaration to the write-off, inside a state")
        one.declare(load)
        one.release(load)
        one.arrive()
        one.remark()
        one.finish()
        yield one


def _at_the_end(before: int) -> Iterator[Journey]:
    number = before + 1
    load = dossier(number, 1, INLAND)
    one = Journey(number, "in-part", "A part of the goods is released, and later the rest")
    one.declare(load)
    one.release(load)
    one.arrive()
    one.remark()
    one.act("movement.record_results", by=BISHKEK, result="A1")
    held = [{"item": 1, "reason": "Отбор проб"}]
    one.act("movement.release_goods", "CC025C", by=BISHKEK, extent="part", held=held)
    one.act("movement.release_goods", "CC025C", by=BISHKEK)
    one.act("movement.write_off", "CC045C")
    yield one
    number += 1
    one = Journey(number, "short-of-packages", "Fewer packages are found than were declared")
    load = dossier(number, 2, INLAND)
    one.declare(load)
    one.release(load)
    one.arrive()
    one.remark(conforms=False, aside=_fewer(600))
    one.act("movement.record_results", "CC019C", by=BISHKEK, result="B1", remarks="Недостача")
    yield one


def _on_arrival(before: int) -> Iterator[Journey]:
    number = before + 1
    one = Journey(number, "arrival-refused", "The office does not take the arrival in")
    load = dossier(number, 2, INLAND)
    one.declare(load)
    one.release(load)
    one.notify()
    one.act("movement.refuse_arrival", "CC057C", by=BISHKEK, office=BISHKEK, code="not_presented")
    yield one
    number += 1
    one = Journey(number, "arrival-elsewhere", "An arrival at an office that it does not go to")
    load = dossier(number, 2, INLAND)
    one.declare(load)
    one.release(load)
    elsewhere = [["/CC007C/CustomsOfficeOfDestinationActual/referenceNumber", "12"]]
    one.notify("CC057C", office="KGNARY01", status="Failed", errors=elsewhere)
    yield one
    number += 1
    one = Journey(number, "incident", "A seal breaks on the way")
    load = dossier(number, 2, INLAND)
    one.declare(load)
    one.release(load)
    one.act(
        "movement.report_incident",
        "CC182C",
        office=OSH,
        code="2",
        text="Пломба порвана при проверке",
        broken_seals=[f"EX-{number}"],
        new_seals=[f"EX-{number}-2"],
    )
    yield one


def _fewer(count: int) -> tuple[Aside, ...]:
    at = "/CC044C/Consignment/HouseConsignment/1"
    item = f"{at}/ConsignmentItem/1"
    texts = {
        f"{at}/sequenceNumber": "1",
        f"{item}/goodsItemNumber": "1",
        f"{item}/declarationGoodsItemNumber": "1",
        f"{item}/Packaging/1/sequenceNumber": "1",
        f"{item}/Packaging/1/numberOfPackages": str(count),
    }
    return tuple(Aside(pointer, text) for pointer, text in texts.items())


def _odd(before: int) -> Iterator[Journey]:
    number = before + 1
    one = Journey(number, "presented-needlessly", "Goods that came with the declaration")
    load = dossier(number)
    one.declare(load)
    data = messages.presentation(load, one.id("CC170C"), phase=one.phase, inland_mode="3")
    one.send("CC170C", data, "CC056C", status="Failed", errors=[["/CC170C", "92"]])
    yield one

    number += 1
    one = Journey(number, "cancelled-twice", "What is cancelled cannot be cancelled again")
    load = dossier(number)
    one.declare(load)
    one.cancel(load)
    one.cancel(load, "CC056C", status="Failed", errors=[["/CC014C", "92"]])
    yield one
    number += 1
    one = Journey(number, "number-taken", "Another message under a number that was used before")
    load = dossier(number)
    one.declare(load)
    again = messages.declaration(dossier(number, 1), f"EX{number:02d}-1-015", code=CODE)
    one.send("CC015C", again, http=409)
    yield one


def files() -> Iterator[tuple[Path, bytes]]:
    """All files, each with its bytes."""
    for one in journeys():
        plain = {"title": one.title, "invented": True, "mrn": MRN, "steps": one.steps}
        text = msgspec.json.format(msgspec.json.encode(plain), indent=2)
        yield FOLDER / one.name / "journey.json", text + b"\n"
        for name, data in one.files.items():
            yield FOLDER / one.name / name, data + b"\n"


def main() -> int:
    """Write them, or say which differ."""
    made = dict(files())
    if "--check" in sys.argv:
        there = {path for path in FOLDER.glob("*/*") if path.is_file()}
        stale = [p for p, data in made.items() if not p.is_file() or p.read_bytes() != data]
        for path in sorted({*stale, *(there - made.keys())}):
            sys.stderr.write(f"{path.relative_to(FOLDER)} is not what scripts/journeys.py makes\n")
        return int(bool(stale or there - made.keys()))
    for path, data in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
