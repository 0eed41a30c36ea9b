"""From a form to a command, and from refusals back to the form."""

from typing import TypeVar

import msgspec

from corridor.engine.codec import AnyCommand, pointer_in, reason_in
from corridor.engine.outcome import Outcome
from corridor.web.act import Act, Deed, lines_of
from corridor.web.files.trays import take_from_tray
from corridor.web.forms import field_for
from corridor.web.running import in_own_name, run_command
from corridor.web.shape_words import unfit_in

S = TypeVar("S")


async def carry_out(deed: Deed[S], act: Act[S], subject: str) -> Outcome | None:
    """Do it. None, with errors in the form, when it was not done."""
    command = act.command(deed)
    if command is None or deed.form.errors:
        return None
    command = in_own_name(deed.request, command)
    if not _is_sound(command, deed, act):
        return None
    outcome = await run_command(deed.request, command, subject)
    if outcome.refusals:
        deed.form.add_refusals(deed.request, outcome.refusals, act.pointers)
        return None
    await take_from_tray(deed.services, subject, deed.actor, command)
    return outcome


def _is_sound(command: AnyCommand, deed: Deed[S], act: Act[S]) -> bool:
    """Lengths and shapes, which a struct checks only when it is decoded."""
    try:
        msgspec.convert(msgspec.to_builtins(command), type(command))
    except msgspec.ValidationError as error:
        complaint = str(error)
        pointer = pointer_in(complaint)
        name = field_for(pointer, act.pointers)
        given = deed.form[name]
        if pointer not in act.pointers:  # one entry of a list, of which the field holds one a line
            given = max(lines_of(given), key=len, default="")
        text = unfit_in(deed.reader.words, reason_in(complaint), given)
        deed.form.add_error(name, text)
        return False
    return True
