"""What of the public cells is a state's own to tell to all others.

A node's pages tell of all movements that it knows of, and its monthly tables of its own. Whoever
takes one from the other must not see fewer than five. So a table is of the same cells as the pages,
and of a cell the own part alone: where that is of five or more, and so is what others have in it,
or nothing. Whatever is added up of cells and of own parts then differs by whole parts.
"""

from typing import Final

import duckdb

from corridor.domain.figures.state import LEAST
from corridor.observatory.measures.measure import Measure
from corridor.observatory.public import MONTH

_PEOPLE: Final = """least(
  count(DISTINCT subject) FILTER (WHERE {whose}), count(DISTINCT movement) FILTER (WHERE {whose})
)"""
_MINE: Final = _PEOPLE.format(whose="country = $node")
_THEIRS: Final = _PEOPLE.format(whose="country IS DISTINCT FROM $node")
_LEAVE_OWN: Final = """
DELETE FROM kept WHERE country IS DISTINCT FROM $node OR ({by}) IN (
  SELECT ({by}) FROM kept GROUP BY {by}
  HAVING {mine} < {least} OR ({theirs} > 0 AND {theirs} < {least})
)
"""


def keep_own(db: duckdb.DuckDBPyConnection, measure: Measure, node: str) -> None:
    """Leave in the table `kept` what the state of this node tells."""
    by = ", ".join(f'"{name}"' for name in (*measure.cells, MONTH))
    names = {"by": by, "mine": _MINE, "theirs": _THEIRS, "least": LEAST}
    db.execute(_LEAVE_OWN.format(**names), {"node": node})
