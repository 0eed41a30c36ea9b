"""Words of the register: kinds of what was reported, themes, terms, verdicts, units."""

from typing import Final

from corridor.domain.refusals import N_

VERB_WORDS: Final = {
    "in_force": N_("In force"),
    "signed": N_("Signed"),
    "done": N_("Reported as done"),
    "under_way": N_("Reported as going on"),
    "agreed": N_("Agreed on"),
    "planned": N_("Planned"),
    "proposed": N_("Proposed"),
    "discussed": N_("Discussed"),
    "stated": N_("Stated by a side"),
}
THEME_WORDS: Final = {
    "trade": N_("Trade"),
    "transport": N_("Transport and logistics"),
    "customs": N_("Customs and checkpoints"),
    "energy": N_("Energy"),
    "industry": N_("Industry"),
    "agriculture": N_("Agriculture"),
    "investment": N_("Investment"),
    "digital": N_("Digital matters"),
    "people": N_("Education, culture, sport, health"),
    "nature": N_("Water and nature"),
    "relations": N_("Relations between states"),
}
DUE_KIND_WORDS: Final = {
    "none": N_("No term reported"),
    "day": N_("A day"),
    "year": N_("A year"),
    "span": N_("A span of time"),
    "soon": N_("“Soon”"),
    "other": N_("Said otherwise"),
    "happened": N_("Reported as done on that day"),
}
DUE_WORDS: Final = {
    "overdue": N_("The term is over, and nobody said that it is done"),
    "soon": N_("The term ends within 90 days"),
    "": N_("No term to watch"),
}
WORD_WORDS: Final = {
    "done": N_("done"),
    "under_way": N_("under way"),
    "not_done": N_("not done"),
}
SCHEDULE_WORDS: Final = {
    "on_schedule": N_("on schedule"),
    "behind": N_("behind schedule"),
    "ahead": N_("ahead of schedule"),
    "not_measured": N_("not measured"),
}
WHY_WORDS: Final = {
    "no_measure": N_("No indicator and no number of parts was reported for it."),
    "no_value": N_("After the base no value of a whole year has been stated."),
    "no_names": N_("Its parts were not named yet."),
    "no_term": N_("It has no last day."),
}
UNIT_WORDS: Final = {
    "USD_m": N_("million US dollars"),
    "percent": N_("per cent"),
    "count": N_("number"),
    "t": N_("tonnes"),
    "year": N_("calendar year"),
    "none": N_("words without a figure"),
}
STANDING_WORDS: Final = {
    "": N_("not stated"),
    "provisional": N_("provisional"),
    "final": N_("final"),
    "revised": N_("revised"),
}
ANSWER_WORDS: Final = {"agreed": N_("agreed"), "disputed": N_("disputed")}
BARRIER_KIND_WORDS: Final = {
    "technical": N_("Technical regulation or standard"),
    "sanitary": N_("Sanitary requirement"),
    "plant": N_("Plant quarantine requirement"),
    "veterinary": N_("Veterinary requirement"),
    "licence": N_("Licence or certificate"),
    "prohibition": N_("Prohibition"),
    "quota": N_("Quota"),
    "customs": N_("Customs formality"),
    "transport": N_("Requirement for vehicles or carriage"),
    "fee": N_("Fee or charge"),
    "other": N_("Something else"),
}
BARRIER_STAGE_WORDS: Final = {
    "proposed": N_("Proposed measure"),
    "adopted": N_("Adopted measure"),
}
BARRIER_STANDING_WORDS: Final = {
    "commented": N_("proposed, comments are taken"),
    "proposed": N_("proposed"),
    "coming": N_("adopted, does not hold yet"),
    "in_force": N_("holds"),
    "lifted": N_("lifted"),
}
BARRIER_FLOW_WORDS: Final = {
    "import": N_("import"),
    "export": N_("export"),
    "transit": N_("transit"),
}
COMPLAINT_OUTCOME_WORDS: Final = {
    "removed": N_("The barrier is removed"),
    "will_be_removed": N_("The barrier will be removed"),
    "lawful": N_("The measure is lawful and stays"),
    "not_found": N_("No barrier was found"),
    "other_body": N_("Another body decides on it"),
}
COMPLAINT_STANDING_WORDS: Final = {
    "open": N_("waits for an answer"),
    "overdue": N_("the answer is late"),
    "answered": N_("answered"),
    "withdrawn": N_("withdrawn"),
}
COMPLAINT_BASIS_WORDS: Final = {
    "visit": N_("by the visits at checkpoints of that state"),
    "permit": N_("from the application for the permit to the decision"),
}
REGISTER_TABLES: Final = {
    "commitment_verb": VERB_WORDS,
    "commitment_theme": THEME_WORDS,
    "commitment_due_kind": DUE_KIND_WORDS,
    "commitment_due": DUE_WORDS,
    "commitment_word": WORD_WORDS,
    "commitment_schedule": SCHEDULE_WORDS,
    "commitment_why": WHY_WORDS,
    "indicator_unit": UNIT_WORDS,
    "indicator_standing": STANDING_WORDS,
    "indicator_answer": ANSWER_WORDS,
    "barrier_kind": BARRIER_KIND_WORDS,
    "barrier_stage": BARRIER_STAGE_WORDS,
    "barrier_standing": BARRIER_STANDING_WORDS,
    "barrier_flow": BARRIER_FLOW_WORDS,
    "complaint_outcome": COMPLAINT_OUTCOME_WORDS,
    "complaint_standing": COMPLAINT_STANDING_WORDS,
    "complaint_basis": COMPLAINT_BASIS_WORDS,
}
