"""Stating a figure of a series that is there; new series come from files."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain import typed
from corridor.domain.indicators.state import STANDINGS, Figure, Indicator, Standing
from corridor.domain.indicators.stating import IndicatorStated, StateIndicator
from corridor.domain.refusals import N_
from corridor.domain.reported import Source
from corridor.web.act import AT_ONCE, Act, Deed, Field, Reading, Shown, Tale, chosen, field_of
from corridor.web.acts.both import both_of, pointers_of

POINTERS: Final = {
    "/figures/0/period": "period",
    **pointers_of("/figures/0", ("said", "base")),
    "/figures/0/value": "value",
    "/figures/0/change": "change",
    "/figures/0/source": "source_ru",
    "/figures/0/source/by/en": "source_en",
    "/figures/0/source/on": "source_on",
}


def _fields(deed: Deed[Indicator]) -> list[Field]:
    _, standings = deed.reader.words, deed.reader.labels.options("indicator_standing")
    words: dict[str, tuple[str, str, bool]] = {
        "period": (
            _("Period"),
            _("As 2025, 2025-03 or 2025-01/2025-10; empty where none was stated"),
            True,
        ),
        "said_ru": (_("Figure in the words of the source, in Russian"), "", False),
        "said_en": (_("Figure in the words of the source, in English"), "", True),
        "value": (
            _("The number in them"),
            deed.reader.labels(deed.state.series.unit, "indicator_unit"),
            True,
        ),
        "change": (_("Growth as stated, per cent"), "", True),
        "base_ru": (_("Base of comparison as stated, in Russian"), "", True),
        "base_en": (_("Base of comparison as stated, in English"), "", True),
        "source_ru": (_("Who reported it, in Russian"), "", False),
        "source_en": (_("Who reported it, in English"), "", True),
    }
    typed_in = [
        field_of("text", name, label, hint=hint, optional=optional)
        for name, (label, hint, optional) in words.items()
    ]
    return [
        *typed_in,
        field_of("date", "source_on", _("Day of the report"), optional=True),
        field_of("select", "standing", _("Standing"), options=standings, optional=True),
    ]


def _command(deed: Deed[Indicator]) -> StateIndicator:
    form, state = deed.form, deed.state
    figure = Figure(
        period=typed.plain(form["period"]),
        said=both_of(form, "said"),
        source=Source(both_of(form, "source"), typed.day(form["source_on"])),
        value=typed.number(form["value"]),
        change=_signed(form["change"]),
        base=both_of(form, "base"),
        standing=cast(Standing, chosen(form["standing"], STANDINGS)),
    )
    return StateIndicator(state.number, state.series, (figure,))


def _signed(text: str) -> str:
    value = typed.plain(text)
    number = typed.number(value.lstrip("+-"))
    return f"-{number}" if number and value.startswith("-") else number


def _reads(said: IndicatorStated, tale: Tale) -> Iterable[str]:
    lang = tale.reader.lang
    yield f"{said.series.title.in_language(lang)}."
    yield tale.reader.words.ngettext("%(num)s figure", "%(num)s figures", len(said.figures))


FIGURE: Final = Act[Indicator](
    name="figure",
    desk="registrar",
    label=N_("State a figure"),
    title=N_("State a figure of this series"),
    consequence=lambda deed: deed.reader.words(
        "A figure of a period that has one already is a new vintage; the earlier one stays."
    ),
    fields=_fields,
    command=_command,
    done=N_("The figure was stated"),
    offered=lambda state, actor: AT_ONCE if actor.role == "registrar" else None,
    pointers=POINTERS,
    stays=True,
)
STATING: Final = Shown[Any](
    acts=(FIGURE,), reads=(Reading(IndicatorStated, N_("Figures stated"), note=_reads),)
)
