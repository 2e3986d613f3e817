"""Who is signed in where: noted as it begins, shown to its owner, ended singly or all at once.

Ending all counts a version up that every session of the person carries, so a session nobody
listed ends as well.
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import SignIn, User
from accounts.sockets import end_sockets

KEPT = timedelta(days=90)
MOST_SHOWN = 20


def note_sign_in(user: User, *, session_key: str, method: str, ip: str, agent: str) -> SignIn:
    """Write down that somebody signed in; one row for each session, however often it is told."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=timezone.now())
    return SignIn.objects.create(
        user=user,
        session_key=session_key,
        method=method[:24],
        ip=ip or None,
        agent=agent[:200],
    )


def note_seen(session_key: str, *, at: datetime) -> None:
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(seen_at=at)


def move_session(old_key: str, new_key: str) -> None:
    """The same browser under a new session key, as after a change of password."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key, ended_at=None)


def open_sign_ins(user: User) -> list[SignIn]:
    """Where this person is signed in now, the newest first; sessions that ran out are not."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(user.sign_ins.filter(ended_at=None, at__gt=oldest)[:MOST_SHOWN])


def recent_sign_ins(user: User) -> list[SignIn]:
    return list(user.sign_ins.all()[:MOST_SHOWN])


def end_session(sign_in: SignIn) -> None:
    """Sign this browser out: its session is gone, its sockets close. Does nothing twice."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(sign_in.session_key)
    note_end(sign_in.session_key)


def note_end(session_key: str) -> None:
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=timezone.now())
    end_sockets(session_key)


def end_everywhere(user: User) -> None:
    """Sign this person out of every browser at once, those nobody listed among them."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])
    for sign_in in user.sign_ins.filter(ended_at=None):
        end_session(sign_in)


def forget_old() -> int:
    """Remove what is older than 90 days; how many."""
    return SignIn.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
