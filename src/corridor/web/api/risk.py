"""Risk profiles for programs of customs: read them, draft them, try them. Switching takes people.

Only tokens of heads of customs offices; for all others none of this is there.
"""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Meta

from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refusal
from corridor.domain.risk.profile import Profile, profile_faults
from corridor.domain.risk.scoring import Assessment, Tally
from corridor.engine.assessing import TALLY, read_kept, read_tally
from corridor.engine.proposing import RISK
from corridor.engine.risk_book import Done, Entry, SaveDraft
from corridor.engine.risk_trial import MOVEMENTS_MAX, Figures, Trial
from corridor.web.access import only, state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BodyReader
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import BadBody, NotKnown, RefusedCommand
from corridor.web.pages.customs.risk import (
    entries_of,
    entry_of,
    heads_only,
)
from corridor.web.pages.customs.risk import (
    state_of as standing_of,
)
from corridor.web.pages.customs.risk_trials import USUAL, begin_trial, trial_of

AnyRequest = Request[Any, Any, Any]


class RiskProfile(msgspec.Struct, frozen=True):
    """A profile: `draft` as typed, `in_force` as it counts, what came of that version.

    `step`: how often it was changed; to draft it anew, say which step was read.
    """

    code: str
    state: str
    step: int
    version: int
    draft: Profile
    in_force: Profile | None
    matched: int
    controlled: int
    found: int


class RiskProfiles(msgspec.Struct, frozen=True):
    """All of them, by code."""

    profiles: tuple[RiskProfile, ...]


class RiskDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A profile to be drafted. `step`: 0 for a new one."""

    profile: Profile
    step: int = 0


class RiskTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to try: a profile of the node by its code, or one that is in no book."""

    code: str = ""
    profile: Profile | None = None
    limit: Annotated[int, Meta(ge=1, le=MOVEMENTS_MAX)] = USUAL


class RiskTrialAnswer(msgspec.Struct, frozen=True):
    """How far it has come: `waiting`, `running` or `done`. Shares are movements by channel."""

    id: str
    code: str
    state: str
    total: int
    looked: int
    matched: int
    controlled: int
    found: int
    rate: int | None
    is_broad: bool
    before: dict[str, int]
    after: dict[str, int]
    examples: tuple[str, ...]


_DRAFT: Final[BodyReader[RiskDraft]] = BodyReader(RiskDraft)
_TRIAL: Final[BodyReader[RiskTrial]] = BodyReader(RiskTrial)


@get("/risk/profiles", opt=only("customs") | {"answer": RiskProfiles})
async def risk_profiles(request: AnyRequest) -> Answer:
    """All risk profiles of the node."""
    heads_only(request)
    found = (_shown(request, one) for one in entries_of(services_of(request)))
    return answer(RiskProfiles(tuple(found)))


@get("/risk/profiles/{code:str}", opt=only("customs") | {"answer": RiskProfile})
async def risk_profile(request: AnyRequest, code: FromPath[str]) -> Answer:
    """One risk profile."""
    heads_only(request)
    return answer(_shown(request, entry_of(services_of(request), code)))


def _shown(request: AnyRequest, entry: Entry[Profile]) -> RiskProfile:
    code = entry.draft.code
    found = services_of(request).queries.document(TALLY, f"{code} {entry.version}")
    tally: Tally = read_tally(found)
    figures = (tally.matched, tally.controlled, tally.found)
    head = (code, standing_of(entry), entry.step, entry.version)
    return RiskProfile(*head, entry.draft, entry.now, *figures)


@post(
    "/risk/profiles",
    opt=only("customs") | {"body": RiskDraft, "answer": RiskProfile},
)
async def draft_risk_profile(request: AnyRequest) -> Answer:
    """Draft a profile, new or changed. It counts when two heads have switched it on."""
    heads_only(request)
    draft, services = await _DRAFT.read(request), services_of(request)
    _judge(request, draft.profile, "/profile")
    code = draft.profile.code
    job = SaveDraft(code, draft.profile, draft.step, actor_of(request))
    done: Done = await services.writer.run(job)
    if done != "done":
        raise RefusedCommand((Refusal(f"risk_{done}", "/step"),))
    return answer(_shown(request, entry_of(services, code)), 201)


def _judge(request: AnyRequest, profile: Profile, at: str) -> None:
    faults = profile_faults(profile, services_of(request).reference)
    if faults:
        moved = (msgspec.structs.replace(one, pointer=f"{at}{one.pointer}") for one in faults)
        raise RefusedCommand(tuple(moved))


@post(
    "/risk/trials",
    opt=only("customs") | {"body": RiskTrial, "answer": RiskTrialAnswer},
    status_code=202,
)
async def try_risk_profile(request: AnyRequest) -> Answer:
    """Try a profile on the newest movements. The node does it by itself; ask how it stands."""
    heads_only(request)
    asked, services = await _TRIAL.read(request), services_of(request)
    profile = asked.profile
    if profile is None:
        if not asked.code:
            raise BadBody("invalid", (("/code", "Expected `str` of length >= 1"),))
        profile = entry_of(services, asked.code).draft
    _judge(request, profile, "/profile")
    return answer(_trial(await begin_trial(request, profile, asked.limit)), 202)


@get("/risk/trials/{id:str}", opt=only("customs") | {"answer": RiskTrialAnswer})
async def risk_trial(request: AnyRequest, id: FromPath[str]) -> Answer:
    """How a trial stands."""
    heads_only(request)
    return answer(_trial(trial_of(services_of(request), id)))


def _trial(trial: Trial) -> RiskTrialAnswer:
    found: Figures = trial.figures
    tally = found.tally
    figures = (tally.matched, tally.controlled, tally.found, tally.rate, found.is_broad)
    head = (trial.id, trial.profile.code, trial.state, trial.total, found.looked)
    return RiskTrialAnswer(*head, *figures, found.before, found.after, found.examples)


@get("/movements/{reference:str}/risk", opt=only("customs") | {"answer": Assessment})
async def risk_of_movement(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """What this node makes of a movement: score, proposed channel and the profiles it matches."""
    state = state_of(request, reference, Movement)
    kept = read_kept(services_of(request).queries.document(RISK, state.id))
    if kept is None:
        raise NotKnown
    return answer(kept.assessment)
