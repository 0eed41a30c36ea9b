"""What any message must have right, whatever its type: sequence numbers and check digits.

Only what the corridor's dossier does not hold is judged here, on the message as it came. The
rules are those of the domain; their texts come from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from corridor.domain.codes import PROCEDURE_LETTER_OF, CodeVerdict, check_grn, check_mrn
from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.message import Message
from corridor.gateways.ncts.pointers import pointer_of

_REPORTS_ONLY_DIFFERENCES = "CC044C"
_CHECKS: dict[str, Callable[[str], CodeVerdict]] = {"MRN": check_mrn, "GRN": check_grn}


def check_identifiers(message: Message) -> Iterator[Refusal]:
    """Sequence numbers of all groups (R0987, R0054), MRN and GRN (R0028, R0410)."""
    is_unloading = message.name == _REPORTS_ONLY_DIFFERENCES
    for group in message.root.iter():
        if len(group):
            yield from _numbering(group, unloading=is_unloading)
        elif check := _CHECKS.get(str(group.tag)):
            yield from _check_digit(group, check(_text(group)))
    yield from _procedure_letter(message.root)


def _text(leaf: "etree._Element") -> str:
    return (leaf.text or "").strip()


def _numbering(group: "etree._Element", *, unloading: bool) -> Iterator[Refusal]:
    numbers: dict[str, list[etree._Element]] = defaultdict(list)
    for child in group:
        number = child.find("sequenceNumber")
        if number is not None:
            numbers[str(child.tag)].append(number)
    for listed in numbers.values():
        yield from _repeated(listed) if unloading else _out_of_order(listed)


def _out_of_order(numbers: Iterable["etree._Element"]) -> Iterator[Refusal]:
    """The first number that is not the next one: those after it follow from it."""
    for expected, element in enumerate(numbers, start=1):
        if _text(element) != str(expected):
            args = {"given": _text(element), "expected": str(expected)}
            yield Refusal("rule.R0987", pointer_of(element), "R0987", args)
            return


def _repeated(numbers: Iterable["etree._Element"]) -> Iterator[Refusal]:
    """Unloading remarks name only what differs: numbers may be missing, but not come twice."""
    seen: set[str] = set()
    for element in numbers:
        number = _text(element)
        if number in seen:
            yield Refusal("ncts.repeated", pointer_of(element), "R0054", {"given": number})
        seen.add(number)


def _check_digit(leaf: "etree._Element", verdict: CodeVerdict) -> Iterator[Refusal]:
    """Shapes are the structure's business: older MRN without a procedure letter are in use."""
    if verdict.expected is not None:
        args = {"given": verdict.value, "expected": verdict.expected}
        yield Refusal(f"ncts.{verdict.kind}", pointer_of(leaf), "R0028", args)


def _procedure_letter(root: "etree._Element") -> Iterator[Refusal]:
    """A right MRN names the safety data that the message declares; where it has that letter."""
    mrn = root.find("TransitOperation/MRN")
    expected = PROCEDURE_LETTER_OF.get(root.findtext("TransitOperation/security", "").strip())
    if mrn is None or expected is None or not check_mrn(_text(mrn)).ok:
        return
    given = _text(mrn)[16]
    if given != expected:
        args = {"given": given, "expected": expected}
        yield Refusal("ncts.mrn_letter", pointer_of(mrn), "R0410", args)
