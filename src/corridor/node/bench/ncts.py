"""`bench ncts`: messages read into records, beside what the XML library alone needs for them.

The limit parses the same bytes and judges them by the same schema, in C, and does no more. Ours
does that too, and then takes every text into the record that it belongs to.
"""

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from importlib import resources

from lxml import etree

from corridor.gateways.ncts.message import Unfit, read_message
from corridor.gateways.ncts.record import record_of
from corridor.gateways.ncts.schema import schema_of
from corridor.node.bench.result import Result, rate

MESSAGE, PHASE = "CC015C", "5"
ITEMS = (1, 20, 999)
"""999 is what one house consignment can hold."""
ROUNDS = 5


def bench_ncts(seconds: float) -> Iterator[Result]:
    """Declarations of some lengths; so many seconds for all of them."""
    for items in ITEMS:
        data = declaration_of(items)
        schema = schema_of(MESSAGE, PHASE)
        share = seconds / (2 * ROUNDS * len(ITEMS))

        def alone(data: bytes = data, schema: etree.XMLSchema = schema) -> None:
            schema.assertValid(etree.fromstring(data))

        def into(data: bytes = data) -> None:
            found = read_message(data)
            if isinstance(found, Unfit):
                raise ValueError(found.refusals)
            record_of(found)

        rounds = [(_each(into, share), _each(alone, share)) for _ in range(ROUNDS)]
        is_limit = "lxml parsing the same bytes and judging them by the same schema"
        yield rate(f"ncts-{items}", rounds, "messages/s", is_limit, bytes=len(data))


def declaration_of(items: int) -> bytes:
    """The demonstration's declaration with so many goods items in its one house consignment."""
    sample = resources.files("corridor.node.demo").joinpath("sample.xml").read_bytes()
    root = etree.fromstring(sample)
    [house] = root.iterfind(".//HouseConsignment")
    first, *others = house.findall("ConsignmentItem")
    for other in others:
        house.remove(other)
    at = house.index(first)
    for number in range(2, items + 1):
        item = deepcopy(first)
        for leaf in item.iterchildren("goodsItemNumber", "declarationGoodsItemNumber"):
            leaf.text = str(number)
        house.insert(at + number - 1, item)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _each(work: Callable[[], None], seconds: float) -> float:
    """So often a second; at least once."""
    done, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds or not done:
        work()
        done += 1
    return done / passed
