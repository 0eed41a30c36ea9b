"""What the demo says on the terminal: lines for people, or JSON objects for programs."""

import sys
from typing import Any

import msgspec

from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME
from corridor.node.demo.fill import DEMO_PASSWORD
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.supervisor import Supervisor
from corridor.node.demo.world import carrier_of, load_world

LINES = {
    "new": "A new demo world in {folder}. Everything in it is invented.",
    "again": "Going on with the demo in {folder}.",
    "starting": "Starting {count} nodes …",
    "ready": "  {node}  {url}  {name}  ({seconds} s)",
    "restarted": "{node} had ended ({ended_with}) and was started again.",
    "past": "Two invented years are there: see Observatory.",
    "no_past": "The two invented years could not be made: see {log}.",
    "stopping": "Stopping …",
    "stopped": "Stopped. The next time it goes on where it was.",
}


class Console:
    """Says things as they happen. One thing is one line."""

    def __init__(self, as_json: bool, *, only_steps: bool = False) -> None:
        self.as_json = as_json
        self._only_steps = only_steps

    def say(self, what: str, details: dict[str, str]) -> None:
        """Something that happened. Beside a story's steps as JSON it goes to standard error."""
        if self.as_json and not self._only_steps:
            self.tell({"event": what, **details})
            return
        if what == "ready":
            name = load_world().nodes[details["node"]].name
            details = {**details, "name": f"{name.ru} · {name.en}"}
        stream = sys.stderr if self.as_json else sys.stdout
        stream.write(LINES[what].format(**details) + "\n")
        stream.flush()

    def tell(self, thing: dict[str, Any]) -> None:
        """One JSON object."""
        self.line(msgspec.json.encode(thing).decode())

    def line(self, text: str) -> None:
        """One line, at once."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def welcome(self, demo: Supervisor, traffic: bool) -> None:
        """How to begin."""
        carrier = carrier_of(STORY_HOME, STORY_CARRIER)
        if self.as_json:
            urls = {node: demo.url(node) for node in DEMO_NODES}
            self.tell({"event": "running", "urls": urls, "password": DEMO_PASSWORD})
            return
        moving = "Simulated carriers and officers are at work." if traffic else "Nobody is at work."
        for line in (
            "",
            f"Open {demo.url(STORY_HOME)}/sign-in and choose anyone: one click signs you in.",
            f"The story begins with {carrier.person}, carrier, of {carrier.name}.",
            f"In forms, everybody's password is {DEMO_PASSWORD}, and the access code of every",
            f"guarantee is {carrier.guarantee.access_code}.",
            "Two invented years before today are being made for the Observatory.",
            f"{moving} Logs are in {demo.folder}. Ctrl-C stops.",
        ):
            self.line(line)
