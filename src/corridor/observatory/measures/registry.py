"""All measures, in the order in which they are told."""

from typing import Final

from corridor.observatory.measures.borders import TFI1, THROUGHPUT, WAIT
from corridor.observatory.measures.crossings import CROSSINGS
from corridor.observatory.measures.customs import HITS, INCIDENTS, RED
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.permits import (
    A_DAY,
    DECISION_TIME,
    FIRST_TIME,
    REFUSED,
    TEN_MINUTES,
)
from corridor.observatory.measures.speed import SEGMENT, SWD, TRANSIT_TIME
from corridor.observatory.measures.stages import STAGES
from corridor.observatory.measures.volumes import CONSIGNMENTS, TONNES, TRANSIT, VALUE

MEASURES: Final[tuple[Measure, ...]] = (
    TFI1,
    WAIT,
    THROUGHPUT,
    SWD,
    SEGMENT,
    TRANSIT_TIME,
    STAGES,
    TONNES,
    CONSIGNMENTS,
    TRANSIT,
    VALUE,
    CROSSINGS,
    DECISION_TIME,
    TEN_MINUTES,
    A_DAY,
    REFUSED,
    FIRST_TIME,
    RED,
    HITS,
    INCIDENTS,
)
BY_NAME: Final = {one.name: one for one in MEASURES}
