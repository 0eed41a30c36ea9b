"""Changing the guarantees before the release: another one, one more, a larger amount, a code."""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.codes import as_issued, capitals
from corridor.domain.consignment import GuaranteeUse, under_tir
from corridor.domain.facts import Actor
from corridor.domain.guarantees.types import TYPES, type_of
from corridor.domain.movement.securing import ChangeGuarantees, GuaranteesChanged
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import N_, Refusal
from corridor.domain.typed import plain
from corridor.web.act import (
    AT_ONCE,
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.views.desk_money import minor_of
from corridor.web.views.drafting.reading import money_text

USES_MAX: Final = 9
CODE: Final = "access_code"
_FIELDS: Final = ("kind", "grn", "amount", "currency", "other_reference")


def _may(state: Movement, actor: Actor) -> Place | None:
    if state.status not in BEFORE_RELEASE or under_tir(state.dossier):
        return None
    return AT_ONCE if state.is_guarantee_under_amendment else LAST


def _means(deed: MovementDeed) -> str:
    _, parts = deed.reader.words, list(refusals_said(deed.state, Tale(deed.reader, "", deed.state)))
    rest = _(
        "Nothing is filed anew: the declaration stays as it is but for its guarantees. What a "
        "guarantee holds that you take out becomes free. Where customs had asked the guarantors, "
        "they are asked again by themselves."
    )
    return " ".join((*parts, rest))


def refusals_said(state: Movement, tale: Tale) -> Iterator[str]:
    """Each guarantee that was refused: why, with the code of the common list, and what to do."""
    for one in state.guarantees:
        if one.status == "refused":
            said = tale.reader.refusals.say(Refusal(one.refusal, "", "", {"grn": one.grn}))
            yield f"{one.grn}: {said.text} {said.remedy}"


def _fields(deed: MovementDeed) -> list[Field]:
    uses = deed.state.dossier.guarantees
    shown = (*uses, *((GuaranteeUse("1"),) if len(uses) < USES_MAX else ()))
    found: list[Field] = []
    for index, use in enumerate(shown):
        found += _fields_of(deed, index, use, is_new=index == len(uses))
    return found


def _fields_of(deed: MovementDeed, index: int, use: GuaranteeUse, is_new: bool) -> list[Field]:
    _, labels = deed.reader.words, deed.reader.labels
    title = _("One more guarantee") if is_new else _("Guarantee %(number)s", number=index + 1)
    kinds = [
        {"value": code, "label": labels(code, "guarantee_kind")} for code in TYPES if code != "B"
    ]
    currency = use.currency or next((u.currency for u in deed.state.dossier.guarantees), "")
    amount = money_text(use.amount_minor, use.currency or "EUR")
    code_hint = _("Where it is named anew, or was refused for its code. It is not kept.")
    blank = _("Leave the number and the other reference empty to take it out.")
    found = [
        {"type": "heading", "name": "", "label": title},
        field_of("select", f"kind_{index}", _("Type"), use.kind, options=kinds),
        field_of("text", f"grn_{index}", _("Guarantee number (GRN)"), use.grn, blank, width="18"),
        field_of("number", f"amount_{index}", _("Amount to be reserved"), amount, optional=True),
        field_of("text", f"currency_{index}", _("Currency"), currency or "", width="4"),
        field_of(
            "text",
            f"other_reference_{index}",
            _("Other reference"),
            use.other_reference,
            _("Types 3 and 8: the number of the receipt or the decision."),
            optional=True,
        ),
        field_of(
            "text",
            f"{CODE}_{index}",
            _("Access code of the guarantee"),
            "",
            code_hint,
            optional=True,
            width="4",
            kind="password",
            attrs={"autocomplete": "off"},
        ),
    ]
    return [field | {"optional": True} if field["type"] == "text" else field for field in found]


def _command(deed: MovementDeed) -> ChangeGuarantees | None:
    form, _ = deed.form, deed.reader.words
    found = [use for index in range(USES_MAX) if (use := _use_of(deed, index)) is not None]
    if not found:
        form.add_error("grn_0", _("Name at least one guarantee."))
    if form.errors:
        return None
    codes = {
        use.grn: code
        for index, use in found
        if use.grn and (code := plain(form[f"{CODE}_{index}"])[:4])
    }
    return ChangeGuarantees(tuple(use for _, use in found), codes)


def _use_of(deed: MovementDeed, index: int) -> tuple[int, GuaranteeUse] | None:
    """A guarantee as typed; None where its fields say nothing."""
    form, _ = deed.form, deed.reader.words
    kind = form[f"kind_{index}"]
    grn, other = as_issued("grn", form[f"grn_{index}"]), plain(form[f"other_reference_{index}"])
    is_by_law = kind in TYPES and not type_of(kind).has_ledger and form[f"amount_{index}"]
    if not (grn or other or is_by_law):
        return None
    currency = capitals(form[f"currency_{index}"])
    amount = _amount_of(deed, index, currency)
    return index, GuaranteeUse(kind, grn, other, amount, (currency or None) if amount else None)


def _amount_of(deed: MovementDeed, index: int, currency: str) -> int | None:
    name, _ = f"amount_{index}", deed.reader.words
    if not deed.form[name]:
        return None
    if currency not in deed.services.reference.lists["currencies"]:
        deed.form.add_error(f"currency_{index}", _("Give the currency by its three letters."))
        return None
    minor = minor_of(deed.form[name], currency)
    if minor is None:
        deed.form.add_error(name, _("Write an amount, for example 50000.00."))
    return minor


def _named(said: GuaranteesChanged, tale: Tale) -> Iterable[str]:
    for use in said.guarantees:
        minor, currency = use.amount_minor, use.currency or "EUR"
        amount = tale.reader.formats.money(minor, currency) if minor is not None else ""
        name = use.grn or tale.reader.labels(use.kind, "guarantee_kind")
        yield ", ".join(filter(None, (name, amount))) + "."


SECURING: Final = Shown[Movement](
    acts=(
        Act(
            name="guarantees",
            desk="carrier",
            label=N_("Change the guarantees"),
            title=N_("The guarantees of %(ref)s"),
            consequence=_means,
            command=_command,
            done=N_("The guarantees were changed"),
            offered=_may,
            fields=_fields,
            pointers={
                f"/guarantees/{index}/{name}": f"{name}_{index}"
                for index in range(USES_MAX)
                for name in (*_FIELDS, "amount_minor")
            }
            | {"/guarantees": "grn_0", "/access_codes": f"{CODE}_0"},
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(GuaranteesChanged, N_("Guarantees changed by the carrier"), note=_named),),
)
