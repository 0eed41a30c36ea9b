"""All cross-field rules, and the question which of them a dossier breaks."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from corridor.domain.consignment import Dossier
from corridor.domain.movement.rules import (
    code_lists,
    containers,
    dangerous,
    documents,
    guarantees,
    masses,
    numbering,
    packages,
    parties,
    procedure,
    rail,
    repetition,
    seals,
    transport,
)
from corridor.domain.movement.rules.goods import Goods, goods_of
from corridor.domain.movement.rules.order import place_of
from corridor.domain.movement.rules.rule import Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal

RULES: tuple[Rule, ...] = (
    masses.R0994(),
    masses.R0983(),
    masses.R0223(),
    masses.R0221(),
    packages.R0219(),
    packages.R0220(),
    packages.R0364(),
    packages.C0060(),
    code_lists.CL017(),
    code_lists.CL152(),
    code_lists.DTC05(),
    code_lists.DTC05Issued(),
    code_lists.CL101(),
    code_lists.CL008(),
    numbering.R0007(),
    numbering.R0988(),
    numbering.R0987(),
    numbering.G0005(),
    seals.C0569(),
    seals.R0106(),
    seals.R0107(),
    seals.R0448(),
    containers.C0823(),
    containers.C0055(),
    containers.C0670(),
    containers.C0670Phase5(),
    containers.DTC01(),
    transport.R0472(),
    transport.R0474(),
    transport.R0476(),
    transport.R0855(),
    transport.C0826(),
    transport.R0473(),
    transport.R0076(),
    transport.R0315(),
    transport.DTC03(),
    transport.DTC02(),
    rail.DTC21(),
    rail.DTC22(),
    rail.DTC23(),
    procedure.CL231(),
    procedure.C0045(),
    procedure.R0859(),
    procedure.R0849(),
    procedure.C0839(),
    procedure.R0165(),
    procedure.C0411(),
    procedure.R0990(),
    procedure.R0901(),
    procedure.C0904(),
    procedure.DTC06(),
    procedure.C0586(),
    procedure.R0089(),
    procedure.R0003(),
    procedure.R0103(),
    procedure.R0006(),
    documents.R0020(),
    parties.R0850(),
    parties.C0250(),
    parties.C0505(),
    parties.C0542(),
    parties.C0001(),
    parties.C0001Before(),
    parties.C0003(),
    parties.C0909(),
    parties.C0343(),
    parties.C0502(),
    guarantees.R0900(),
    guarantees.C0086(),
    guarantees.R0318(),
    guarantees.R0028(),
    guarantees.C0130(),
    guarantees.R0267(),
    guarantees.CL048(),
)
"""Every rule there is or was; `valid_from` and `valid_to` say which of them count when."""

FIRST: tuple[Rule, ...] = (masses.DTC04(),)
"""What must hold before the others can reckon; while it does not, only this is said."""

OF_ONE_PART = frozenset(
    (
        *("DTC04", "R0223", "R0221", "R0219", "R0220", "C0060", "CL017", "CL152", "DTC05", "CL101"),
        *("C0569", "R0106", "R0107"),
    )
)
"""What can be said of a goods item or a box by itself, before a way or another part is known."""

OF_LISTS: Mapping[str, str] = {
    "CL008": "countries",
    "CL017": "packages",
    "CL101": "dangerous",
    "DTC05": "goods",
}
"""Rules that look a code up → the list in which they do."""

WARNINGS: tuple[Rule, ...] = (
    containers.ISO6346(),
    containers.G0006(),
    code_lists.DTC07(),
    dangerous.G0300(),
    rail.UIC438(),
    rail.ESR(),
    rail.DTC24(),
    rail.DTC25(),
    repetition.R0506(),
    repetition.R0507(),
)
"""What is said to the declarant and stops nothing."""


def check_rules(
    dossier: Dossier, reference: Reference, on_date: str, root: str = ""
) -> tuple[Refusal, ...]:
    """What the rules in force on `on_date` (ISO date) object to, in the order of the fields.

    Pointers begin at the dossier; `root` says where the dossier itself stands.
    """
    goods = goods_of(dossier)
    first = _checked(_first_on(on_date), dossier, goods, reference, root)
    return first or _checked(rules_on(on_date), dossier, goods, reference, root)


def check_parts(
    dossier: Dossier, reference: Reference, on_date: str, root: str = ""
) -> tuple[Refusal, ...]:
    """What the rules object to in goods items and boxes, each by itself."""
    goods = goods_of(dossier)
    first = _checked(_of_one_part(_first_on(on_date)), dossier, goods, reference, root)
    return first or _checked(_of_one_part(rules_on(on_date)), dossier, goods, reference, root)


def check_lists(
    dossier: Dossier, reference: Reference, on_date: str, root: str = ""
) -> tuple[Refusal, ...]:
    """Codes that the lists of a set do not have, and nothing else."""
    rules = (rule for rule in rules_on(on_date) if rule.code in OF_LISTS)
    return _checked(rules, dossier, goods_of(dossier), reference, root)


def _of_one_part(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.code in OF_ONE_PART)


def check_warnings(
    dossier: Dossier, reference: Reference, on_date: str = "9999-12-31", root: str = ""
) -> tuple[Refusal, ...]:
    """What the declarant should look at again. These never block."""
    return _checked(_in_force(WARNINGS, on_date), dossier, goods_of(dossier), reference, root)


@lru_cache(maxsize=64)
def rules_on(on_date: str) -> tuple[Rule, ...]:
    """The set of rules in force on a day."""
    return _in_force(RULES, on_date)


@lru_cache(maxsize=64)
def _first_on(on_date: str) -> tuple[Rule, ...]:
    return _in_force(FIRST, on_date)


def _in_force(rules: Iterable[Rule], on_date: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.in_force(on_date))


def refusal_code(rule: Rule) -> str:
    """The stable code under which the texts of a rule are found."""
    return f"rule.{rule.code}"


def _checked(
    rules: Iterable[Rule], dossier: Dossier, goods: Goods, reference: Reference, root: str
) -> tuple[Refusal, ...]:
    found = [
        Refusal(refusal_code(rule), root + pointer, rule.code, args)
        for rule in rules
        if rule.always_looks or rule.may_object(goods, reference)
        for pointer, args in rule.check(dossier, reference)
    ]
    if found:
        found.sort(key=lambda refusal: (place_of(refusal.pointer), refusal.rule))
    return tuple(found)
