"""Permits of a movement as its officers see them: what is needed, and where each one stands.

A node holds only the permits it has a part in, so it shows the requirements of its own state; the
node of departure shows those of the whole route, because it may not release without them.
"""

from typing import Any

from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.movement.by_vehicle import missing_at_entry, standings_of
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unasked import countries_ahead
from corridor.domain.permits.requirements import (
    RequirementState,
    missing_at_border,
    missing_at_departure,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.brought import brought_text
from corridor.web.views.standing import refusal_word, tag_of, why_of, word_of

View = dict[str, Any]


def required_here(
    state: Movement, permits: tuple[Permit, ...], services: Services
) -> tuple[RequirementState, ...]:
    """The requirements this node can judge, with the best permit for each."""
    home = node_of(departure_office(state.dossier))
    found = standings_of(state, services.rules, permits, services.reference, services.now())
    return tuple(one for one in found if services.node in (one.requirement.country, home))


def permit_rows(
    reader: Reader, found: tuple[RequirementState, ...], permits: tuple[Permit, ...]
) -> list[View]:
    """For the panel on the movement's page."""
    known = {permit.id: permit for permit in permits}
    return [_row(reader, one, known.get(one.permit or "")) for one in found]


def _row(reader: Reader, found: RequirementState, permit: Permit | None) -> View:
    needs = found.requirement
    return {
        "country": reader.names.country(needs.country),
        "code": needs.country,
        "kind": reader.labels(needs.kind, "permit_kind"),
        "authority": reader.names.authority(needs.authority),
        "state": tag_of(found),
        "word": word_of(reader, found),
        "why": why_of(reader, found),
        "stops": needs.blocking and found.state != "have",
        "at": needs.at,
        "number": found.number,
        "brought": brought_text(reader, permit),
        "valid_from": permit.valid_from if permit else "",
        "valid_to": permit.valid_to if permit else "",
        "conditions": permit.conditions if permit else (),
        "rule": needs.rule,
    }


def against_release(
    state: Movement, permits: tuple[Permit, ...], services: Services
) -> tuple[Refusal, ...]:
    """The permits without which it may not be released."""
    return missing_at_departure(
        state.dossier, services.rules, permits, services.reference, services.now()
    )


def against_entry(
    state: Movement, permits: tuple[Permit, ...], services: Services
) -> tuple[Refusal, ...]:
    """The permits without which it may not enter the state of this node."""
    return missing_at_entry(
        state,
        services.rules,
        permits,
        services.reference,
        services.now(),
        services.node,
    )


def missing_ahead(state: Movement, dossier: Dossier, services: Services) -> tuple[Refusal, ...]:
    """The permits that states still ahead would miss, were this declared; of those judged here.

    The nodes of filing and of departure know all permits, another one those of its own state.
    """
    permits, now = services.queries.permits_of(state.id), services.now()
    home = node_of(departure_office(state.dossier))
    knows_all = services.node in (home, state.home)
    return tuple(
        refusal
        for country in countries_ahead(replace(state, dossier=dossier))
        if country != home and (knows_all or country == services.node)
        for refusal in missing_at_border(
            dossier, services.rules, permits, services.reference, now, country
        )
    )


def lacking_rows(reader: Reader, refusals: tuple[Refusal, ...]) -> list[View]:
    """For customs/lacking.html."""
    return [_lacking(reader, refusal) for refusal in refusals]


def _lacking(reader: Reader, refusal: Refusal) -> View:
    args = refusal.args
    word, tag = refusal_word(reader, refusal)
    return {
        "country": reader.names.country(args["country"]),
        "kind": reader.labels(args["kind"], "permit_kind"),
        "authority": reader.names.authority(args["authority"]),
        "state": tag,
        "word": word,
        "rule": args["rule"],
    }
