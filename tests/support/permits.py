"""Permits that states of the story's way ask for, as their authorities would have granted them."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.engine.credentials import credential_signer
from tests.support.engines import DOSSIER, MOVEMENT, REFERENCE, RULES, START, signer_of


def granted(country: str, **changes: Any) -> Permit:
    """A permit that some state of the story's way asks for, in force on its day."""
    needs = requirements_of(DOSSIER, RULES, REFERENCE, START[:10])
    asked = request_for(next(one for one in needs if one.country == country), DOSSIER, MOVEMENT)
    permit = Permit(
        id=f"pm-{country}-1",
        home="KG",
        owner="ala-too",
        request=asked,
        status="granted",
        decided_at=START,
        number=f"{country}-KG-2026-2-17",
        valid_from="2026-11-21",
        valid_to="2026-12-21",
        conditions=("Въезд через Дустлик; движение только днём",),
        uses_granted=1,
    )
    permit = replace(permit, **changes)
    credential = build_credential(permit, credential_signer(signer_of(country)))
    assert isinstance(credential, str)
    return replace(permit, credential=credential)
