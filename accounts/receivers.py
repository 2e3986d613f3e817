"""What accounts does when Django says that somebody came, proved themselves, or went."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.contacts import prove_email
from accounts.models import User
from accounts.proofs import forget_second_factor, method_of_last_proof
from accounts.sign_ins import note_end, note_sign_in


@receiver(user_logged_in)
def note_that_somebody_came(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """One row for each sign-in from a browser; a script's has no address and leaves none."""
    if request is None or "REMOTE_ADDR" not in request.META:
        return
    if not request.session.session_key:
        request.session.save()
    note_sign_in(
        user,
        session_key=request.session.session_key or "",
        method=method_of_last_proof(request, user) or "demo",
        ip=str(get_adapter().get_client_ip(request)),
        agent=request.headers.get("User-Agent", ""),
    )


@receiver(authentication_step_completed)
def note_proven_email(user: User, method: str, email: str = "", **kwargs: Any) -> None:
    """A code from a mailbox proves the mailbox, before it opens anything."""
    if method == "code" and email:
        prove_email(user, email)


@receiver(authenticator_removed)
def forget_what_the_app_showed(request: HttpRequest, **kwargs: Any) -> None:
    forget_second_factor(request)


@receiver(user_logged_out)
def close_live_pages(request: HttpRequest | None, **kwargs: Any) -> None:
    """Signed out in one tab is signed out in all: their sockets close within a second."""
    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        note_end(session.session_key)
