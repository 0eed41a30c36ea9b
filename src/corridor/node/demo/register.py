"""The register of the demonstration: what the press reported and invented measures, each state
its own rows.

It goes through the same reading as a file that a registrar imports.
"""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from corridor.domain.facts import Actor
from corridor.engine.jobs import Execute
from corridor.node.demo.world import load_world
from corridor.web.register.reading import read_register

FILES: Final = ("indicators.csv", "commitments.csv", "barriers.csv")
"""What the press reported; and invented measures, marked so in each row."""


def register_of(node: str) -> Iterator[Execute]:
    """What the registrar of a state states; indicators first, for commitments name them."""
    firm = load_world().nodes[node].registrar
    actor = Actor(office="", org=firm.org, person=firm.login, role="registrar")
    for name in FILES:
        found = read_register(_own_rows(name, node), node, {})
        for entry in found.entries:
            yield Execute(entry.command, actor, entry.subject)


def _own_rows(name: str, node: str) -> bytes:
    """Of the shipped file, the rows of one state."""
    text = files("corridor.web.register").joinpath(name).read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows.fieldnames or ())
    writer.writeheader()
    writer.writerows(row for row in rows if row["home"] == node)
    return out.getvalue().encode()
