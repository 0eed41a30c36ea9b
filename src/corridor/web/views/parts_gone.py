"""An office that does a part of transit no more, while something is still open there."""

from corridor.domain.refdata.judging import OPEN_LANES
from corridor.domain.refdata.usage import parts_taken
from corridor.web.act import Banner
from corridor.web.labels.labels import OFFICE_ROLES_OF
from corridor.web.services import Services
from corridor.web.templating import Reader


def parts_gone(office: str, reader: Reader, services: Services) -> list[Banner]:
    """One for each day on which the list of offices takes a part from it."""
    taken = parts_taken(services.reference, office)
    if not taken:
        return []
    _, shown, number = reader.words, [], _open_at(office, services)
    for day in sorted(set(taken.values())):
        roles = [_named(reader, role) for role, since in taken.items() if since == day]
        title = _(
            "From %(day)s on this office has no longer the part: %(parts)s",
            day=reader.formats.day(day),
            parts=", ".join(roles),
        )
        text = _(
            "So its state's list of offices has it. What is open here goes on to its end "
            "(movements: %(number)s); nothing new can be sent here in that part.",
            number=reader.formats.number(number),
        )
        shown.append(Banner(title, text, "wait"))
    return shown


def _named(reader: Reader, role: str) -> str:
    return reader.labels(OFFICE_ROLES_OF[role], "office_role")


def _open_at(office: str, services: Services) -> int:
    counts = services.queries.counts(f"customs:{office}:")
    return sum(count for name, count in counts.items() if name.rpartition(":")[2] in OPEN_LANES)
