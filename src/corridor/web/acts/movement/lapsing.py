"""A declaration whose goods were not presented in time, as it reads; and until when they may be."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.lapsing import (
    DeclarationLapsed,
    PresentationNear,
    PresentationTermSet,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import Banner, Reading, Shown, Tale


def _day(said: DeclarationLapsed, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.present_by)
    return [tale.say("The goods had to be presented by %(day)s. It counts as not lodged.", day=day)]


def _until(said: PresentationTermSet | PresentationNear, tale: Tale) -> Iterable[str]:
    return [tale.say("By %(day)s.", day=tale.reader.formats.day(said.present_by))]


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """The carrier reads the same in its next step; an office has to know why it waits."""
    last = state.present_by
    if last and tale.where and state.standing == "prelodged":
        text = tale.say(
            "The declaration was lodged before its goods. They have to be presented at %(office)s "
            "by %(day)s, else it lapses by itself. The MRN is given after that.",
            office=tale.reader.names.office(departure_office(state.dossier)),
            day=tale.reader.formats.day(last),
        )
        yield Banner(tale.say("Goods are awaited"), text, "wait")


LAPSING: Final = Shown[Movement](
    reads=(
        Reading(PresentationTermSet, N_("Day for presenting the goods set"), note=_until),
        Reading(
            PresentationNear,
            N_("Goods are to be presented soon"),
            "attention",
            note=_until,
            to_carrier=True,
            settled=lambda said, state: state.standing != "prelodged",
        ),
        Reading(
            DeclarationLapsed,
            N_("Declaration lapsed: goods not presented"),
            "stopped",
            note=_day,
            to_carrier=True,
        ),
    ),
    banners=_banners,
)
