"""All measures, in the order in which they are told."""

from typing import Final

from corridor.observatory.measures.borders import (
    BORDER_RELIABILITY,
    TFI1,
    THROUGHPUT,
    WAIT,
    WAIT_NOW,
)
from corridor.observatory.measures.costs import TFI2, TFI3
from corridor.observatory.measures.crossings import CROSSINGS
from corridor.observatory.measures.customs import (
    DISCREPANCY_RATE,
    HITS,
    INCIDENT_RATE,
    INCIDENTS,
    OPEN,
    RED,
)
from corridor.observatory.measures.exchange import LAG
from corridor.observatory.measures.ledgers import EXPOSURE, QUOTA_USE
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.permits import (
    A_DAY,
    DECISION_TIME,
    FIRST_TIME,
    REFUSED,
    TEN_MINUTES,
)
from corridor.observatory.measures.speed import (
    GROUP_SPEED,
    ON_TIME,
    RELIABILITY,
    SEGMENT,
    SWD,
    SWOD,
    TRANSIT_TIME,
)
from corridor.observatory.measures.stages import HELD, STAGE_SHARES, STAGES
from corridor.observatory.measures.volumes import (
    CONSIGNMENTS,
    CONTAINERS,
    TEU,
    TONNES,
    TRANSIT,
    VALUE,
    VEHICLES,
)

MEASURES: Final[tuple[Measure, ...]] = (
    TFI1,
    BORDER_RELIABILITY,
    WAIT,
    WAIT_NOW,
    THROUGHPUT,
    TFI2,
    TFI3,
    SWD,
    SEGMENT,
    SWOD,
    GROUP_SPEED,
    TRANSIT_TIME,
    RELIABILITY,
    ON_TIME,
    STAGES,
    STAGE_SHARES,
    HELD,
    TONNES,
    CONSIGNMENTS,
    VEHICLES,
    CONTAINERS,
    TEU,
    TRANSIT,
    VALUE,
    CROSSINGS,
    DECISION_TIME,
    TEN_MINUTES,
    A_DAY,
    REFUSED,
    FIRST_TIME,
    QUOTA_USE,
    RED,
    HITS,
    INCIDENTS,
    INCIDENT_RATE,
    DISCREPANCY_RATE,
    OPEN,
    EXPOSURE,
    LAG,
)
BY_NAME: Final = {one.name: one for one in MEASURES}
PUBLIC: Final = tuple(one for one in MEASURES if one.cells)
"""Those that everybody is told of: of the others nothing is kept in cells."""
