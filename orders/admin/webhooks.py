"""What the gateway told us, as it came."""

import json
from contextlib import suppress

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from orders.admin.looks import WEBHOOK_COLOURS
from orders.models import WebhookEvent
from orders.states import WebhookStatus
from orders.webhooks import try_event_again

APPLY_AGAIN = Move(
    "again",
    "Apply again",
    try_event_again,
    is_legal=lambda event: event.status == WebhookStatus.QUARANTINED,
    said=lambda event: "The event is being applied again; what it tells takes effect once.",
)


@admin.register(WebhookEvent)
class WebhookEventAdmin(DeskAdmin):
    moves = (APPLY_AGAIN,)
    actions = ("apply_again",)
    list_display = ("received_at", "kind", "status_label", "attempts", "event_id", "last_error")
    list_filter = ("status", "received_at")
    search_fields = ("event_id", "kind")
    fields = (
        ("event_id", "kind"),
        ("status", "attempts"),
        ("received_at", "next_attempt_at"),
        "last_error",
        "written_body",
    )
    readonly_fields = ("written_body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEvent]:
        events = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and str(match.url_name).endswith("changelist")
        return events.defer("body") if is_list else events

    @display(description="Status", label=WEBHOOK_COLOURS, ordering="status")
    def status_label(self, event: WebhookEvent) -> tuple[str, str]:
        return event.status, event.get_status_display()

    @admin.action(description="Apply again", permissions=["move"])
    def apply_again(self, request: HttpRequest, events: QuerySet[WebhookEvent]) -> None:
        self.move_each(request, events, APPLY_AGAIN)

    @display(description="What it says")
    def written_body(self, event: WebhookEvent) -> str:
        body = bytes(event.body).decode("utf-8", "replace")
        with suppress(ValueError):  # what is no JSON is shown as it came
            body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-pre">{}</pre>', body)
