"""People in the back office: customers, staff and their roles, and the messages we owe them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.html import escape, format_html
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.desk import DeskAdmin, LookInline, Move, StaffAdmin
from accounts.errors import Refusal
from accounts.models import Address, Message, MessageChannel, MessageStatus, User
from accounts.outbox import as_email, as_sms, resend
from accounts.registration import parse_phone

MESSAGE_COLOURS = {
    MessageStatus.UNSENT: "info",
    MessageStatus.SENT: "success",
    MessageStatus.NEEDS_ATTENTION: "danger",
}
POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, type]] = {}

    def clean_phone(self) -> str | None:
        return parse_phone(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else None


class NewPersonForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name")
        field_classes: ClassVar[dict[str, type]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True


class AddressInline(LookInline):
    model = Address
    fields = ("full_name", "phone", "house", "street", "city", "pin_code", "is_default")
    hide_title = True


@admin.register(User)
class UserAdmin(DjangoUserAdmin, StaffAdmin):
    """Customers and staff. Only a superuser gives powers, or touches those who have some."""

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = AdminPasswordChangeForm
    change_form_template = "admin/accounts/user/change_form.html"  # type: ignore[misc]
    list_display = ("person", "email", "phone", "role", "is_active", "joined_at")
    list_filter = ("is_staff", "is_superuser", "is_active", "joined_at")
    search_fields = ("full_name", "email", "phone")
    ordering = ("-joined_at",)
    inlines = (AddressInline,)
    fieldsets = (
        (None, {"fields": (("full_name", "is_active"), ("email", "phone"), "password")}),
        ("Powers", {"fields": (("is_staff", "is_superuser"), "groups", "user_permissions")}),
        ("Dates", {"fields": (("joined_at", "last_login"), "phone_verified_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "full_name", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("joined_at", "last_login", "phone_verified_at")

    @display(description="Name", ordering="full_name")
    def person(self, user: User) -> str:
        return str(user)

    @display(description="Role", label={"Owner": "primary", "Staff": "info", "Customer": ""})
    def role(self, user: User) -> str:
        return "Owner" if user.is_superuser else "Staff" if user.is_staff else "Customer"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Also guards the password form: whoever may set it may sign in as that person."""
        is_powerful = obj is not None and (obj.is_staff or obj.is_superuser)
        if is_powerful and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # orders name their customer; erasing one is an operation of its own


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(DjangoGroupAdmin, StaffAdmin):  # type: ignore[misc]
    """Roles: named sets of permissions, given and changed by superusers only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


def _send_again(message: Message, *, by: str) -> None:
    if message.is_secret:  # what it said is forgotten once sent
        raise Refusal("A sign-in code is never sent twice: the customer asks for a new one.")
    resend(message)


SEND_AGAIN = Move(
    "resend",
    "Send again",
    _send_again,
    is_legal=lambda message: message.can_move_to(MessageStatus.UNSENT) and not message.is_secret,
    said=lambda message: f"The message to {message.recipient} is being sent again.",
)


@admin.register(Message)
class MessageAdmin(DeskAdmin):
    """Everything we sent or owe, as it reads for the one who gets it."""

    moves = (SEND_AGAIN,)
    list_display = (
        "created_at",
        "recipient",
        "channel",
        "template",
        "status_label",
        "attempts",
        "last_error",
    )
    list_filter = ("status", "channel", "created_at")
    search_fields = ("recipient", "key")
    actions = ("send_again",)
    fields = (
        ("recipient", "channel"),
        ("status", "attempts"),
        ("created_at", "sent_at"),
        ("next_attempt_at", "last_error"),
        ("template", "key"),
        "preview",
    )
    readonly_fields = ("preview",)

    @display(description="Status", label=MESSAGE_COLOURS, ordering="status")
    def status_label(self, message: Message) -> tuple[str, str]:
        return message.status, message.get_status_display()

    @display(description="What it says")
    def preview(self, message: Message) -> str:
        """The words, then the e-mail in a frame where no script runs and no form is sent."""
        if message.is_secret:
            return "A sign-in code. Nobody but its recipient reads it."
        try:
            return _preview(message)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            return f"It cannot be written: {type(error).__name__}, {error}"

    @admin.action(description="Send again", permissions=["move"])
    def send_again(self, request: HttpRequest, messages: Any) -> None:
        self.move_each(request, messages, SEND_AGAIN)


def _preview(message: Message) -> str:
    if message.channel == MessageChannel.SMS:
        return format_html('<pre class="desk-pre">{}</pre>', as_sms(message))
    email = as_email(message)
    return format_html(
        '<p><strong>{}</strong></p><pre class="desk-pre">{}</pre>'
        '<iframe class="desk-frame" sandbox="" title="The e-mail" srcdoc="{}"></iframe>',
        email.subject,
        escape(email.body),  # templates call their output safe: in a mail it is, here it is not
        escape(email.alternatives[0][0]),
    )
