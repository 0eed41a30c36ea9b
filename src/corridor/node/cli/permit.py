"""`corridor permit`: a permit's QR text judged where there is no node and no network."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from msgspec.structs import replace

from corridor.domain.codes import capitals
from corridor.domain.days import day_at, is_instant
from corridor.domain.permits.credentials import Credential, read_credential
from corridor.domain.permits.reasons import VERDICT_REASONS
from corridor.domain.permits.stopped import known_by_lists
from corridor.domain.permits.texts import TEXTS
from corridor.domain.permits.verdict import CredentialVerdict, Known, SignatureWord, judge
from corridor.domain.refusals import Refused
from corridor.domain.typed import plain
from corridor.evidence.errors import EvidenceError
from corridor.evidence.trust import SignedTrustList, open_trust_list
from corridor.node.qr_picture import NoPicture, texts_in
from corridor.node.settings import SettingsInvalid, read_roots
from corridor.node.system import present
from corridor.node.trust_words import PostTrust, post_trust, signature_word

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
TRUST_BYTES_MAX: Final = 16 << 20
WORDS: Final = {"valid": "VALID", "invalid": "NOT VALID", "check": "CHECK BY HAND"}
NO_LIST: Final = "credential_no_list"
REASONS: Final = VERDICT_REASONS | {
    NO_LIST: "No trust list was given, so the signature was not checked: fetch /verify/trust.json "
    "of a node and give it with --trust."
}


class Judged(msgspec.Struct, frozen=True):
    """What is printed. `unknown`: what nobody can know here; nothing where it is not a permit."""

    verdict: str
    reasons: tuple[str, ...]
    permit: dict[str, Any] | None = None
    day: str = ""
    unknown: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """When, where and of which vehicle. `is_named`: the instant was given, and is no clock that may
    be behind: a permit that begins later is not in force then.
    """

    at: str
    is_named: bool
    place: str
    plate: str


PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")


@click.group(name="permit")
def command() -> None:
    """Judge permits with no node and no network."""


@command.command()
@click.argument("scanned", metavar="TEXT|IMAGE")
@click.option(
    "--trust",
    type=FILE,
    help="What a post takes along: /verify/trust.json of a node. Or the signed trust.json of a "
    "node's folder, with roots.json beside it: it does not say what was revoked or used up. "
    "Without a list no signature counts.",
)
@click.option("--at", help="Judge at this instant, such as 2026-11-26T08:00:00Z, instead of now.")
@click.option("--place", default="", help="The office or state whose day counts; else the issuer.")
@click.option("--plate", default="", help="The plate of the vehicle before you.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(
    scanned: str, trust: Path | None, at: str | None, place: str, plate: str, as_json: bool
) -> None:
    """Verify the permit of a QR code: its TEXT (`-`: from standard input), or an IMAGE of it.

    Exits 0 when it is valid; 1 when it is not, or must be checked by hand, with the reason.
    """
    when = _instant(at)
    held = _trust(trust) if trust is not None else None
    asked = Asked(when, at is not None, capitals(place), plate)
    judged = _judged(read_credential(_text(scanned)), held, asked)
    click.echo(msgspec.json.encode(judged).decode() if as_json else "\n".join(_words(judged)))
    raise click.exceptions.Exit(0 if judged.verdict == "valid" else 1)


def _instant(at: str | None) -> str:
    if at is None:
        return present()
    if not is_instant(at):
        raise click.BadParameter("not an instant such as 2026-11-26T08:00:00Z", param_hint="--at")
    return at


def _trust(file: Path) -> PostTrust:
    with file.open("rb") as stream:
        data = stream.read(TRUST_BYTES_MAX + 1)
    try:
        if len(data) > TRUST_BYTES_MAX:
            raise msgspec.DecodeError("it is too long")
        if _is_sealed(data):
            return post_trust(open_trust_list(data, read_roots(file.parent)))
        return msgspec.json.decode(data, type=PostTrust)
    except msgspec.MsgspecError as error:
        what = f"is not what a post takes along: fetch /verify/trust.json of a node ({error})"
    except SettingsInvalid as error:
        what = f"is signed, and the roots that it is checked by have to lie beside it ({error})"
    except EvidenceError as error:
        what = f"is not signed by the roots that lie beside it ({error})"
    raise click.BadParameter(f"{file} {what}", param_hint="--trust")


def _is_sealed(data: bytes) -> bool:
    """Whether it is a trust list under the signatures of the roots."""
    try:
        msgspec.json.decode(data, type=SignedTrustList)
    except msgspec.MsgspecError:
        return False
    return True


def _text(scanned: str) -> str:
    """The text of the permit: as it is, of standard input, or of the picture in a file."""
    if scanned == "-":
        scanned = sys.stdin.read(TRUST_BYTES_MAX)
    elif not scanned.lstrip().startswith("DTC") and _is_file(scanned):
        try:
            scanned = texts_in(Path(scanned))[0]
        except NoPicture as error:
            raise click.BadParameter(f"{scanned}: {error}", param_hint="TEXT|IMAGE") from None
    elif scanned.lower().endswith(PICTURES):
        raise click.BadParameter(f"{scanned}: there is no such file", param_hint="TEXT|IMAGE")
    return "".join(plain(scanned).split())


def _is_file(text: str) -> bool:
    """Whether a file has this name; a text too long to be one has none."""
    try:
        return Path(text).is_file()
    except OSError:
        return False


def _judged(read: Credential | Refused, trust: PostTrust | None, asked: Asked) -> Judged:
    if isinstance(read, Refused):
        return Judged("invalid", tuple(refusal.code for refusal in read.refusals))
    listed = trust.stopped.get(read.issuer) if trust is not None else None
    known = known_by_lists(trust.stopped, read) if trust is not None else None
    day = day_at(asked.at, asked.place or read.issuer)
    verdict = _verdict(read, trust, asked, day, known)
    unknown = () if known else (_since(read.issuer, listed.at if listed is not None else ""),)
    return Judged(verdict.verdict, verdict.reasons, _shown(read), day, unknown)


def _verdict(
    read: Credential,
    trust: PostTrust | None,
    asked: Asked,
    day: str,
    known: Known | None,
) -> CredentialVerdict:
    if trust is not None:
        return judge(read, _signature(read, trust, asked, day), day, asked.plate, known)
    found = judge(read, SignatureWord(), day, asked.plate)
    word = found.verdict if found.verdict == "invalid" else "check"
    return CredentialVerdict(word, (NO_LIST, *found.reasons))


def _signature(read: Credential, trust: PostTrust, asked: Asked, day: str) -> SignatureWord:
    word = signature_word(trust, read, asked.at)
    is_early = asked.is_named and read.valid_from > day
    return replace(word, reason="") if is_early and word.reason == "clock_behind" else word


def _since(issuer: str, at: str) -> str:
    after = f"after {at}, the last word of {issuer}" if at else "at any time"
    return f"whether it was revoked, used up or replaced {after}"


def _shown(read: Credential) -> dict[str, Any]:
    names = ("number", "kind", "issuer", "holder", "plates", "valid_from", "valid_to", "dossier")
    return {name: getattr(read, name) for name in (*names, "conditions")}


def _words(judged: Judged) -> Iterator[str]:
    """The verdict for a reader, the word first."""
    yield WORDS[judged.verdict]
    for code in judged.reasons:
        yield f"  {REASONS.get(code) or _refused(code)}"
    if judged.permit is not None:
        yield ""
        for name, value in judged.permit.items():
            shown = "; ".join(value) if isinstance(value, tuple) else value
            if shown:
                yield f"  {name.replace('_', ' ')}: {shown}"
        yield f"  judged on: {judged.day}"
    for one in judged.unknown:
        yield f"  not known here: {one}"


def _refused(code: str) -> str:
    return TEXTS[code].text if code in TEXTS else code
