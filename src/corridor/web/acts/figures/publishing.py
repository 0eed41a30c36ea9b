"""Figures of a month that were published."""

from typing import Any, Final

from corridor.domain.figures.publishing import FiguresPublished
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown

PUBLISHING: Final = Shown[Any](reads=(Reading(FiguresPublished, N_("Figures published")),))
