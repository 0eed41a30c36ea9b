"""Any message as a record, and any record as a message again."""

from typing import NamedTuple

import msgspec
from lxml import etree

from corridor.domain.consignment import Dossier
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import Route
from corridor.gateways.ncts.declaration import DECLARATION
from corridor.gateways.ncts.fitting import fit
from corridor.gateways.ncts.mapping import Reading, Shape, Writing, write
from corridor.gateways.ncts.message import Message, Unfit, read_message
from corridor.gateways.ncts.messages import MESSAGES
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.to_dossier import DECLARATIONS, to_dossier, unfit
from corridor.gateways.ncts.writing import Out, message_bytes, put_back


class Record(NamedTuple):
    """What a message says, the secrets that it holds (access codes of guarantees), and which value
    a dossier would not take: such a dossier is good for being looked at alone.
    """

    said: Dossier | Header
    secrets: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def record_of(message: Message) -> Record | Refused:
    """The record of a well-built message, or what does not fit into it."""
    if message.name in DECLARATIONS:
        translated = to_dossier(message.root, Route(()))
        refusals = () if translated.unfit is None else (translated.unfit,)
        return Record(translated.dossier, translated.access_codes, refusals)
    if message.name not in MESSAGES:
        args = {"name": message.name}
        return Refused((Refusal("ncts.no_record", f"/{message.name}", "", args),))
    return _notice(message.root, message.name)


def declared_in(data: bytes) -> Dossier | Refused:
    """The dossier of a declaration's bytes, judged by no rule yet; what does not fit refuses it."""
    message = read_message(data)
    if isinstance(message, Unfit):
        return Refused(message.refusals)
    record = record_of(message)
    if isinstance(record, Refused):
        return record
    if not isinstance(record.said, Dossier):
        args = {"name": message.name}
        return Refused((Refusal("ncts.not_a_declaration", f"/{message.name}", "", args),))
    return Refused(record.refusals) if record.refusals else record.said


def _notice(root: "etree._Element", name: str) -> Record | Refused:
    kind = MESSAGES[name]
    reading = Reading.of(kind.shape, root, name)
    plain = reading.whole | {"aside": tuple(reading.aside)}
    try:
        return Record(msgspec.convert(plain, kind.record), tuple(reading.secrets))
    except msgspec.ValidationError as error:
        origins = Reading.of(kind.shape, root, name, traces=True)
        return Refused((unfit(str(error), plain, origins),))


def message_of(record: Record, name: str, phase: str) -> bytes:
    """The message from its record: the fields, what stood beside them, and the secrets."""
    return message_bytes(_laid_out(record, name), name, phase)


class Written(NamedTuple):
    """A message that was made to fit. Without `data` there is none, for it lacks what is named."""

    data: bytes
    lost: tuple[str, ...] = ()
    lacking: str = ""


def fitted_message(said: Header, name: str, phase: str) -> Written:
    """A message of our own, as far as its table takes what it says."""
    out = _laid_out(Record(said), name)
    fitted = fit(out, name, phase)
    data = b"" if fitted.lacking else message_bytes(out, name, phase)
    return Written(data, *fitted)


def _laid_out(record: Record, name: str) -> Out:
    shape: Shape = DECLARATION if name in DECLARATIONS else MESSAGES[name].shape
    out, said = Out(f"/{name}"), record.said
    aside = {one.pointer: one.value for one in said.aside}
    write(shape, Writing(said, record.secrets, aside), said, out)
    put_back(out, said.aside)
    return out
