"""Quotas of road permits: the ministries agree, deliver and issue; carriers see what is left."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.acting import handlers
from corridor.web.pages.quotas import listed, one, proposed
from corridor.web.pages.quotas.desk import QUOTA_DESK

ROUTES: tuple[ControllerRouterHandler, ...] = (
    listed.quotas,
    proposed.new,
    proposed.propose,
    one.quota_page,
    one.permits,
    one.permits_file,
    one.quota_evidence,
    *handlers(QUOTA_DESK),
)
