"""An identity provider on this machine: OpenID Connect as real ones speak it, with its own keys and page to sign in.

Strict where a real one is: it checks the client, its secret, the redirect address, the code's verifier, and gives each
code once. What it says about the person is the test's to set, and so is what it gets wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "register", "a secret between the two"


@dataclass
class Provider:
    """What the provider knows, and what it would say now."""

    address: str = ""
    #: What it says about the person who signs in.
    person: dict[str, Any] = field(default_factory=dict)
    #: Claims that it tells only at its page of user information.
    only_there: tuple[str, ...] = ()
    #: What it says instead, of what it must say: to be caught.
    wrong: dict[str, Any] = field(default_factory=dict)
    #: Signed with a key that it does not publish.
    foreign_key: bool = False
    #: What it answers at its address of metadata, in place of the truth.
    metadata: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)}))
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    redirect_uri: str = ""

    def metadata_told(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        } | self.metadata

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes after the person has signed in here."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        assert query["state"]
        assert query["nonce"]
        self.asked.append(query)
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; None where a real provider refuses."""
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            unquote_plus(given) != f"{CLIENT}:{SECRET}"
            or asked is None
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= {name: value for name, value in self.person.items() if name not in self.only_there} | self.wrong
        key = RSAKey.generate_key(2048, {"kid": self.key.kid}) if self.foreign_key else self.key
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)
        return {"access_token": "opens-user-information", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    """The provider while it is served, at an address of this machine."""
    provider = Provider()

    class Pages(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def answer(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            place = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(place.query).items()}
            if place.path == "/.well-known/openid-configuration":
                self.answer(200, json.dumps(provider.metadata_told()).encode())
            elif place.path == "/keys":
                self.answer(200, json.dumps({"keys": [provider.key.as_dict(private=False)]}).encode())
            elif place.path == "/authorize":
                there = provider.authorize(query).replace("&", "&amp;")
                page = f'<!doctype html><html lang="en"><title>Provider</title><a href="{there}">Continue</a></html>'
                self.answer(200, page.encode(), "text/html; charset=utf-8")
            elif place.path == "/userinfo":
                allowed = self.headers["Authorization"] == "Bearer opens-user-information"
                self.answer(200 if allowed else 401, json.dumps(provider.person).encode())
            else:
                self.answer(404, b"{}")

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            told = provider.token(form, self.headers.get("Authorization", ""))
            status = 200 if told else 400
            self.answer(status, json.dumps(told or {"error": "invalid_grant"}).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
