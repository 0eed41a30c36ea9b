"""What eTIR calls the messages of a TIR operation, their fields, and the errors they may draw.

Names of the messages and codes of the errors are those of UNECE's public lists (code list 99). The
structure of the messages was not at hand: the places of the fields are ours, in its manner.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from corridor.domain.projections.table import rows_of
from corridor.domain.refusals import N_

MessageName = Literal["I9", "I17", "I11", "I13"]
MESSAGES: Final[Mapping[str, str]] = {
    "I9": N_("start of the TIR operation"),
    "I17": N_("refusal to start the TIR operation"),
    "I11": N_("termination of the TIR operation"),
    "I13": N_("discharge of the TIR operation"),
}
CLASSES: Final[Mapping[str, str]] = {
    "1": N_("validation of the message"),
    "2": N_("order of the steps"),
    "3": N_("what is asked cannot be done"),
    "4": N_("fault inside the eTIR system"),
    "5": N_("fault that customs raised"),
}
"""The first digit of an error says what kind it is of."""
ERRORS: Final[Mapping[str, str]] = {
    "101": N_("a field is missing"),
    "103": N_("the date is in no calendar"),
    "200": N_("the step does not fit the state of the operation"),
    "213": N_("the operation has not been started"),
    "216": N_("the first operation cannot be refused at its start"),
    "304": N_("the customs office is not known"),
}
"""Those that a record of ours can draw; the list itself has more."""


class TirField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a message. `record`: the field or the event that it is taken from."""

    message: MessageName
    to: str
    record: str
    name_en: str
    name_ru: str

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


@cache
def load_tir_fields() -> Mapping[tuple[str, str], TirField]:
    """By message and place, in the order of the messages."""
    found = (msgspec.convert(row, TirField) for row in rows_of("tir_messages.csv"))
    return {(one.message, one.to): one for one in found}
