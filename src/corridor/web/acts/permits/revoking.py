"""Revoking a permit."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.revoking import PermitRevoked, RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    number_of,
    when_at,
    why_of,
)
from corridor.web.acts.fields import files_field, files_of


def may_be_revoked(state: Permit) -> bool:
    """Granted here, and nobody has crossed on it."""
    return state.status == "granted" and not state.uses and not state.admitted_from


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(may_be_revoked(state) and not state.four_eyes)


def _revoke_means(deed: Deed[Permit]) -> str:
    _ = deed.reader.words
    return _(
        "The permit is no longer valid from now on; checkpoints with a network see it at once. "
        "This cannot be taken back."
    )


def revoke_fields(deed: Deed[Permit]) -> list[Field]:
    """The reason, which the carrier reads, and papers."""
    _ = deed.reader.words
    why = field_of("textarea", "reason", _("Reason"), hint=_("The carrier reads this."))
    return [why, files_field(deed)]


def _revoke(deed: Deed[Permit]) -> RevokePermit | None:
    _ = deed.reader.words
    reason = deed.needed("reason", _("Give the reason."))
    return RevokePermit(reason, files_of(deed)) if reason else None


def _why(said: PermitRevoked, tale: Tale) -> Iterable[str]:
    return [number_of(tale), *why_of(said, tale)]


REVOKING: Final = Shown[Permit](
    acts=(
        Act(
            name="revoke",
            desk="permit",
            label=N_("Revoke the permit"),
            title=N_("Revoke the permit?"),
            consequence=_revoke_means,
            command=_revoke,
            done=N_("The permit was revoked"),
            offered=_may,
            fields=revoke_fields,
            pointers={"/reason": "reason", "/attachments": "files"},
            kind="stop",
            stays=True,
        ),
    ),
    reads=(Reading(PermitRevoked, N_("Permit revoked"), "stopped", note=_why, to_carrier=True),),
)
