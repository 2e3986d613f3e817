"""What accounts does when Django says that somebody came or went."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.sockets import end_sockets


@receiver(user_logged_out)
def close_live_pages(request: HttpRequest | None, **kwargs: Any) -> None:
    """Signed out in one tab is signed out in all: their sockets close within a second."""
    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        end_sockets(session.session_key)
