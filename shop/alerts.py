"""“Tell me when it's back”: asked for, confirmed from the mailbox it names, told once.

Nobody is written to twice about one size, and nobody can be made to hear from us much: an address
gets at most MOST_ASKS_A_DAY requests to confirm, counted by the unique keys of their messages.
Whoever asks learns nothing about the address; every answer is the same.
"""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import Message
from accounts.transactions import durable_transaction
from shop.errors import LinkExpired, NotForSale, StillInStock
from shop.models import StockAlert, Variant

LINK_LASTS = timedelta(days=3)
TOLD_IS_KEPT = timedelta(days=30)
MOST_ASKS_A_DAY = 4
CONFIRM, STOP = "shop.alerts.confirm", "shop.alerts.stop"  # a link does one thing only


def ask(variant_id: UUID, email: str) -> None:
    """Have the owner of this address asked whether they want to be told; does nothing when they
    confirmed already, were asked and may still answer, or were asked often enough today.

    Raises NotForSale and StillInStock: both say nothing about the address.
    """
    try:
        _ask(variant_id, email.strip().lower())
    except IntegrityError:  # asked twice at once: the other one has made the row by now
        _ask(variant_id, email.strip().lower())


@durable_transaction
def _ask(variant_id: UUID, email: str) -> None:
    variant = _wanted(variant_id)
    now = timezone.now()
    alert = StockAlert.objects.filter(variant=variant, email=email).first()
    if alert and not alert.told_at and (alert.confirmed_at or alert.created_at > now - LINK_LASTS):
        return
    key = _free_key(email)
    if key is None:
        return
    if alert is None:
        alert = StockAlert.objects.create(variant=variant, email=email, created_at=now)
    else:
        StockAlert.objects.filter(pk=alert.pk).update(
            created_at=now, confirmed_at=None, told_at=None
        )
    context = _words(variant) | {
        "url": _link("shop:alert_confirm", CONFIRM, alert.pk),
        "button": "Yes, tell me",
    }
    outbox.post("shop/emails/alert_confirm.html", to=email, key=key, context=context)


def _wanted(variant_id: UUID) -> Variant:
    variant: Variant | None = Variant.objects.with_product().filter(pk=variant_id).first()
    if variant is None or not variant.is_for_sale:
        raise NotForSale(variant.colourway.product.name if variant else "This style")
    if variant.available > 0:
        raise StillInStock(variant.size)
    return variant


def _free_key(email: str) -> str | None:
    """The key of today's next request to this address; None when all of them are used."""
    address = hashlib.sha256(email.encode()).hexdigest()[:32]
    keys = [f"alert:{address}:{timezone.localdate()}:{n}" for n in range(MOST_ASKS_A_DAY)]
    used = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return next((key for key in keys if key not in used), None)


def read_confirmation(token: str) -> StockAlert:
    """Whose confirmation this link is. Raises LinkExpired."""
    return _alert_of(token, CONFIRM, max_age=LINK_LASTS)


def confirm(token: str) -> StockAlert:
    """The owner of the address wants to be told. Idempotent. Raises LinkExpired."""
    alert = read_confirmation(token)
    unconfirmed = StockAlert.objects.filter(pk=alert.pk, confirmed_at=None)
    unconfirmed.update(confirmed_at=timezone.now())
    return alert


def read_stop(token: str) -> StockAlert:
    """Whose alert this link stops. Raises LinkExpired when it is stopped already."""
    return _alert_of(token, STOP)


def stop(token: str) -> None:
    """Forget the alert and its address. Idempotent; raises LinkExpired for what is no link."""
    StockAlert.objects.filter(pk=_pk_of(token, STOP)).delete()


@durable_transaction
def tell(alert_id: UUID) -> bool:
    """Tell one person that their size is back, once; whether this call did.

    The caller saw that the size is in stock. The mark and the message are one transaction.
    """
    now = timezone.now()
    waiting = StockAlert.objects.filter(pk=alert_id, told_at=None, confirmed_at__isnull=False)
    if not waiting.update(told_at=now):
        return False
    alert = StockAlert.objects.select_related("variant__colourway__product").get(pk=alert_id)
    variant = alert.variant
    context = _words(variant) | {
        "url": f"{settings.SITE_URL}{variant.get_absolute_url()}",
        "button": f"See it in {variant.size}",
        "price": str(variant.price),
        "stop_url": _link("shop:alert_stop", STOP, alert.pk),
    }
    key = f"back:{alert.pk.hex}:{now:%Y%m%d%H%M%S%f}"
    outbox.post("shop/emails/back_in_stock.html", to=alert.email, key=key, context=context)
    return True


def due(count: int) -> list[UUID]:
    """Confirmed alerts whose size can be bought again, first come first."""
    waiting = StockAlert.objects.filter(told_at=None, confirmed_at__isnull=False)
    sizes = waiting.order_by().values_list("variant_id", flat=True).distinct()
    back = (
        Variant.objects.with_product()
        .filter(pk__in=list(sizes), is_active=True, on_hand__gt=F("held"))
        .order_by()
    )
    keys = [variant.pk for variant in back if variant.is_for_sale]
    return list(waiting.filter(variant__in=keys).values_list("pk", flat=True)[:count])


def forget_old() -> None:
    """Addresses that never answered, and those told long ago, are nobody's business any more."""
    now = timezone.now()
    unanswered = StockAlert.objects.filter(told_at=None, confirmed_at=None)
    unanswered.filter(created_at__lt=now - LINK_LASTS).delete()
    StockAlert.objects.filter(told_at__lt=now - TOLD_IS_KEPT).delete()


def _words(variant: Variant) -> dict[str, Any]:
    """What a message says of a size, as JSON."""
    colourway = variant.colourway
    return {"product": colourway.product.name, "colour": colourway.name, "size": variant.size}


def _link(view: str, purpose: str, pk: UUID) -> str:
    token = signing.TimestampSigner(salt=purpose).sign(pk.hex)
    return f"{settings.SITE_URL}{reverse(view, args=[token])}"


def _pk_of(token: str, purpose: str, max_age: timedelta | None = None) -> UUID:
    try:
        return UUID(signing.TimestampSigner(salt=purpose).unsign(token, max_age=max_age))
    except signing.BadSignature:
        raise LinkExpired from None


def _alert_of(token: str, purpose: str, max_age: timedelta | None = None) -> StockAlert:
    alert = (
        StockAlert.objects.select_related("variant__colourway__product")
        .filter(pk=_pk_of(token, purpose, max_age))
        .first()
    )
    if alert is None:
        raise LinkExpired
    return alert
