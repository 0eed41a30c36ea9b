"""A node's folder: what it is, where it listens, and which files hold its secrets.

node.json      this file's struct
store.db       the database
key.pem        the node's private key, readable by its owner alone
session.key    what sessions are sealed with, likewise
factor.key     what secrets of second factors are sealed with, likewise
push.key       what push services know it by, likewise; made when it first starts
mail.password  the password at the mail server, if it wants one, likewise
epermit-keys/  private halves of the keys by which it signs for e-permit partners, likewise
permit-types/  files of types of permits that this node has besides those of every node
trust.json     the signed trust list, roots.json the roots it must be signed by
"""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from corridor.domain.context import Parameters
from corridor.domain.permit_types.types import TYPES_MAX, TypeBook, load_permit_types, with_types
from corridor.domain.values import Date
from corridor.engine.tuning import NEEDS_POWER, YES
from corridor.evidence.keys import Signer, signer_from_pem
from corridor.evidence.trust import BilingualName, Roots
from corridor.gateways.mail import MailServer
from corridor.gateways.xroad.settings import XRoad
from corridor.web.settings.known import (
    CC_BY,
    DISK_LOW,
    LICENCE,
    NO,
    OBSERVATORY,
    OFFICERS_NEED_SECOND,
    OWN_PUSH_SERVICES,
    PUSH_SERVICES,
    SUPPORT,
    TEXT_MAX,
)

SECRET_MODE = 0o600
TYPES_FOLDER = "permit-types"
DEMO_TIME_FACTOR = 24 * 60
"""In a demonstration a day of the road passes in a minute; its pages say so."""


class FilesKept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """From a day on: for how many days after its last use a file that is attached is kept.

    `named_days`: one that a dossier or an application named; illustrative, until a national lawyer
    has said how long such papers are kept. `other_days`: one that nothing ever named, and a copy
    fetched from another node. `unsent_days`: how long papers wait to go with a message that nobody
    sends.
    """

    since: Date = "2026-01-01"
    named_days: Annotated[int, Meta(ge=0, le=36_500)] = 1_826
    other_days: Annotated[int, Meta(ge=1, le=36_500)] = 30
    unsent_days: Annotated[int, Meta(ge=1, le=36_500)] = 60


class NodeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `node.json`."""

    node: Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z")]
    name: BilingualName
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65_535)] = 8700
    key_id: str = ""
    demo: bool = False
    """A demonstration: invented data, one-click sign-in. Never true on a real node."""
    secure_cookies: bool = True
    officers_need_second_factor: bool = False
    """Whether officers and operators get nowhere without one."""
    brokers_need_power: bool = False
    """Whether a dossier for another firm takes its power of attorney on this node. Off: a firm that
    never gave one on this node is believed to have given it on paper."""
    records_by_rule: bool = True
    """Whether an office that has an unannounced vehicle before it gets the record of its movement
    at once, where its state lies on or beside the route. Off: a person here decides each time."""
    record_requests_a_day: Annotated[int, Meta(ge=1, le=10_000)] = 50
    """So many records one office may ask for on a day; what is above that is refused."""
    trusted_proxies: Annotated[tuple[str, ...], Meta(max_length=64)] = ()
    """Networks of the gateways before this node. For whom one of them asks, `X-Forwarded-For` says,
    read from its end as far as these networks reach. Empty: no such header is believed."""
    disk_low_mib: Annotated[int, Meta(ge=0, le=1 << 30)] = 256
    """With less free room on the disk, new filings wait; what is left is for all else."""
    scanner: str = ""
    """Where ClamAV listens: a socket's path, or `host:port`. Empty: this node has no scanner."""
    unscanned_files: Literal["take", "refuse"] = "take"
    """What a node without a scanner does with files that people attach."""
    files_kept: Annotated[tuple[FilesKept, ...], Meta(max_length=100)] = (FilesKept(),)

    public_url: str = ""
    """Where its pages are for people, in letters and webhooks: `https://corridor.example.org`."""
    mail: MailServer | None = None
    """Without it the node sends no mail."""
    xroad: XRoad | None = None
    """The security server by which authorities of the state are asked, and who may call by it."""
    push_services: Annotated[tuple[str, ...], Meta(max_length=64)] = OWN_PUSH_SERVICES
    """Hosts of the push services that notices on devices may go by, `*.` for any part. Empty: this
    node sends none."""
    support: Annotated[str, Meta(max_length=TEXT_MAX)] = ""
    """Whom the users of this node ask: a telephone, an address, hours. It stands on every page."""
    observatory: bool = True
    """Whether everybody sees what this node measures."""
    open_data_licence: Annotated[str, Meta(max_length=TEXT_MAX)] = CC_BY
    """The address of the licence that the figures are given under."""
    webhook_test_receivers: tuple[str, ...] = ()
    """Origins (`http://127.0.0.1:9000`) that webhooks and notices may go to although they are not
    public: for tests alone. The operator's page shows them."""

    def __post_init__(self) -> None:
        """ValueError for what is no network, and for all the world."""
        for network in self.trusted_proxies:
            if ip_network(network).prefixlen == 0:
                raise ValueError(f"trusted_proxies: {network} is everybody")

    @property
    def changeable(self) -> dict[str, str]:
        """Those that operators may change while it runs, as texts."""
        return {
            OFFICERS_NEED_SECOND: YES if self.officers_need_second_factor else NO,
            NEEDS_POWER: YES if self.brokers_need_power else NO,
            DISK_LOW: str(self.disk_low_mib),
            PUSH_SERVICES: "\n".join(self.push_services),
            SUPPORT: self.support,
            OBSERVATORY: YES if self.observatory else NO,
            LICENCE: self.open_data_licence,
        }

    @property
    def home(self) -> str:
        """Where people find its pages."""
        return self.public_url.rstrip("/") or self.url

    @property
    def contact(self) -> str:
        """Where push services reach whoever runs it."""
        return f"mailto:{self.mail.sender}" if self.mail is not None else self.home

    @property
    def url(self) -> str:
        """Where its pages are on this machine."""
        return f"http://{self.host}:{self.port}"

    @property
    def parameters(self) -> Parameters:
        """By what it decides."""
        factor = DEMO_TIME_FACTOR if self.demo else 1
        return Parameters(
            time_factor=factor,
            needs_power=self.brokers_need_power,
            records_by_rule=self.records_by_rule,
            record_requests_a_day=self.record_requests_a_day,
        )


class SettingsInvalid(Exception):
    """The folder is not a node's, or a file in it cannot be used."""

    code = "settings-invalid"

    def diagnostics(self) -> str:
        """What to do."""
        return "Check the folder's node.json and the rights of its files."


def read_settings(folder: Path) -> NodeSettings:
    """The settings of a node's folder; SettingsInvalid with the reason."""
    try:
        return msgspec.json.decode((folder / "node.json").read_bytes(), type=NodeSettings)
    except OSError as error:
        raise SettingsInvalid(f"{folder / 'node.json'}: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise SettingsInvalid(f"{folder / 'node.json'}: {error}") from None


def read_roots(folder: Path) -> Roots:
    """The national roots that this node goes by; SettingsInvalid with the reason."""
    try:
        return msgspec.json.decode((folder / "roots.json").read_bytes(), type=Roots)
    except (OSError, msgspec.MsgspecError) as error:
        raise SettingsInvalid(f"{folder / 'roots.json'}: {error}") from None


def read_types(folder: Path) -> TypeBook:
    """Types of permits: those of every node, and the files of `permit-types` in the node's folder;
    SettingsInvalid with each fault.
    """
    there = sorted((folder / TYPES_FOLDER).glob("*.json"))[:TYPES_MAX]
    try:
        return with_types(load_permit_types(), ((one.name, one.read_bytes()) for one in there))
    except (OSError, ValueError) as error:
        raise SettingsInvalid(f"{folder / TYPES_FOLDER}: {error}") from None


def read_signer(folder: Path, settings: NodeSettings) -> Signer:
    """The node's own key; SettingsInvalid with the reason, KeyInvalid for what is no key."""
    try:
        pem = (folder / "key.pem").read_bytes()
    except OSError as error:
        raise SettingsInvalid(str(error)) from None
    return signer_from_pem(settings.key_id, pem)


def read_mail_password(folder: Path, settings: NodeSettings) -> str:
    """The password at the mail server; SettingsInvalid: it is missing, or would go in plain."""
    if settings.mail is None or not settings.mail.login:
        return ""
    if settings.mail.tls == "none":
        raise SettingsInvalid("mail: a login needs tls, else its password can be read on the way")
    try:
        return (folder / "mail.password").read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsInvalid(str(error)) from None


def write_settings(folder: Path, settings: NodeSettings) -> None:
    """Write `node.json`."""
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    write_secret(folder / "node.json", text + b"\n")


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
