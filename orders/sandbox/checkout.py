"""The hosted pay page: shows an order, takes a choice, sends the shopper back to the shop."""

import json
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from orders.sandbox.config import SandboxConfig
from orders.sandbox.entities import FAILURES, TEST_CARDS, TEST_UPI_IDS, Entity
from orders.sandbox.ledger import Ledger
from orders.sandbox.store import Store
from orders.sandbox.webhooks import sign
from orders.sandbox.wire import Refusal, Reply, Request, html_reply, redirect

_PAGES = Path(__file__).parent / "pages"
# Carried from page to page in the form itself, so that nothing is lost by a restart.
_CARRIED = (
    "key_id", "order_id", "name", "description", "prefill[name]", "prefill[email]",
    "prefill[contact]", "prefill[method]", "callback_url", "cancel_url", "frame_origin",
)  # fmt: skip

_METHODS = ("upi", "card", "netbanking", "wallet")


class Checkout:
    """Razorpay's pay page in our own plain clothes, clearly marked as a test."""

    def __init__(self, config: SandboxConfig, store: Store, books: Ledger) -> None:
        self._config = config
        self._store = store
        self._books = books

    def script(self, _request: Request) -> Reply:
        return Reply(200, (_PAGES / "checkout.js").read_bytes(), "text/javascript; charset=utf-8")

    def show(self, request: Request) -> Reply:
        form = request.form()
        return self._pay_page(form, self._payable_order(form))

    def choose(self, request: Request) -> Reply:
        """What the shopper pressed on the pay page."""
        form = request.form()
        if form.get("choice") == "cancel":
            return self._cancelled(form)
        with self._store.transaction():
            order = self._payable_order(form)
            instrument = _instrument(form)
            payment = self._books.start_payment(
                order["id"], instrument, amount=order["amount"], currency=order["currency"]
            )
            reason = _failure(form, instrument)
            if reason:
                return self._failed(form, order, self._books.fail(payment["id"], reason))
            self._books.authorise(payment["id"])
        return self._paid(form, order, payment)

    def _payable_order(self, form: dict[str, str]) -> Entity:
        self._refuse_bad_fields(form)
        order = self._store.find("order", form.get("order_id", ""))
        if order is None:
            raise Refusal("The id provided does not exist")
        if form.get("amount") not in (None, "", str(order["amount"])):
            raise Refusal("The amount does not match the amount of the order", field="amount")
        if order["status"] == "paid":
            raise Refusal(
                "Your payment has been declined as the order is already paid. Please initiate "
                "the payment with a new order."
            )
        return order

    def _refuse_bad_fields(self, form: dict[str, str]) -> None:
        if form.get("key_id") != self._config.key_id:
            raise Refusal("The api key provided is invalid", status=401, reason="NA")
        for name in ("callback_url", "cancel_url"):
            if form.get(name) and urlsplit(form[name]).scheme not in ("http", "https"):
                raise Refusal(f"The {name} format is invalid.", field=name)
        if not form.get("callback_url") and not form.get("frame_origin"):
            raise Refusal("The callback_url field is required.", field="callback_url")

    def _pay_page(self, form: dict[str, str], order: Entity, problem: str = "") -> Reply:
        reasons = (
            f'<option value="{reason}">{reason.replace("_", " ").capitalize()}</option>'
            for reason in FAILURES
        )
        return _page(
            "pay.html",
            name=escape(form.get("name") or "the shop"),
            description=escape(form.get("description", "")),
            amount=_rupees(order["amount"]),
            order_id=order["id"],
            timeout=_time_over(form),
            problem=f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else "",
            script=_escape_script(form) if form.get("frame_origin") else "",
            carried=_hidden_inputs({key: form[key] for key in _CARRIED if form.get(key)}),
            reasons="".join(reasons),
            **{method: "checked" if method == _method(form) else "" for method in _METHODS},
        )

    def _paid(self, form: dict[str, str], order: Entity, payment: Entity) -> Reply:
        signed = f"{order['id']}|{payment['id']}".encode()
        answer = {
            "razorpay_payment_id": payment["id"],
            "razorpay_order_id": order["id"],
            "razorpay_signature": sign(signed, self._config.key_secret),
        }
        if form.get("frame_origin"):
            return _tell_frame(form, {"event": "payment.success", "response": answer})
        return self._back_to_shop(form, answer, "Payment successful", _rupees(order["amount"]))

    def _failed(self, form: dict[str, str], order: Entity, payment: Entity) -> Reply:
        metadata = {"payment_id": payment["id"], "order_id": order["id"]}
        error = {
            "code": payment["error_code"],
            "description": payment["error_description"],
            "source": payment["error_source"],
            "step": payment["error_step"],
            "reason": payment["error_reason"],
        }
        if form.get("frame_origin"):
            page = self._pay_page(form, order, payment["error_description"])
            told = {
                "event": "payment.failed",
                "response": {"error": error | {"metadata": metadata}},
            }
            return html_reply(page.body.decode() + _message_script(form, told))
        answer = {f"error[{key}]": value for key, value in error.items()}
        answer["error[metadata]"] = json.dumps(metadata)
        return self._back_to_shop(form, answer, "Payment failed", error["description"])

    def _cancelled(self, form: dict[str, str]) -> Reply:
        if form.get("frame_origin"):
            return _tell_frame(form, {"event": "dismiss"})
        self._refuse_bad_fields(form)
        return redirect(form.get("cancel_url") or form["callback_url"])

    def _back_to_shop(
        self, form: dict[str, str], answer: dict[str, str], title: str, detail: str
    ) -> Reply:
        return _page(
            "return.html",
            title=title,
            detail=escape(detail),
            name=escape(form.get("name") or "the shop"),
            callback_url=escape(form["callback_url"]),
            answer=_hidden_inputs(answer),
        )


def _time_over(form: dict[str, str]) -> str:
    """The page gives up after `timeout` seconds and leads back, as one that was left."""
    seconds, back = form.get("timeout", ""), form.get("cancel_url", "")
    if not seconds.isdecimal() or not back:
        return ""
    return f'<meta http-equiv="refresh" content="{int(seconds)};url={escape(back)}">'


def refusal_page(refusal: Refusal) -> Reply:
    """What a person sees where a program would read an error body."""
    page = _page("refused.html", description=escape(str(refusal)))
    return Reply(refusal.status, page.body, page.content_type)


def _method(form: dict[str, str]) -> str:
    """What was chosen here, else what the shop proposed."""
    method = form.get("method") or form.get("prefill[method]", "")
    return method if method in _METHODS else "upi"


def _instrument(form: dict[str, str]) -> Entity:
    return {
        "method": _method(form),
        "vpa": form.get("vpa", "").strip().lower(),
        "email": form.get("prefill[email]"),
        "contact": form.get("prefill[contact]"),
        "description": form.get("description"),
    }


def _failure(form: dict[str, str], instrument: Entity) -> str | None:
    """Why the payment shall fail: chosen by hand, or by Razorpay's documented magic values."""
    if form.get("choice") == "fail":
        reason = form.get("reason", "")
        return reason if reason in FAILURES else "payment_failed"
    if instrument["method"] == "card":
        number = "".join(filter(str.isdigit, form.get("card_number", "")))
        return TEST_CARDS.get(number)
    return TEST_UPI_IDS.get(instrument["vpa"]) if instrument["method"] == "upi" else None


def _page(file: str, /, **values: str) -> Reply:
    style = (_PAGES / "style.css").read_text()
    return html_reply(Template((_PAGES / file).read_text()).substitute(values, style=style))


def _hidden_inputs(fields: dict[str, str]) -> str:
    return "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _tell_frame(form: dict[str, str], message: Entity) -> Reply:
    return html_reply("<!doctype html><title>Done</title>" + _message_script(form, message))


def _message_script(form: dict[str, str], message: Entity) -> str:
    return f"<script>{_message(form, message)}</script>"


def _escape_script(form: dict[str, str]) -> str:
    """The dialog around the frame does not hear the Escape key pressed inside it."""
    tell = _message(form, {"event": "escape"})
    return (
        f'<script>addEventListener("keydown", (e) => {{ if (e.key === "Escape") {tell} }})</script>'
    )


def _message(form: dict[str, str], message: Entity) -> str:
    told, origin = (
        json.dumps(part).replace("<", "\\u003c") for part in (message, form["frame_origin"])
    )
    return f"parent.postMessage({told}, {origin})"


def _rupees(amount_minor: int) -> str:
    """₹1,23,456.78: Indian grouping, thousands first and then by twos."""
    rupees, paise = divmod(amount_minor, 100)
    head, tail = str(rupees)[:-3], str(rupees)[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return "₹" + ",".join([*reversed(groups), tail]) + (f".{paise:02}" if paise else "")
