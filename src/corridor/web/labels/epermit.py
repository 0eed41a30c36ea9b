"""What is said of lines to e-permit partners in plain words."""

from typing import Final

from corridor.domain.refusals import N_

EPERMIT_CHANGES: Final = {
    "proposed": N_("Line proposed"),
    "declined": N_("Line declined"),
    "opened": N_("Line opened"),
    "stopped": N_("Line closed"),
    "key_asked": N_("Change of an own key asked for"),
    "key_dropped": N_("Change of an own key dropped"),
    "key_made": N_("Own key made"),
    "key_revoked": N_("Own key revoked"),
}
EPERMIT_STATES: Final = {
    "proposed": N_("Waits for the second person"),
    "open": N_("In operation"),
    "stopped": N_("Line closed"),
}
EPERMIT_KINDS: Final = {
    "permit-created": N_("Permit issued"),
    "permit-used": N_("Permit used at the border"),
    "permit-revoked": N_("Permit revoked"),
    "quota-created": N_("Quota given"),
    "key-created": N_("New key"),
    "key-revoked": N_("Key revoked"),
}
EPERMIT_CODES: Final = {
    "AUTHORITY_NOT_FOUND": N_("It speaks for an authority that is not known on this line."),
    "AUTHORITY_ALREADY_EXISTS": N_("There is a line to this authority already."),
    "KEYID_ALREADY_EXISTS": N_("A key with this name is known already."),
    "KEY_NOTFOUND": N_(
        "It is signed by a key that is not known or was revoked. The keys have to be compared."
    ),
    "INSUFFICIENT_KEY": N_("It would leave the authority without a key, or has too many."),
    "EVENT_ALREADY_EXISTS": N_("It was taken before. Nothing needs to be done."),
    "PREVIOUS_EVENT_NOTFOUND": N_(
        "The message before it is not known to the receiver. Whoever sent it has to send the "
        "earlier ones once more; this node does so by itself."
    ),
    "GENESIS_EVENT_ALREADY_EXISTS": N_(
        "It says that it is the first of all messages, and it is not. The sender has lost its "
        "memory: its people have to be called."
    ),
    "INSUFFICIENT_PERMIT_QUOTA": N_("No quota was given for this year and type."),
    "INVALID_PERMIT_QUOTA_RANGE": N_("The serial number is outside what was given."),
    "PERMITID_ALREADY_EXISTS": N_(
        "A permit with this number is known already. One of the two sides was restored from an "
        "old copy: its ministry has to revoke one of the two permits."
    ),
    "PERMIT_NOTFOUND": N_("No permit with this number is known between the two states."),
    "PERMIT_USED": N_("The permit has been used and cannot be revoked."),
    "PERMIT_ALREADY_REVOKED": N_("The permit was revoked before."),
    "INVALID_PERMITID": N_("The number does not agree with state, year or type."),
    "REMOTE_ERROR": N_("The partner does not answer, or not as the protocol wants it."),
    "key_lost": N_(
        "The private half of the key that it is signed by is missing in the folder of this node."
    ),
    "same_person": N_("Whoever proposed the line cannot open it too: another officer does."),
    "same_person_key": N_("Whoever asked for it cannot agree to it too: another officer does."),
    "asked_already": N_("It was asked for already and waits for another officer."),
    "too_many_keys": N_("So many keys cannot be kept."),
    "changed": N_("The proposal has changed since. Look at it once more."),
    "too_many": N_("So many lines cannot be kept: close one that is not needed."),
}
EPERMIT_TABLES: Final = {
    "epermit_change": EPERMIT_CHANGES,
    "epermit_state": EPERMIT_STATES,
    "epermit_kind": EPERMIT_KINDS,
    "epermit_code": EPERMIT_CODES,
}
