"""Where the rules of NCTS are held that have no class of their own here, or why they are not.

Those with a class are found by its code. The groups are those of the forty rules that matter most
to a transit system, as phases 5 and 6 of NCTS have them.
"""

from typing import Final, Literal, NamedTuple

from corridor.domain.movement.rules.rule import PHASE_5, PHASE_6

Where = Literal["rule", "way", "act", "message", "not"]


class Held(NamedTuple):
    """`where`: what refuses it; `says`: by which code, or what is left out and why.

    `valid_from`, `valid_to`: the days (ISO, both included) on which NCTS has it, as a rule's own.
    What is done on no other day is judged by it on each of them: nothing was done before the first.
    """

    where: Where
    says: str
    valid_from: str = PHASE_5
    valid_to: str = ""


HELD: Final[dict[str, Held]] = {
    "C0030": Held("way", "`route.transit_missing`; R0006 for parties to common transit"),
    "C0035": Held("rule", "R0020"),
    "C0085": Held("rule", "C0086"),
    "C0101": Held("rule", "R0859"),
    "C0349": Held("rule", "C0542"),
    "C0440": Held("act", "`seal_state_missing` of the unloading remarks"),
    "C0872": Held("rule", "C0823"),
    "CL141": Held("way", "`route.office_unknown`, `route.office_role`, `route.office_closed`"),
    "CL244": Held("way", "`route.place_unknown`: a place is one of the reference data"),
    "G0114": Held("rule", "C0839, and the simplified procedure begins with C521 alone"),
    "G0142": Held("rule", "R0006"),
    "G0165": Held("rule", "R0165"),
    "G0360": Held("act", "`remarks_missing` and `remarks_but_conforms` of the unloading remarks"),
    "R0004": Held(
        "act",
        "the release: offices of transit that were expected before it are expected later, and told "
        "so in CC029C, by as much as it came late; `expected_past` of the carrier's own times",
    ),
    "R0005": Held("way", "`route.eta_past`: against the moment at which it is lodged or amended"),
    "R0008": Held("message", "every answer names the message that it answers"),
    "R0054": Held("message", "sequence numbers of unloading remarks may not repeat"),
    "R0055": Held("act", "`remark_not_declared` and `remark_twice` of the unloading remarks"),
    "R0350": Held("rule", "R0859, by whatever mode it travels"),
    "R0352": Held(
        "act",
        "`authorisation_unknown`, `authorisation_holder`, `authorisation_ended` and the like of "
        "an authorisation for reduced data that a state of the corridor gave",
    ),
    "R0410": Held(
        "message", "the letter of a movement's number fits the procedure and its safety data"
    ),
    "R0520": Held("act", "`field_fixed` of the amendment"),
    "R0860": Held("rule", "R0850", PHASE_6),
}
FORTY: Final[tuple[tuple[str, ...], ...]] = (
    ("R0994",),
    ("R0983",),
    ("R0223",),
    ("R0221", "R0364", "R0219"),
    ("R0220", "C0060"),
    ("R0007",),
    ("R0988",),
    ("R0987",),
    ("G0005",),
    ("C0569",),
    ("R0106",),
    ("R0107",),
    ("R0448",),
    ("R0165", "G0165"),
    ("C0055", "C0823", "C0872"),
    ("C0670",),
    ("R0003",),
    ("R0006", "C0030", "G0142"),
    ("R0004", "R0005"),
    ("R0103",),
    ("C0586", "R0089"),
    ("R0028",),
    ("R0410",),
    ("C0411", "R0990"),
    ("R0900", "R0901", "C0904"),
    ("C0085", "C0086", "R0318"),
    ("C0130",),
    ("R0267", "CL048"),
    ("R0859", "C0101", "R0350", "R0352", "R0849"),
    ("G0114", "C0839"),
    ("R0850", "R0860", "C0250"),
    ("C0505",),
    ("C0001", "C0003", "C0349", "C0542", "R0506"),
    ("C0909", "C0343", "C0502", "R0507"),
    ("C0045",),
    ("R0472", "R0474", "R0476", "R0855", "C0826"),
    ("R0473", "R0076", "R0315"),
    ("R0020", "C0035"),
    ("R0054", "R0055", "G0360", "C0440"),
    ("R0520", "R0008"),
    ("G0300", "CL101", "CL152", "CL017", "CL141", "CL244"),
)
"""The groups in their order; the last one stands outside the forty."""
