"""Writes the parts of docs/ that are made from the code: the event catalogue and the rules.

`python scripts/documents.py` writes them; `--check` exits 1 when what is there is not what the code
says.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from corridor.domain.checkpoints.events import CheckpointEvent
from corridor.domain.guarantees.events import GuaranteeEvent
from corridor.domain.movement.events import MovementEvent
from corridor.domain.movement.rules import RULES, WARNINGS
from corridor.domain.permits.events import PermitEvent
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.engine.records import NodeRecord

DOCS = Path(__file__).parent.parent / "docs"
EVENTS: tuple[tuple[str, Any, str], ...] = (
    ("Movement", MovementEvent, "To every node on the route, from acceptance on."),
    ("Permit", PermitEvent, "To the node of application, of issue, and of departure."),
    ("Guarantee", GuaranteeEvent, "Stay on the guarantor's node."),
    ("Checkpoint visit", CheckpointEvent, "Stay on the checkpoint's node."),
    ("Node", NodeRecord, "Stay at home, but for `event.refused/1`, which goes to its speaker."),
)
MADE = "<!-- Made from the code by scripts/documents.py; edit the code instead. -->\n"


def main() -> None:
    """Write, or with --check compare."""
    stale = [path for path, text in documents() if _differs(path, text)]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path} is not what the code says: run scripts/documents.py\n")
        raise SystemExit(bool(stale))
    for path, text in documents():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def documents() -> Iterator[tuple[Path, str]]:
    """(path, text) of every made document."""
    yield DOCS / "events.md", event_catalogue()
    yield DOCS / "rules.md", rule_catalogue()
    yield DOCS / "permit-rules.md", permit_rule_catalogue()


def event_catalogue() -> str:
    """Every event with its tag, its meaning and its fields."""
    parts = [f"# Event catalogue\n\n{MADE}\nTags are for ever; fields are only added.\n"]
    for title, union, audience in EVENTS:
        parts.append(f"## {title}\n\n{audience}\n")
        parts += [_event(kind) for kind in get_args(union)]
    return "\n".join(parts)


def _event(kind: Any) -> str:
    told = inspect.cleandoc(kind.__doc__ or "")
    fields = [_field(field) for field in msgspec.structs.fields(kind)]
    table = "\n".join(["| field | shape | may be absent |", "|---|---|---|", *fields])
    shape = table if fields else "No fields."
    return f"### `{kind.__struct_config__.tag}`\n\n{told}\n\n{shape}\n"


def _field(field: msgspec.structs.FieldInfo) -> str:
    return f"| `{field.encode_name}` | {_shape(field.type)} | {'no' if field.required else 'yes'} |"


def _shape(found: Any) -> str:
    """A type in a few words."""
    name = type(msgspec.inspect.type_info(found)).__name__.removesuffix("Type")
    literal = msgspec.inspect.type_info(found)
    if isinstance(literal, msgspec.inspect.LiteralType):
        return " or ".join(f"`{value}`" for value in literal.values)
    if isinstance(literal, msgspec.inspect.StructType):
        return literal.cls.__name__
    if isinstance(literal, msgspec.inspect.VarTupleType):
        return f"list of {_inner(literal.item_type)}"
    if isinstance(literal, msgspec.inspect.UnionType):
        return " or ".join(_inner(part) for part in literal.types)
    return {"Str": "text", "Int": "whole number", "Bool": "yes or no"}.get(name, name.lower())


def _inner(found: Any) -> str:
    if isinstance(found, msgspec.inspect.StructType):
        return found.cls.__name__
    name = type(found).__name__.removesuffix("Type").lower()
    return {"str": "text", "int": "whole number", "bool": "yes or no", "none": "nothing"}.get(
        name, name
    )


def rule_catalogue() -> str:
    """Every cross-field rule: its code, when it holds, what it says and what to do."""
    head = (
        f"# Cross-field rules\n\n{MADE}\n"
        "Each holds on the decisive date of a movement. Warnings never stop anything.\n"
    )
    return "\n".join([head, *(_rule(rule) for rule in (*RULES, *WARNINGS))])


def _rule(rule: Any) -> str:
    until = rule.valid_to or "further notice"
    told = inspect.cleandoc(type(rule).__doc__ or rule.__doc__ or "")
    return (
        f"## {rule.code}\n\n{told}\n\n- In force from {rule.valid_from} until {until}\n"
        f"- Says: {rule.text}\n- To do: {rule.remedy}\n"
    )


def permit_rule_catalogue() -> str:
    """Every requirement rule, each of them illustrative."""
    head = (
        f"# Requirement rules\n\n{MADE}\n**All of them are illustrative** until a lawyer of the "
        "state has checked them.\n\n| rule | permit | states | at | stops | instrument |\n"
        "|---|---|---|---|---|---|\n"
    )
    rows = sorted(load_requirement_rules(), key=lambda rule: rule.id)
    return head + "".join(
        f"| {rule.id} | {rule.title.en} | {', '.join(rule.countries)} | {rule.at} | "
        f"{'yes' if rule.blocking else 'no'} | {rule.instruments[0].title.en} |\n"
        for rule in rows
    )


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text


if __name__ == "__main__":
    main()
