"""Whether what a declaration claims to be authorised for is so: looked up, and refused by name."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from corridor.domain.authorised.state import KINDS, AuthorisedPerson, Fault
from corridor.domain.consignment import Authorisation, Dossier, declared_seals, items_of
from corridor.domain.context import Context
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.searching import mark_of

REFERENCE_LETTERS: Final = 18
_RULES: Final = {"C524": "R0352"}
"""Kind → the rule of NCTS that asks for it to be valid and the holder's own."""
Known = Sequence[AuthorisedPerson]


def authorised_key(reference: str) -> str:
    """Under what an authorisation is found by its number."""
    return f"authorised:{mark_of(reference)}"


def claims_of(dossier: Dossier) -> tuple[tuple[int, Authorisation], ...]:
    """Those of the kinds that are kept here, each with its place in the declaration."""
    return tuple((i, a) for i, a in enumerate(dossier.authorisations) if a.kind in KINDS)


def found_under(references: Sequence[str], look: Look) -> tuple[AuthorisedPerson, ...]:
    """The authorisations of these numbers, as far as they are known here."""
    subjects = [one for reference in references for one in look.find(authorised_key(reference))]
    states = map(look.state, dict.fromkeys(subjects))
    return tuple(state for state in states if isinstance(state, AuthorisedPerson))


class Claimed:
    """The need of acts that judge a declaration: what it claims, as this node knows it."""

    def gather(self, look: Look, ask: Ask) -> tuple[AuthorisedPerson, ...]:
        """Nothing is looked up where nothing is claimed."""
        dossier = getattr(ask.said, "dossier", None) or ask.state.dossier
        return found_under([claim.reference for _, claim in claims_of(dossier)], look)


CLAIMED: Final = Claimed()


def claim_refusals(
    dossier: Dossier, holder: str, known: Known, context: Context
) -> Iterator[Refusal]:
    """What stands against each claim, by the day at the office of departure.

    A number that no node gave is taken at its word, and makes nothing simpler.
    """
    for index, claim in claims_of(dossier):
        if not _is_given_here(claim.reference, context):
            continue
        person = with_number(claim.reference, known)
        at = f"/dossier/authorisations/{index}"
        yield from _against(claim, person, dossier, holder, context, at)


def _is_given_here(reference: str, context: Context) -> bool:
    """Whether it has the form of those that nodes give: state, kind, twelve signs."""
    is_formed = reference[2:6] in KINDS and len(reference) == REFERENCE_LETTERS
    return is_formed and reference[:2] in context.nodes


def with_number(reference: str, known: Known) -> AuthorisedPerson | None:
    """The one of this number."""
    mark = mark_of(reference)
    return next((one for one in known if mark_of(one.reference) == mark), None)


def _against(
    claim: Authorisation,
    person: AuthorisedPerson | None,
    dossier: Dossier,
    holder: str,
    context: Context,
    at: str,
) -> Iterator[Refusal]:
    if person is None:
        rule, args = _RULES.get(claim.kind, ""), {"reference": claim.reference}
        yield Refusal("authorisation_unknown", at, rule, args)
        return
    start = dossier.route.points[0]
    office = start.office or ""
    why = person.fault(claim.kind, holder, office, context.day_at(office or start.place))
    why = why or _beyond(person, dossier)
    if why:
        yield refusal_of(person, why, at)


def refusal_of(person: AuthorisedPerson, why: Fault, at: str) -> Refusal:
    """Its number, and what is wrong with it."""
    args = {
        "reference": person.reference,
        "kind": person.kind,
        "day": person.valid_from if why == "later" else person.valid_to,
        "reason": person.reason,
        "grn": person.conditions.grn,
    }
    return Refusal(f"authorisation_{why}", at, _RULES.get(person.kind, ""), args)


def _beyond(person: AuthorisedPerson, dossier: Dossier) -> Fault | Literal[""]:
    """Goods that it does not cover, or another guarantee than its own."""
    limits = person.conditions
    if limits.not_goods and any(item.hs.startswith(limits.not_goods) for item in items_of(dossier)):
        return "goods"
    grns = {mark_of(use.grn) for use in dossier.guarantees}
    if limits.grn and mark_of(limits.grn) not in grns:
        return "guarantee"
    seals = declared_seals(dossier)
    return "" if all(s.startswith(limits.seal_mark) for s in seals) else "seal_mark"


TEXTS: Final = {
    "authorisation_unknown": RefusalText(
        N_("There is no authorisation {reference}."),
        N_("Check its number, or do without it: the goods are presented at the office then."),
    ),
    "authorisation_kind": RefusalText(
        N_("Authorisation {reference} is of another kind: {kind}."),
        N_("Name the kind as it was given, or file without it."),
    ),
    "authorisation_holder": RefusalText(
        N_("Authorisation {reference} is another firm's."),
        N_("Name one of your own, or do without it: the goods are presented at the office then."),
    ),
    "authorisation_suspended": RefusalText(
        N_("Authorisation {reference} is suspended ({reason})."),
        N_("File without it and present the goods at the office, or ask the office that gave it."),
    ),
    "authorisation_revoked": RefusalText(
        N_("Authorisation {reference} was revoked ({reason})."),
        N_("File without it and present the goods at the office."),
    ),
    "authorisation_later": RefusalText(
        N_("Authorisation {reference} holds from {day} on."),
        N_("Wait for that day, or file without it."),
    ),
    "authorisation_ended": RefusalText(
        N_("Authorisation {reference} ended on {day}."),
        N_("File without it, or ask for a new one."),
    ),
    "authorisation_office": RefusalText(
        N_("Authorisation {reference} does not hold at this office."),
        N_("Use an office that it names, or file without it."),
    ),
    "authorisation_goods": RefusalText(
        N_("Authorisation {reference} does not cover these goods."),
        N_("File without it and present the goods at the office."),
    ),
    "authorisation_guarantee": RefusalText(
        N_("Authorisation {reference} asks for the guarantee {grn}."),
        N_("Use that guarantee, or file without the authorisation."),
    ),
    "authorisation_seal_mark": RefusalText(
        N_("A declared seal does not begin as authorisation {reference} asks."),
        N_("Check the numbers of the seals."),
    ),
}
