"""A refusal in the reader's language: what is wrong, and what to do."""

import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from corridor.domain.guarantees.reasons import REASON_OF
from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.web.formats import Formats
from corridor.web.i18n import Words
from corridor.web.labels.labels import Labels
from corridor.web.names import Names
from corridor.web.shape_words import unfit_in

OWN_TEXTS: dict[str, RefusalText] = {
    "batch_at_work": RefusalText(
        N_("The node is still at work on these rows."),
        N_("Wait until it is done, or stop it."),
    ),
    "batch_row_done": RefusalText(
        N_("Row {row} was filed, or made a draft: it is changed there."),
        N_("Amend the dossier, or open the draft."),
    ),
    "batch_row_twice": RefusalText(
        N_("Row {row} is named twice."),
        N_("Say all that is to become of a row at once."),
    ),
    "batch_row_unknown": RefusalText(
        N_("There is no row {row}."),
        N_("Ask the batch for its rows."),
    ),
    "idempotency_key_reused": RefusalText(
        N_("This idempotency key was already used for another command."),
        N_("Use a new key for a new command, and the same key only to repeat the same one."),
    ),
    "message_not_writable": RefusalText(
        N_("{name} cannot be written: the declaration lacks what the message needs."),
        N_("Ask for the movement itself; add what is named, where it may be amended."),
    ),
    "message_number_taken": RefusalText(
        N_("Another message with number {given} came before."),
        N_("Give each message a number of its own; the same message may be sent again."),
    ),
    "command_shape": RefusalText(
        N_("This value does not fit. {said}"),
        N_("Write it as the field asks for it."),
    ),
    "subject_kind": RefusalText(
        N_("This command cannot be given about that subject."),
        N_("Check the reference: movements begin with mv-, permits with pm-, guarantees with gr-."),
    ),
    "withdraw_goes_on": RefusalText(
        N_("Dossier {dossier} was neither cancelled nor refused: it still needs its permits."),
        N_("Take applications back one by one, or cancel the declaration first."),
    ),
    "drafts_only": RefusalText(
        N_("You may fill in drafts, but send nothing to an authority."),
        N_("Ask a colleague who may file, or the administrator of your organisation."),
    ),
    "refdata_no_json": RefusalText(
        N_("This is no list in JSON."), N_("Bring an array of objects, one for each row.")
    ),
    "refdata_column_unknown": RefusalText(
        N_("The list has no column {given}."),
        N_("Take the headings of the file that is given out."),
    ),
    "refdata_column_twice": RefusalText(
        N_("The column {given} stands there twice."), N_("Leave one of the two.")
    ),
    "refdata_column_missing": RefusalText(
        N_("The column {given} is missing."), N_("Add it: each row needs it.")
    ),
    "refdata_cell_empty": RefusalText(N_("Nothing stands here."), N_("Each row needs it.")),
    "refdata_cell": RefusalText(
        N_("This value does not fit. {said}"), N_("Write it as the file that is given out does.")
    ),
    "refdata_code": RefusalText(
        N_("“{given}” is none of the codes of this column."), N_("Write one of: {fits}.")
    ),
    "refdata_letters": RefusalText(
        N_("Letters of this cell were lost or spoilt."), N_("Write it anew, and save as UTF-8.")
    ),
    "refdata_cells": RefusalText(
        N_(
            "This row has {given} cells, the headings {wanted}: it was cut, or a quotation mark is"
            " not closed."
        ),
        N_("Take the whole file, and leave empty cells between their commas."),
    ),
    "refdata_empty": RefusalText(
        N_("The list has no rows."), N_("A list is brought in whole, with every row that counts.")
    ),
    "refdata_too_long": RefusalText(
        N_("The list has more than {limit} rows."), N_("Leave only rows of this state.")
    ),
    "permits_none": RefusalText(N_("The table has no rows."), N_("Add a row for each permit.")),
    "permits_too_many": RefusalText(
        N_("There are more than {limit} permits."), N_("Bring them in several parts.")
    ),
    "permit_number_twice": RefusalText(
        N_("Number {number} stands in row {row} already."),
        N_("Leave one row for each permit."),
    ),
    "permit_firm_unknown": RefusalText(
        N_("Nobody of the firm {given} has an account here."),
        N_("Give the firm as its accounts name it, or leave the cell empty."),
    ),
    "permit_kind_not_yours": RefusalText(
        N_("“{given}” is no kind of permit that this authority gives."),
        N_("Give one of the kinds that stand beside the form."),
    ),
    "role_may_not": RefusalText(
        N_("Your role may not do this."), N_("Pass the case to the desk whose duty it is.")
    ),
    "subject_other": RefusalText(
        N_("The command names {named}, the address {given}."),
        N_("Send it to the address that it names, or to “new”."),
    ),
}
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")
_AT_OFFICE = frozenset({"given", "seen", "bound"})
"""Instants that are shown in the time of the office that is named `here`, where one is."""
_COUNTS = frozenset({"limit", "count", "left", "most", "total", "planned", "listed", "over"})
_UNKNOWN = RefusalText(
    N_("This was refused ({code})."), N_("Tell the operator of the node the code.")
)


class SaidRefusal(msgspec.Struct, frozen=True):
    """The text and the remedy, ready to show. `args`: what the text speaks of, as codes."""

    code: str
    pointer: str
    rule: str
    text: str
    remedy: str
    args: dict[str, str] = {}


class RefusalWords:
    """Says refusals in one language."""

    def __init__(
        self,
        words: Words,
        labels: Labels,
        names: Names,
        formats: Formats,
        texts: Mapping[str, RefusalText],
    ) -> None:
        self._words = words
        self._texts = ChainMap(dict(texts), OWN_TEXTS, dict(REFUSAL_TEXTS))
        self._shown: dict[str, Callable[[str], str]] = {
            "status": lambda code: _first_known(labels, code, ("status", "permit_status")),
            "field": lambda code: labels(code, "field"),
            "stage": lambda code: labels(code, "stage"),
            "kind": lambda code: _first_known(labels, code, ("permit_kind", "means")),
            "need": lambda code: labels(code, "permit_need"),
            "detail": lambda code: labels(code, "permit_detail"),
            "state": lambda code: labels(code, "requirement"),
            "channel": lambda code: labels(code, "channel"),
            "paper": lambda code: labels(code, "paper"),
            "country": names.country,
            "refdata": lambda code: _first_known(labels, code, ("refdata", "mapped_list")),
            "mapping": lambda code: labels(code, "mapping"),
            "office": lambda codes: ", ".join(
                _named(names.office(code), code) for code in codes.split(",")
            ),
            "authority": lambda code: _named(names.authority(code), code),
            "right": lambda code: _named(names.office(code), code),
            **dict.fromkeys(("place", "onward"), lambda code: _named(names.place(code), code)),
            **dict.fromkeys(("date", "today", "limit_date", "entry", "filed"), formats.day),
            "late_days": lambda days: words.ngettext("%(num)s day", "%(num)s days", int(days)),
            **dict.fromkeys(("given", "eta"), lambda at: _moment(at, formats, names.node)),
            "least": lambda minutes: formats.duration(int(minutes)),
            **dict.fromkeys(_COUNTS, lambda count: _count(count, formats)),
            "said": lambda complaint: unfit_in(words, complaint),
        }
        self._formats = formats

    def say(self, refusal: Refusal) -> SaidRefusal:
        """The refusal's text with its arguments, codes among them shown as names."""
        found = self._texts.get(refusal.code, _UNKNOWN)
        values = _Values(code=refusal.code)
        for name, value in refusal.args.items():
            values[name] = self._show(name, value, refusal.args.get("here", ""))
        text = self._words.gettext(found.text).format_map(values)
        if refusal.code in REASON_OF:
            text = f"{text} ({REASON_OF[refusal.code]})"
        remedy = self._words.gettext(found.remedy).format_map(values) if found.remedy else ""
        return SaidRefusal(
            refusal.code, refusal.pointer, refusal.rule, text, remedy, dict(refusal.args)
        )

    def _show(self, name: str, value: str, here: str) -> str:
        """`here`: the office in whose local time instants are shown."""
        show = self._shown.get(name)
        try:
            if name in _AT_OFFICE and here:
                return str(self._formats.moment(value, here))
            return show(value) if show else value
        except ValueError:
            return value


class _Values(dict[str, Any]):
    """A placeholder without an argument stays visible instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _named(name: str, code: str) -> str:
    return f"{name} ({code})" if name and name != code else code


def _moment(value: str, formats: Formats, node: str) -> str:
    """What is no instant is shown as it was given."""
    return str(formats.moment(value, node)) if _INSTANT.fullmatch(value) else value


def _count(value: str, formats: Formats) -> str:
    """A whole number with its separator; what is none, as it is."""
    return formats.number(value) if value.isascii() and value.isdecimal() else value


def _first_known(labels: Labels, code: str, tables: tuple[str, ...]) -> str:
    shown = (labels(code, table) for table in tables)
    return next((text for text in shown if text != code), code)
