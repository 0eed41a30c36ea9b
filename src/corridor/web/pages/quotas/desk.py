"""The ministry's desk for quotas."""

from typing import Any, Final

from litestar import Request

from corridor.domain.quota import Quota
from corridor.web.act import Tale
from corridor.web.acts.registry import QUOTAS, acts_at
from corridor.web.context import reader_of
from corridor.web.pages.acting import Desk
from corridor.web.quotas.shown import name_of
from corridor.web.templating import Reader

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/quotas"


def _now(reader: Reader, quota: Quota) -> str:
    """What is said to whoever comes for what cannot be done now."""
    tale = Tale(reader, quota.holder)
    return tale.say("Left: %(left)s of %(total)s.", left=quota.left, total=quota.total)


def _what(request: AnyRequest, quota: Quota) -> str:
    return name_of(reader_of(request), quota)


QUOTA_DESK: Final = Desk[Quota](
    role="permit",
    path=HERE,
    state=Quota,
    acts=acts_at(QUOTAS, "permit"),
    here=lambda quota: f"{HERE}/{quota.id}",
    what=_what,
    now=_now,
)
