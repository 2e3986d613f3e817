"""HTTP in and out: finds the endpoint for a path, and lets the ordered faults strike."""

import base64
import hmac
import logging
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from orders.sandbox.checkout import refusal_page
from orders.sandbox.faults import Fault, reply_for
from orders.sandbox.wire import Refusal, Reply, Request, json_reply

if TYPE_CHECKING:
    from orders.sandbox.running import Sandbox

logger = logging.getLogger(__name__)

Endpoint = Callable[..., Any]
_MAX_BODY = 1_000_000


class Drop(Exception):
    """The connection is to be closed without a word."""


class Answerer:
    """Turns a request into a reply: authentication, refund key, fault, endpoint, in that order."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self.stopping = threading.Event()
        self._routes = _routes(sandbox)

    def answer(self, request: Request) -> Reply:
        if request.path.startswith("/_fake/"):
            return self._reply(request)
        if request.path.startswith("/v1/checkout"):
            return self._checkout_reply(request)
        call = self._sandbox.note_call(request)
        try:
            with self._sandbox.idempotency.claim(request):
                self._authenticate(request)
                fault = self._sandbox.faults.for_call(request.method, request.path)
                call["fault"] = fault.kind if fault else None
                reply = self._faulty_reply(request, fault) if fault else self._reply(request)
        except Refusal as refusal:
            reply = refusal.reply()
        call["status"] = reply.status
        return reply

    def _faulty_reply(self, request: Request, fault: Fault) -> Reply:
        true_reply = self._reply(request) if fault.after else None
        if fault.kind == "latency":
            self.stopping.wait(fault.seconds)
            return true_reply or self._reply(request)
        if fault.kind == "hang":
            self.stopping.wait(fault.seconds)
            raise Drop
        if fault.kind == "truncated" and true_reply:
            half = true_reply.body[: len(true_reply.body) // 2]
            return Reply(true_reply.status, half)
        false_reply = reply_for(fault)
        if false_reply is None:
            raise Drop
        return false_reply

    def _checkout_reply(self, request: Request) -> Reply:
        try:
            return self._find(request)
        except Refusal as refusal:
            return refusal_page(refusal)

    def _reply(self, request: Request) -> Reply:
        try:
            return self._find(request)
        except Refusal as refusal:
            return refusal.reply()

    def _find(self, request: Request) -> Reply:
        for method, pattern, endpoint in self._routes:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                answer = endpoint(request, **match.groupdict())
                return answer if isinstance(answer, Reply) else json_reply(answer)
        raise Refusal("The requested URL was not found on the server.", reason="NA")

    def _authenticate(self, request: Request) -> None:
        config = self._sandbox.config
        expected = base64.b64encode(f"{config.key_id}:{config.key_secret}".encode()).decode()
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Basic {expected}".encode()):
            raise Refusal("Authentication failed", status=401, reason="NA")


def _routes(sandbox: "Sandbox") -> list[tuple[str, re.Pattern[str], Endpoint]]:
    api, checkout, control = sandbox.api, sandbox.checkout, sandbox.control
    order = "(?P<order_id>order_[^/]*)"
    payment = "(?P<payment_id>pay_[^/]*)"
    refund = "(?P<refund_id>rfnd_[^/]*)"
    table: list[tuple[str, str, Endpoint]] = [
        ("POST", "/v1/orders", api.create_order),
        ("GET", "/v1/orders", api.list_orders),
        ("GET", f"/v1/orders/{order}", api.fetch_order),
        ("GET", f"/v1/orders/{order}/payments", api.list_order_payments),
        ("GET", "/v1/payments", api.list_payments),
        ("GET", f"/v1/payments/{payment}", api.fetch_payment),
        ("POST", f"/v1/payments/{payment}/capture", api.capture_payment),
        ("POST", f"/v1/payments/{payment}/refund", api.refund_payment),
        ("GET", f"/v1/payments/{payment}/refunds", api.list_payment_refunds),
        ("GET", "/v1/refunds", api.list_refunds),
        ("GET", f"/v1/refunds/{refund}", api.fetch_refund),
        ("GET", r"/v1/checkout\.js", checkout.script),
        ("POST", "/v1/checkout/embedded", checkout.show),
        ("POST", "/v1/checkout/choice", checkout.choose),
        ("POST", "/_fake/faults", control.add_fault),
        ("DELETE", "/_fake/faults", control.clear_faults),
        ("POST", "/_fake/payments", control.make_payment),
        ("POST", "/_fake/external_refund", control.external_refund),
        ("POST", "/_fake/clock", control.advance),
        ("GET", "/_fake/ledger", control.ledger),
        ("POST", "/_fake/reset", control.reset),
    ]
    return [(method, re.compile(path), endpoint) for method, path, endpoint in table]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser's idle connection must not hold up the stop
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], answerer: Answerer) -> None:
        super().__init__(address, _Connection)
        self.answerer = answerer


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "LocalRazorpay"
    wbufsize = -1  # headers and body leave in one packet, or every call waits for an ACK
    disable_nagle_algorithm = True
    timeout = 60
    server: Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MAX_BODY:
            self.send_error(413)
            return
        url = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=url.path.rstrip("/") or "/",
            query=dict(parse_qsl(url.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        try:
            reply = self.server.answerer.answer(request)
        except Drop:
            self.close_connection = True
            return
        except Exception:
            logger.exception("sandbox: %s %s", request.method, request.path)
            reply = Refusal(
                "The sandbox itself is broken.", status=500, code="SERVER_ERROR", reason="NA"
            ).reply()
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *words: Any) -> None:
        logger.info("sandbox: %s", words[0] % words[1:])
