"""What a barrier cost, in words."""

from typing import Final

from corridor.domain.barriers.counting import COUNTED_MAX
from corridor.domain.refusals import N_
from corridor.web.templating import Reader

HOUR: Final = 60
COST: Final = N_("By the evidence of complaints this barrier cost %(vehicles)s %(hours)s.")
AT_LEAST: Final = N_(
    "By the evidence of complaints this barrier cost at least %(vehicles)s %(hours)s."
)


def hours_of(minutes: int) -> int:
    """Whole hours, half of one counted as one."""
    return (minutes + HOUR // 2) // HOUR


def cost_words(reader: Reader, vehicles: int, minutes: int) -> str:
    """This barrier cost so many vehicles so many hours."""
    _, number = reader.words, reader.formats.number
    hours = hours_of(minutes)
    by = _.ngettext("%(count)s vehicle", "%(count)s vehicles", vehicles, count=number(vehicles))
    lost = _.ngettext("%(count)s hour", "%(count)s hours", hours, count=number(hours))
    return _(AT_LEAST if vehicles >= COUNTED_MAX else COST, vehicles=by, hours=lost)


def waited_words(reader: Reader, minutes: int, basis: str) -> str:
    """How long one vehicle waited, and by which events."""
    hours, rest = divmod(minutes, HOUR)
    waited = reader.words("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return f"{waited} ({reader.labels(basis, 'complaint_basis')})."
