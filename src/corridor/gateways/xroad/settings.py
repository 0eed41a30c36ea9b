"""Which authorities of the state sit behind X-Road, and who of it may call this node."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.codes.xroad import read_client, read_service
from corridor.domain.values import Code

Id = Annotated[str, Meta(max_length=1_275)]


class Behind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An authority whose own system decides. `service`: instance/class/member/subsystem/service."""

    authority: Code
    service: Id


class XRoad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`server`: the address of the security server; `client`: the identifier of this node there."""

    server: Annotated[str, Meta(pattern=r"\Ahttps?://[^\s/?#@]+\Z")]
    client: Id
    authorities: Annotated[tuple[Behind, ...], Meta(max_length=100)] = ()
    callers: Annotated[dict[Id, Code], Meta(max_length=100)] = {}
    """Clients of X-Road that may call this node, each with the authority that it speaks for."""
    ca_file: str = ""
    """The certificate (PEM) by which the security server is known, if not by a public one."""
    seconds: Annotated[int, Meta(ge=1, le=120)] = 30
    """How long an answer is waited for."""
    ask_every_seconds: Annotated[int, Meta(ge=1, le=86_400)] = 60
    """How often an application that is not decided yet is asked for."""

    def __post_init__(self) -> None:
        """ValueError for what is no identifier."""
        for text in (self.client, *self.callers):
            if not read_client(text):
                raise ValueError(f"xroad: {text} is no client of X-Road")
        for one in self.authorities:
            if not read_service(one.service):
                raise ValueError(f"xroad: {one.service} is no service of X-Road")
