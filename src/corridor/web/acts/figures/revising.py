"""Figures of a month that were revised."""

from typing import Any, Final

from corridor.domain.figures.revising import FiguresRevised
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown

REVISING: Final = Shown[Any](reads=(Reading(FiguresRevised, N_("Figures revised"), "attention"),))
