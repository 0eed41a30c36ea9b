"""What became of an application for a permit, as rows."""

from collections.abc import Iterator
from typing import Any

from corridor.domain.facts import Fact
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.issuing import PermitIssued
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.permits.state import Permit
from corridor.observatory.happening import Happening, happened


def happened_to_permit(entry: int, fact: Fact[Any], after: Permit) -> Iterator[Happening]:
    """Rows for one event of an application: asked, granted, refused with its coded reason."""
    match fact.payload:
        case PermitApplied():
            yield _row(entry, fact, after, "permit_asked")
        case PermitGranted(by_rule=rule):
            yield _row(entry, fact, after, "permit_granted", by_rule=bool(rule))
        case PermitIssued():
            yield _row(entry, fact, after, "permit_granted", by_rule=True)
        case PermitRefused(code=code):
            yield _row(entry, fact, after, "permit_refused", cause=code)
        case _:
            return


def _row(
    entry: int, fact: Fact[Any], permit: Permit, kind: str, cause: str = "", by_rule: bool = False
) -> Happening:
    request = permit.request
    began = "" if kind == "permit_asked" else permit.applied_at
    return happened(
        entry,
        kind,
        fact,
        fact.at,
        permit.issuer,
        permit.id,
        request.dossier,
        began,
        country=request.country,
        origin=permit.home,
        authority=request.authority,
        what=request.kind,
        cause=cause,
        by_rule=by_rule,
        again=permit.applications > 1,
    )
