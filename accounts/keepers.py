"""What this app itself keeps about people, copied and forgotten."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.core.files.storage import storages
from django.db.models import Q
from django.utils import timezone

from accounts.models import Message, User
from accounts.personal import Keeper, register
from accounts.transactions import durable_transaction

NOBODY = "Deleted account"


def copy_account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "phone": user.phone,
        "full_name": user.full_name,
        "joined_at": user.joined_at,
        "email_verified_at": user.email_verified_at,
        "phone_verified_at": user.phone_verified_at,
        "addresses": list(user.addresses.values(
            "full_name", "phone", "pin_code", "house", "street", "landmark", "city", "state",
            "is_default", "created_at",
        )),
        "sign_ins": list(user.sign_ins.values("at", "method", "ip", "agent", "ended_at")),
        "consents": list(user.consents.values("purpose", "is_given", "notice", "source", "at")),
        "google": list(SocialAccount.objects.filter(user=user).values("uid", "extra_data")),
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at")
        ),
        "messages": [
            {"template": row.template, "to": row.recipient, "at": row.created_at,
             "said": row.context, "status": row.status}
            for row in messages_to(user)
        ],
    }  # fmt: skip


def messages_to(user: User) -> Any:
    """What was written to the e-mail and phone this person has now."""
    contacts = [contact for contact in (user.email, user.phone) if contact]
    return Message.objects.filter(recipient__in=contacts)


@durable_transaction
def erase_account(user: User) -> None:
    """Everything but the row itself, which orders name; that one says nobody from then on."""
    for export in user.exports.exclude(file=""):
        storages["private"].delete(export.file)
    messages_to(user).delete()
    forget_in_admin_log(user)
    for rows in (user.addresses, user.sign_ins, user.consents, user.exports):
        rows.all().delete()
    SocialAccount.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        email=None,
        phone=None,
        full_name="",
        password=user.password,
        email_verified_at=None,
        phone_verified_at=None,
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        closes_at=None,
        erased_at=timezone.now(),
    )


def forget_in_admin_log(user: User) -> None:
    """The back office's log names rows by their words, which may be a name or an e-mail."""
    words = [word for word in (user.email, user.phone, user.full_name) if word]
    naming = Q(object_id=str(user.pk))
    for word in words:
        naming |= Q(object_repr__icontains=word)
    LogEntry.objects.filter(naming).update(object_repr=NOBODY, change_message="")


register(Keeper("account", copy_account, erase_account))
