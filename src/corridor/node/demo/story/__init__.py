"""The whole story, without hands: filed once in Kyrgyzstan, discharged in Georgia, proved."""

import time
from collections.abc import Callable
from typing import Any

from corridor.node.demo.actors import Actors
from corridor.node.demo.client import ApiRefused, NodeUnreachable, Stopped
from corridor.node.demo.console import Console
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.story import filing, journey, message, proof
from corridor.node.demo.story.teller import Facts, Story, StoryFailed
from corridor.node.demo.supervisor import Supervisor

Step = Callable[[Story], Facts]
STEPS: tuple[tuple[str, Step], ...] = (
    ("nodes-answer", filing.nodes_answer),
    ("permits-named", filing.permits_are_named),
    ("dossier-filed", filing.dossier_is_filed),
    ("permits-applied-for", filing.permits_are_applied_for),
    ("authorities-decide", filing.authorities_decide),
    ("declaration-accepted", filing.declaration_is_accepted),
    ("channel-decided", filing.channel_is_decided),
    ("guarantee-reserved", filing.guarantee_is_reserved),
    ("seals-noted", filing.seals_are_noted),
    ("release-refused", filing.release_is_refused),
    ("permit-mended", filing.permit_is_mended),
    ("credentials-verified", proof.credentials_verify_offline),
    ("released", filing.movement_is_released),
    ("seen-coming", journey.states_see_it_coming),
    ("crossed-dustlik", journey.crosses_at("UZDUST01")),
    ("crossed-farap", journey.crosses_at("TMFARA01")),
    ("crossed-alat", journey.crosses_at("AZALAT01")),
    ("crossed-red-bridge", journey.crosses_at("GETSIT01")),
    ("arrived-poti", journey.arrives),
    ("unloaded", journey.is_unloaded),
    ("goods-released", journey.goods_are_released),
    ("written-off", journey.is_written_off),
    ("evidence-fetched", proof.evidence_is_fetched),
    ("evidence-verified", proof.evidence_is_verified),
    ("altered-evidence-fails", proof.altered_evidence_fails),
    ("ncts-message-discharged", message.message_is_discharged),
)
FAILURES = (StoryFailed, ApiRefused, NodeUnreachable)


def walk_story(demo: Supervisor, console: Console) -> int:
    """Tell the story on these nodes: 0 when every step came out right, 1 at the first that did not.

    Prints one line or object per step, and last the summary.
    """
    urls = {node: demo.url(node) for node in DEMO_NODES}
    actors = Actors.of_demo(demo.folder, urls, demo.asked_to_stop)
    story = Story(actors, demo.folder, demo.asked_to_stop)
    begun = time.monotonic()
    try:
        for number, (name, step) in enumerate(STEPS, 1):
            if not _told(console, number, name, step, story):
                return 1
    except Stopped:
        return 1
    finally:
        actors.close()
    _sum_up(console, story, time.monotonic() - begun)
    return 0


def _told(console: Console, number: int, name: str, step: Step, story: Story) -> bool:
    begun = time.monotonic()
    told: dict[str, Any] = {"step": number, "name": name, "ok": True}
    try:
        facts = step(story)
    except FAILURES as error:
        facts = {"error": f"{type(error).__name__}: {error}"}
        told["ok"] = False
    told["seconds"] = round(time.monotonic() - begun, 3)
    _show(console, told | facts, (step.__doc__ or "").strip().partition("\n")[0])
    return bool(told["ok"])


def _show(console: Console, told: dict[str, Any], about: str) -> None:
    if console.as_json:
        console.tell(told)
        return
    mark = "ok  " if told["ok"] else "FAIL"
    error = f" {told['error']}" if "error" in told else ""
    console.line(f"{told['step']:>3}  {mark}  {told['name']}: {about}{error}")


def _sum_up(console: Console, story: Story, seconds: float) -> None:
    summary = {
        "mrn": story.mrn,
        "nodes": len(DEMO_NODES),
        "events": story.events,
        "seconds": round(seconds, 1),
        "evidence": str(story.evidence),
        "verified": story.verified,
    }
    if console.as_json:
        console.tell(summary)
        return
    console.line("")
    for name, value in summary.items():
        console.line(f"{name:>9}  {value}")
