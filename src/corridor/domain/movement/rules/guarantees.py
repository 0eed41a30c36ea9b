"""Rules of guarantees: which kind needs which reference (code lists 076, 229, 230, 286)."""

from collections.abc import Container, Iterable

from corridor.domain.codes import check_grn
from corridor.domain.consignment import Dossier, under_tir
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.refdata.rates import converted
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_

_VOUCHER, _CASH, _PUBLIC_BODY, _TIR_GUARANTEE = "4", "3", "8", "B"
_WITH_GRN = frozenset("01249")
_VOUCHER_LENGTH, _GRN_LENGTH = 24, 17


class R0900(Rule):
    """TIR carries its own guarantee, of kind B, and only TIR does."""

    code = "R0900"
    text = N_("A guarantee of kind {kind} cannot be used for declaration type {type}.")
    remedy = N_("Use the guarantee of the TIR carnet (B) for TIR and another kind otherwise.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        tir = under_tir(dossier)
        for index, guarantee in enumerate(dossier.guarantees):
            if (guarantee.kind == _TIR_GUARANTEE) != tir:
                args = {"kind": guarantee.kind, "type": dossier.declaration_type}
                yield f"/guarantees/{index}/kind", args


class C0086(Rule):
    """Guarantees kept in a ledger are named by their GRN, others have none (also C0085)."""

    code = "C0086"
    text = N_("A guarantee number (GRN) does not fit this kind of guarantee, or is missing.")
    remedy = N_("Give the GRN for kinds 0, 1, 2, 4 and 9, and none for any other.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, guarantee in enumerate(dossier.guarantees):
            if (guarantee.kind in _WITH_GRN) != bool(guarantee.grn):
                yield f"/guarantees/{index}/grn", {}


class R0318(Rule):
    """The number of a voucher has 24 characters, that of any other guarantee 17."""

    code = "R0318"
    text = N_("The guarantee number has {given} characters, {expected} were expected.")
    remedy = N_("Copy the whole number; only vouchers (kind 4) have the longer one.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, guarantee in enumerate(dossier.guarantees):
            expected = _VOUCHER_LENGTH if guarantee.kind == _VOUCHER else _GRN_LENGTH
            given = len(guarantee.grn)
            if given and given != expected:
                args = {"given": str(given), "expected": str(expected)}
                yield f"/guarantees/{index}/grn", args


class R0028(Rule):
    """A guarantee number proves itself by its check digit."""

    code = "R0028"
    text = N_("{given} is not a right guarantee number; expected check digit: {expected}.")
    remedy = N_("Copy the number again from the guarantee document.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, guarantee in enumerate(dossier.guarantees):
            if not guarantee.grn:
                continue
            verdict = check_grn(guarantee.grn)
            if not verdict.ok:
                args = {"given": guarantee.grn, "expected": verdict.expected or "–"}
                yield f"/guarantees/{index}/grn", args


class C0130(Rule):
    """A guarantee of kind 8 has another reference, kind 3 may have one, no other kind has."""

    code = "C0130"
    text = N_("The other reference does not fit guarantee kind {kind}, or is missing.")
    remedy = N_("Give the other reference for kind 8, if there is one for kind 3, else none.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, guarantee in enumerate(dossier.guarantees):
            given = bool(guarantee.other_reference)
            if guarantee.kind != _CASH and given != (guarantee.kind == _PUBLIC_BODY):
                yield f"/guarantees/{index}/other_reference", {"kind": guarantee.kind}


class R0267(Rule):
    """Amounts are reckoned in one currency: none is nothing, and each can be told in another.

    Built from its purpose alone, the amounts that customs offices exchange: the published lists of
    rules of NCTS, of phase 5 and of phase 6, do not print its text.
    """

    code = "R0267"
    text = N_("The amounts of the guarantees cannot be added up: {given}.")
    remedy = N_(
        "Give each an amount above zero, in a currency of which the state of departure has issued "
        "a rate, or all in one currency."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        uses = dossier.guarantees
        for index, use in enumerate(uses):
            if use.amount_minor == 0:
                yield f"/guarantees/{index}/amount_minor", {"given": f"0 {use.currency or ''}"}
        if len({use.currency for use in uses if use.currency}) > 1:
            yield from self._without_rate(dossier, reference)

    def _without_rate(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        points = dossier.route.points
        home = points[0].country if points else ""
        rates = reference.rates.get(home, {})
        first = next(use.currency for use in dossier.guarantees if use.currency)
        for index, use in enumerate(dossier.guarantees):
            if use.currency and converted(1, use.currency, first, rates) is None:
                yield f"/guarantees/{index}/currency", {"given": f"{first}, {use.currency}"}


class CL048(Rule):
    """An amount is in a currency that circulates (code list 048)."""

    code = "CL048"
    text = N_("{given} is not the code of a currency in use.")
    remedy = N_("Give the currency of the amount by its three letters, for instance KGS or USD.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        known = reference.lists["currencies"]
        for index, guarantee in enumerate(dossier.guarantees):
            if not _is_currency(guarantee.currency, guarantee.amount_minor, known):
                yield f"/guarantees/{index}/currency", {"given": guarantee.currency or "–"}
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if not _is_currency(item.currency, item.value_minor, known):
                    at = f"/consignment/houses/{index}/items/{position}/currency"
                    yield at, {"given": item.currency or "–"}


def _is_currency(currency: str | None, amount_minor: int | None, known: Container[str]) -> bool:
    """Whether the currency is known, or nothing needs one."""
    return amount_minor is None if currency is None else currency in known
