"""How long a note may be: an officer's own, and what a carrier writes with an application."""

from typing import Final

from corridor.web.forms import Form
from corridor.web.shape_words import TOO_LONG
from corridor.web.templating import Reader

LETTERS_MAX: Final = 2_000


def judge_length(reader: Reader, form: Form, name: str) -> None:
    """A note that is too long is told with the limit."""
    given = len(form[name])
    if given > LETTERS_MAX:
        form.add_error(name, reader.words(TOO_LONG, limit=LETTERS_MAX, given=given))
