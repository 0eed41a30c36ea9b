"""States concerned whose node cannot be heard: what they said may be old."""

from corridor.domain.kinds import kind_of
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.state import Permit
from corridor.web.act import Banner
from corridor.web.services import Services
from corridor.web.templating import Reader


def out_of_reach(state: Movement | Permit, reader: Reader, services: Services) -> list[Banner]:
    """Said once for all of them, while anything is to be expected of them."""
    silent = services.silent() if services.silent is not None else {}
    concerned = _concerned(state) & {*silent} if silent else ()
    if not concerned:
        return []
    heard = [_heard(node, silent[node], reader, services) for node in sorted(concerned)]
    text = reader.words(
        "The node does not answer. What was said there later is not here yet, and what is done "
        "here comes to it when the line is back."
    )
    return [Banner("; ".join(heard), text, "wait")]


def _concerned(state: Movement | Permit) -> frozenset[str]:
    """Nodes that are still to say something of it."""
    if isinstance(state, Permit):
        is_over = state.status in ("refused", "withdrawn", "returned", "revoked")
        return frozenset() if is_over else frozenset({state.home, state.issuer, *state.countries})
    kind = kind_of(state.id)
    if kind is None or state.status not in OPEN:
        return frozenset()
    return kind.audience(state) | {state.home}


def _heard(node: str, since: str, reader: Reader, services: Services) -> str:
    _, country = reader.words, reader.names.country(node)
    if not since:
        return _("%(country)s cannot be heard just now", country=country)
    moment = str(reader.formats.moment(since, services.node))
    return _("%(country)s: as of %(since)s", country=country, since=moment)
