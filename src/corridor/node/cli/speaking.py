"""In which language commands say what was refused: that of the shell, where it is one of ours.

Help, usage and what is printed for programs are English everywhere.
"""

import os

import click

from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import Refusal
from corridor.web.i18n import LANGUAGES, Words, words_in

_ENGLISH = "en"


def language() -> str:
    """The one that the shell names first."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next(filter(None, named), _ENGLISH)[:2]
    return code if code in LANGUAGES else _ENGLISH


def words() -> Words:
    """The catalogue of that language."""
    return words_in(language())


def in_words(refusal: Refusal) -> str:
    """The text of a refusal and what to do, with its code."""
    said, say = REFUSAL_TEXTS[refusal.code], words()
    text, remedy = (say(one).format_map(refusal.args) for one in (said.text, said.remedy))
    return f"{text} {remedy} [{refusal.code}]"


language_option = click.option(
    "--lang",
    type=click.Choice(sorted(LANGUAGES)),
    default=language,
    show_default="as LANG, else en",
    help="The language of what is said.",
)
