"""Commands in the name of somebody who asked on a page, or for whom a batch goes on."""

from typing import Any

from litestar import Request
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.kinds import KIND_OF_COMMAND, may_command
from corridor.domain.refusals import Refusal
from corridor.domain.typed import one_line
from corridor.engine.codec import AnyCommand
from corridor.engine.outcome import Outcome
from corridor.web.auth.accounts import find_account
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import services_of
from corridor.web.forms import attempt_of
from corridor.web.services import Services


def in_own_name(request: Request[Any, Any, Any], command: AnyCommand) -> AnyCommand:
    """The command, in which the firm of whoever asks is called as its account is."""
    name = KIND_OF_COMMAND[type(command)].asked[type(command)].own_name
    if not name:
        return command
    return replace(command, **{name: one_line(account_of(request).org_name)})


async def run_command(
    request: Request[Any, Any, Any], command: AnyCommand, subject: str, key: str = ""
) -> Outcome:
    """Ask the engine in the name of who asks; refused where the role is never allowed this.

    `key`: where one form gives several commands. A form that is sent again is answered as before.
    """
    key = key or attempt_of(request)
    return await command_by(services_of(request), actor_of(request), command, subject, key)


async def command_by(
    services: Services, actor: Actor, command: AnyCommand, subject: str, key: str
) -> Outcome:
    """The same in somebody's name without a request of theirs: what a batch does by and by."""
    if not may_command(actor, command):
        return Outcome(subject, refusals=(Refusal("role_may_not"),))
    account = find_account(services.queries, actor.person)
    if account is not None and account.limit:
        return Outcome(subject, refusals=(Refusal("drafts_only"),))
    return await services.execute(command, actor, subject, key)
