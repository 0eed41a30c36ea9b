"""A question to the carrier, and its answer."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.asking import (
    InformationProvided,
    InformationRequested,
    RequestInformation,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
)
from corridor.web.acts.fields import files_field, files_of


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.status == "applied")


def _ask_means(deed: Deed[Permit]) -> str:
    _ = deed.reader.words
    return _("The application waits until the carrier has answered; you see the answer here.")


def _ask_fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "question", _("What do you need to know?")), files_field(deed)]


def _ask(deed: Deed[Permit]) -> RequestInformation | None:
    _ = deed.reader.words
    question = deed.needed("question", _("Write the question."))
    return RequestInformation(question, files_of(deed)) if question else None


def _question(said: InformationRequested, tale: Tale) -> Iterable[str]:
    return [said.question]


def _answer(said: InformationProvided, tale: Tale) -> Iterable[str]:
    return [said.answer]


ASKING: Final = Shown[Permit](
    acts=(
        Act(
            name="ask",
            desk="permit",
            label=N_("Ask for information"),
            title=N_("Ask the carrier"),
            consequence=_ask_means,
            command=_ask,
            done=N_("The carrier was asked"),
            offered=_may,
            fields=_ask_fields,
            pointers={"/question": "question", "/attachments": "files"},
        ),
    ),
    reads=(
        Reading(
            InformationRequested,
            N_("Authority asked for information"),
            "attention",
            note=_question,
            to_carrier=True,
            settled=lambda said, state: (
                (state.status, state.question) != ("information_requested", said.question)
            ),
        ),
        Reading(InformationProvided, N_("Carrier answered"), note=_answer),
    ),
)
