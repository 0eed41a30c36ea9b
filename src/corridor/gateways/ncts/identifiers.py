"""What any message must have right, whatever its type: sequence numbers and check digits.

Only what the corridor's dossier does not hold is judged here, on the message as it came. The
rules are those of the domain; their texts come from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from corridor.domain.codes import PROCEDURE_LETTER_OF, CodeVerdict, check_grn, check_mrn
from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.element import Element

_REPORTS_ONLY_DIFFERENCES = "CC044C"
_CHECKS: dict[str, Callable[[str], CodeVerdict]] = {"MRN": check_mrn, "GRN": check_grn}


def check_identifiers(root: Element) -> Iterator[Refusal]:
    """Sequence numbers of all groups (R0987, R0054), MRN and GRN (R0028, R0410)."""
    for group in root.groups():
        yield from _numbering(group, unloading=root.name == _REPORTS_ONLY_DIFFERENCES)
    for leaf in root.leaves():
        if leaf.name in _CHECKS:
            yield from _check_digit(leaf, _CHECKS[leaf.name](leaf.text.strip()))
    yield from _procedure_letter(root)


def _numbering(group: Element, *, unloading: bool) -> Iterator[Refusal]:
    numbers: dict[str, list[Element]] = defaultdict(list)
    for child in group.children:
        number = child.first("sequenceNumber")
        if number is not None:
            numbers[child.name].append(number)
    for listed in numbers.values():
        yield from _repeated(listed) if unloading else _out_of_order(listed)


def _out_of_order(numbers: Iterable[Element]) -> Iterator[Refusal]:
    """The first number that is not the next one: those after it follow from it."""
    for expected, element in enumerate(numbers, start=1):
        if element.text.strip() != str(expected):
            args = {"given": element.text.strip(), "expected": str(expected)}
            yield Refusal("rule.R0987", element.pointer, "R0987", args)
            return


def _repeated(numbers: Iterable[Element]) -> Iterator[Refusal]:
    """Unloading remarks name only what differs: numbers may be missing, but not come twice."""
    seen: set[str] = set()
    for element in numbers:
        number = element.text.strip()
        if number in seen:
            yield Refusal("ncts.repeated", element.pointer, "R0054", {"given": number})
        seen.add(number)


def _check_digit(leaf: Element, verdict: CodeVerdict) -> Iterator[Refusal]:
    """Shapes are the structure's business: older MRN without a procedure letter are in use."""
    if verdict.expected is not None:
        args = {"given": verdict.value, "expected": verdict.expected}
        yield Refusal(f"ncts.{verdict.kind}", leaf.pointer, "R0028", args)


def _procedure_letter(root: Element) -> Iterator[Refusal]:
    """A right MRN names the safety data that the message declares; where it has that letter."""
    mrn = root.first("TransitOperation/MRN")
    expected = PROCEDURE_LETTER_OF.get(root.value("TransitOperation/security"))
    if mrn is None or expected is None or not check_mrn(mrn.text.strip()).ok:
        return
    given = mrn.text.strip()[16]
    if given != expected:
        args = {"given": given, "expected": expected}
        yield Refusal("ncts.mrn_letter", mrn.pointer, "R0410", args)
