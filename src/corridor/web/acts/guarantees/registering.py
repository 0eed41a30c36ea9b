"""A guarantee registered, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.codes import CURRENCY_MINOR_DIGITS, as_issued, capitals
from corridor.domain.guarantees.goods import Trait
from corridor.domain.guarantees.registering import GuaranteeRegistered, RegisterGuarantee
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_
from corridor.domain.typed import plain
from corridor.web.act import (
    AT_ONCE,
    Act,
    Deed,
    Reading,
    Shown,
    Tale,
)
from corridor.web.acts.fields import needed_day
from corridor.web.acts.guarantees.changing import warn_of
from corridor.web.views.desk_money import minor_of

TRAITS: Final[dict[Trait, str]] = {
    "suspension": N_("goods under suspension of excise duty"),
    "sensitive": N_("sensitive goods"),
}
POINTERS: Final = {
    "/grn": "grn",
    "/holder": "holder",
    "/kind": "kind",
    "/reference_minor": "amount",
    "/currency": "currency",
    "/valid_from": "valid_from",
    "/valid_to": "valid_to",
    "/access_code": "access_code",
    "/excluded_countries": "excluded",
    "/warn_percent": "warn_percent",
    "/offices": "offices",
    "/goods": "goods",
    "/excluded_goods": "excluded_goods",
    "/excludes": "excludes",
}


def _command(deed: Deed[None]) -> RegisterGuarantee | None:
    _, form = deed.reader.words, deed.form
    grn = as_issued("grn", deed.needed("grn", _("Give the guarantee reference number.")))
    holder = plain(deed.needed("holder", _("Give the organisation number of the holder.")))
    currency = capitals(form["currency"])
    if currency not in CURRENCY_MINOR_DIGITS:
        form.add_error("currency", _("Choose a currency."))
    minor = minor_of(form["amount"], currency)
    if minor is None:
        form.add_error("amount", _("Write an amount, for example 50000.00."))
    first = needed_day(deed, "valid_from", _("Give the first day."))
    last = needed_day(deed, "valid_to", _("Give the last day."))
    code = plain(form["access_code"])
    if len(code) != 4 or not (code.isascii() and code.isalnum()):
        form.add_error("access_code", _("Give four letters or digits."))
    warn = warn_of(deed)
    if form.errors or minor is None:
        return None
    return RegisterGuarantee(
        grn,
        holder,
        form["kind"],
        minor,
        currency,
        first,
        last,
        code,
        tuple(country for country in form.all("excluded") if country),
        warn,
        tuple(capitals(office) for office in _listed(form["offices"])),
        _listed(form["goods"]),
        _listed(form["excluded_goods"]),
        tuple(trait for trait in TRAITS if trait in form.all("excludes")),
    )


def _listed(text: str) -> tuple[str, ...]:
    """Codes with commas or blanks between them."""
    return tuple(plain(text).replace(",", " ").replace(";", " ").split())


def _means(deed: Deed[None]) -> str:
    _ = deed.reader.words
    return _("From the first day on its holder may name it in a declaration.")


def _amount(said: GuaranteeRegistered, tale: Tale) -> Iterable[str]:
    return [tale.reader.formats.money(said.reference_minor, said.currency)]


REGISTER: Final = Act[None](
    name="register",
    desk="guarantor",
    label=N_("Register the guarantee"),
    title=N_("New guarantee"),
    consequence=_means,
    command=_command,
    done=N_("The guarantee was registered"),
    offered=lambda state, actor: AT_ONCE,
    pointers=POINTERS,
)
REGISTERING: Final = Shown[Guarantee](
    reads=(Reading(GuaranteeRegistered, N_("Guarantee registered"), note=_amount),),
)
