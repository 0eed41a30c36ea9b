"""Writes the parts of docs/ that are made from the code: catalogues of events, commands and rules.

`python scripts/documents.py` writes them; `--check` exits 1 when what is there is not what the code
says.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from corridor.domain.acts import ROLES, Act, Asked, Told
from corridor.domain.consignment import Dossier
from corridor.domain.kinds import COMMANDS, KINDS, MAY_COMMAND
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.rules import FIRST, RULES, WARNINGS
from corridor.domain.movement.rules.held import FORTY, HELD
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.domain.routes import DEMO_ROUTES
from corridor.engine.records import NodeRecord
from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME, STORY_ROUTE, story_dossier
from corridor.node.demo.world import carrier_of, grn_of
from coverage_table import coverage
from measure_document import measures
from projection_document import projections

DOCS = Path(__file__).parent.parent / "docs"
NODE_EVENTS = (
    "Node",
    get_args(NodeRecord),
    "Stay at home, but for `event.refused/1`, which goes to its speaker.",
)
MADE = "<!-- Made from the code by scripts/documents.py; edit the code instead. -->\n"
EXAMPLE_LRN = "API-EXAMPLE"
PLAIN = {str: "text", int: "whole number", bool: "yes or no", type(None): "nothing"}
Shapes = dict[str, type[msgspec.Struct]]


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
    yield DOCS / "acts.md", act_catalogue()
    yield DOCS / "coverage.md", coverage(MADE)
    yield DOCS / "events.md", event_catalogue()
    yield DOCS / "commands.md", command_catalogue()
    yield DOCS / "rules.md", rule_catalogue()
    yield DOCS / "permit-rules.md", permit_rule_catalogue()
    yield DOCS / "measures.md", measures(MADE)
    yield DOCS / "projections.md", projections(MADE)
    yield DOCS / "examples" / "declaration.json", example_declaration()


def act_catalogue() -> str:
    """Every act of every kind of subject: who asks what and when, what is said, what follows."""
    parts = [
        f"# Acts\n\n{MADE}\nWhat can be done about each kind of subject, in the order of its life. "
        "One act is one file of\n`src/corridor/domain`: see [the architecture](architecture.md).\n"
    ]
    for kind in KINDS:
        parts.append(f"## {kind.title}\n\n{kind.spread}\n")
        parts += [_act(act) for act in kind.acts]
    return "\n".join(parts)


def _act(act: Act[Any]) -> str:
    home = sys.modules[act.told[0].event.__module__]
    file = home.__name__.replace("corridor.", "src/corridor/", 1).replace(".", "/") + ".py"
    title = act.name.replace("_", " ").capitalize()
    parts = [f"### {title}\n\n{inspect.getdoc(home)}\n\n[`{file}`](../{file})\n"]
    if act.asked:
        asked = ((_tag(a.command), str(a.by), _voice(a), _when(a)) for a in act.asked)
        parts.append(_table("asked | by | as | while", asked))
    told = ((_tag(t.event), *_believed(t)) for t in act.told)
    parts.append(_table("said | believed from | expected while", told))
    parts += [
        f"Timer `{timer.name}`: {_tag(timer.command())} when it is due.\n" for timer in act.timers
    ]
    parts += [f"After {_tag(f.event)}: {inspect.getdoc(f.then)}\n" for f in act.follows]
    return "\n".join(parts)


def _voice(asked: Asked[Any]) -> str:
    return asked.voice.name if asked.voice else asked.by


def _believed(told: Told[Any]) -> tuple[str, str]:
    if told.begin:
        return "who begins it", "it is not there yet"
    return told.voice.name, _listed(told.states)


def _tag(kind: Any) -> str:
    return f"`{kind.__struct_config__.tag}`"


def _when(asked: Asked[Any]) -> str:
    if asked.begins:
        return "it is not there yet"
    return _listed(asked.when.states) if asked.when else "any"


def _listed(states: frozenset[str]) -> str:
    return ", ".join(sorted(states)) or "any"


def event_catalogue() -> str:
    """Every event with its tag, its meaning and its fields."""
    parts = [
        f"# Event catalogue\n\n{MADE}\nTags are for ever; fields are only added. An event travels\n"
        "in an envelope that says who spoke, where and when: see\n"
        "[the API](api.md#what-happened-the-feed-of-events).\n"
    ]
    shapes: Shapes = {}
    rooms = [(kind.title, tuple(kind.told), kind.spread) for kind in KINDS]
    for title, kinds, audience in (*rooms, NODE_EVENTS):
        parts.append(f"## {title}\n\n{audience}\n")
        parts.append(_table("event | says", ((_link(k), _first_line(k)) for k in kinds)))
        parts += [_section(kind, kind.__struct_config__.tag, shapes) for kind in kinds]
    return "\n".join([*parts, _shape_sections(shapes)])


def command_catalogue() -> str:
    """Every command a person may give, with who may give it and its fields."""
    parts = [
        f"# Commands\n\n{MADE}\nWhat may be said about a subject, `do` naming it: see\n"
        "[the API](api.md#doing-something-commands). The command's own rules decide the rest.\n"
    ]
    for role in ROLES:
        kinds = [kind for kind in COMMANDS if kind in MAY_COMMAND[role]]
        if kinds:
            parts.append(f"## {role.capitalize()}\n")
            parts += [_section(kind, str(kind.__struct_config__.tag), {}) for kind in kinds]
    # What the fields hold is told once, where the events are.
    return "\n".join(parts).replace("](#", "](events.md#")


def _shape_sections(shapes: Shapes) -> str:
    """Every shape that a field named, and those that its own fields name."""
    parts, told = ["## Shapes\n"], set[str]()
    while left := sorted(shapes.keys() - told):
        for name in left:
            told.add(name)
            parts.append(_section(shapes[name], name, shapes))
    return "\n".join(parts)


def _section(kind: Any, title: str, shapes: Shapes) -> str:
    told = inspect.cleandoc(kind.__doc__ or "")
    hints = get_type_hints(kind)
    rows = [
        (f"`{field.encode_name}`", _shape(hints[field.name], shapes), _need(field))
        for field in msgspec.structs.fields(kind)
    ]
    fields = _table("field | shape | needed", rows) if rows else "No fields.\n"
    return f"### `{title}`\n\n{told}\n\n{fields}"


def _need(field: msgspec.structs.FieldInfo) -> str:
    return "yes" if field.required else "no"


def _shape(found: Any, shapes: Shapes) -> str:
    """A type in a few words; the structs it names are put into `shapes`."""
    parts = [part for part in get_args(found) if part is not Ellipsis]
    if found in PLAIN:
        return PLAIN[found]
    if isinstance(found, type) and issubclass(found, msgspec.Struct):
        shapes[found.__name__] = found
        return f"[{found.__name__}](#{found.__name__.lower()})"
    if get_origin(found) is Literal:
        return " or ".join(f"`{value}`" for value in parts)
    if get_origin(found) is tuple:
        return f"list of {_shape(parts[0], shapes)}"
    if get_origin(found) is dict:
        return f"object, {_shape(parts[0], shapes)} to {_shape(parts[1], shapes)}"
    if parts:
        return " or ".join(_shape(part, shapes) for part in parts)
    return str(getattr(found, "__name__", found)).lower()


def _link(kind: Any) -> str:
    tag = kind.__struct_config__.tag
    return f"[`{tag}`](#{tag.replace('.', '').replace('/', '')})"


def _first_line(kind: Any) -> str:
    return inspect.cleandoc(kind.__doc__ or "").split("\n\n", 1)[0].replace("\n", " ")


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {head} |", "|" + "---|" * len(head.split("|"))]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def rule_catalogue() -> str:
    """Every cross-field rule: its code, when it holds, what it says and what to do."""
    rules = (*FIRST, *RULES, *WARNINGS)
    head = (
        f"# Cross-field rules\n\n{MADE}\n"
        "Each holds on the decisive date of a movement. Warnings never stop anything.\n"
    )
    index = _table(
        "rule | in short | stops",
        ((f"[{r.code}](#{r.code.lower()})", _gist(r), _stops(r)) for r in rules),
    )
    return "\n".join([head, index, _forty({r.code for r in rules}), *map(_rule, rules)])


def _forty(own: set[str]) -> str:
    """Each of the forty rules, by whom it is held."""
    head = (
        "## The forty rules of NCTS\n\nThose that matter most to a transit system, each with what "
        "holds it here. The others of NCTS are\nheld where a message is read, by its structure, or "
        "not at all.\n\nEach has its days. What an act, the way or a message holds is judged "
        "whenever somebody does it:\nbefore the first day, on which NCTS had these codes, nothing "
        "was done here.\n\n"
    )
    codes = [code for group in FORTY for code in group]
    rows = [(code, *_held(code, own)) for code in dict.fromkeys(codes)]
    return head + _table("NCTS | held by | how | in force", rows)


def _held(code: str, own: set[str]) -> tuple[str, str, str]:
    if code in own:
        first = min(r.valid_from for r in (*FIRST, *RULES, *WARNINGS) if r.code == code)
        return "a rule of its own", f"[{code}](#{code.lower()})", f"from {first}"
    held = HELD[code]
    until = f" to {held.valid_to}" if held.valid_to else ""
    return _HELD_BY[held.where], held.says, f"from {held.valid_from}{until}"


_HELD_BY = {
    "rule": "another rule",
    "way": "the way",
    "act": "an act",
    "message": "the messages",
    "not": "**not held**",
}


def _gist(rule: Any) -> str:
    return _rule_text(rule).split("\n\n", 1)[0].replace("\n", " ")


def _stops(rule: Any) -> str:
    return "yes" if rule not in WARNINGS else "no, warns"


def _rule_text(rule: Any) -> str:
    return inspect.cleandoc(type(rule).__doc__ or rule.__doc__ or "")


def _rule(rule: Any) -> str:
    until = rule.valid_to or "further notice"
    return (
        f"## {rule.code}\n\n{_rule_text(rule)}\n\n- In force from {rule.valid_from} until {until}\n"
        f"- Says: {rule.text}\n- To do: {rule.remedy}\n"
    )


def permit_rule_catalogue() -> str:
    """Every requirement rule, each of them illustrative."""
    head = (
        f"# Requirement rules\n\n{MADE}\n**All of them are illustrative** until a lawyer of the "
        "state\nhas checked them. EAEU stands for its five states. Which of them hit your goods "
        "and route, and\nby which fact, the page `/requirements` of any node tells.\n\n"
    )
    rules = sorted(load_requirement_rules(), key=lambda rule: rule.id)
    columns = "rule | permit | states | HS codes | in | needed at | stops | instrument"
    return head + _table(columns, map(_permit_rule, rules))


def _permit_rule(rule: RequirementRule) -> tuple[str, ...]:
    states = "any" if "*" in rule.countries else ", ".join(rule.countries)
    return (
        rule.id,
        rule.title.en,
        states,
        ", ".join(_runs(rule.hs)) or "any",
        ", ".join(rule.directions),
        rule.at,
        "yes" if rule.blocking else "no",
        rule.instruments[0].title.en,
    )


def _runs(codes: tuple[str, ...]) -> Iterator[str]:
    """Codes that follow each other as first–last."""
    first = last = ""
    for code in codes:
        if last and len(code) == len(last) and int(code) == int(last) + 1:
            last = code
            continue
        if first:
            yield first if first == last else f"{first}–{last}"
        first = last = code
    if first:
        yield first if first == last else f"{first}–{last}"


def example_declaration() -> str:
    """What docs/api.md files: the demo's story, with a carrier and guarantee of the demo."""
    carrier = carrier_of(STORY_HOME, STORY_CARRIER)
    # Without expected times, so that the example is the same on any day.
    told = story_dossier(EXAMPLE_LRN, grn_of(STORY_HOME, carrier), date(2026, 1, 1))
    dossier: Dossier = msgspec.structs.replace(told, route=DEMO_ROUTES[STORY_ROUTE])
    command = LodgeDeclaration(dossier, access_code=carrier.guarantee.access_code)
    return msgspec.json.format(msgspec.json.encode(command), indent=2).decode() + "\n"


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text


if __name__ == "__main__":
    main()
