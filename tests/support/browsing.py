"""Somebody with a browser and no scripts: signs in, follows links, posts forms."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx

from corridor.node.demo.client import plainly
from corridor.node.demo.world import people_of
from tests.support.real_nodes import RealNetwork

HREF = re.compile(r'\bhref="(/[^"#]*)')
CSRF = re.compile(r'name="_csrf_token" value="([^"]+)"')
DEMO_SIGN_IN = "/demo/sign-in"


class Visitor:
    """One person at one node."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=20.0, **plainly())

    def get(self, path: str) -> httpx.Response:
        """Open a page, going along with redirects."""
        return self.http.get(path, follow_redirects=True)

    def post(self, path: str, csrf: str | None = None, **fields: str) -> httpx.Response:
        """Post a form with its token (or another, or none if empty); redirects are not followed."""
        token = self.token() if csrf is None else csrf
        data = {"_csrf_token": token, **fields} if token else dict(fields)
        return self.http.post(path, data=data)

    def token(self) -> str:
        """The token that forms carry."""
        found = CSRF.search(self.get("/sign-in").text)
        assert found is not None, "the sign-in page has no form with a token"
        return found[1]

    def enter(self, login: str) -> None:
        """The demo's one click."""
        answer = self.post(DEMO_SIGN_IN, account=login)
        assert answer.status_code == 303, answer.text

    def crawl(self, pages_max: int, *starts: str) -> Iterator[tuple[str, httpx.Response]]:
        """Pages reached by following links from these, each once."""
        seen, waiting = set(starts), list(starts)
        while waiting and len(seen) <= pages_max:
            path = waiting.pop(0)
            answer = self.get(path)
            yield path, answer
            if "html" in answer.headers.get("content-type", ""):
                fresh = [link for link in links_of(answer.text) if link not in seen]
                seen.update(fresh)
                waiting += dict.fromkeys(fresh)


def links_of(page: str) -> list[str]:
    """Addresses on this node that a page links to, without files and ways to sign out."""
    found = [unescape(link) for link in HREF.findall(page)]
    skipped = ("/static", "/language", "/api", "/sw.js", "//")
    return [link for link in found if not link.startswith(skipped)]


@contextmanager
def visitor(network: RealNetwork, node: str, role: str = "", place: str = "") -> Iterator[Visitor]:
    """Somebody at a node, signed in where a role is given."""
    somebody = Visitor(network.url(node))
    try:
        if role:
            somebody.enter(login_of(node, role, place))
        yield somebody
    finally:
        somebody.http.close()


def login_of(node: str, role: str, place: str = "") -> str:
    """The login of the first person in the role, at this office, authority or firm."""
    return next(
        person.login
        for person in people_of(node)
        if person.role == role and place in ("", person.office, person.org)
    )
