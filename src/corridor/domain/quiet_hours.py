"""When somebody is told: at once, in a digest, and never in the hours of quiet."""

from corridor.domain.days import hour_at, next_hour


def is_quiet(hour: int, begins: int, ends: int) -> bool:
    """Whether an hour is one of quiet; the two are the same where there are none."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def told_at(moment: str, where: str, quiet: tuple[int, int], digest_hour: int | None) -> str:
    """The instant at which to tell somebody: with the next digest, or as soon as it is not quiet.

    Who wants a digest in the hours of quiet gets it when they end. Hours are those of the place.
    """
    found = moment if digest_hour is None else next_hour(moment, where, digest_hour)
    if is_quiet(hour_at(found, where), *quiet):
        return next_hour(found, where, quiet[1])
    return found
