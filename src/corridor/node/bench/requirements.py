"""`bench requirements`: dossiers a second, with 64 rules, with 1,000, and with 10,000.

A dossier has 20 items and a way through five states, and each has times of its own. The rules
beyond those of the program are invented: each names a subheading of its own in one of many states,
as lists of states that answer for themselves would. What is asked of a dossier is therefore much
the same, and the limit is the figure with 64 rules in the same run.
"""

import time
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.needs import questions_of, reminders_of
from corridor.domain.permits.requirements import load_requirement_rules, requirements_of
from corridor.domain.reference import Reference, load_reference
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.node.bench.dossiers import ITEMS, Bodies, big_dossier
from corridor.node.bench.result import Result, rate
from corridor.node.bench.rules import DIFFERENT, ROUTE, STATES, different
from corridor.node.system import today_in

SIZES = (64, 1_000, 10_000)
NODE = "KG"
GRN = "26KG0000000000001"
ROUND_S = 0.5
GOODS = ("520512", "080929", "843149", "640399", "300490", "280800", "720410", "851762")


def bench_requirements(seconds: float) -> Iterator[Result]:
    """A result for each number of rules; so many seconds for each."""
    reference = load_reference()
    books = {size: RuleBook(islice(_rules(reference), size)) for size in SIZES}
    dossiers = list(_dossiers())
    rounds = [
        {size: _answered_each(dossiers, book, reference, ROUND_S) for size, book in books.items()}
        for _ in range(max(1, round(seconds / ROUND_S)))
    ]
    for size in SIZES:
        yield rate(
            f"requirements-{size}",
            [(one[size], one[SIZES[0]]) for one in rounds],
            "dossiers in a second of the processor",
            "the same with 64 rules",
            rules=size,
            items=ITEMS,
            states=STATES,
        )


def _rules(reference: Reference) -> Iterator[RequirementRule]:
    """Those of the program, then invented ones."""
    known = load_requirement_rules()
    yield from islice(known, SIZES[0])
    states, headings = sorted(reference.countries), reference.goods.headings
    codes = sorted(code + end for code, row in headings.items() for end in row.subheadings)
    pattern = next(rule for rule in known if rule.id == "R021")
    for number in range(SIZES[-1]):
        yield replace(
            pattern,
            id=f"X{number:05}",
            kind="sanitary",
            countries=(states[number % len(states)],),
            hs=(codes[number * 7 % len(codes)],),
        )


def _dossiers() -> Iterator[Dossier]:
    """Of eight kinds of goods, with other times each."""
    base = big_dossier(GRN, today_in(NODE), ROUTE)
    house = base.consignment.houses[0]
    items = tuple(
        replace(item, hs=GOODS[place % len(GOODS)]) for place, item in enumerate(house.items)
    )
    load = replace(base.consignment, houses=(replace(house, items=items),))
    yield from different(Bodies(replace(base, consignment=load), "", "REQ"))


def _answered_each(
    dossiers: list[Dossier], book: RuleBook, reference: Reference, seconds: float
) -> float:
    """So many in each second of the processor: permits, papers and questions of each."""
    day, done, begun = today_in(NODE).isoformat(), 0, time.process_time()
    while (spent := time.process_time() - begun) < seconds or not done:
        dossier = dossiers[done % DIFFERENT]
        found = requirements_of(dossier, book, reference, day)
        carried = reminders_of(dossier, book, reference, day)
        if not (found and carried and questions_of(dossier, book, day)):
            raise ValueError("nothing is asked")
        done += 1
    return done / spent
