"""A small client of the JSON API, the same that anybody's program would use.

Every write carries an idempotency key, so a call that got no answer — the node was busy, restarting
or killed — is simply made again and is still carried out once.
"""

import secrets
import ssl
import threading
import time
from functools import cache
from typing import Any

import httpx
import msgspec

API = "/api/v1"
GIVE_UP_S = 30.0
AGAIN_S = 0.2
CALL_S = 20.0
PAPER_S = 330.0
"""A document of 1,999 parts has some 140 pages, and takes its time on a busy machine."""
_PAPERS = (".pdf", "/evidence")


class NodeUnreachable(Exception):
    """No node answered at the address for as long as was waited."""

    code = "node-unreachable"

    def diagnostics(self) -> str:
        """What to do."""
        return "Check the address, and that the node runs (`corridor demo` or `corridor serve`)."


class ApiRefused(Exception):
    """The node's answer is no: a problem document (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", status))
        super().__init__(f"{self.code}: {problem.get('detail') or problem.get('title') or status}")

    @property
    def refusals(self) -> list[dict[str, Any]]:
        """All reasons, each with code, pointer, text and remedy."""
        found: list[dict[str, Any]] = self.problem.get("refusals", [])
        return found

    def diagnostics(self) -> str:
        """What to do."""
        return str(self.problem.get("remedy", ""))


class Stopped(Exception):
    """The program was asked to stop while it waited."""


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def plainly() -> dict[str, Any]:
    """For a client of httpx: no proxy, and what all of them trust, whose reading takes longer than
    a call does, is read once.
    """
    return {"trust_env": False, "verify": _certificates()}


class Api:
    """One actor at one node."""

    def __init__(
        self,
        url: str,
        token: str = "",
        give_up_s: float = GIVE_UP_S,
        asked_to_stop: threading.Event | None = None,
    ) -> None:
        headers = {"accept-language": "en"}
        self.token = token
        if token:
            headers["authorization"] = f"Bearer {token}"
        self.url = url
        self._give_up_s = give_up_s
        self._asked = asked_to_stop or threading.Event()
        self._http = httpx.Client(base_url=url, headers=headers, timeout=CALL_S, **plainly())

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def get(self, path: str, **params: Any) -> bytes:
        """A document or a file; ApiRefused, NodeUnreachable."""
        patience = PAPER_S if path.endswith(_PAPERS) else CALL_S
        return self._call("GET", API + path, params=params, timeout=patience).content

    def post(self, path: str, body: Any, key: str = "") -> Any:
        """A write of a struct or a dict, carried out once however often it is sent."""
        headers = {
            "content-type": "application/json",
            "idempotency-key": key or secrets.token_hex(16),
        }
        content = msgspec.json.encode(body)
        return self._call("POST", API + path, content=content, headers=headers).json()

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        deadline = time.monotonic() + self._give_up_s
        while True:
            answer = self._try(method, path, deadline, **arguments)
            if answer is not None:
                return answer
            if self._asked.wait(AGAIN_S):
                raise Stopped

    def _try(
        self, method: str, path: str, deadline: float, **arguments: Any
    ) -> httpx.Response | None:
        """The answer, or None where it is worth asking again."""
        try:
            answer = self._http.request(method, path, **arguments)
        except httpx.TransportError as error:
            if time.monotonic() > deadline:
                raise NodeUnreachable(f"no answer from {self.url}: {error}") from None
            return None
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and time.monotonic() < deadline:
            return None
        if answer.is_error:
            raise ApiRefused(answer.status_code, _problem(answer))
        return answer


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"title": answer.reason_phrase}
