"""What stands against a permit of another system by itself: its days, and the states it names."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.codes.iso import COUNTRY_CODES
from corridor.domain.days import days_later, is_day
from corridor.domain.permits.brought import PermitRecord
from corridor.domain.refusals import Refusal

FAR_DAYS: Final = 3_650
"""No permit was issued earlier or lasts longer: a day farther off is a slip of the hand."""


def wrong_in_record(record: PermitRecord, today: str) -> Iterator[Refusal]:
    """Of one that is in force. `today`: the day (ISO) at the authority."""
    yield from _wrong_days(record, today)
    for pointer, codes in (
        ("/holder/country", filter(None, (record.holder.country,))),
        ("/countries", record.countries),
    ):
        for code in codes:
            if code not in COUNTRY_CODES:
                yield Refusal("permit_brought_state", pointer, "", {"given": code})


def _wrong_days(record: PermitRecord, today: str) -> Iterator[Refusal]:
    first, last = days_later(today, -FAR_DAYS), days_later(today, FAR_DAYS)
    for name in ("issued_on", "valid_from", "valid_to"):
        given = getattr(record, name)
        if not is_day(given):
            yield Refusal("permit_day_impossible", f"/{name}", "", {"given": given})
        elif not first <= given <= last:
            yield Refusal("permit_brought_day_far", f"/{name}", "", {"given": given})
    if record.valid_to < record.valid_from:
        yield Refusal("permit_dates_order", "/valid_to")
