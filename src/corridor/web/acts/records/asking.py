"""Asking the node of departure for a record: the form of the office, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.records.asking import AskForRecord, RecordRequested
from corridor.domain.records.state import BYS, PURPOSES
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
    AT_ONCE,
    Act,
    Deed,
    Field,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
)
from corridor.web.labels.record import RECORD_BYS, RECORD_PURPOSES


def _fields(deed: Deed[None]) -> list[Field]:
    _, reader = deed.reader.words, deed.reader
    states = sorted(
        (
            {"value": c, "label": reader.names.country(c)}
            for c in deed.services.engine.settings.peers
        ),
        key=lambda one: one["label"],
    )
    said = _("An MRN says it by itself: choose it for a plate, a container or a seal.")
    reads = _("The office of departure reads this, and it stays in its log.")
    return [
        field_of("radios", "by", _("By what"), "mrn", options=reader.labels.options("record_by")),
        field_of("text", "number", _("Number"), width="18"),
        field_of(
            "select",
            "to",
            _("State of departure"),
            hint=said,
            options=[{"value": "", "label": "—"}, *states],
            optional=True,
        ),
        field_of("radios", "purpose", _("What for"), options=_purposes(deed)),
        field_of("textarea", "words", _("In your words"), hint=reads, rows=2),
    ]


def _purposes(deed: Deed[None]) -> list[dict[str, str]]:
    """Those that the office is entitled to."""
    known = deed.services.reference.offices.get(deed.actor.office)
    roles = known.roles if known is not None else ()
    kept = {code for code, part in (("transit", "TRA"), ("destination", "DES")) if part in roles}
    return [
        {"value": code, "label": deed.reader.labels(code, "record_purpose")}
        for code in PURPOSES
        if code in kept or code not in ("transit", "destination")
    ]


def _command(deed: Deed[None]) -> AskForRecord | None:
    _, form = deed.reader.words, deed.form
    by: Any = chosen(form["by"], RECORD_BYS) or BYS[0]
    purpose: Any = chosen(form["purpose"], RECORD_PURPOSES)
    number = one_line(deed.needed("number", _("Give the number.")))
    words = deed.needed("words", _("Say why the record is needed."))
    if not purpose:
        form.add_error("purpose", _("Choose what the record is needed for."))
    if by != "mrn":
        deed.needed("to", _("Choose the state where the movement began."))
    if form.errors:
        return None
    return AskForRecord(deed.actor.office, by, number, purpose, words, form["to"])


def _note(said: RecordRequested, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.labels(said.by, 'record_by')}: {said.number}."
    yield f"{tale.reader.labels(said.purpose, 'record_purpose')}."
    yield said.words


ASK: Final = Act[None](
    name="ask",
    desk="customs",
    label=N_("Ask for the record"),
    title=N_("The record of a movement that was not announced"),
    consequence=lambda deed: deed.reader.words(
        "The node of the state of departure is asked, and keeps who asked, when and what for. "
        "Where your state lies on the way or beside it, and the vehicle is before you, the record "
        "comes at once; else an officer of the office of departure decides."
    ),
    fields=_fields,
    command=_command,
    done=N_("The state of departure was asked"),
    offered=lambda state, actor: AT_ONCE,
    pointers={
        "/by": "by",
        "/number": "number",
        "/to": "to",
        "/purpose": "purpose",
        "/words": "words",
    },
)


ASKING: Final = Shown[Any](
    reads=(Reading(RecordRequested, N_("Record asked for"), "attention", note=_note),)
)
