"""The verdict on a QR text of a permit, as an officer reads it: big word, reasons, facts."""

from typing import Any, Final

import msgspec

from corridor.domain.permits.credentials import Credential, read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.verdict import CredentialVerdict, SignatureWord, judge
from corridor.domain.refusals import Refused
from corridor.domain.typed import plain
from corridor.web.services import Looked, Services
from corridor.web.templating import Reader
from corridor.web.views.partner_codes import judged, partner_code

UNREADABLE: Final = "?"
"""Stands for the number of a permit that could not be read."""


class Checked(msgspec.Struct, frozen=True):
    """`word`: valid | invalid | check. `codes` are the reasons as they are kept with a visit.

    `beside`: what could not be found out; it stands beside the word, as large as that.
    """

    word: str
    number: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    rows: tuple[dict[str, str], ...] = ()
    beside: str = ""

    def view(self) -> dict[str, Any]:
        """What the verdict's template takes."""
        return {
            "word": self.word,
            "beside": self.beside,
            "reasons": list(self.reasons),
            "rows": list(self.rows),
        }


async def check_permit(
    reader: Reader,
    services: Services,
    scanned: str,
    plate: str,
    where: str,
    laden: bool = False,
) -> Checked:
    """Judge a text that was scanned or typed at a post (office) or somewhere in a state.

    1. The text is one of ours, complete.
    2. The issuer's key, of the trust list in force, signed it.
    3. Days and plate fit, the days being those at the post.
    4. Its issuer, asked now, does not say that it was revoked, used up or replaced.
    5. What it is limited to fits: the way back, and an empty vehicle where this one is `laden`.
    """
    text = "".join(plain(scanned).split())
    partners = partner_code(services, text)
    if partners is not None:
        facts, word = judged(services, partners, text, plate, where)
        return _checked(reader, facts, word, None, where)
    credential = read_credential(text)
    if isinstance(credential, Refused):
        said = tuple(reader.refusals.say(refusal).text for refusal in credential.refusals)
        codes = tuple(refusal.code for refusal in credential.refusals)
        return Checked("invalid", UNREADABLE, codes, said)
    word = signature_word(credential, services)
    verdict = judge(credential, word, services.day_at(where), plate)
    looked = None
    if verdict.verdict != "invalid":
        looked = await services.look_up_permit(credential, text)
        verdict = judge(credential, word, services.day_at(where), plate, looked.known, laden)
    return _checked(reader, credential, verdict, looked, where)


def _checked(
    reader: Reader,
    credential: Credential,
    verdict: CredentialVerdict,
    looked: Looked | None,
    where: str,
) -> Checked:
    codes, reasons = verdict.reasons, [reason_text(reader, code) for code in verdict.reasons]
    beside = ""
    if verdict.verdict != "invalid" and looked is not None:
        beside = unchecked_text(reader, credential.issuer, looked, where)
        codes += ("credential_unchecked",) if beside else ()
        reasons = [checked_text(reader, credential.issuer, looked, where), *reasons]
    if verdict.verdict == "valid":
        reasons.insert(0, reader.words("The signature of the issuing authority is genuine."))
    rows = tuple(_rows(reader, credential))
    shown = tuple(filter(None, reasons))
    return Checked(verdict.verdict, credential.number, codes, shown, rows, beside)


def checked_text(reader: Reader, issuer: str, looked: Looked, where: str) -> str:
    """That the issuer was asked, and for when its answer holds; nothing where it was not."""
    if not looked.at:
        return ""
    return reader.words(
        "Not revoked and not used up: %(state)s, asked on %(moment)s.",
        state=reader.names.country(issuer),
        moment=reader.formats.moment(looked.at, where),
    )


def unchecked_text(reader: Reader, issuer: str, looked: Looked, where: str) -> str:
    """What stands beside the big word where the issuer could not be asked."""
    if looked.at:
        return ""
    state = reader.names.country(issuer)
    if not looked.since:
        return reader.words("Revocation not checked: no connection with %(state)s", state=state)
    return reader.words(
        "Revocation not checked: %(state)s does not answer, last heard on %(moment)s",
        state=state,
        moment=reader.formats.moment(looked.since, where),
    )


def reason_text(reader: Reader, code: str) -> str:
    """A kept reason in plain words; a code without words stands for itself."""
    return reader.words(VERDICT_REASONS[code]) if code in VERDICT_REASONS else code


def signature_word(credential: Credential, services: Services) -> SignatureWord:
    """What the trust list in force says of the signature now."""
    return services.verify_signature(credential, services.now())


def _rows(reader: Reader, credential: Credential) -> list[dict[str, str]]:
    _ = reader.words
    rows = (
        (_("Number"), credential.number),
        (_("Type"), reader.labels(credential.kind, "permit_kind")),
        (_("Issued by"), reader.names.country(credential.issuer)),
        (_("Holder"), reader.named(credential.holder)),
        (_("Vehicles"), ", ".join(credential.plates)),
        (_("In force"), reader.formats.days(credential.valid_from, credential.valid_to)),
        (_("Conditions"), "; ".join(map(reader.legible, credential.conditions))),
    )
    return [{"label": label, "value": value} for label, value in rows if value]
