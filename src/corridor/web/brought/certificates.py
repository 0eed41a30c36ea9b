"""A certificate of another state's service, from its bytes to the engine."""

import asyncio
from hashlib import sha256

from corridor.domain.facts import Actor
from corridor.domain.permits.bringing_in import BringInCertificate
from corridor.domain.permits.brought import brought_id
from corridor.domain.permits.certificates import Certificate
from corridor.domain.permits.certifying import TYPE_CODES
from corridor.domain.refusals import Refusal, Refused
from corridor.engine.outcome import Outcome
from corridor.web.services import Services


def subject_for(services: Services, found: Certificate) -> str:
    """Under which subject it stands here."""
    return brought_id(services.node, found.exporter, found.number)


async def read(services: Services, data: bytes) -> Certificate | Refused:
    """What it says; or what is wrong with how it is built. Two thousand lines take a while: others
    are served meanwhile.
    """
    if services.read_certificate is None:
        return Refused((Refusal("certificates_not_here"),))
    return await asyncio.to_thread(services.read_certificate, data)


def command_for(found: Certificate, data: bytes, valid_to: str = "") -> BringInCertificate:
    """The command that takes it in. `data`: the file as it came."""
    return BringInCertificate(found, valid_to, sha256(data).hexdigest())


async def take_in(
    services: Services, actor: Actor, data: bytes, valid_to: str = "", key: str = ""
) -> Outcome | Refused:
    """Read and taken in, or why not."""
    found = await read(services, data)
    if isinstance(found, Refused):
        return found
    command = command_for(found, data, valid_to)
    return await services.execute(command, actor, subject_for(services, found), key)


def takes_certificates(services: Services, office: str) -> bool:
    """Whether certificates are the business of this desk."""
    desks = {services.types[kind].desk for kind in TYPE_CODES}
    return any(office == f"{services.node}-{desk}" for desk in desks)
