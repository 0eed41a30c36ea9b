"""Whose guarantee a movement may use: its filer's own, or the declared holder's whose access code
was shown. Filing, amending, naming others and the ledger ask it here, so that they answer alike.

A code is checked here where the guarantor is this node. For another node it is handed on, closed
for that node alone, and checked there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

from msgspec import Meta

from corridor.domain.acts import Handed, Reaction
from corridor.domain.codes import guarantor_of
from corridor.domain.consignment import Dossier, GuaranteeUse
from corridor.domain.context import Context
from corridor.domain.guarantees.showing import wrong_code_at
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused

AccessCodes = Annotated[dict[str, Annotated[str, Meta(max_length=4)]], Meta(max_length=9)]
"""GRN → the access code, where several guarantees are named."""
Known = Mapping[str, Guarantee]


def named_in(dossier: Dossier) -> GuaranteeUse | None:
    """The first guarantee that is asked for."""
    return next((use for use in dossier.guarantees if use.grn), None)


def grns_of(uses: Iterable[GuaranteeUse]) -> tuple[str, ...]:
    """The numbers of all that are kept in ledgers, each once."""
    return tuple(dict.fromkeys(use.grn for use in uses if use.grn))


def named_twice(uses: tuple[GuaranteeUse, ...], at: str) -> tuple[Refusal, ...]:
    """A ledger reserves once for a movement: of one named twice, an amount would be lost."""
    named = sum(1 for use in uses if use.grn)
    return (Refusal("guarantee_named_twice", at),) if len(grns_of(uses)) < named else ()


def grn_pointer(uses: tuple[GuaranteeUse, ...], grn: str) -> str:
    """Where it stands."""
    place = next((i for i, use in enumerate(uses) if use.grn == grn), 0)
    return f"/guarantees/{place}/grn"


class GuaranteesNamed:
    """Those that the command names and that are known here: where the guarantor is this node."""

    def gather(self, look: Look, ask: Ask) -> Known:
        """By number."""
        asked = getattr(ask.said, "dossier", ask.said)
        states = ((grn, look.state(f"gr-{grn}")) for grn in grns_of(asked.guarantees))
        return {grn: state for grn, state in states if isinstance(state, Guarantee)}


GUARANTEES_NAMED: Final = GuaranteesNamed()


def codes_given(dossier: Dossier, first: str, others: Mapping[str, str]) -> Mapping[str, str]:
    """GRN → the code that was given for it: one by itself belongs to the first guarantee."""
    use = named_in(dossier)
    return {use.grn: first, **others} if use is not None and first else others


def code_pointer(dossier: Dossier, grn: str, others: Mapping[str, str]) -> str:
    """Where the code of a guarantee is given."""
    use = named_in(dossier)
    is_first = use is not None and use.grn == grn and grn not in others
    return "/access_code" if is_first else f"/access_codes/{grn}"


def code_refusal(guarantee: Guarantee, code: str, pointer: str, now: str) -> Refusal | None:
    """Why this code does not open this guarantee."""
    args = {"grn": guarantee.grn}
    if guarantee.is_locked(now):
        return Refusal("guarantee_locked", pointer, "", args)
    return (
        None if guarantee.opens_with(code) else Refusal("guarantee_access_code", pointer, "", args)
    )


def handed_on(codes: Mapping[str, str], context: Context) -> Iterator[Handed]:
    """Codes that other nodes have to check."""
    for grn, code in codes.items():
        if code and guarantor_of(grn) in context.nodes - {context.node}:
            yield Handed(guarantor_of(grn), f"gr-{grn}", code)


def shown_abroad(codes: Mapping[str, str], context: Context) -> tuple[str, ...]:
    """The guarantees whose codes are on their way to other nodes."""
    return tuple(one.subject.removeprefix("gr-") for one in handed_on(codes, context))


def wrong_codes(said: object, refused: Refused, context: Context) -> Iterator[Reaction]:
    """Each wrong code is counted at its guarantee, so that none is guessed."""
    for refusal in refused.refusals:
        if refusal.code == "guarantee_access_code":
            yield wrong_code_at(refusal.args["grn"], context.subject)


def lender_of(dossier: Dossier, grn: str, entrusted: Iterable[str]) -> str:
    """The declared holder, where the code of this guarantee was shown; empty where it was not."""
    return dossier.holder.id if grn in entrusted else ""


def amended_refusals(
    known: Known, owner: str, old: Dossier, new: Dossier, entrusted: tuple[str, ...]
) -> Iterator[Refusal]:
    """An amendment shows no access code: it may name what was entrusted, or one of the filer's own.

    Where neither guarantee nor holder changes there is nothing to judge anew.
    """
    for grn, guarantee in known.items():
        is_as_before = grn in grns_of(old.guarantees) and old.holder.id == new.holder.id
        if is_as_before or guarantee.is_held_by(owner, lender_of(new, grn, entrusted)):
            continue
        is_holders = guarantee.is_held_by(new.holder.id)
        code = "guarantee_not_entrusted" if is_holders else "guarantee_other_holder"
        yield Refusal(code, f"/dossier{grn_pointer(new.guarantees, grn)}", "", {"grn": grn})


TEXTS: Final = {
    "guarantee_named_twice": RefusalText(
        N_("A guarantee is named twice."), N_("Name each once, with its whole amount.")
    ),
    "guarantee_not_entrusted": RefusalText(
        N_("The access code of guarantee {grn} of the declared holder was not shown at filing."),
        N_(
            "Name the guarantee that was named at filing, or one of your own organisation; this "
            "one may be named with its code by “Change the guarantees”."
        ),
    ),
}
