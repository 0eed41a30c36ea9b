"""From a form to a command, and from refusals back to the form."""

from typing import TypeVar

import msgspec

from corridor.engine.codec import AnyCommand, pointer_in
from corridor.engine.outcome import Outcome
from corridor.web.acts.act import Act, Deed
from corridor.web.forms import field_for
from corridor.web.toolkit import run_command

S = TypeVar("S")


async def carry_out(deed: Deed[S], act: Act[S], subject: str) -> Outcome | None:
    """Do it. None, with errors in the form, when it was not done."""
    command = act.command(deed)
    if command is None or deed.form.errors or not _is_sound(command, deed, act):
        return None
    outcome = await run_command(deed.request, command, subject)
    if outcome.refusals:
        deed.form.add_refusals(deed.request, outcome.refusals, act.pointers)
        return None
    return outcome


def _is_sound(command: AnyCommand, deed: Deed[S], act: Act[S]) -> bool:
    """Lengths and shapes, which a struct checks only when it is decoded."""
    try:
        msgspec.convert(msgspec.to_builtins(command), type(command))
    except msgspec.ValidationError as error:
        _ = deed.reader.words
        text = _("This value is too long or has the wrong form.")
        deed.form.add_error(field_for(pointer_in(str(error)), act.pointers), text)
        return False
    return True
