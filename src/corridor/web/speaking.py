"""One language with all that is said in it and needs no node: words, labels, days and money."""

from typing import Protocol

from corridor.web.formats import Formats
from corridor.web.i18n import Words, words_in
from corridor.web.labels.labels import Labels


class Speaking(Protocol):
    """What views of rules and requirements need of a reader."""

    lang: str
    words: Words
    labels: Labels
    formats: Formats


class Spoken:
    """A language, for whoever has no node."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.words = words_in(lang)
        self.labels = Labels(self.words)
        self.formats = Formats(self.words)
