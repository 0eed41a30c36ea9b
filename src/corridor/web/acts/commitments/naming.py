"""Naming a part of a commitment."""

from collections.abc import Iterable
from typing import Final

from corridor.domain import typed
from corridor.domain.commitments.naming import NamePart, PartNamed
from corridor.domain.commitments.state import Commitment
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Place, Reading, Shown, Tale, field_of
from corridor.web.acts.both import both_of, pointers_of


def _offered(state: Commitment, actor: Actor) -> Place | None:
    return BESIDES if state.promise.parts and actor.role == "registrar" else None


def _command(deed: Deed[Commitment]) -> NamePart:
    form = deed.form
    return NamePart(typed.place(form["number"]), both_of(form, "name"), typed.day(form["done_on"]))


def _reads(said: PartNamed, tale: Tale) -> Iterable[str]:
    name = said.name.in_language(tale.reader.lang)
    yield tale.say("Part %(number)s: %(name)s.", number=said.number, name=name)
    if said.done_on:
        yield tale.say("Done on %(day)s.", day=tale.reader.formats.day(said.done_on))


NAME: Final = Act[Commitment](
    name="part",
    desk="registrar",
    label=N_("Name a part"),
    title=N_("Name a part of the commitment"),
    consequence=lambda deed: deed.reader.words(
        "A part that has a name counts when the schedule is judged."
    ),
    fields=lambda deed: [
        field_of("text", "number", deed.reader.words("Number of the part"), width="8"),
        field_of("text", "name_ru", deed.reader.words("Name in Russian")),
        field_of("text", "name_en", deed.reader.words("Name in English"), optional=True),
        field_of("date", "done_on", deed.reader.words("When it was done"), optional=True),
    ],
    command=_command,
    done=N_("The part was named"),
    offered=_offered,
    pointers={
        "/number": "number",
        **pointers_of("", ("name",)),
        "/done_on": "done_on",
    },
    stays=True,
)
NAMING: Final = Shown[Commitment](
    acts=(NAME,), reads=(Reading(PartNamed, N_("Part named"), note=_reads),)
)
