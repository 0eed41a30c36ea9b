"""That the dossier of a permit was amended, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.amended import PermitDossierAmended
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _what(said: PermitDossierAmended, tale: Tale) -> Iterable[str]:
    yield tale.say("Dossier %(dossier)s.", dossier=said.dossier)
    if said.items:
        items = ", ".join(map(str, said.items))
        yield tale.say("Goods that it does not name: items %(items)s.", items=items)
    if said.other_vehicle:
        yield tale.say("Vehicles go that it does not name.")
    if not said.items and not said.other_vehicle:
        yield tale.say("Compare it with what is declared now.")


AMENDED: Final = Shown[Permit](
    reads=(Reading(PermitDossierAmended, N_("The dossier was amended"), "attention", note=_what),),
)
