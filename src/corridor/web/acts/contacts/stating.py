"""Stating a contact: its form, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.contacts.state import DAYS, Ways
from corridor.domain.contacts.stating import ContactStated, StateContact
from corridor.domain.reference.model import Days
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import AT_ONCE, Act, Deed, Reading, Shown, Tale
from corridor.web.phones import kept_phone

SPOKEN: Final = (
    *("ru", "en", "ky", "kk", "uz", "tk", "az", "ka"),
    *("zh", "tr", "hy", "be", "tg", "fa"),
)
"""Languages of the corridor, as choices."""
POINTERS: Final = {f"/ways/{name}": name for name in Ways.__struct_fields__}


def _phone(deed: Deed[str]) -> str:
    typed = deed.form["phone"]
    kept = kept_phone(typed)
    if typed and not kept:
        complaint = deed.reader.words(
            "Write the whole number with the code of its country, for example +996 312 000 000."
        )
        deed.form.add_error("phone", complaint)
    return kept


def ways_of(deed: Deed[str]) -> Ways:
    """What was typed, with errors in the form where it will not do."""
    form, days = deed.form, deed.form["days"]
    return Ways(
        phone=_phone(deed),
        mail=one_line(form["mail"]),
        page=one_line(form["page"]),
        days=_days(days),
        opens=form["opens"],
        closes=form["closes"],
        languages=tuple(one for one in SPOKEN if one in form.all("languages")),
        invented=deed.services.demo,
        account="".join(form["account"].split()).upper(),
        account_name=one_line(form["account_name"]),
        bank=one_line(form["bank"]),
    )


def _days(typed: str) -> Days:
    return next((one for one in DAYS if one == typed), "")


def _reads(said: ContactStated, tale: Tale) -> Iterable[str]:
    return [f"{tale.reader.names.office(said.place)} ({said.place})."]


STATE: Final = Act[str](
    name="state",
    desk="operator",
    label=N_("State the contact"),
    title=N_("How it is reached"),
    consequence=lambda deed: deed.reader.words(
        "All nodes of the corridor show it beside this office or authority; the day and your name"
        " stay in the log."
    ),
    command=lambda deed: StateContact(deed.state, ways_of(deed)),
    done=N_("The contact was stated"),
    offered=lambda state, actor: AT_ONCE,
    pointers=POINTERS,
)
"""Of a place that may have no contact yet: its state is the code."""
STATING: Final = Shown[Any](reads=(Reading(ContactStated, N_("Contact stated"), note=_reads),))
