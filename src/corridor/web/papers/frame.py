"""What every paper says of itself."""

from corridor.web.papers.both import Both
from corridor.web.papers.sheet import Lines
from corridor.web.templating import Reader


def foot(both: Both, demo: bool) -> Lines:
    """That it is no official form, and in the demonstration that nothing in it is true."""
    return (_foot(both.ru, demo), _foot(both.en, demo))


def _foot(reader: Reader, demo: bool) -> str:
    say = reader.words
    parts = (
        say("Demonstration: the data are invented.") if demo else "",
        say("A paper of the proposed platform; it does not claim to be an official document."),
        say(
            "Names in Latin letters: Cyrillic by ISO 9:1995, Georgian by the national system of "
            "2002, Armenian by ISO 9985:1996, Chinese by ISO 7098:2015. Arabic and Persian (~): "
            "the written letters alone, approximately."
        ),
    )
    return " ".join(part for part in parts if part)
