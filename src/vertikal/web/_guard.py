"""The gate in front of every request: who may ask, how much may be sent, what a page may do."""

import hmac
import json
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "LOCAL", "POLICY", "Guard"]

LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""Names of this machine; a page of another name that leads here is refused."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""No inline script or style, nothing from elsewhere, no frames."""
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
SMALL = 2**20
"""Bytes that a request may send, but for a table of returns."""
MARK = b"x-vertikal"
"""Header that other sites cannot send without asking, and they are refused when they ask."""
COOKIE = "vertikal"


class _TooLarge(Exception):
    pass


class Guard:
    """ASGI middleware."""

    def __init__(
        self, app: "ASGIApp", *, hosts: Iterable[str] = LOCAL, token: str = "",
        large: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self.app = app
        self.hosts = frozenset(h.lower() for h in hosts)
        self.token = token
        self.large = dict(large or {})

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.lower(): v for k, v in scope["headers"]}
        cookie = ""
        if why := self._wrong_host(headers):
            await _say(send, 400, why)
            return
        if self.token:
            given = _given(scope, headers)
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                says = (
                    "needs the token that `vertikal studio` printed: add ?token=... to the address"
                )
                await _say(send, 401, says)
                return
            cookie = self.token
        if scope["method"] not in ("GET", "HEAD") and headers.get(MARK) != b"studio":
            await _say(send, 403, "changes need the header X-Vertikal: studio")
            return
        most = self.large.get(scope["path"], SMALL)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            await _say(send, 413, f"is larger than the {most // 2**10} kB that may be sent here")
            return
        await self._through(scope, receive, send, most, cookie)

    async def _through(
        self, scope: "Scope", receive: "Receive", send: "Send", most: int, cookie: str
    ) -> None:
        seen, begun, large = 0, False, False

        async def bounded() -> "Message":
            nonlocal seen, large
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                large = True
                raise _TooLarge
            return message

        async def headed(message: "Message") -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                status = 413 if large else message["status"]  # a framework may call it 400
                message = {
                    **message, "status": status, "headers": [*message["headers"], *_own(cookie)]
                }  # fmt: skip
            await send(message)

        try:
            await self.app(scope, bounded, headed)
        except _TooLarge:
            if not begun:
                await _say(
                    send, 413, f"is larger than the {most // 2**10} kB that may be sent here"
                )

    def _wrong_host(self, headers: Mapping[bytes, bytes]) -> str:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if "*" in self.hosts or name in self.hosts:
            return ""
        return f"this studio does not answer to the name {name[:80]!r}; use the printed address"


def _given(scope: "Scope", headers: Mapping[bytes, bytes]) -> str:
    """The token that a request bears: in its address, in a header, or in a cookie."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
    if asked:
        return asked
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    if bearer.lower().startswith("bearer "):
        return bearer[7:].strip()
    try:
        kept = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return kept.value if kept is not None else ""


def _own(cookie: str) -> list[tuple[bytes, bytes]]:
    own = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
    if cookie:
        said = f"{COOKIE}={cookie}; HttpOnly; SameSite=Strict; Path=/"
        own.append((b"set-cookie", said.encode()))
    return own


async def _say(send: "Send", status: int, says: str) -> None:
    body = json.dumps({"problems": [{"says": says}]}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_own("")]})
    await send({"type": "http.response.body", "body": body})
