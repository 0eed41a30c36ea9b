"""Errands carried by hand between two nodes that have no line."""

import io
import zipfile
from contextlib import suppress

import pytest
from msgspec.structs import replace

from corridor.domain.movement.control import DecideControl
from corridor.engine.queries import Queries
from corridor.exchange.carry import Errand, errand_to, pack, take_errand, unpack
from corridor.exchange.convict import Convict
from corridor.exchange.errors import PageRefused, RequestRefused
from corridor.exchange.messages import REQUEST_BYTES_MAX
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement
from tests.support.engines import MOVEMENT, customs, do


def two() -> tuple[Node, Node]:
    wires = Wires()
    return Node("KG", wires), Node("UZ", wires)


def there_and_back(kg: Node, uz: Node) -> int:
    """UZ asks, KG answers; the events that were new at UZ. Each errand goes through a file."""
    asked = unpack(pack(errand_to(uz.core, uz.trust, "KG")))
    take_errand(kg.core, kg.trust, asked)
    answer = unpack(pack(errand_to(kg.core, kg.trust, "UZ", asked)))
    return take_errand(uz.core, uz.trust, answer)


def test_errands_and_then_the_receipt_comes_back() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    assert there_and_back(kg, uz) == 2
    do(kg.core, DecideControl("green"), customs("KGOSH001"))
    assert there_and_back(kg, uz) == 1
    assert Queries(uz.core).get(MOVEMENT).state == Queries(kg.core).get(MOVEMENT).state
    assert Queries(kg.core).timeline(MOVEMENT)[0].confirmed == ("UZ",)
    assert there_and_back(kg, uz) == 0


async def test_the_line_goes_on_where_the_errands_ended() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    there_and_back(kg, uz)
    do(kg.core, DecideControl("green"), customs("KGOSH001"))
    assert (await uz.follow("KG")).status.error == ""
    assert Queries(uz.core).get(MOVEMENT).state == Queries(kg.core).get(MOVEMENT).state


def test_many_pages_are_carried_at_once() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    do(kg.core, DecideControl("green"), customs("KGOSH001"))
    asked = errand_to(uz.core, uz.trust, "KG")
    small = replace(asked, request=replace(asked.request, limit=1))
    done: list[int] = []
    answer = errand_to(kg.core, kg.trust, "UZ", small, done.append)
    assert (len(answer.pages), done) == (3, [1, 2, 3])
    assert take_errand(uz.core, uz.trust, answer) == 3
    assert take_errand(uz.core, uz.trust, answer) == 0


def test_a_gap_is_refused_and_what_came_before_it_is_kept() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    do(kg.core, DecideControl("green"), customs("KGOSH001"))
    asked = errand_to(uz.core, uz.trust, "KG")
    small = replace(asked, request=replace(asked.request, limit=1))
    answer = errand_to(kg.core, kg.trust, "UZ", small)
    with pytest.raises(PageRefused, match=r"page\.position"):
        take_errand(uz.core, uz.trust, replace(answer, pages=(answer.pages[0], answer.pages[2])))
    assert take_errand(uz.core, uz.trust, answer) == 2


def test_nothing_is_written_for_a_stranger() -> None:
    kg, uz = two()
    asked = errand_to(uz.core, uz.trust, "KG")
    forged = replace(asked, request=replace(asked.request, follower="XX"))
    with pytest.raises(RequestRefused, match="member"):
        errand_to(kg.core, kg.trust, "XX", forged)


def test_an_errand_for_another_node_is_neither_answered_nor_taken() -> None:
    kg, uz = two()
    asked = errand_to(uz.core, uz.trust, "KZ")
    with pytest.raises(RequestRefused, match="addressee"):
        errand_to(kg.core, kg.trust, "UZ", asked)
    with pytest.raises(RequestRefused, match="addressee"):
        take_errand(kg.core, kg.trust, asked)


def test_a_stopped_channel_takes_no_page_by_hand_either() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    uz.core.run_one(Convict("KG", "page.fork", "two roots", b"{}"))
    with pytest.raises(PageRefused, match=r"page\.fork"):
        there_and_back(kg, uz)


def test_a_receipt_of_somebody_else_is_refused() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    there_and_back(kg, uz)
    good = errand_to(uz.core, uz.trust, "KG")
    assert good.request.receipt is not None
    stolen = replace(good, request=replace(good.request, follower="AZ"))
    with pytest.raises(RequestRefused, match="receipt"):
        take_errand(kg.core, kg.trust, stolen)


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("_", "."), data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "malformed"),
        (b"PK\x03\x04 and nothing", "malformed"),
        (zipped(page=b"x"), "malformed"),
        (zipped(request_json=b"{}"), "malformed"),
        (zipped(request_json=b" " * (REQUEST_BYTES_MAX + 1)), "size"),
    ],
)
def test_what_is_no_errand_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RequestRefused, match=code):
        unpack(data)


def test_a_damaged_errand_is_refused_wherever_it_is_damaged() -> None:
    whole = zipped(request_json=b'{"a":1}' * 50)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        with suppress(RequestRefused):
            unpack(bytes(damaged))


def test_a_flipped_bit_is_refused() -> None:
    kg, uz = two()
    accepted_movement(kg.core)
    answer = errand_to(kg.core, kg.trust, "UZ", errand_to(uz.core, uz.trust, "KG"))
    page = bytearray(answer.pages[0])
    page[len(page) // 2] ^= 1
    with pytest.raises(PageRefused):
        take_errand(uz.core, uz.trust, Errand(answer.request, (bytes(page),)))
    assert Queries(uz.core).get(MOVEMENT).state is None
