"""What the observatory measures, and of what: docs/measures.md."""

from collections.abc import Iterator

from corridor.domain.figures.state import LEAST
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.registry import MEASURES
from corridor.observatory.measures.speed import FASTEST_KMH

HEAD = """# Measures

{made}
What the page **Observatory**, `/open/measures.json` and `corridor measures show NAME` tell. Each
measure is one expression over the rows of what happened ([ADR 90](adr/0090-observatory.md)); its
worked example is its test, `tests/observatory/test_measures.py`. Hours are between two instants of
two clocks; days, months and hours of the week are those of the place where it happened. Nothing is
told of fewer than {least}.

## Left out, by name

Counted beside the measure, on its page and in the tables, and in no other figure:

- `negative`: ended before it began. Two clocks differ.
- `too_fast`: a way between two sightings that was faster than {road} km/h by road, {rail} by rail
  and {sea} by sea; where the mode changes on the way, than the greatest of them. It is the pace
  beyond which a desk refuses a time ([ADR 73](adr/0073-speeds-that-cannot-be.md)). Either an
  instant is wrong or a clock runs fast, as a demonstration's does: its own days have no speed.

- `no_rate`: a crossing or a stretch of which some amount was paid in a currency for which no state
  of the way had issued a rate for that day ([ADR 97](adr/0097-costs-as-carriers-state-them.md)).

- `no_size`: a container of which nobody said the size and type.

In public all are told in whole fives, so that two readings never differ by one to four.

## What the public is told

Months of all choices together that have five cases of five movements or more; each stays as it was
told until five or more of it are other, and so may lag by one to four
([ADR 76](adr/0076-readings-do-not-differ-by-one.md)). Chapters,
sections, pairs, hours and steps are told roughly: cases in whole fives, sums in steps of what five
movements have on average. `corridor measures` tells the truth of the moment.

## What is told of many

*spread*: n, mean, sd of a sample, 95 % margin (1.96 sd / √n), median, 95th percentile (linear).
`make test-cluster` runs the same examples on **Spark**, from the Parquet files that
`corridor export` writes. Any other engine that Ibis knows takes the same expressions: for
ClickHouse `ibis.clickhouse.connect(…)`, for Trino `ibis.trino.connect(…)`, with a table of these
columns, and then `told(MEASURE, connection.table("facts"), by=("month",))`; neither was tried.

*total*: n movements, and the sum. *share*: n, and the part of them for which it holds.
*reliability*: 95th percentile ÷ median, and the buffer (95th percentile − mean) ÷ mean.
*quotient*: two sums and the one divided by the other; where there is nothing to divide by, none.
*part*: hours, and their part of all that is told beside it. *balance*: what has come together from
the first day that is asked for to the end of the span.

## What could not be checked

- `tfi3`: whether CAREC's own figures count fuel and wages in every state. Here all is counted that
  a carrier stated on a stretch, of whatever kind; the two stand beside each other, and need not
  agree.
- `tfi2`, `tfi3`: how CAREC takes in what was paid for a place that the trip then never reached.
  Here a place or a stretch that a diversion leaves aside is in no figure.
- `teu`: 1 for 20 feet, 2 for 40, 1.5 between them and 2.25 for longer ones is how the ports of
  the European Union are counted (Statistics Denmark states it); many ports count a container of 45
  feet as 2. For one of 10 feet no source was found; 0.5 is by its length.

"""


def measures(made: str) -> str:
    """A section for each."""
    head = HEAD.format(made=made, least=LEAST, **FASTEST_KMH)
    return "\n".join((head, *(line for one in MEASURES for line in _section(one))))


def _in_public(one: Measure) -> str:
    if not one.cells:
        return "not told; `corridor measures` tells the node's own people"
    return ", ".join(
        ("all together, by month", *dict.fromkeys((*one.cells, *one.wider, *one.public)))
    )


def _section(one: Measure) -> Iterator[str]:
    yield f"## `{one.name}`: {one.title}"
    yield ""
    yield one.definition
    yield ""
    yield f"- unit: {one.unit}; figures: {one.figures}"
    yield f"- told by: {', '.join(one.by)}; year, quarter, month, day"
    yield f"- in public: {_in_public(one)}"
    yield f"- source: {one.source}"
    if one.published:
        yield f"- published beside it: {one.published}"
    yield ""
