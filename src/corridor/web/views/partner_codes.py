"""The verdict on a QR code of a partner that runs the e-permit server, as an officer reads it."""

from typing import Any, Final

from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.state import Permit
from corridor.domain.permits.verdict import SignatureWord, judge, known_of
from corridor.engine.epermit import ReadCode
from corridor.web.services import Services

BEGINS: Final = ("eyJ", "0.eyJ")
"""How such a code begins: the header of a JWS in base64url."""


def partner_code(services: Services, text: str) -> ReadCode | None:
    """What a text says as a code of the e-permit protocol; None where it is none."""
    if services.epermit is None or not text.startswith(BEGINS):
        return None
    return services.epermit.read_code(text)


def permit_of(services: Services, code: ReadCode) -> Permit | None:
    """The permit of a code that its issuer signed."""
    state = services.queries.get(code.subject).state if code.subject and code.is_signed else None
    return state if isinstance(state, Permit) else None


def judged(services: Services, code: ReadCode, text: str, plate: str, where: str) -> Any:
    """(facts as those of any permit, verdict): what the permit says is what was told of it here."""
    permit = permit_of(services, code)
    credential = _facts(code, permit)
    day = services.day_at(where)
    if permit is None:
        return credential, judge(credential, _word(code), day, "", known_of(None, text))
    own = text.removeprefix("0.") if permit.admitted_from else permit.credential
    known = known_of(permit, own)
    return credential, judge(credential, _word(code), day, plate, known)


def _word(code: ReadCode) -> SignatureWord:
    if not code.is_signed:
        return SignatureWord("altered")
    return SignatureWord() if code.counts else SignatureWord("key_revoked")


def _facts(code: ReadCode, permit: Permit | None) -> Credential:
    """Of a permit that nobody told of here, its number alone; the days are always true then."""
    asked = permit.request if permit is not None else None
    return Credential(
        issuer=code.issuer,
        key_id="",
        number=code.number,
        kind=asked.kind if asked else "",
        plates=asked.plates if asked else (),
        valid_from=permit.valid_from if permit else "",
        valid_to=permit.valid_to if permit else "9999-12-31",
        holder=(asked.holder.name or asked.holder.id) if asked else "",
        dossier="",
        conditions=(),
        message=b"",
        signature=b"",
    )
