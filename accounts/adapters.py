"""How django-allauth meets our accounts: phones, six-digit codes, and mail through the outbox."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.models import MessageChannel, User
from accounts.outbox import post
from accounts.registration import parse_phone


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up happens on first sign-in; every code goes through the outbox, like all we send."""

    def generate_login_code(self) -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return self.generate_login_code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            _post_code(context["code"], to=email, channel=MessageChannel.EMAIL)
            return
        super().send_mail(template_prefix, email, context)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kw: Any) -> None:
        _post_code(code, to=phone, channel=MessageChannel.SMS)

    def clean_phone(self, phone: str) -> str:
        return parse_phone(phone)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def send_unknown_account_sms(self, phone: str, **kw: Any) -> None:
        """Never asked: an unknown number has become an account before a code is due."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Never asked: there is no separate sign-up that could meet an existing account."""


def _post_code(code: str, *, to: str, channel: str) -> None:
    post(
        "accounts/emails/code.html",
        to=to,
        key=f"code:{uuid7().hex}",
        channel=channel,
        context={"code": code, "minutes": 5},
        is_secret=True,
    )
