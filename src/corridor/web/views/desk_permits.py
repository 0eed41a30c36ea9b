"""Permits of a movement as its officers see them: what is needed, and where each one stands.

A node holds only the permits it has a part in, so it shows the requirements of its own state; the
node of departure shows those of the whole route, because it may not release without them.
"""

from typing import Any

from corridor.domain.consignment import plates_of
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import (
    RequirementState,
    missing_at_border,
    missing_at_departure,
    requirements_of,
    status_of,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.web.labels import kind_of_status
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]


def required_here(
    state: Movement, permits: tuple[Permit, ...], services: Services
) -> tuple[RequirementState, ...]:
    """The requirements this node can judge, with the best permit for each."""
    today = services.today()
    needed = requirements_of(state.dossier, services.rules, services.reference, today)
    plates = plates_of(state.dossier)
    return tuple(
        status_of(needs, permits, plates, max(today, needs.entry_on))
        for needs in needed
        if services.node in (needs.country, node_of(departure_office(state.dossier)))
    )


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
        "state": kind_of_status(found.state),
        "word": reader.labels(found.state, "requirement"),
        "stops": needs.blocking and found.state != "have",
        "at": needs.at,
        "number": found.number,
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
        state.dossier, services.rules, permits, services.reference, services.today()
    )


def against_entry(
    state: Movement, permits: tuple[Permit, ...], services: Services
) -> tuple[Refusal, ...]:
    """The permits without which it may not enter the state of this node."""
    return missing_at_border(
        state.dossier,
        services.rules,
        permits,
        services.reference,
        services.today(),
        services.node,
    )


def lacking_rows(reader: Reader, refusals: tuple[Refusal, ...]) -> list[View]:
    """For customs/lacking.html."""
    return [_lacking(reader, refusal.args) for refusal in refusals]


def _lacking(reader: Reader, args: dict[str, str]) -> View:
    return {
        "country": reader.names.country(args["country"]),
        "kind": reader.labels(args["kind"], "permit_kind"),
        "authority": reader.names.authority(args["authority"]),
        "state": kind_of_status(args["state"]),
        "word": reader.labels(args["state"], "requirement"),
        "rule": args["rule"],
    }
