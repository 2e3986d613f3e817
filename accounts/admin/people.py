"""People in the back office: customers, staff and their roles."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.desk import LookInline, StaffAdmin
from accounts.models import Address, User
from accounts.registration import parse_phone
from accounts.sign_ins import end_everywhere

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What somebody else typed is not proven, and whoever is signed in signs in anew."""
        changed = set(form.changed_data)
        if "email" in changed:
            obj.email_verified_at = None
        if "phone" in changed:
            obj.phone_verified_at = None
        super().save_model(request, obj, form, change)
        if change and changed & {"email", "phone", "is_active", "is_staff", "is_superuser"}:
            end_everywhere(obj)

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


# Whoever may edit these could let themselves into somebody else's account.
for private in (Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(private):
        admin.site.unregister(private)
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
