"""Numbers of granted permits. They cannot be guessed from one another: the token is by chance."""

from corridor.domain.permit_types.request import PermitRequest

ROAD_TYPES = {"road_bilateral": "1", "road_transit": "2", "road_third": "3"}
"""The e-permit types of the road permits by quota."""
_SERIAL_FIRST = 10**9
_SERIAL_COUNT = 9 * 10**9


def permit_number(request: PermitRequest, home: str, year: str, token: str) -> str:
    """`AZ-KG-2026-2-<serial>` for the road (e-permit id), else `AZ-PLANT-2026-<token>`.

    `home` is the state whose carrier gets it; `token` is of base 36.
    """
    kind = ROAD_TYPES.get(request.kind)
    if kind is None:
        return f"{request.authority}-{year}-{token}"
    serial = _SERIAL_FIRST + int(token, 36) % _SERIAL_COUNT
    return f"{request.country}-{home}-{year}-{kind}-{serial}"
