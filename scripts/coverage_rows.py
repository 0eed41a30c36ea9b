"""What a transit system has to cover, row by row, and the event of the corridor that answers to it.

The rows are those of NCTS, of the states and the terms of a movement, of what is declared, and of a
guarantee. Where each is done, told and tested is found in the code (`coverage.py`).
"""

from collections.abc import Mapping
from typing import Final

Rows = Mapping[str, tuple[str, ...]]
MESSAGES: Final[Rows] = {
    "CC015C declaration": ("movement.lodged/1",),
    "CC928C acknowledgement": ("movement.lodged/1",),
    "CC056C rejection": ("movement.rejected/1",),
    "CC028C MRN allocated": ("movement.accepted/1",),
    "CC013C, CC004C amendment": ("movement.amended/1",),
    "CC014C, CC009C cancellation": ("movement.cancelled/1", "movement.invalidated/1"),
    "CC022C amendment asked for": ("movement.amendment_asked/1",),
    "CC170C presentation": ("movement.presented/1",),
    "CC060C control decided": ("movement.control_decided/1", "movement.control_intended/1"),
    "control results at departure": ("movement.control_recorded/1",),
    "CD200C, CD201C guarantee checked": ("movement.guarantee_requested/1",),
    "CD203C, CD205C reserved": ("guarantee.reserved/1", "movement.guarantee_reserved/1"),
    "CD204C, CD209C reservation cancelled, released": ("guarantee.released/1",),
    "CC055C guarantee refused": (
        "guarantee.reservation_refused/1",
        "movement.guarantee_refused/1",
    ),
    "CC029C released for transit": ("movement.released/1",),
    "CC051C not released": ("movement.not_released/1",),
    "CD001C, CD050C, CD160C advance record": ("movement.released/1",),
    "CD002C, CD003C, CD114C, CD115C record asked for": ("record.requested/1", "movement.shared/1"),
    "CD118C frontier crossed": ("movement.crossed/1", "movement.left/1"),
    "CD119D crossing refused": ("movement.crossing_refused/1",),
    "CD180C, CC182C incident": ("movement.incident/1", "movement.incident_told/1"),
    "CC007C arrival": ("movement.arrival_notified/1",),
    "CC057C arrival refused": ("movement.arrival_refused/1",),
    "CD006C arrival advice": ("movement.arrived/1",),
    "CD024C forwarded": ("movement.diverted/1",),
    "CC043C unloading permitted": ("movement.unloading_permitted/1",),
    "CC044C unloading remarks": ("movement.unloading_remarks/1",),
    "CD018C control results": ("movement.control_results/1",),
    "CC019C discrepancies": ("movement.control_results/1",),
    "CD049C solved": ("movement.discrepancy_solved/1",),
    "CC025C goods released": ("movement.goods_released/1",),
    "CC045C written off": ("movement.written_off/1",),
    "CC140C, CD142C enquiry": ("movement.enquiry_made/1",),
    "CC141C, CD143C answer to an enquiry": ("movement.enquiry_answered/1",),
    "CD144C, CD145C recovery handed over, decided": (
        "movement.recovery_handed_over/1",
        "movement.handover_decided/1",
    ),
    "CC035C, CD150C recovery": ("movement.recovery_opened/1", "movement.recovery_ended/1"),
}
STATES: Final[Rows] = {
    "departure: submitted": ("movement.lodged/1",),
    "departure: prelodged": ("movement.presentation_term/1",),
    "departure: accepted": ("movement.accepted/1",),
    "departure: rejected": ("movement.rejected/1",),
    "departure: under control": ("movement.control_decided/1",),
    "departure: amendment requested": ("movement.amendment_asked/1",),
    "departure: guarantee registering": ("movement.guarantee_requested/1",),
    "departure: guarantee under amendment": ("movement.guarantees_changed/1",),
    "departure: released": ("movement.released/1",),
    "departure: not released": ("movement.not_released/1",),
    "departure: cancelled": ("movement.cancelled/1", "movement.lapsed/1"),
    "departure: arrived": ("movement.arrived/1",),
    "departure: discrepancies open": ("movement.control_results/1",),
    "departure: under enquiry": ("movement.enquiry_made/1",),
    "departure: under recovery": ("movement.recovery_opened/1",),
    "departure: written off": ("movement.written_off/1",),
    "departure: closed, reopened": ("movement.closed/1", "movement.reopened/1"),
    "transit: expected": ("movement.released/1",),
    "transit: crossed": ("movement.crossed/1",),
    "transit: stopped": ("movement.crossing_refused/1",),
    "transit: diverted away": ("movement.diverted/1",),
    "transit: cancelled": ("movement.invalidated/1",),
    "transit: not announced": ("record.granted/1", "record.refused/1"),
    "destination: expected": ("movement.released/1",),
    "destination: arrived": ("movement.arrived/1",),
    "destination: unloading permitted": ("movement.unloading_permitted/1",),
    "destination: results due": ("movement.unloading_remarks/1",),
    "destination: under control": ("movement.kept_for_control/1",),
    "destination: goods released": ("movement.goods_released/1",),
    "destination: discrepancies open": ("movement.discrepancies_term/1",),
    "destination: arrived elsewhere": ("movement.diverted/1",),
    "destination: cancelled": ("movement.invalidated/1",),
}
TERMS: Final[Rows] = {
    "pre-lodged without presentation": ("movement.presentation_near/1", "movement.lapsed/1"),
    "asked for an amendment": ("movement.amendment_late/1",),
    "limit date at destination": ("movement.overdue/1",),
    "results due, enquiry, answer, discrepancies, recovery": ("movement.term_passed/1",),
    "discrepancies solved": ("movement.discrepancies_term/1",),
    "authorised consignor": ("movement.simplified_begun/1",),
    "authorised consignee": ("movement.consignee_term/1",),
}
DECLARED: Final[Rows] = {
    "consignment, house consignments, items, packages": ("movement.lodged/1",),
    "equipment, seals": ("movement.sealed/1",),
    "means of transport, legs": ("movement.legs_planned/1", "movement.changed/1"),
    "documents": ("movement.amended/1",),
    "guarantees": ("movement.guarantees_changed/1",),
    "parties": ("movement.lodged/1",),
    "countries of routing, offices": ("movement.withdrawn/1", "movement.diverted/1"),
    "what codes cannot tell": ("movement.answered/1",),
}
GUARANTEE: Final[Rows] = {
    "registered, changed": ("guarantee.registered/1", "guarantee.terms_changed/1"),
    "amount at risk, checked": ("movement.guarantee_requested/1",),
    "reserved": ("guarantee.reserved/1",),
    "released, cancelled": ("guarantee.released/1",),
    "called": ("guarantee.claimed/1", "guarantee.claim_paid/1", "guarantee.claim_over/1"),
    "refused, by reason": ("guarantee.reservation_refused/1",),
    "access code in another state": (
        "guarantee.awaits_code/1",
        "guarantee.code_shown/1",
        "guarantee.code_wrong/1",
    ),
    "access code changed": ("guarantee.code_changed/1",),
}
PARTS: Final[Mapping[str, Rows]] = {
    "Messages of NCTS": MESSAGES,
    "States": STATES,
    "Terms": TERMS,
    "What is declared": DECLARED,
    "Guarantee": GUARANTEE,
}
BAD_INPUT: Final[Mapping[str, str]] = {
    "an amendment that arrives while the officer releases": (
        "test_who_releases_what_was_amended_meanwhile_is_told"
    ),
    "the same at two nodes: the release stands": (
        "test_an_amendment_that_did_not_know_of_the_release_changes_nothing"
    ),
    "two offices of destination": "test_what_is_wrong_is_said_and_nothing_else",
    "an enquiry answered twice": "test_a_question_is_answered_once_by_whom_it_was_put_to",
    "a recovery transferred to a state off the route": (
        "test_a_state_off_the_route_cannot_be_asked_to_recover"
    ),
    "a limit date on a day that does not exist": (
        "test_a_limit_date_that_is_in_no_calendar_is_refused_wherever_it_is_said"
    ),
    "results recorded before unloading by a clock that is behind": (
        "test_results_follow_the_unloading_whatever_a_slow_clock_shows"
    ),
    "a voucher used twice on two nodes at once": "test_exactly_one_of_two_nodes_wins",
    "a profile that matches everything": "test_what_matches_everything_is_warned_about",
    "1,999 items with one bad byte": (
        "test_one_bad_byte_of_1999_rows_is_in_its_cell_and_takes_no_other"
    ),
    "a reference list that removes an office with open movements": (
        "test_an_office_with_open_movements_stays"
    ),
    "a peer that speaks for another office": "test_nobody_but_who_has_the_right_is_believed",
    "a table of permit rules with a broken row": "test_a_broken_row_is_named_and_nothing_counts",
    "permit rules that contradict each other": "test_two_rules_that_contradict_are_both_named",
    "an application after its last day": (
        "test_an_application_after_its_last_day_is_sent_and_says_how_late_it_will_be"
    ),
    "an authority whose node is down for days": (
        "test_what_was_applied_for_while_the_authority_was_down_is_decided_afterwards"
    ),
    "the same, on the page of its carrier": (
        "test_a_permit_of_a_state_that_cannot_be_heard_says_since_when"
    ),
    "a number of a quota on two permits": (
        "test_a_number_on_two_permits_is_checked_by_hand_at_every_post"
    ),
    "a code altered, expired, or under a key that is revoked or of nobody": (
        "test_a_node_says_what_a_device_says"
    ),
    "a plate with letters that look like others; the tractor with another trailer": (
        "test_a_node_says_what_a_device_says"
    ),
    "a code that was used up or revoked, shown again": (
        "test_what_was_revoked_or_used_up_is_told_until_its_last_day"
    ),
    "a file that is not what it says": "test_what_is_refused_is_told_and_leaves_nothing",
    "a certificate for other goods": "test_a_certificate_for_other_goods_is_none_for_these",
    "a fee of which half is paid": "test_a_fee_is_paid_in_parts_and_nothing_twice",
    "a partner's message that comes again, or out of its chain": (
        "test_every_message_is_taken_once_and_after_one_that_is_known"
    ),
}
"""What comes wrong or at the wrong moment: the test that sends it."""
BY_MESSAGE: Final[Mapping[str, str]] = {
    "R0410": "R0410",
    "R0054": "UNLOADING_NUMBERS",
    "R0008": "test_an_answer_names_the_message_that_it_answers",
}
"""Rules of NCTS that no code of a refusal leads to: what their test names."""
