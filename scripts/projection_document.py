"""One record in other systems, as a table: docs/projections.md."""

from collections.abc import Iterator

from corridor.domain.projections.table import load_boxes, load_fields
from corridor.domain.projections.tir_table import CLASSES, ERRORS, MESSAGES, load_tir_fields
from corridor.gateways.ncts import ncts_places

PROJECTIONS = """# One record in other systems

{made}
The page **In other systems** beside a movement, the call
`GET /api/v1/movements/REF/projections/SYSTEM` and the command
`corridor project REF --as ncts|etir|eaeu|national` show a dossier field by field, and what each
system has no place for (—). What is lost is counted from this table, for the values that the
dossier has.

- *NCTS*: elements below CC015C, as the gateway reads and writes them. The way stands where the
  message has it; the gateway itself leaves it out, since the offices of a message are those of
  another system. An amendment by message (CC013C) leaves what has no place in it as it was
  declared: of a container or wagon still named, of a leg from a place still on the way.
- *eTIR*: class and attribute of the advance cargo data, named after the eTIR data model. Neither
  its specifications nor a schema were at hand: **none of it is checked**.
- *EAEU*: boxes of the transit declaration by the numbers of the form of decision No. 289 of 18
  June 2010. The form of decision No. 73 of 30 May 2023 and the structure of the electronic
  document were not at hand: **none of it is checked**.
- *National*: all fields under their own names. No public structure of a national declaration was
  at hand.

| field | what | NCTS | eTIR | EAEU box |
|---|---|---|---|---|"""
BOXES = """
| box | what | графа |
|---|---|---|"""
OPERATIONS = """
## TIR operations

Under TIR, the record also says what eTIR would be told of the TIR operation in each customs
territory: start (I9) by the release or by having let it in, refusal to start (I17) where the entry
was refused, termination (I11) by the exit or the arrival, discharge (I13) by the write-off. The
states of a union are one territory and have one operation. Each message is *said*, *due*, or
*faulty* with the error that eTIR would answer with.

The names of the messages and the codes of the errors are those of UNECE's public lists (code list
99). **No schema and no class diagram of the messages was at hand: the places below are named in
their manner and not checked.** What this record cannot know is left out: error codes that need the
books of the guarantee chain or the International TIR Data Bank (301, 302, 320 to 322, 330), and
repeated messages (210 to 212, 214, 215), which a record that is folded once never sends. There is
no discharge of each territory in the record: the write-off at departure stands for all.

| message | field | taken from | what | что |
|---|---|---|---|---|"""
TIR_ERRORS = """
| code | error | class |
|---|---|---|"""


def projections(made: str) -> str:
    """Which field of the dossier stands where in NCTS, eTIR and the union's declaration."""
    ncts = ncts_places()
    lines = [
        f"| `{one.path}` | {one.name_en} | {_cell(ncts.get(one.path, ''))} | {_cell(one.etir)}"
        f" | {one.eaeu or '—'} |"
        for one in load_fields()
    ]
    boxes = [f"| {box.box} | {box.name_en} | {box.name_ru} |" for box in load_boxes().values()]
    found = (PROJECTIONS.format(made=made), *lines, BOXES, *boxes)
    return "\n".join((*found, OPERATIONS, *_tir_fields(), TIR_ERRORS, *_tir_errors(), ""))


def _tir_fields() -> Iterator[str]:
    for one in load_tir_fields().values():
        record = ", ".join(_cell(part) for part in one.record.split(" · "))
        message = f"{one.message} {MESSAGES[one.message]}"
        yield f"| {message} | `{one.to}` | {record} | {one.name_en} | {one.name_ru} |"


def _tir_errors() -> Iterator[str]:
    for code, name in ERRORS.items():
        yield f"| {code} | {name} | {code[0]}XX {CLASSES[code[0]]} |"


def _cell(place: str) -> str:
    return f"`{place}`" if place else "—"
