"""What the guarantor changes of a guarantee: its terms, its access code."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.guarantees.changing import (
    AccessCodeChanged,
    ChangeTerms,
    GiveNewCode,
    TermsChanged,
)
from corridor.domain.guarantees.state import WARN_PERCENT, Guarantee
from corridor.domain.refusals import N_
from corridor.domain.typed import number, plain, whole
from corridor.web.act import BESIDES, Act, Deed, Field, Place, Reading, Shown, Tale, field_of
from corridor.web.acts.fields import needed_day
from corridor.web.views.desk_money import minor_of
from corridor.web.views.drafting.reading import money_text

GuaranteeDeed = Deed[Guarantee]


def _may(state: Guarantee, actor: Actor) -> Place | None:
    return BESIDES if actor.org == state.guarantor else None


def _terms_mean(deed: GuaranteeDeed) -> str:
    _, state = deed.reader.words, deed.state
    money = deed.reader.formats.money
    return _(
        "What is reserved stays reserved: the amount cannot fall below %(taken)s. After the last "
        "day nothing new is reserved.",
        taken=money(state.reference_minor - state.available_minor(), state.currency),
    )


def _terms_fields(deed: GuaranteeDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    amount = money_text(state.reference_minor, state.currency)
    label = _("Reference amount, %(currency)s", currency=state.currency)
    return [
        field_of("number", "amount", label, amount),
        field_of("date", "valid_to", _("Valid to"), state.valid_to),
        warn_field(deed, state.warn_percent),
        field_of("textarea", "reason", _("Reason"), hint=_("The holder reads this."), rows=2),
    ]


def warn_field(deed: Deed[Guarantee] | Deed[None], percent: int = WARN_PERCENT) -> Field:
    """From where on guarantor and holder are warned."""
    _ = deed.reader.words
    hint = _("Once more than this is taken, you are told at once, and the holder is warned.")
    return field_of("number", "warn_percent", _("Warn above"), str(percent), hint, unit="%")


def warn_of(deed: Deed[Guarantee] | Deed[None]) -> int:
    """The share typed, in percent."""
    found = whole(number(deed.form["warn_percent"]) or str(WARN_PERCENT))
    if found is None or not 1 <= found <= 100:
        deed.form.add_error("warn_percent", deed.reader.words("Give a whole number from 1 to 100."))
        return WARN_PERCENT
    return found


def _terms(deed: GuaranteeDeed) -> ChangeTerms | None:
    _, form, state = deed.reader.words, deed.form, deed.state
    minor = minor_of(form["amount"], state.currency)
    if minor is None:
        form.add_error("amount", _("Write an amount, for example 50000.00."))
    last, warn = needed_day(deed, "valid_to", _("Give the last day.")), warn_of(deed)
    reason = deed.needed("reason", _("Give the reason."))
    if form.errors or minor is None:
        return None
    return ChangeTerms(minor, last, reason, warn)


def _code_means(deed: GuaranteeDeed) -> str:
    return deed.reader.words(
        "The old code opens nothing any more; a lock after wrong codes is lifted. Movements whose "
        "code was shown already stay as they are. Give the new code to the holder: it is not shown "
        "again."
    )


def _code_fields(deed: GuaranteeDeed) -> list[Field]:
    _ = deed.reader.words
    return [
        field_of(
            "text",
            "access_code",
            _("New access code"),
            "",
            _("Four letters or digits"),
            width="4",
            attrs={"autocomplete": "off"},
        )
    ]


def _code(deed: GuaranteeDeed) -> GiveNewCode | None:
    code = plain(deed.form["access_code"])
    if len(code) != 4 or not (code.isascii() and code.isalnum()):
        deed.form.add_error("access_code", deed.reader.words("Give four letters or digits."))
        return None
    return GiveNewCode(code)


def _terms_said(said: TermsChanged, tale: Tale) -> Iterable[str]:
    money, day = tale.reader.formats.money, tale.reader.formats.day
    yield tale.say(
        "%(amount)s, valid to %(day)s, warned above %(percent)s %%.",
        amount=money(said.reference_minor, getattr(tale.state, "currency", "EUR")),
        day=day(said.valid_to),
        percent=said.warn_percent,
    )
    yield tale.say("Reason: %(why)s", why=said.reason)


CHANGING: Final = Shown[Guarantee](
    acts=(
        Act(
            name="terms",
            desk="guarantor",
            label=N_("Change the terms"),
            title=N_("New terms of %(ref)s"),
            consequence=_terms_mean,
            command=_terms,
            done=N_("The terms were changed"),
            offered=_may,
            fields=_terms_fields,
            pointers={
                "/reference_minor": "amount",
                "/valid_to": "valid_to",
                "/warn_percent": "warn_percent",
                "/reason": "reason",
            },
        ),
        Act(
            name="code",
            desk="guarantor",
            label=N_("Give a new access code"),
            title=N_("New access code of %(ref)s"),
            consequence=_code_means,
            command=_code,
            done=N_("The access code was changed"),
            offered=_may,
            fields=_code_fields,
            pointers={"/access_code": "access_code"},
        ),
    ),
    reads=(
        Reading(TermsChanged, N_("Terms changed"), note=_terms_said),
        Reading(AccessCodeChanged, N_("New access code")),
    ),
)
