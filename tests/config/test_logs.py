"""Promises of config/logs.py: one object a line, what it is about, nobody's data (SEC-15)."""

import json
import logging
from typing import Any

import pytest
from celery import shared_task
from celery.signals import before_task_publish, task_prerun
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Message
from config.logs import JsonFormatter, LineFormatter, mask
from orders import cancellation, fulfilment
from orders.checkout import Destination
from orders.models import Order
from tests.factories import make_customer, make_variant
from tests.factories.orders import cash_order

log = logging.getLogger("tests.canary")

# A person nobody else is, so that each trace of them is a leak.
CANARY = Destination(
    full_name="Zyxabella Quonterman",
    phone="+919123498765",
    house="77 Canarystraat",
    street="Wexford Gully",
    landmark="",
    city="Bengaluru",
    state="KA",
    pin_code="560001",
    email="zyxabella@canary.example",
)
TRACES = ("zyxabella", "quonterman", "9123498765", "canarystraat", "wexford gully")


class Lines(logging.Handler):
    """Everything that is logged, as production and as a developer would see it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.json: list[dict[str, Any]] = []
        self.plain: list[str] = []
        self._json, self._plain = JsonFormatter(), LineFormatter("{context}: {message}", style="{")

    def emit(self, record: logging.LogRecord) -> None:
        self.json.append(json.loads(self._json.format(record)))
        self.plain.append(self._plain.format(record))

    @property
    def text(self) -> str:
        return "\n".join(
            [*(json.dumps(line, ensure_ascii=False) for line in self.json), *self.plain]
        )


@pytest.fixture
def lines():
    lines, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    root.setLevel(before)


# --- Shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("to asha.rao+1@example.co.in now", "to [e-mail] now"),
        ("+919876543210", "[phone]"),
        ("call 98765 43210", "call [phone]"),
        ("phone=09876543210&x=1", "phone=[phone]&x=1"),
        ("/orders/?q=asha+rao&page=2", "/orders/?q=[…]&page=2"),
        ("Authorization: Bearer abcdefghij.klm", "Authorization: Bearer [secret]"),
        ("postgres://vastra:pass@db/vastra", "postgres://[secret]@db/vastra"),
        ("redis://:pass@redis:6379/0", "redis://[secret]@redis:6379/0"),
        ("Your code is 123456.", "Your code is [code]."),
        ("card 4111 1111 1111 1111 refused", "card [card] refused"),
        ("sig " + "a1" * 32, "sig [signature]"),
        (
            "/orders/open/VA-7K3M9-Q9T2X:1vNx4a:" + "Ab_-" * 10 + "/",
            "/orders/open/VA-7K3M9-Q9T2X:[signature]/",
        ),
        ("sessionid=abc123; x", "sessionid=[secret]; x"),
    ],
)
def test_what_looks_like_a_persons_data_is_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "VA-7K3M9-Q9T2X moved to packed",
        "submit_refund of 0192f0c4-7d2e-7b1a-9c3d-4f5e6a7b8c9d put off",
        "pay_MK0001aBcDeFgH: 49900 paise at 2026-11-24T15:00:00.123456+00:00",
        "10.0.0.7 took 1234567 us",
    ],
)
def test_what_names_a_row_or_a_moment_stays(text):
    assert mask(text) == text


# --- Lines ----------------------------------------------------------------------------------------


def test_a_line_says_when_where_and_what(lines):
    log.warning("%s was packed", "VA-7K3M9-Q9T2X")
    (line,) = lines.json
    assert line["at"].endswith("+00:00")
    assert (line["level"], line["logger"]) == ("WARNING", "tests.canary")
    assert (line["message"], line["order"]) == ("VA-7K3M9-Q9T2X was packed", "VA-7K3M9-Q9T2X")


@pytest.mark.django_db
def test_a_line_of_a_request_has_its_name(lines, client):
    client.get("/no-such-page/", headers={"X-Request-ID": "REQUEST-0001"})
    assert {line.get("request") for line in lines.json} == {"REQUEST-0001"}
    assert lines.plain[0].startswith(" [REQUEST-0001]: ")


@shared_task
def speak(row_id: str) -> None:
    log.warning("spoken")


def test_a_line_of_a_task_has_its_name_its_id_and_its_row(lines):
    task = speak.delay("0192f0c4-7d2e-7b1a-9c3d-4f5e6a7b8c9d")
    (line,) = [line for line in lines.json if line["message"] == "spoken"]
    assert line["task"].endswith("speak")
    assert (line["task_id"], line["row"]) == (task.id, "0192f0c4-7d2e-7b1a-9c3d-4f5e6a7b8c9d")
    log.warning("after")
    assert "task" not in lines.json[-1]


def test_nobody_writes_a_line_of_ours(lines):
    """A line break in what a client sent begins no second line."""
    log.warning("asked for %s", "/x\r\nERROR root: all is lost")
    assert lines.plain == [": asked for /x\\r\\nERROR root: all is lost"]
    assert JsonFormatter().format(logging.makeLogRecord({"msg": "a\nb"})).count("\n") == 0


def test_a_trace_is_masked_as_well(lines):
    try:
        raise ValueError("no such user: zyxabella@canary.example")
    except ValueError:
        log.exception("that failed")
    assert "ValueError: no such user: [e-mail]" in lines.json[0]["trace"]
    assert "zyxabella" not in lines.text


# --- Canaries -------------------------------------------------------------------------------------


@pytest.fixture
def payloads():
    """What is handed to the worker: arguments of every task."""
    seen: list[str] = []

    def note(args: Any = (), kwargs: Any = None, body: Any = None, **_signal: Any) -> None:
        seen.append(repr((args, kwargs, body)))

    before_task_publish.connect(note, weak=False)
    task_prerun.connect(note, weak=False)
    yield seen
    before_task_publish.disconnect(note)
    task_prerun.disconnect(note)


def kept_in_the_cache() -> str:
    """All but sessions, which are the visitor's own and end with them."""
    store = {key: cache._cache[key] for key in cache._cache if "sessions" not in key}
    return repr(store)


@pytest.mark.django_db(transaction=True)
@pytest.mark.engines("sqlite")
def test_a_person_who_does_everything_leaves_no_trace_in_logs_tasks_and_cache(lines, payloads):
    """Signs in, buys as a guest, is sent mail and SMS, cancels, has it delivered, loses their way,
    meets a fault: names, addresses, phone and e-mail are in the database, and nowhere else.
    """
    shown = do_everything()
    assert CANARY.email in "".join(str(message.to) for message in mail.outbox)  # it did happen
    assert Order.objects.filter(full_name=CANARY.full_name).count() == 2
    assert Message.objects.count() > 2
    assert len(payloads) > 2
    assert len(lines.json) > 2
    places = {
        "logs": lines.text, "tasks": "\n".join(payloads), "cache": kept_in_the_cache(),
        "error pages": shown,
    }  # fmt: skip
    found = [
        (name, trace) for name, text in places.items() for trace in TRACES if trace in text.lower()
    ]
    assert found == []


def leaks_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text.lower()]


def do_everything() -> str:
    """The pages that say something went wrong, as they were shown."""
    visitor = Client(raise_request_exception=False)
    visitor.post("/sign-in/", {"identifier": CANARY.email})
    visitor.post("/sign-in/", {"identifier": CANARY.phone})
    visitor.post("/sign-in/code/confirm/", {"code": "000000"})
    delivered = cash_order(make_variant(), destination=CANARY)
    fulfilment.pack_order(delivered, by="Store")
    fulfilment.ship_order(delivered, by="Store", carrier="Blue Dart", tracking_number="BD1")
    fulfilment.deliver_order(delivered, by="Store")
    cancelled = cash_order(make_variant(), destination=CANARY)
    cancellation.cancel_order(cancelled, by="customer")
    visitor.post(reverse("orders:find"), {"number": delivered.number, "phone": CANARY.phone})
    visitor.force_login(make_customer(email="zyxabella2@canary.example"))
    visitor.get(f"/orders/?q={CANARY.full_name}")
    log.error("fault beside %s", CANARY.email)
    wrong = [
        visitor.get(f"/no-such-page/{CANARY.email}/?phone={CANARY.phone}"),
        visitor.get(f"/no-such-file-{CANARY.phone}.png"),
        visitor.post("/bag/add/", {"variant": CANARY.full_name}),
    ]
    return "\n".join(page.content.decode() for page in wrong)
