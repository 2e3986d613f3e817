"""How django-allauth meets our accounts: phones, six-digit codes, Google, second factors, and every
word to people through the outbox.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.codes import new_code, post_code
from accounts.contacts import prove_email, tell_change
from accounts.models import MessageChannel, User
from accounts.registration import Identifier, find_or_register, parse_phone

WORTH_TELLING = {
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
    "socialaccount/email/account_connected": "Google was connected to your account",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up happens on first sign-in; every code goes through the outbox, like all we send."""

    def generate_login_code(self) -> str:
        return new_code()

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return new_code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            post_code(context["code"], to=email, channel=MessageChannel.EMAIL)
            return
        raise NotImplementedError(f"the shop has no words for {template_prefix}")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: Any = None
    ) -> None:
        if template_prefix in WORTH_TELLING:
            tell_change(user, WORTH_TELLING[template_prefix])

    def is_reauthentication_required(self, *, app: str) -> bool:
        return False  # our own pages ask, for people without password and app as well

    def get_login_stages(self) -> list[str]:
        """A code, then the second factor; what is proven along the way needs no step of its own."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kw: Any) -> None:
        post_code(code, to=phone, channel=MessageChannel.SMS)

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


class GoogleAdapter(DefaultSocialAccountAdapter):
    """Signing in with Google: known by Google's own id of the person, never by e-mail alone.

    An e-mail finds an account once: where Google vouches for the mailbox and nobody who did not
    prove it has been in that account. Everybody else enters a code once and connects Google then.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        data = sociallogin.account.extra_data
        email = str(data.get("email", "")).strip().lower()
        if not email or not data.get("email_verified"):
            self._send_back(request, "Google has not confirmed your e-mail. Use a code instead.")
        user = find_or_register(Identifier(email=email))
        if user.last_login is not None and not _may_join(user, data):
            self._send_back(
                request,
                f"{email} has an account here. Enter a code once; "
                "then connect Google under Security.",
            )
        if SocialAccount.objects.filter(user=user).exists():
            self._send_back(request, f"{email} signs in with another Google account. Use a code.")
        prove_email(user, email)
        _name(user, str(data.get("name", "")))
        sociallogin.connect(request, user)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("accounts:security")

    def send_notification_mail(self, template_prefix: str, user: User, **kw: Any) -> None:
        if template_prefix in WORTH_TELLING:
            tell_change(user, WORTH_TELLING[template_prefix])

    def _send_back(self, request: HttpRequest, words: str) -> None:
        messages.warning(request, words)
        raise ImmediateHttpResponse(redirect("account_login"))


def _may_join(user: User, data: dict[str, Any]) -> bool:
    """Whether the mailbox was proven here, and Google itself runs it."""
    is_googles = str(data.get("email", "")).endswith("@gmail.com") or bool(data.get("hd"))
    return user.email_verified_at is not None and is_googles and user.is_active


def _name(user: User, name: str) -> None:
    if name and not user.full_name:
        user.full_name = name[:120]
        user.save(update_fields=["full_name"])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps rest encrypted, by a key made from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, template_prefix: str, user: User, **kw: Any) -> None:
        if template_prefix in WORTH_TELLING:
            tell_change(user, WORTH_TELLING[template_prefix])


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in keys])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(b"second factors:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
