"""The verdict on a QR text of a permit, as an officer reads it: big word, reasons, facts."""

from typing import Any, Final

import msgspec

from corridor.domain.permits.credentials import Credential, read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.state import Permit
from corridor.domain.permits.verdict import Known, SignatureWord, judge, known_of
from corridor.domain.refusals import Refused
from corridor.web.services import Services
from corridor.web.templating import Reader

UNREADABLE: Final = "?"
"""Stands for the number of a permit that could not be read."""


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


def check_permit(reader: Reader, services: Services, text: str, plate: str, where: str) -> Checked:
    """Judge a text that was scanned or typed at a post (office) or somewhere in a state.

    1. The text is one of ours, complete.
    2. The issuer's key, of the trust list in force, signed it.
    3. Days and plate fit, the days being those at the post; nothing that is known of the permit
       speaks against it.
    """
    credential = read_credential(text)
    if isinstance(credential, Refused):
        said = tuple(reader.refusals.say(refusal).text for refusal in credential.refusals)
        codes = tuple(refusal.code for refusal in credential.refusals)
        return Checked("invalid", UNREADABLE, codes, said)
    word = _signature(credential, services)
    verdict = judge(
        credential, word, services.day_at(where), plate, _known(credential, text, services)
    )
    reasons = [reason_text(reader, code) for code in verdict.reasons]
    if verdict.verdict == "valid":
        reasons.insert(0, reader.words("The signature of the issuing authority is genuine."))
    rows = tuple(_rows(reader, credential))
    return Checked(verdict.verdict, credential.number, verdict.reasons, tuple(reasons), rows)


def reason_text(reader: Reader, code: str) -> str:
    """A kept reason in plain words; a code without words stands for itself."""
    return reader.words(VERDICT_REASONS[code]) if code in VERDICT_REASONS else code


def _signature(credential: Credential, services: Services) -> SignatureWord:
    return services.verify_signature(
        credential.issuer,
        credential.key_id,
        credential.message,
        credential.signature,
        services.now(),
    )


def _known(credential: Credential, text: str, services: Services) -> Known | None:
    """What this node holds under the number."""
    subject = services.queries.resolve(credential.number)
    state = services.queries.get(subject).state if subject else None
    return known_of(state, text.strip()) if isinstance(state, Permit) else None


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
