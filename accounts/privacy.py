"""What people allowed, the copy of their data, and the end of an account.

Asked for today, an account is deleted in seven days; until then its owner may keep it after all.
Then each keeper forgets its part, and the row that orders still name says nobody.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q
from django.utils import timezone

from accounts.bell import ring
from accounts.contacts import tell_change
from accounts.models import Consent, DataExport, ExportStatus, MessageChannel, Purpose, User
from accounts.outbox import post
from accounts.personal import KEEPERS, copy_of, still_open
from accounts.sign_ins import end_everywhere
from accounts.tasks import write_export
from accounts.transactions import durable_transaction

COOL_OFF = timedelta(days=7)
EXPORT_KEPT = timedelta(days=7)
LEASE = timedelta(seconds=75)
MOST_ATTEMPTS = 5
NOTICE = "2026-11"  # the wording people say yes or no to


# --- Consents -----------------------------------------------------------------------------------


def consents_of(user: User) -> list[tuple[Purpose, Consent | None]]:
    """The newest word on each purpose; nothing said is no."""
    newest: dict[str, Consent] = {}
    for said in user.consents.order_by("at"):
        newest[said.purpose] = said
    return [(purpose, newest.get(purpose)) for purpose in Purpose]


def has_consented(user: User, purpose: Purpose) -> bool:
    said = user.consents.filter(purpose=purpose).order_by("-at").first()
    return said is not None and said.is_given


def say_consent(user: User, purpose: Purpose, *, is_given: bool, source: str) -> None:
    """Write one word down; the same word again is not written twice."""
    if has_consented(user, purpose) != is_given:
        Consent.objects.create(
            user=user, purpose=purpose, is_given=is_given, notice=NOTICE, source=source
        )


# --- The copy -----------------------------------------------------------------------------------


@durable_transaction
def ask_for_export(user: User) -> DataExport:
    """Owe this person a copy of everything; one a day, so a second press finds the first."""
    key = f"{user.pk}:{timezone.localdate():%Y%m%d}"
    known = DataExport.objects.filter(key=key).first()
    if known is not None:
        return known
    export = DataExport.objects.create(user=user, key=key)
    ring(write_export, export.pk)
    return export


def make_export(pk: str) -> None:
    """Write the file and mail the link. Does nothing when it is written, or being written."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    mine = DataExport.objects.filter(free, pk=pk, status=ExportStatus.ASKED)
    if not mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return
    export = DataExport.objects.get(pk=pk)
    if export.attempts > MOST_ATTEMPTS:
        export.move_to(ExportStatus.FAILED, lease_until=None)
        return
    told = {"written_at": now, "written_by": settings.SITE_URL, **copy_of(export.user)}
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    name = storages["private"].save(f"exports/{export.pk}.json", ContentFile(text.encode()))
    _finish_export(export, name)


@durable_transaction
def _finish_export(export: DataExport, name: str) -> None:
    expires_at = timezone.now() + EXPORT_KEPT
    export.move_to(ExportStatus.READY, file=name, expires_at=expires_at, lease_until=None)
    user = export.user
    post(
        "accounts/emails/export.html",
        to=user.email or user.phone or "",
        key=f"export:{export.pk}",
        channel=MessageChannel.EMAIL if user.email else MessageChannel.SMS,
        context={
            "url": f"{settings.SITE_URL}/account/privacy/copy/{export.pk}/",
            "until": f"{timezone.localtime(expires_at):%a, %-d %b}",
        },
    )


def remove_old_exports() -> None:
    """Files of copies whose week is over are removed."""
    over = DataExport.objects.filter(status=ExportStatus.READY, expires_at__lte=timezone.now())
    for export in over[:200]:
        storages["private"].delete(export.file)
        export.move_to(ExportStatus.GONE, file="")


# --- The end ------------------------------------------------------------------------------------


def ask_to_close(user: User) -> None:
    """Delete this account in seven days; its owner is told. Asked twice, the first day stands."""
    if User.objects.filter(pk=user.pk, closes_at=None).update(closes_at=timezone.now() + COOL_OFF):
        user.refresh_from_db(fields=["closes_at"])
        tell_change(user, "Your account will be deleted in 7 days")


def keep_account(user: User) -> None:
    """The owner thought better of it. Does nothing when nothing was asked."""
    if (
        User.objects.filter(pk=user.pk, erased_at=None)
        .exclude(closes_at=None)
        .update(closes_at=None)
    ):
        user.refresh_from_db(fields=["closes_at"])
        tell_change(user, "Your account stays open")


def erase_due() -> None:
    """Erase the accounts whose week is over and who have nothing open; the others wait a day."""
    now = timezone.now()
    for user in User.objects.filter(closes_at__lte=now, erased_at=None)[:20]:
        if still_open(user):
            User.objects.filter(pk=user.pk).update(closes_at=now + timedelta(days=1))
        else:
            erase(user)


def erase(user: User) -> None:
    """Forget who this was, everywhere. Safe to run again after it broke off half-way.

    The own part comes last, since the others find theirs by e-mail and phone.
    """
    end_everywhere(user)
    for name in sorted(KEEPERS, key=lambda name: name == "account"):
        KEEPERS[name].erase(user)
