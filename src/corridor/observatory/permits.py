"""What became of an application for a permit, as rows."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

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
    is_asked = kind == "permit_asked"
    began = "" if is_asked else permit.applied_at
    made = happened(
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
    return made if is_asked else replace(made, before=made.since, holder="authority")
