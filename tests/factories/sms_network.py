"""An SMS network on this machine, speaking Twilio's Messages API, with faults."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

ACCOUNT, TOKEN = "ACtest", "token"


class FakeNetwork(ThreadingHTTPServer):
    """Takes what is sent by who knows the token; answers with the status a test asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answerer)
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.status = 201

    @property
    def url(self) -> str:
        return f"http://{ACCOUNT}:{TOKEN}@127.0.0.1:{self.server_address[1]}/?from=VASTRA"


@contextmanager
def running_network() -> Iterator[FakeNetwork]:
    server = FakeNetwork()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answerer(BaseHTTPRequestHandler):
    server: FakeNetwork

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        status = self.server.status
        if self.headers["Authorization"] == f"Basic {known}":
            self.server.calls.append((self.path, dict(parse_qsl(body))))
        else:
            status = 401
        answer = json.dumps({"sid": "SM1"} if status == 201 else {"code": 20003}).encode()
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        """Quiet."""
