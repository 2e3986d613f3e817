"""A Google on this machine: the code flow with PKCE as the real one has it, with faults."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt

CLIENT_ID, CLIENT_SECRET = "shop.apps.googleusercontent.com", "a-secret-of-tests"


class FakeGoogle(ThreadingHTTPServer):
    """Asks nobody: whoever comes is `person`. Refuses what the real one refuses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answerer)
        self.person: dict[str, Any] = {}
        self.granted: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []
        self.issuer = "https://accounts.google.com"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def person_is(self, email: str, *, sub: str = "", verified: bool = True, **more: Any) -> None:
        self.person = {
            "sub": sub or hashlib.sha256(email.encode()).hexdigest()[:21],
            "email": email,
            "email_verified": verified,
            "name": "Asha Rao",
            **more,
        }

    def grant(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code that is good once."""
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.granted[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def redeem(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, to who began with it; None for anybody else."""
        asked = self.granted.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = (
            asked is not None
            and sent.get("client_secret") == CLIENT_SECRET
            and sent.get("redirect_uri") == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )
        if not is_right:
            self.refused.append(sent.get("code", ""))
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 600}
        token = jwt.encode({**claims, **self.person}, "a" * 32, algorithm="HS256")
        return {"access_token": "at", "token_type": "Bearer", "expires_in": 600, "id_token": token}


@contextmanager
def running_google() -> Iterator[FakeGoogle]:
    server = FakeGoogle()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answerer(BaseHTTPRequestHandler):
    server: FakeGoogle

    def do_GET(self) -> None:
        """The consent page, which nobody has to press here."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        self.send_response(302)
        self.send_header("Location", self.server.grant(asked))
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        tokens = self.server.redeem(sent)
        answer = json.dumps(tokens or {"error": "invalid_grant"}).encode()
        self.send_response(200 if tokens else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        """Quiet."""
