"""By what people are reached: changed only once they have shown that the new one is theirs."""

from django.db import IntegrityError
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.errors import ContactTaken
from accounts.models import MessageChannel, User
from accounts.outbox import post
from accounts.passwords import remove_password
from accounts.sign_ins import end_everywhere


def prove_email(user: User, email: str) -> None:
    """Its owner just showed that they read this mailbox. Idempotent.

    Whoever set a password before that was shown may be a stranger who took the address in
    advance: the password goes, and every session with it.
    """
    if user.email != email or user.email_verified_at is not None:
        return
    if user.has_usable_password():
        remove_password(user)
    user.email_verified_at = timezone.now()
    user.save(update_fields=["email_verified_at"])


def change_email(user: User, email: str) -> None:
    """Reach this person by another e-mail, which they have just proven; the old one is told.

    Ends every session. ContactTaken when another account has it: one person, one account.
    """
    old, user.email, user.email_verified_at = user.email, email, timezone.now()
    _save_contact(user, "e-mail", "email", "email_verified_at")
    _tell_old(user, old or "", MessageChannel.EMAIL, "e-mail address", email)
    end_everywhere(user)


def change_phone(user: User, phone: str) -> None:
    """Reach this person by another number, which they have just proven; both ways in are told.

    Ends every session. ContactTaken when another account has it.
    """
    old, user.phone, user.phone_verified_at = user.phone, phone, timezone.now()
    _save_contact(user, "number", "phone", "phone_verified_at")
    _tell_old(user, old or "", MessageChannel.SMS, "mobile number", phone)
    _tell_old(user, user.email or "", MessageChannel.EMAIL, "mobile number", phone)
    end_everywhere(user)


def _save_contact(user: User, what: str, *columns: str) -> None:
    wanted = {columns[0]: getattr(user, columns[0])}
    taken = User.objects.filter(**wanted).exclude(pk=user.pk)
    if taken.exists():
        user.refresh_from_db()
        raise ContactTaken(what)
    try:
        user.save(update_fields=columns)
    except IntegrityError:  # somebody else was faster
        user.refresh_from_db()
        raise ContactTaken(what) from None


def _tell_old(user: User, to: str, channel: str, what: str, new: str) -> None:
    if to == new:
        return
    post(
        "accounts/emails/changed.html",
        to=to,
        key=f"changed:{uuid7().hex}",
        channel=channel,
        context={"what": f"Your {what} was changed"},
    )


def tell_change(user: User, what: str) -> None:
    """Tell the owner what was changed about signing in, so that a stranger's change is noticed."""
    post(
        "accounts/emails/changed.html",
        to=user.email or user.phone or "",
        key=f"changed:{uuid7().hex}",
        channel=MessageChannel.EMAIL if user.email else MessageChannel.SMS,
        context={"what": what},
    )


def masked(contact: str) -> str:
    """Enough of a phone or e-mail for its owner to know it: a••••@example.in, •••• 43210."""
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}••••@{host}"
    return f"•••• {contact[-4:]}"
