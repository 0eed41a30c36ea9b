"""A permit of another system, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.admitting import AdmittedTakenBack, PermitAdmitted
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale, number_of


def _admitted(said: PermitAdmitted, tale: Tale) -> Iterable[str]:
    yield number_of(tale)
    yield tale.say(
        "Issued by %(state)s and told of by its own system.",
        state=tale.reader.names.country(said.issuer),
    )


def _taken_back(said: AdmittedTakenBack, tale: Tale) -> Iterable[str]:
    yield number_of(tale)
    yield tale.happened(said.at)


ADMITTING: Final = Shown[Permit](
    reads=(
        Reading(PermitAdmitted, N_("Permit of another system taken in"), note=_admitted),
        Reading(
            AdmittedTakenBack,
            N_("Permit taken back by who issued it"),
            "stopped",
            note=_taken_back,
        ),
    ),
)
