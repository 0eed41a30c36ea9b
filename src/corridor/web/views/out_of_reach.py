"""States on a movement's way whose node cannot be heard: what they said may be old."""

from corridor.domain.kinds import kind_of
from corridor.domain.movement.state import OPEN, Movement
from corridor.web.act import Banner
from corridor.web.services import Services
from corridor.web.templating import Reader


def out_of_reach(state: Movement, reader: Reader, services: Services) -> list[Banner]:
    """Said once for all of them, while the movement is open."""
    silent = services.silent() if services.silent is not None else {}
    kind = kind_of(state.id)
    if not silent or kind is None or state.status not in OPEN:
        return []
    concerned = (kind.audience(state) | {state.home}) & {*silent}
    if not concerned:
        return []
    heard = [_heard(node, silent[node], reader, services) for node in sorted(concerned)]
    text = reader.words(
        "The node does not answer. What was said there later is not here yet, and what is done "
        "here comes to it when the line is back."
    )
    return [Banner("; ".join(heard), text, "wait")]


def _heard(node: str, since: str, reader: Reader, services: Services) -> str:
    _, country = reader.words, reader.names.country(node)
    if not since:
        return _("%(country)s cannot be heard just now", country=country)
    moment = str(reader.formats.moment(since, services.node))
    return _("%(country)s: as of %(since)s", country=country, since=moment)
