"""Notices to push services: sealed as published, and sent to services alone that are named."""

import socket
import ssl

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from corridor.gateways.push.delivery import PushServices, Subscription, Waits, is_gone
from corridor.gateways.push.encryption import BrowserKeys, encrypted, keys_of, point_of
from corridor.gateways.push.naming import Sender, new_push_key, read_push_key
from corridor.gateways.webhooks.delivery import Receivers
from tests.support.push_service import Browser, PushService, pack, serving, unpack

NO_ROOTS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
NOW_S = 1_795_000_000
HOSTS = ("push.example", "*.push.apple.com")
PUBLISHED = {
    "plain": b"When I grow up, I want to be a watermelon",
    "own": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    "point": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN"
    "toIAiw4",
    "browser": "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    "salt": "DGv6ra1nlYgDCS1FRnbzlw",
    "body": "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocI"
    "nmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSg"
    "Sxsj_Qulcy4a-fN",
}
"""RFC 8291, appendix A."""


def key_from(text: str) -> ec.EllipticCurvePrivateKey:
    """A private key from its number."""
    return ec.derive_private_key(int.from_bytes(unpack(text), "big"), ec.SECP256R1())


def test_sealed_as_in_the_published_example() -> None:
    given = {name: str(value) for name, value in PUBLISHED.items()}
    keys = BrowserKeys(unpack(given["point"]), unpack(given["auth"]))
    own, salt = key_from(given["own"]), unpack(given["salt"])
    body = encrypted(bytes(PUBLISHED["plain"]), keys, own, salt, padded=1)  # type: ignore[arg-type]
    assert pack(body) == given["body"]
    browser = Browser(key_from(given["browser"]), unpack(given["auth"]))
    assert browser.read(body) == PUBLISHED["plain"]


def test_the_length_tells_nothing_and_no_two_are_alike() -> None:
    browser = Browser()
    keys = keys_of(browser.p256dh, browser.auth)
    found = [encrypted(plain, keys) for plain in (b"", b"a", b"a", b"x" * 400)]
    assert len({len(body) for body in found}) == 1
    assert len(set(found)) == len(found)
    assert [browser.read(body) for body in found] == [b"", b"a", b"a", b"x" * 400]
    with pytest.raises(ValueError, match="short"):
        encrypted(b"x" * 3_001, keys)


def sender() -> Sender:
    """The node as services know it."""
    return Sender(ec.generate_private_key(ec.SECP256R1()), "mailto:node@kg.example")


def services(service: PushService, hosts: tuple[str, ...] = HOSTS) -> PushServices:
    """The way to a service that the settings name as one for tests."""
    return PushServices(
        Receivers(frozenset({service.origin}), seconds=0.3, tls=NO_ROOTS), sender(), lambda: hosts
    )


def subscription(service: PushService, browser: Browser) -> Subscription:
    """Where this browser listens."""
    return Subscription(f"{service.origin}/p/1", browser.p256dh, browser.auth)


async def test_taken_signed_sealed_and_read_by_the_browser() -> None:
    async with serving(service := PushService()):
        push, browser = services(service), Browser()
        to = subscription(service, browser)
        assert await push.judge(to.endpoint, to.p256dh, to.auth) == ""
        handed = await push.hand(to, b'{"title":"x"}', Waits(urgency="high"), NOW_S)
    assert (handed.status, handed.error) == (201, "")
    assert service.sender(push.key, NOW_S)["sub"] == "mailto:node@kg.example"
    assert service.paths == ["/p/1"]
    head = service.heads[0]
    assert [head[name] for name in ("ttl", "urgency", "topic", "content-encoding")] == [
        "86400",
        "high",
        "news",
        "aes128gcm",
    ]
    assert browser.read(service.bodies[0]) == b'{"title":"x"}'
    assert b"title" not in service.bodies[0]


@pytest.mark.parametrize(
    ("status", "more", "error", "gone", "rest_s"),
    [
        ("404", "", "status 404", True, 0),
        ("410", "", "status 410", True, 0),
        ("403", "", "status 403", False, 0),
        ("429", "Retry-After: 120\r\n", "status 429", False, 120),
        ("503", "Retry-After: 999999999999\r\n", "status 503", False, DAY := 86_400),
        ("503", "Retry-After: Fri, 31 Dec 2027 23:59:59 GMT\r\n", "status 503", False, 0),
        ("302", "Location: http://169.254.169.254/\r\n", "redirect 302", False, 0),
    ],
)
async def test_not_taken(status: str, more: str, error: str, gone: bool, rest_s: int) -> None:
    answer = f"HTTP/1.1 {status} No\r\n{more}content-length: 0\r\n\r\n".encode()
    async with serving(service := PushService(answer)):
        handed = await services(service).hand(subscription(service, Browser()), b"", Waits(), NOW_S)
    assert (handed.error, is_gone(handed), handed.rest_s) == (error, gone, rest_s)
    assert len(service.heads) == 1


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("https://evil.example/p", "push-service-unknown"),
        ("https://push.example.evil.example/p", "push-service-unknown"),
        ("https://notpush.apple.com/p", "push-service-unknown"),
        ("https://push.apple.com/p", "push-service-unknown"),
        ("http://push.example/p", "url-not-https"),
        ("https://push.example@127.0.0.1/p", "url-shape"),
        ("https://169.254.169.254/p", "address-not-public"),
        ("https://push.example/p", "address-not-public"),
        ("https://web.push.apple.com/p", "address-not-public"),
        ("", "url-shape"),
    ],
)
async def test_only_services_that_are_named_and_never_the_own_network(
    endpoint: str, code: str
) -> None:
    """What a name leads to is asked when it is kept, and again at the connection."""

    async def home(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    browser, push = (
        Browser(),
        PushServices(Receivers(resolve=home, tls=NO_ROOTS), sender(), lambda: HOSTS),
    )
    assert await push.judge(endpoint, browser.p256dh, browser.auth) == code
    to = Subscription(endpoint, browser.p256dh, browser.auth)
    assert (await push.hand(to, b"", Waits(), NOW_S)).error == code


async def test_a_service_whose_name_turns_to_the_own_network_after_it_was_judged() -> None:
    found = iter((["93.184.216.34"], ["127.0.0.1"]))

    async def resolve(host: str, port: int) -> list[str]:
        return next(found)

    browser, push = (
        Browser(),
        PushServices(Receivers(resolve=resolve, tls=NO_ROOTS), sender(), lambda: HOSTS),
    )
    to = Subscription("https://push.example/p", browser.p256dh, browser.auth)
    assert await push.judge(to.endpoint, to.p256dh, to.auth) == ""
    assert (await push.hand(to, b"", Waits(), NOW_S)).error == "address-not-public"


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", ""), ("@", "@"), ("x" * 5_000, ""), (pack(bytes(65)), pack(bytes(16))), ("é", "é")],
)
async def test_keys_that_are_none(p256dh: str, auth: str) -> None:
    push = PushServices(Receivers(tls=NO_ROOTS), sender(), lambda: HOSTS)
    assert await push.judge("https://push.example/p", p256dh, auth) == "push-keys"
    to = Subscription("https://push.example/p", p256dh, auth)
    assert (await push.hand(to, b"", Waits(), NOW_S)).error == "push-keys"


async def test_a_service_that_hangs_or_is_away() -> None:
    async with serving(service := PushService()):
        service.hangs = True
        handed = await services(service).hand(subscription(service, Browser()), b"", Waits(), NOW_S)
        assert (handed.error, handed.is_down) == ("timeout", True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        service.origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    handed = await services(service).hand(subscription(service, Browser()), b"", Waits(), NOW_S)
    assert handed.is_down


def test_the_nodes_key_is_one_of_p_256() -> None:
    assert len(point_of(read_push_key(new_push_key()).public_key())) == 65
    other = ec.generate_private_key(ec.SECP384R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for wrong in (b"nonsense", b"", pem):
        with pytest.raises(ValueError, match=r"[Ee]y|[Uu]nable|PEM"):
            read_push_key(wrong)
