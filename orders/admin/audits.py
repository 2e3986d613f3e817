"""The page where staff read whether the books add up, and which rows do not."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from orders.audits import ask_for_audit
from orders.invariants import INVARIANTS, Invariant
from orders.models import Audit

OUTCOMES = {"ok": "success", "breached": "danger", "running": "info"}
WORDS = {"ok": "The books add up", "breached": "Something is wrong", "running": "Being checked"}

CHECK_NOW = Move(
    "now",
    "Check now",
    lambda _audit, *, by: ask_for_audit(by=by),
    is_legal=lambda _audit: True,
    said=lambda _audit: "The books are being checked; the answer is the first of the list.",
)


def outcome_of(audit: Audit) -> str:
    if audit.ended_at is None:
        return "running"
    return "breached" if audit.breach_count else "ok"


@admin.register(Audit)
class AuditAdmin(DeskAdmin):
    """Every check of the books, the latest first."""

    moves = (CHECK_NOW,)
    change_form_template = "admin/orders/audit/desk.html"
    fields = ("key",)
    list_display = ("started_at", "outcome", "breach_count", "asked_by")
    ordering = ("-started_at",)

    @display(description="Outcome", label=OUTCOMES)
    def outcome(self, audit: Audit) -> tuple[str, str]:
        said = outcome_of(audit)
        return said, WORDS[said]

    @display(description="Asked for by")
    def asked_by(self, audit: Audit) -> str:
        return audit.by or "The clock"

    def desk_context(self, request: HttpRequest, row: Audit) -> dict[str, Any]:
        said = outcome_of(row)
        checks = [_check(invariant, row) for invariant in INVARIANTS]
        return {
            "audit": row,
            "sentence": WORDS[said],
            "state_colour": OUTCOMES[said],
            "broken": [check for check in checks if check["count"]],
            "sound": [check for check in checks if not check["count"]],
        }


def _check(invariant: Invariant, audit: Audit) -> dict[str, Any]:
    """What this audit found of one invariant."""
    found = audit.findings.get(invariant.code, {"count": 0, "rows": []})
    rows = [{**row, "link": _page_of(row)} for row in found["rows"]]
    return {"invariant": invariant, "count": found["count"], "rows": rows}


def _page_of(found: dict[str, str]) -> str:
    """Where staff look at the row; empty for rows that have no page."""
    try:
        return reverse(f"admin:{found['model'].replace('.', '_')}_change", args=[found["pk"]])
    except NoReverseMatch:
        return ""
