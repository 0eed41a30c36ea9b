"""The verdict on a QR text of a permit, as an officer reads it: big word, reasons, facts."""

from typing import Any, Final

import msgspec

from corridor.domain.permits.credentials import Credential, judge, read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_, Refused
from corridor.web.services import Services
from corridor.web.templating import Reader

UNREADABLE: Final = "?"
"""Stands for the number of a permit that could not be read."""
SIGNATURE_REASONS: Final = {
    "key_revoked": N_("The issuer's key was revoked: ask the issuing authority."),
    "key_not_yet": N_("The issuer's key is not in force yet: check the date on this device."),
    "stale_list": N_("The trust list of this node is out of date: ask its operator."),
}


class Checked(msgspec.Struct, frozen=True):
    """`word`: valid | invalid | check. `codes` are the reasons as they are kept with a visit."""

    word: str
    number: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    rows: tuple[dict[str, str], ...] = ()

    def view(self) -> dict[str, Any]:
        """What the verdict's template takes."""
        return {"word": self.word, "reasons": list(self.reasons), "rows": list(self.rows)}


def check_permit(reader: Reader, services: Services, text: str, plate: str) -> Checked:
    """Judge a text that was scanned or typed.

    1. The text is one of ours, complete.
    2. The issuer's key, of the trust list in force, signed it.
    3. Dates and plate fit; what this node knows of the permit does not speak against it.
    """
    credential = read_credential(text)
    if isinstance(credential, Refused):
        said = tuple(reader.refusals.say(refusal).text for refusal in credential.refusals)
        codes = tuple(refusal.code for refusal in credential.refusals)
        return Checked("invalid", UNREADABLE, codes, said)
    good, doubt = _signature(credential, services)
    permit = _known(credential, services)
    verdict = judge(credential, good, services.today(), plate or None, permit)
    reasons = [reason_text(reader, code) for code in verdict.reasons]
    if verdict.verdict == "valid":
        reasons.insert(0, reader.words("The signature of the issuing authority is genuine."))
    if doubt:
        reasons.append(reader.words(doubt))
    rows = tuple(_rows(reader, credential))
    return Checked(verdict.verdict, credential.number, verdict.reasons, tuple(reasons), rows)


def reason_text(reader: Reader, code: str) -> str:
    """A kept reason in plain words; a code without words stands for itself."""
    return reader.words(VERDICT_REASONS[code]) if code in VERDICT_REASONS else code


def _signature(credential: Credential, services: Services) -> tuple[bool | None, str]:
    """Good, altered, or None where the trust list cannot tell; and then why, where it says."""
    word = services.verify_signature(
        credential.issuer,
        credential.key_id,
        credential.message,
        credential.signature,
        services.now(),
    )
    if word.good:
        return True, ""
    good = False if word.reason == "altered" else None
    return good, SIGNATURE_REASONS.get(word.reason, "")


def _known(credential: Credential, services: Services) -> Permit | None:
    """What this node holds under the number."""
    subject = services.queries.resolve(credential.number)
    known = services.queries.get(subject).state if subject else None
    return known if isinstance(known, Permit) else None


def _rows(reader: Reader, credential: Credential) -> list[dict[str, str]]:
    _, day = reader.words, reader.formats.day
    rows = (
        (_("Number"), credential.number),
        (_("Type"), reader.labels(credential.kind, "permit_kind")),
        (_("Issued by"), reader.names.country(credential.issuer)),
        (_("Holder"), credential.holder),
        (_("Vehicles"), ", ".join(credential.plates)),
        (_("In force"), f"{day(credential.valid_from)} – {day(credential.valid_to)}"),
        (_("Conditions"), "; ".join(credential.conditions)),
    )
    return [{"label": label, "value": value} for label, value in rows if value]
