"""What happens to money: orders opened, payments made, captured or failed, refunds settled."""

from typing import Any

from orders.sandbox import entities
from orders.sandbox.agenda import Agenda, Clock
from orders.sandbox.config import SandboxConfig
from orders.sandbox.entities import Entity
from orders.sandbox.faults import Faults
from orders.sandbox.store import Store
from orders.sandbox.webhooks import Webhooks

# The account's own capture setting, for orders that bring none: automatic, within three days.
ACCOUNT_CAPTURE = {"automatic": True, "automatic_minutes": 4320, "manual_minutes": 7200}


class Ledger:
    """The only place where the sandbox's entities change; each change is one transaction."""

    def __init__(
        self,
        config: SandboxConfig,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        webhooks: Webhooks,
        faults: Faults,
    ) -> None:
        self._config = config
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._webhooks = webhooks
        self._faults = faults
        agenda.tasks["settle"] = self._settle
        agenda.tasks["lapse"] = self._lapse

    def open_order(self, *, capture: Entity, **order: Any) -> Entity:
        opened = entities.new_order(now=self._now(), **order)
        self._store.add(opened, hidden=capture)
        return opened

    def start_payment(
        self, order_id: str, instrument: Entity, *, amount: int, currency: str
    ) -> Entity:
        with self._store.transaction():
            order = self._order(order_id)
            payment = entities.new_payment(
                order=order, amount=amount, currency=currency, instrument=instrument,
                now=self._now(),
            )  # fmt: skip
            self._store.add(payment, parent=order_id)
            status = "paid" if order["status"] == "paid" else "attempted"
            self._store.save(order | {"attempts": order["attempts"] + 1, "status": status})
        return payment

    def authorise(self, payment_id: str, *, capture: bool = True) -> Entity:
        """The bank said yes. Captured at once if the order asks for it and is young enough."""
        with self._store.transaction():
            payment = entities.authorised(self._payment(payment_id))
            self._store.save(payment)
            self._webhooks.announce("payment.authorized", payment=payment)
            order = self._order(payment["order_id"])
            terms = self._store.hidden(order["id"])
            age_minutes = (self._clock.now() - order["created_at"]) / 60
            if capture and terms["automatic"] and age_minutes <= terms["automatic_minutes"]:
                return self.capture(payment_id)
            patience_seconds = max(0, terms["manual_minutes"] - age_minutes) * 60
            self._agenda.add("lapse", payment_id, after_seconds=patience_seconds)
        return payment

    def capture(self, payment_id: str) -> Entity:
        with self._store.transaction():
            payment = entities.captured(self._payment(payment_id))
            self._store.save(payment)
            self._webhooks.announce("payment.captured", payment=payment)
            order = self._order(payment["order_id"])
            if order["status"] != "paid":
                paid = payment["amount"]
                order |= {"status": "paid", "amount_paid": paid, "amount_due": 0}
                self._store.save(order)
                self._webhooks.announce("order.paid", payment=payment, order=order)
        return payment

    def fail(self, payment_id: str, reason: str) -> Entity:
        with self._store.transaction():
            payment = entities.failed(self._payment(payment_id), reason)
            self._store.save(payment)
            self._webhooks.announce("payment.failed", payment=payment)
        return payment

    def refund(self, payment_id: str, amount: int, body: Entity) -> Entity:
        """Reserves the amount on the payment and settles it later, or at once without delay."""
        with self._store.transaction():
            payment = entities.refunded_by(self._payment(payment_id), amount)
            refund = entities.new_refund(payment=payment, amount=amount, body=body, now=self._now())
            self._store.save(payment)
            self._store.add(refund, parent=payment_id)
            self._webhooks.announce("refund.created", refund=refund, payment=payment)
            if self._config.refund_seconds:
                delay = self._config.refund_seconds
                self._agenda.add("settle", refund["id"], after_seconds=delay)
                return refund
            return self._settle(refund["id"])

    def sums(self) -> dict[str, int]:
        """Money captured, refunded and being refunded, in paise, over everything there is."""
        payments = self._store.listing("payment")
        refunds = self._store.listing("refund")
        settled = {"processed": 0, "pending": 0, "failed": 0}
        for refund in refunds:
            settled[refund["status"]] += refund["amount"]
        return {
            "captured_minor": sum(p["amount"] for p in payments if p["captured"]),
            "refunded_minor": settled["processed"],
            "refund_pending_minor": settled["pending"],
            "refund_failed_minor": settled["failed"],
        }

    def _settle(self, refund_id: str) -> Entity:
        with self._store.transaction():
            refund = self._store.find("refund", refund_id)
            if refund is None or refund["status"] != "pending":
                return refund or {}
            payment = self._payment(refund["payment_id"])
            if self._faults.for_refund():
                refund |= {"status": "failed"}
                payment = entities.refunded_by(payment, -refund["amount"])
                self._store.save(payment)
            else:
                refund |= {"status": "processed", "acquirer_data": {"arn": entities.digits(23)}}
            self._store.save(refund)
            self._webhooks.announce(f"refund.{refund['status']}", refund=refund, payment=payment)
        return refund

    def _lapse(self, payment_id: str) -> None:
        """Nobody captured it in time, so the money goes back."""
        with self._store.transaction():
            payment = self._store.find("payment", payment_id)
            if payment and payment["status"] == "authorized":
                self.refund(payment_id, payment["amount"], {})

    def _now(self) -> int:
        return int(self._clock.now())

    def _order(self, order_id: str) -> Entity:
        return self._store.get("order", order_id)

    def _payment(self, payment_id: str) -> Entity:
        return self._store.get("payment", payment_id)
