"""The log of all we sent or owe, as it reads for the one who gets it, and a gallery of kinds.

A mail is shown in a frame of its own address, under a policy that runs nothing and fetches nothing
but pictures; what cannot be sent waits here for somebody to try again.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from accounts.errors import Refusal
from accounts.kinds import KINDS, title_of
from accounts.models import Message, MessageChannel, MessageStatus
from accounts.outbox import resend
from accounts.sms import ONE_SMS, places_in
from accounts.wording import wording_of, written

MESSAGE_COLOURS = {
    MessageStatus.UNSENT: "info",
    MessageStatus.SENT: "success",
    MessageStatus.NEEDS_ATTENTION: "danger",
    MessageStatus.WITHDRAWN: "",
}
POLICY = (
    "default-src 'none'; img-src 'self' {site} https://res.cloudinary.com; "
    "style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)


def _send_again(message: Message, *, by: str) -> None:
    if message.is_secret:  # what it said is forgotten once sent
        raise Refusal("A sign-in code is never sent twice: the customer asks for a new one.")
    resend(message)


def _what_sending_again_does(message: Message) -> str:
    when = f"{timezone.localtime(message.sent_at):%a, %-d %b, %H:%M}" if message.sent_at else ""
    return (
        f"{message.recipient} got this on {when}. They get it a second time, word for word; "
        "nothing about the order changes."
    )


TRY_AGAIN = Move(
    "retry",
    "Try again",
    _send_again,
    is_legal=lambda message: message.status == MessageStatus.NEEDS_ATTENTION,
    said=lambda message: f"The message to {message.recipient} is being tried again.",
)
SEND_AGAIN = Move(
    "resend",
    "Send again",
    _send_again,
    is_legal=lambda message: message.status == MessageStatus.SENT and not message.is_secret,
    said=lambda message: f"The message to {message.recipient} is being sent again.",
    question=_what_sending_again_does,
)


class KindFilter(admin.SimpleListFilter):
    """By kind, from the register: asking the table what it knows would read all of it."""

    title = "kind"
    parameter_name = "template"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.template, kind.title) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, messages: QuerySet[Message]) -> QuerySet[Message]:
        return messages.filter(template=self.value()) if self.value() else messages


@admin.register(Message)
class MessageAdmin(DeskAdmin):
    """Everything we sent or owe, by order, kind, status and channel."""

    moves = (TRY_AGAIN, SEND_AGAIN)
    list_display = (
        "created_at",
        "kind",
        "about_link",
        "recipient",
        "channel",
        "status_label",
        "attempts",
        "last_error",
    )
    list_display_links = ("created_at", "kind")
    list_filter = ("status", KindFilter, "channel", "created_at")
    change_list_template = "admin/accounts/message/list.html"
    search_fields = ("=about", "^recipient")
    search_help_text = "Order number, or the beginning of an e-mail address or phone number"
    actions = ("try_again",)
    fields = (
        ("recipient", "about_link"),
        ("kind", "channel"),
        ("status", "attempts"),
        ("created_at", "sent_at"),
        ("next_attempt_at", "last_error"),
        "key",
        "preview",
    )
    readonly_fields = ("kind", "about_link", "preview")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("sent_as", "context")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/mail/", view(self.mail_view), name="accounts_message_mail"),
            path("kinds/", view(self.gallery_view), name="accounts_message_kinds"),
            path("kinds/mail/", view(self.sample_view), name="accounts_message_sample"),
            *super().get_urls(),
        ]

    @display(description="Kind", ordering="template")
    def kind(self, message: Message) -> str:
        return title_of(message.template)

    @display(description="About", ordering="about")
    def about_link(self, message: Message) -> str:
        if not message.about:
            return "-"
        orders = reverse("admin:orders_order_changelist")
        return format_html(
            '<a class="desk-link" href="{}?q={}">{}</a>', orders, message.about, message.about
        )

    @display(description="Status", label=MESSAGE_COLOURS, ordering="status")
    def status_label(self, message: Message) -> tuple[str, str]:
        return message.status, message.get_status_display()

    @display(description="What it says")
    def preview(self, message: Message) -> str:
        """The words as they left; of what was not sent yet, as they would leave now."""
        if message.is_secret:
            return "A sign-in code. Nobody but its recipient reads it."
        try:
            frame = reverse("admin:accounts_message_mail", args=[message.pk])
            context = _shown(message) | {"frame": frame, "is_kept": message.sent_as is not None}
            return render_to_string("admin/accounts/message/words.html", context)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            return f"It cannot be written: {type(error).__name__}, {error}"

    @admin.action(description="Try again", permissions=["move"])
    def try_again(self, request: HttpRequest, messages: QuerySet[Message]) -> None:
        self.move_each(request, messages, TRY_AGAIN)

    def mail_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """One mail as it was sent, for the frame."""
        message = self.get_object(request, str(pk))
        if message is None or message.is_secret or message.channel != MessageChannel.EMAIL:
            raise Http404
        if not self.has_view_permission(request, message):
            raise PermissionDenied
        return _framed(wording_of(message).html)

    def gallery_view(self, request: HttpRequest) -> HttpResponse:
        """Every kind of message with sample words; for reading, not yet for changing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = KINDS.get(request.GET.get("kind", "")) or next(iter(KINDS.values()))
        sms = kind.example(MessageChannel.SMS) if kind.has_sms else None
        frame = f"{reverse('admin:accounts_message_sample')}?kind={kind.template}"
        context = {
            **self.admin_site.each_context(request),
            "title": "Kinds of message",
            "opts": self.opts,
            "kinds": KINDS.values(),
            "kind": kind,
            "list_url": reverse("admin:accounts_message_changelist"),
            **_shown(kind.example()),
            **({"sms": _sms(written(sms).text)} if sms else {}),
            "frame": frame,
        }
        return TemplateResponse(request, "admin/accounts/message/kinds.html", context)

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        kind = KINDS.get(request.GET.get("kind", ""))
        if kind is None:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _framed(written(kind.example()).html)


def _shown(message: Message) -> dict[str, Any]:
    words = wording_of(message)
    if message.channel == MessageChannel.SMS:
        return {"sms": _sms(words.text)}
    return {"subject": words.subject, "text": words.text}


def _sms(text: str) -> dict[str, Any]:
    places = places_in(text)
    return {"text": text, "places": places, "is_one": places <= ONE_SMS}


def _framed(html: str) -> HttpResponse:
    """A mail for a frame of ours: nothing runs, nothing is sent, only pictures are fetched."""
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = POLICY.format(site=settings.SITE_URL)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
