"""The desks that decide on permits: those of the demo, by the file beside this."""

from functools import cache
from importlib import resources
from typing import Final

import msgspec

from corridor.domain.reference.permit_rule import Authority

ROAD: Final = "road_transit"
"""The kind of permit that is given by quota."""


@cache
def load_authorities() -> tuple[Authority, ...]:
    """The desks of the demo nodes, by code."""
    packaged = resources.files("corridor.domain.reference") / "authorities.json"
    return msgspec.json.decode(packaged.read_bytes(), type=tuple[Authority, ...])


@cache
def known_desks() -> dict[str, Authority]:
    """The desks of the demo nodes, by their codes."""
    return {desk.code: desk for desk in load_authorities()}


@cache
def ministry_of(country: str) -> str:
    """The authority of a state that gives road permits."""
    known = (one.code for one in load_authorities() if one.country == country and ROAD in one.kinds)
    return next(known, f"{country}-ROAD")
