"""A Cloudinary on this machine: the upload and destroy calls of its HTTP API, with faults."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

UNSIGNED = {"file", "api_key", "resource_type", "cloud_name", "signature"}


class FakeCloudinary(ThreadingHTTPServer):
    """Keeps what is uploaded; answers like Cloudinary, or with the fault a test asked for."""

    daemon_threads = True
    api_key = "123456789012345"
    api_secret = "a-secret-of-tests"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answerer)
        self.assets: dict[str, bytes] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.fault = ""  # "", hang, 500, 401, truncated, html, lie, redirect
        self.keeps_despite_fault = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def url(self, secret: str = "") -> str:
        """What CLOUDINARY_URL would be."""
        key = f"{self.api_key}:{secret or self.api_secret}"
        return f"cloudinary://{key}@test-cloud?upload_prefix={quote(self.address)}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


@contextmanager
def running_cloudinary() -> Iterator[FakeCloudinary]:
    server = FakeCloudinary()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answerer(BaseHTTPRequestHandler):
    server: FakeCloudinary

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.server.calls.append(("GET", {"path": self.path}))
        self._answer(200, {})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        params, file = self._form(self.rfile.read(length))
        action = self.path.removeprefix("/v1_1/test-cloud/image/")
        self.server.calls.append((action, params))
        if not self.server.fault or self.server.keeps_despite_fault:
            status, answer = self._act(action, params, file)
        if self.server.fault:
            self._fail(params)
        else:
            self._answer(status, answer)

    def _form(self, body: bytes) -> tuple[dict[str, str], bytes]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        params, file = {}, b""
        for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if name == "file":
                file = content
            else:
                params[str(name)] = content.decode()
        return params, file

    def _act(self, action: str, params: dict[str, str], file: bytes) -> tuple[int, dict[str, Any]]:
        refusal = self._refusal(params)
        if refusal:
            return 401, {"error": {"message": refusal}}
        key = params["public_id"]
        if action == "upload":
            self.server.assets[key] = file
            return 200, {"public_id": key, "version": 1, "bytes": len(file)}
        found = self.server.assets.pop(key, None) is not None
        return 200, {"result": "ok" if found else "not found"}

    def _refusal(self, params: dict[str, str]) -> str:
        """Cloudinary's own rule: the sorted parameters and the secret, hashed; an hour's grace."""
        signed = sorted((k, v) for k, v in params.items() if k not in UNSIGNED)
        text = "&".join(f"{name}={value.replace('&', '%26')}" for name, value in signed)
        digest = hashlib.sha1((text + self.server.api_secret).encode()).hexdigest()  # noqa: S324
        if params.get("api_key") != self.server.api_key:
            return "Unknown API key"
        if params.get("signature") != digest:
            return f"Invalid Signature. String to sign - '{text}'."
        if abs(time.time() - int(params.get("timestamp", 0))) > 3600:
            return "Stale request"
        return ""

    def _fail(self, params: dict[str, str]) -> None:
        fault = self.server.fault
        if fault == "hang":
            time.sleep(1)
        elif fault == "truncated":
            self._send(200, b'{"public_id": "', length=500)
        elif fault == "html":
            self._send(502, b"<html>Bad gateway</html>")
        elif fault == "lie":
            self._answer(200, {"public_id": "another", "result": "perhaps"})
        elif fault == "redirect":
            self.send_response(302)
            self.send_header("Location", f"{self.server.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._answer(int(fault), {"error": {"message": "as the test asked"}})

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        self._send(status, json.dumps(answer).encode())

    def _send(self, status: int, body: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(body)))
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        self.wfile.write(body)
