"""Step 7: the evidence, from a node of the route, verified with no node and no network."""

from corridor.domain.days import day_at
from corridor.domain.permits.credentials import read_credential
from corridor.domain.permits.verdict import judge
from corridor.domain.refusals import Refused
from corridor.evidence import canonical
from corridor.evidence.report import CaseReport
from corridor.evidence.trust import Roots, open_trust_list
from corridor.evidence.verify import verify_case
from corridor.node.demo.story.teller import Facts, Story, ensure
from corridor.node.system import present
from corridor.node.trust_words import post_trust, signature_word

FETCHED_FROM = "AZ"
FETCHED_AT = "AZALAT01"
SAID = {
    ("KG", "movement.lodged/1"),
    ("KG", "movement.released/1"),
    ("UZ", "movement.crossed/1"),
    ("TM", "movement.crossed/1"),
    ("AZ", "movement.incident/1"),
    ("AZ", "movement.crossed/1"),
    ("GE", "movement.crossed/1"),
    ("GE", "movement.goods_released/1"),
    ("KG", "movement.written_off/1"),
}
"""What the evidence has to tell, whoever said it: the story from its beginning to its end."""
FLIPS = 16
"""So many places of the file are altered, one bit at a time."""


def is_good_offline(story: Story, credential: str, plate: str) -> bool:
    """Whether a permit's QR text verifies with nothing but the trust list, as a device would."""
    read = read_credential(credential)
    if isinstance(read, Refused):
        return False
    folder = story.folder / "KG"
    roots = canonical.decode((folder / "roots.json").read_bytes(), Roots)
    trust = open_trust_list((folder / "trust.json").read_bytes(), roots)
    at = present()
    word = signature_word(post_trust(trust), read, at)
    verdict = judge(read, word, day_at(at, read.issuer), plate)
    return verdict.verdict == "valid"


def credentials_verify_offline(story: Story) -> Facts:
    """Each permit's QR is good by its signature alone; one altered letter makes it worthless."""
    numbers = []
    for permit in story.permits():
        plate = permit.request.plates[0] if permit.request.plates else ""
        ensure(is_good_offline(story, permit.credential, plate), f"{permit.number} does not verify")
        ensure(
            not is_good_offline(story, _altered(permit.credential), plate),
            f"{permit.number} verifies although it was altered",
        )
        numbers.append(permit.number)
    return {"permits": numbers}


def _altered(credential: str) -> str:
    """One letter in the middle of what is signed is another one."""
    at = len(credential) // 3
    other = "A" if credential[at] != "A" else "B"
    return credential[:at] + other + credential[at + 1 :]


def evidence_is_fetched(story: Story) -> Facts:
    """The evidence file, from a node of the route that is neither first nor last."""
    file = story.folder / f"{story.mrn}.zip"
    data = story.until("the evidence holds the whole story", lambda: _fetch(story))
    file.write_bytes(data)
    story.evidence = file.resolve()
    return {"from": FETCHED_FROM, "file": str(story.evidence), "bytes": len(data)}


def _fetch(story: Story) -> bytes | None:
    """The file once everything has come to that node, else None."""
    data = story.actors.evidence(FETCHED_FROM, FETCHED_AT, story.mrn)
    report = verify_case(data, None)
    return data if _said_in(report) >= SAID else None


def _said_in(report: CaseReport) -> set[tuple[str, str]]:
    return {(event.node, event.tag) for event in report.events}


def evidence_is_verified(story: Story) -> Facts:
    """Who said what, when it was logged, who received it: all of it proved, under the roots."""
    report = _verify(story, story.evidence.read_bytes())
    ensure(report.ok, f"check {report.failed}")
    missing = SAID - _said_in(report)
    ensure(not missing, f"it does not tell {sorted(missing)}")
    story.events, story.verified = len(report.events), True
    return {
        "checks": [check.name for check in report.checks],
        "events": story.events,
        "nodes": sorted({event.node for event in report.events}),
        "receipts": sum(len(event.received) for event in report.events),
    }


def altered_evidence_fails(story: Story) -> Facts:
    """One flipped bit anywhere, and verification fails and names the check."""
    data = story.evidence.read_bytes()
    failed = []
    for part in range(FLIPS):
        at = (len(data) - 1) * part // (FLIPS - 1)
        flipped = bytearray(data)
        flipped[at] ^= 1
        report = _verify(story, bytes(flipped))
        ensure(report.failed is not None, f"byte {at} was altered and nothing noticed it")
        failed.append(report.failed.name if report.failed else "")
    return {"altered": FLIPS, "failed_checks": sorted(set(failed))}


def _verify(story: Story, data: bytes) -> CaseReport:
    roots = canonical.decode((story.folder / "roots.json").read_bytes(), Roots)
    return verify_case(data, roots)
