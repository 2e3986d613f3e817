"""The frame of the back office: its navigation with what waits in it, and its first page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from accounts.desk import DeskAdmin
from accounts.models import Message, MessageStatus
from config.jobs import late_jobs
from config.models import JobRun
from orders.audits import last_breached
from orders.models import Order, Parcel, Provider, Refund, WebhookEvent
from orders.states import OrderStatus, ParcelStatus, RefundStatus, WebhookStatus
from returns.models import Disposition, ReturnCase
from returns.states import ReturnStatus
from shop.models import Review

# Whoever may edit these could make somebody else's account their own.
if admin.site.is_registered(EmailAddress):
    admin.site.unregister(EmailAddress)


@dataclass(frozen=True)
class Page:
    """One line of the navigation: a list, or the part of it that waits for staff."""

    title: str
    model: str  # like orders.order
    icon: str
    status: str = ""
    rights: str = ""  # the model whose permissions count, where it is another
    view: str = ""  # a page of its own, by the name of its address

    @property
    def link(self) -> str:
        if self.view:
            return reverse(f"admin:{self.view}")
        url = reverse(f"admin:{self.model.replace('.', '_')}_changelist")
        lookup = "status__in" if "," in self.status else "status__exact"
        return f"{url}?{lookup}={self.status}" if self.status else url

    def may_be_seen(self, request: HttpRequest) -> bool:
        app, model = (self.rights or self.model).split(".")
        return any(request.user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))

    def is_active(self, request: HttpRequest) -> bool:
        path = self.link.split("?")[0]
        if self.view:
            return request.path == path
        shown = request.GET.get("status__exact") or request.GET.get("status__in", "")
        if request.path == path:
            return shown == self.status or (not self.status and shown not in QUEUED)
        is_below = request.path.startswith(path) and not _has_own_line(request)
        return not self.status and is_below


def _has_own_line(request: HttpRequest) -> bool:
    """Whether another line of the navigation leads to exactly this page."""
    match = request.resolver_match
    return match is not None and match.url_name in VIEWS


TO_PACK = Page("To pack", "orders.order", "inventory_2", OrderStatus.CONFIRMED)
TO_SHIP = Page(
    "To ship", "orders.parcel", "local_shipping", ParcelStatus.PACKED, rights="orders.order"
)
COMING_BACK = Page(
    "Coming back", "orders.parcel", "u_turn_left", ParcelStatus.RETURNING, rights="orders.order"
)
TO_APPROVE = Page("To approve", "returns.returncase", "approval", ReturnStatus.FILED)
ON_THEIR_WAY = (ReturnStatus.APPROVED, ReturnStatus.PICKED_UP)
TO_RECEIVE = Page("To receive", "returns.returncase", "package_2", ",".join(ON_THEIR_WAY))
TO_INSPECT = Page("To inspect", "returns.returncase", "rule", ReturnStatus.RECEIVED)
TO_SEND_BACK = Page(
    "To send back", "returns.disposition", "assignment_returned", "due", rights="returns.returncase"
)
REFUNDS = Page("Refunds", "orders.refund", "undo")
TO_APPROVE = Page(
    "Refunds to approve", "orders.refund", "verified_user", RefundStatus.AWAITING_APPROVAL
)
MESSAGES = Page("Messages", "accounts.message", "mail")
TO_MODERATE = Page("Reviews to moderate", "shop.review", "rate_review", "waiting")
AUDITS = Page("Check of the books", "orders.audit", "fact_check")
WEBHOOKS = Page("Webhooks", "orders.webhookevent", "webhook")

GROUPS: dict[str, list[Page]] = {
    "Orders": [
        Page("Board", "orders.order", "view_kanban", view="orders_order_board"),
        TO_PACK,
        TO_SHIP,
        COMING_BACK,
        Page("All orders", "orders.order", "receipt_long"),
        Page("All parcels", "orders.parcel", "deployed_code", rights="orders.order"),
    ],
    "Returns": [
        Page("Scan", "returns.returncase", "barcode_scanner", view="returns_returncase_scan"),
        TO_APPROVE,
        TO_RECEIVE,
        TO_INSPECT,
        TO_SEND_BACK,
        Page("All returns", "returns.returncase", "assignment_return"),
        Page("What returns teach", "returns.returntally", "school", rights="returns.returncase"),
    ],
    "Money": [
        Page("Payments", "orders.payment", "payments"),
        TO_APPROVE,
        REFUNDS,
        Page("Ledger", "orders.ledgerentry", "menu_book"),
        Page("Invoices", "orders.invoice", "request_quote"),
        Page("Tax rates", "orders.taxrate", "percent"),
        WEBHOOKS,
    ],
    "Health": [
        AUDITS,
        Page("Jobs of the clock", "config.jobrun", "schedule"),
        Page("Services we call", "accounts.breaker", "electrical_services"),
    ],
    "Catalogue": [
        Page("Products", "shop.product", "apparel"),
        Page("Sizes and stock", "shop.variant", "warehouse"),
        Page("Stock movements", "shop.stockmovement", "swap_vert"),
        Page("Categories", "shop.category", "shelves"),
        TO_MODERATE,
        Page("Reviews", "shop.review", "reviews"),
        Page("Coupons", "shop.coupon", "sell"),
        Page("Return policies", "shop.returnpolicy", "assignment_returned"),
        Page("PIN codes", "shop.pincode", "pin_drop"),
    ],
    "Storefront": [
        Page("Home page", "shop.homeblock", "home"),
        Page("Synonyms", "shop.synonym", "spellcheck"),
        Page("Searches", "shop.searchterm", "manage_search"),
    ],
    "People": [
        Page("Customers and staff", "accounts.user", "group"),
        Page("Roles", "auth.group", "badge"),
        MESSAGES,
    ],
}
VIEWS = {page.view for pages in GROUPS.values() for page in pages if page.view}
QUEUED = {page.status for pages in GROUPS.values() for page in pages if page.status}


@dataclass(frozen=True)
class Queue:
    """What waits for staff: how many rows of one model in one status, and since when."""

    page: Page
    title: str
    rows: Callable[[], Any]
    since: str  # the column that says when a row was put there
    link: str = ""

    def waiting(self) -> tuple[int, datetime | None]:
        found = self.rows().aggregate(count=Count("pk"), oldest=Min(self.since))
        return found["count"], found["oldest"]


QUEUES = (
    Queue(TO_PACK, "Orders to pack", Order.objects.awaiting_packing, "placed_at"),
    Queue(TO_SHIP, "Parcels to ship", Parcel.objects.waiting, "packed_at"),
    Queue(COMING_BACK, "Parcels coming back", Parcel.objects.coming_back, "turned_at"),
    Queue(TO_APPROVE, "Returns to approve", ReturnCase.objects.to_approve, "filed_at"),
    Queue(TO_RECEIVE, "Returns to receive", ReturnCase.objects.to_receive, "filed_at"),
    Queue(TO_INSPECT, "Returns to inspect", ReturnCase.objects.to_inspect, "received_at"),
    Queue(TO_SEND_BACK, "Refused items to send back", Disposition.objects.due, "opened_at"),
    Queue(TO_MODERATE, "Reviews to moderate", Review.objects.waiting, "created_at"),
    Queue(TO_APPROVE, "Refunds to approve", Refund.objects.to_approve, "requested_at"),
    Queue(
        REFUNDS,
        "Refunds to pay by hand",
        Refund.objects.to_pay_by_hand,
        "requested_at",
        f"?payment__provider__exact={Provider.CASH}&status__exact={RefundStatus.NEEDS_ATTENTION}",
    ),
    Queue(
        REFUNDS,
        "Refunds that need attention",
        Refund.objects.needing_a_person,
        "requested_at",
        f"?status__in={RefundStatus.NEEDS_ATTENTION},{RefundStatus.FAILED}",
    ),
    Queue(
        MESSAGES,
        "Messages that need attention",
        lambda: Message.objects.filter(status=MessageStatus.NEEDS_ATTENTION),
        "created_at",
        f"?status__exact={MessageStatus.NEEDS_ATTENTION}",
    ),
    Queue(
        WEBHOOKS,
        "Webhooks not understood",
        lambda: WebhookEvent.objects.filter(status=WebhookStatus.QUARANTINED),
        "received_at",
        f"?status__exact={WebhookStatus.QUARANTINED}",
    ),
    Queue(AUDITS, "Books that do not add up", last_breached, "started_at"),
)


def environment(request: HttpRequest) -> list[str] | None:
    """The label that tells a demo from the shop itself."""
    return ["Demo", "warning"] if getattr(settings, "DEMO", False) else None


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of pages this member of staff may see, with what waits in them."""
    counts = _counts(request)
    groups = []
    for title, pages in GROUPS.items():
        items = [
            {
                "title": page.title,
                "icon": page.icon,
                "link": page.link,
                "active": page.is_active(request),
                "badge": counts.get((page.model, page.status), 0),
                "badge_variant": "danger" if page is REFUNDS else "primary",
            }
            for page in pages
            if page.may_be_seen(request)
        ]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _counts(request: HttpRequest) -> dict[tuple[str, str], int]:
    """How many wait, by model and status: a few small counts, each over an index."""
    counts: dict[tuple[str, str], int] = {}
    for model, page, statuses in (
        (Order, TO_PACK, [TO_PACK.status]),
        (Parcel, TO_SHIP, [TO_SHIP.status]),
        (ReturnCase, TO_RECEIVE, [TO_APPROVE.status, *ON_THEIR_WAY, TO_INSPECT.status]),
        (Refund, REFUNDS, [RefundStatus.NEEDS_ATTENTION, RefundStatus.FAILED]),
    ):
        if page.may_be_seen(request):
            rows = model.objects.filter(status__in=statuses).order_by()
            for status, count in rows.values_list("status").annotate(Count("pk")):
                queue = TO_RECEIVE.status if status in ON_THEIR_WAY else status
                key = (page.model, queue if page.status else "")
                counts[key] = counts.get(key, 0) + count
    if TO_SEND_BACK.may_be_seen(request):
        counts[TO_SEND_BACK.model, TO_SEND_BACK.status] = Disposition.objects.due().count()
    if TO_MODERATE.may_be_seen(request):
        counts[TO_MODERATE.model, TO_MODERATE.status] = Review.objects.waiting().count()
    return counts


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The first page: what needs somebody now, oldest age first to the eye."""
    queues = []
    for queue in QUEUES:
        if queue.page.may_be_seen(request):
            count, oldest = queue.waiting()
            link = f"{queue.page.link}{queue.link}"
            queues.append({"title": queue.title, "count": count, "oldest": oldest, "link": link})
    return {**context, "queues": queues, "title": "Needs you now", "subtitle": None}


@admin.register(JobRun)
class JobRunAdmin(DeskAdmin):
    """What the clock did last, and which of its jobs do not come to an end."""

    list_display = ("job", "verdict", "ended_at", "took", "failed_at", "last_error")
    fields = (("name", "first_at"), ("ended_at", "took_ms"), ("failed_at", "last_error"))

    @display(description="Job", ordering="name")
    def job(self, run: JobRun) -> str:
        return run.name.rpartition(".")[2].replace("_", " ").capitalize()

    @display(description="", label={"late": "danger", "ok": "success"})
    def verdict(self, run: JobRun) -> tuple[str, str]:
        is_late = run.name in late_jobs()
        return ("late", "Late") if is_late else ("ok", "In time")

    @display(description="Took", ordering="took_ms")
    def took(self, run: JobRun) -> str:
        return f"{run.took_ms / 1000:.1f} s"
