"""Whose guarantee a movement may use: its filer's own, or the declared holder's whose access code
was shown at filing. Filing, amending and the ledger ask it here, so that they answer alike.
"""

from collections.abc import Iterator
from typing import Final

from corridor.domain.consignment import Dossier, GuaranteeUse
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.needs import Ask, StateOf
from corridor.domain.refusals import N_, Refusal, RefusalText


def named_in(dossier: Dossier) -> GuaranteeUse | None:
    """The guarantee that is asked for."""
    return next((use for use in dossier.guarantees if use.grn), None)


def grn_pointer(dossier: Dossier) -> str:
    """Where it stands."""
    place = next((i for i, use in enumerate(dossier.guarantees) if use.grn), 0)
    return f"/dossier/guarantees/{place}/grn"


def _subject(ask: Ask) -> str:
    use = named_in(ask.said.dossier)
    return f"gr-{use.grn}" if use is not None else ""


GUARANTEE_NAMED: Final = StateOf(Guarantee, _subject)
"""Known here where the guarantor is this node."""


def lender_of(dossier: Dossier, grn: str, entrusted: str) -> str:
    """The declared holder, where the code of this guarantee was shown; empty where it was not."""
    return dossier.holder.id if grn == entrusted else ""


def amended_refusals(
    guarantee: Guarantee | None, owner: str, old: Dossier, new: Dossier, entrusted: str
) -> Iterator[Refusal]:
    """An amendment shows no access code: it may name what was entrusted, or one of the filer's own.

    Where neither guarantee nor holder changes there is nothing to judge anew.
    """
    if guarantee is None or (named_in(old), old.holder.id) == (named_in(new), new.holder.id):
        return
    if guarantee.is_held_by(owner, lender_of(new, guarantee.grn, entrusted)):
        return
    is_holders = guarantee.is_held_by(new.holder.id)
    code = "guarantee_not_entrusted" if is_holders else "guarantee_other_holder"
    yield Refusal(code, grn_pointer(new), "", {"grn": guarantee.grn})


TEXTS: Final = {
    "guarantee_not_entrusted": RefusalText(
        N_("The access code of guarantee {grn} of the declared holder was not shown at filing."),
        N_(
            "Name the guarantee that was named at filing, or one of your own organisation; to use "
            "this one, cancel the declaration and file it anew with the code."
        ),
    ),
}
