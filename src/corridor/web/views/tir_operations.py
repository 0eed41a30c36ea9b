"""The TIR operations of a movement, and what eTIR would be told of each, as the page shows them."""

from typing import Any, Final

from corridor.domain.days import is_instant
from corridor.domain.movement.state import Movement
from corridor.domain.projections.tir_operations import (
    TirFault,
    TirMessage,
    TirOperation,
    TirValue,
    operations_of,
)
from corridor.domain.projections.tir_table import CLASSES, ERRORS, MESSAGES, load_tir_fields
from corridor.domain.refusals import N_
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
_STANDING: Final = {
    "said": (N_("the record says it"), "ok"),
    "due": (N_("to come"), "neutral"),
    "faulty": (N_("eTIR would not take it"), "stop"),
}
HEAD: Final = frozenset(
    {
        "ObligationGuarantee/reference",
        "TIRCarnetHolder/identifier",
        "TIROperation/identifier",
        "TIROperation/sequence",
    }
)
_YES_NO: Final = {"yes": N_("yes"), "no": N_("no")}


def operation_views(state: Movement, services: Services, reader: Reader) -> list[View]:
    """None where it does not go under TIR."""
    found = operations_of(state, services.reference.offices)
    return [_view(one, reader) for one in found]


def _view(one: TirOperation, reader: Reader) -> View:
    names = reader.names
    way = f"{names.place(one.first)} → {names.place(one.last)}"
    states = ", ".join(map(names.country, one.countries))
    return {
        "sequence": one.sequence,
        "title": f"{one.sequence}. {states}: {way}",
        "head": [_value(one.messages[0], value, one, reader) for value in _head(one)],
        "messages": [_message(message, one, reader) for message in one.messages],
    }


def _message(one: TirMessage, operation: TirOperation, reader: Reader) -> View:
    word, kind = _STANDING[one.standing]
    return {
        "name": one.name,
        "title": reader.words(MESSAGES[one.name]),
        "standing": {"text": reader.words(word), "kind": kind},
        "faults": [_fault(one, fault, reader) for fault in one.faults],
        "said": [
            _value(one, value, operation, reader)
            for value in one.values
            if value not in _head(operation)
        ],
    }


def _head(one: TirOperation) -> list[TirValue]:
    """What all messages of an operation begin with."""
    return [value for value in one.messages[0].values if value.to in HEAD]


def _fault(message: TirMessage, fault: TirFault, reader: Reader) -> str:
    """`213 (order of the steps): the operation has not been started`."""
    say = reader.words
    text = f"{fault.code} ({say(CLASSES[fault.code[0]])}): {say(ERRORS[fault.code])}"
    field = load_tir_fields().get((message.name, fault.pointer))
    return f"{text} — {field.name(reader.lang)}" if field is not None else text


def _value(message: TirMessage, one: TirValue, operation: TirOperation, reader: Reader) -> View:
    """Instants as clocks show them at the end of the operation that the message is about."""
    text, place = one.value, operation.first if message.name in ("I9", "I17") else operation.last
    if one.to.endswith("/date") and is_instant(text):
        text = str(reader.formats.moment(text, place))
    elif one.to.endswith("/limitDate"):
        text = reader.formats.day(text)
    elif one.to.endswith("/CustomsOffice"):
        text = reader.names.office(text)
    elif text in _YES_NO:
        text = reader.words(_YES_NO[text])
    return {"name": load_tir_fields()[message.name, one.to].name(reader.lang), "text": text}
