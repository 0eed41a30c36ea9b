"""What the gateway says of a message it does not take. The rules speak for themselves."""

from collections import ChainMap
from collections.abc import Mapping

from corridor.domain.movement.rules.texts import TEXTS as RULE_TEXTS
from corridor.domain.refusals import N_, Refusal, RefusalText

_ASK_THE_SENDER = N_("Correct the message where it is made and send it again.")


def _text(text: str, remedy: str = _ASK_THE_SENDER) -> RefusalText:
    return RefusalText(text, remedy)


TEXTS: dict[str, RefusalText] = {
    "xml.too_large": _text(
        N_("The file is larger than {limit} bytes."), N_("Divide the goods into several messages.")
    ),
    "xml.doctype": _text(
        N_("The file has a document type, which may hide harmful entities."),
        N_("Send the message without DOCTYPE."),
    ),
    "xml.too_deep": _text(N_("The elements are nested more than {limit} deep.")),
    "xml.too_many_elements": _text(
        N_("The file has more than {limit} elements."),
        N_("Divide the goods into several messages."),
    ),
    "xml.malformed": _text(N_("The file is not well-formed XML: {reason}.")),
    "xml.unknown_message": _text(
        N_("{name} is not an NCTS message between traders and customs."),
        N_("Send a message such as CC015C."),
    ),
    "xml.namespace": _text(N_("The message is in namespace “{given}” instead of “{expected}”.")),
    "xml.phase": _text(N_("There is no NCTS phase {given}.")),
    "xml.attribute": _text(N_("The attribute {name} is not expected here.")),
    "xml.text": _text(N_("There is text between the elements.")),
    "xml.unexpected": _text(N_("The element {name} is not expected here.")),
    "xml.order": _text(N_("The element {name} is out of order.")),
    "xml.missing": _text(N_("The element {name} is missing.")),
    "xml.too_many": _text(N_("The element {name} stands more than {limit} times.")),
    "xml.type": _text(N_("“{given}” is not of type {expected}.")),
    "xml.code": _text(N_("“{given}” is not one of the codes {expected}.")),
    "xml.length": _text(N_("“{given}” has not the length {expected}.")),
    "xml.pattern": _text(N_("“{given}” does not match the pattern {expected}.")),
    "xml.digits": _text(N_("“{given}” has too many digits ({expected}).")),
    "xml.decimals": _text(N_("“{given}” has too many decimals ({expected}).")),
    "xml.bounds": _text(N_("“{given}” is out of bounds ({expected}).")),
    "xml.schema": _text(N_("The official schema objects: {reason}")),
    "ncts.not_a_declaration": _text(
        N_("{name} is not a declaration."), N_("Send a declaration, CC015C.")
    ),
    "ncts.no_record": _text(
        N_("{name} is not written here: it has no record of its own yet."),
        N_("Take the message as it came."),
    ),
    "xml.structure": _text(N_("The message is not built as the NCTS messages are.")),
    "ncts.which_vehicle": _text(
        N_("The load is split over vehicles, and it is not said which one arrived: {vehicles}."),
        N_(
            "Name it under Incident/Transhipment/TransportMeans, or record it at the desk as a "
            "vehicle of the load."
        ),
    ),
    "ncts.office_unknown": _text(
        N_("Office {given} is not known to the corridor."),
        N_("See /api/v1/reference/offices for those that are."),
    ),
    "ncts.no_way": _text(
        N_("There is no open way from {from} to {to} through the offices that are named."),
        N_("Name other offices of transit."),
    ),
    "ncts.not_taken": _text(
        N_("{name} is not taken from you here."),
        N_("See which messages this address takes, and from whom, at /developers."),
    ),
    "ncts.other_movement": _text(
        N_("The message names another movement than the address it was sent to."),
        N_("Send it to the address of its movement."),
    ),
    "ncts.value": _text(N_("“{given}” does not fit this field of a dossier.")),
    "ncts.missing": _text(N_("A dossier needs {name}, which is not given here.")),
    "ncts.too_many": _text(
        N_("{given} of them are more than a dossier can hold."),
        N_("Divide the goods into several messages."),
    ),
    "ncts.repeated": _text(N_("The sequence number {given} comes twice.")),
    "ncts.mrn": _text(N_("{given} is not a right MRN; expected check digit: {expected}.")),
    "ncts.mrn_letter": _text(
        N_("Letter {given} of the MRN does not fit the safety data declared; {expected} would.")
    ),
    "ncts.grn": _text(N_("{given} is not a right GRN; expected check digit: {expected}.")),
}
"""By refusal code. Every text has its Russian in the catalogue."""

ALL_TEXTS: Mapping[str, RefusalText] = ChainMap(TEXTS, dict(RULE_TEXTS))


def english(refusal: Refusal) -> str:
    """The text of a refusal for programs and logs, which read English."""
    text = ALL_TEXTS.get(refusal.code)
    return refusal.code if text is None else text.text.format_map(_Shown(refusal.args))


def refusal_json(refusal: Refusal) -> dict[str, str]:
    """A refusal as a program reads it."""
    return {
        "code": refusal.code,
        "rule": refusal.rule,
        "pointer": refusal.pointer,
        "text": english(refusal),
    }


class _Shown(dict[str, str]):
    """Arguments of a text; one that is lacking shows its name."""

    def __missing__(self, key: str) -> str:
        return key
