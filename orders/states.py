"""Where an order, a parcel, a payment and a refund may go next: tables total over their states."""

from django.db.models import TextChoices


class OrderStatus(TextChoices):
    PLACED = "placed", "Waiting for payment"
    CONFIRMED = "confirmed", "Confirmed"
    PACKED = "packed", "Packed"
    SHIPPED = "shipped", "On the way"
    DELIVERED = "delivered", "Delivered"
    RETURNING = "returning", "Coming back to us"
    RETURNED = "returned", "Returned to sender"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired unpaid"


BOUGHT = frozenset(  # paid for, and not called off
    {
        OrderStatus.CONFIRMED,
        OrderStatus.PACKED,
        OrderStatus.SHIPPED,
        OrderStatus.RETURNING,
        OrderStatus.DELIVERED,
    }
)

ORDER_TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PLACED: frozenset(
        {OrderStatus.CONFIRMED, OrderStatus.CANCELLED, OrderStatus.EXPIRED}
    ),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.PACKED, OrderStatus.CANCELLED}),
    # Back when a parcel is taken apart before it left.
    OrderStatus.PACKED: frozenset({OrderStatus.SHIPPED, OrderStatus.CONFIRMED}),
    OrderStatus.SHIPPED: frozenset(
        {OrderStatus.DELIVERED, OrderStatus.RETURNING, OrderStatus.RETURNED}
    ),
    # A courier may find the customer after all.
    OrderStatus.RETURNING: frozenset({OrderStatus.RETURNED, OrderStatus.DELIVERED}),
    OrderStatus.RETURNED: frozenset(),
    OrderStatus.DELIVERED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),  # somebody meant it: late money goes back
    # Money that arrives late revives the order if its stock can be held again.
    OrderStatus.EXPIRED: frozenset({OrderStatus.CONFIRMED}),
}


class ParcelStatus(TextChoices):
    PACKED = "packed", "Packed"
    SHIPPED = "shipped", "On the way"
    DELIVERED = "delivered", "Delivered"
    RETURNING = "returning", "Coming back to us"
    RETURNED = "returned", "Returned to sender"
    UNPACKED = "unpacked", "Taken apart"


PARCEL_TRANSITIONS: dict[ParcelStatus, frozenset[ParcelStatus]] = {
    ParcelStatus.PACKED: frozenset({ParcelStatus.SHIPPED, ParcelStatus.UNPACKED}),
    ParcelStatus.SHIPPED: frozenset(
        {ParcelStatus.DELIVERED, ParcelStatus.RETURNING, ParcelStatus.RETURNED}
    ),
    ParcelStatus.RETURNING: frozenset({ParcelStatus.RETURNED, ParcelStatus.DELIVERED}),
    ParcelStatus.RETURNED: frozenset(),
    ParcelStatus.DELIVERED: frozenset(),
    ParcelStatus.UNPACKED: frozenset(),
}


class UndeliveredReason(TextChoices):
    """Why a carrier brings a parcel back."""

    REFUSED = "refused", "Refused at the door"
    NOBODY = "nobody", "Nobody was there"
    ADDRESS = "address", "The address was not found"
    DAMAGED = "damaged", "Damaged on the way"
    OTHER = "other", "Not delivered"


class PaymentMethod(TextChoices):
    ONLINE = "online", "Online"
    CASH = "cash", "Cash on delivery"


class PaymentStatus(TextChoices):
    CREATED = "created", "Not paid yet"
    FAILED = "failed", "Failed"
    AUTHORIZED = "authorized", "Waiting for the bank"
    CAPTURED = "captured", "Paid"


PAYMENT_TRANSITIONS: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.CREATED: frozenset(
        {PaymentStatus.FAILED, PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED}
    ),
    # A failed payment is not the end: the bank may still say yes, up to three days later.
    PaymentStatus.FAILED: frozenset({PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED}),
    PaymentStatus.AUTHORIZED: frozenset({PaymentStatus.FAILED, PaymentStatus.CAPTURED}),
    PaymentStatus.CAPTURED: frozenset(),
}


class RefundStatus(TextChoices):
    AWAITING_APPROVAL = "awaiting_approval", "Waits for approval"
    DECLINED = "declined", "Declined"
    REQUESTED = "requested", "Requested"
    SUBMITTING = "submitting", "Being sent to the gateway"
    PENDING = "pending", "With the bank"
    PROCESSED = "processed", "Refunded"
    FAILED = "failed", "Failed"
    REPLACED = "replaced", "Failed, settled otherwise"
    NEEDS_ATTENTION = "needs_attention", "Needs attention"


# A refund somebody asked for is one of these until somebody else has approved it.
NEVER_SENT = (
    RefundStatus.AWAITING_APPROVAL,
    RefundStatus.DECLINED,
    RefundStatus.FAILED,
    RefundStatus.REPLACED,
)
GIVEN_UP = (RefundStatus.DECLINED, RefundStatus.FAILED, RefundStatus.REPLACED)  # nothing set aside

REFUND_TRANSITIONS: dict[RefundStatus, frozenset[RefundStatus]] = {
    # Cash that was approved needs attention next: a person pays it.
    RefundStatus.AWAITING_APPROVAL: frozenset(
        {
            RefundStatus.REQUESTED,
            RefundStatus.NEEDS_ATTENTION,
            RefundStatus.DECLINED,
            RefundStatus.FAILED,
        }
    ),
    RefundStatus.DECLINED: frozenset({RefundStatus.REPLACED}),
    # Failed before it was sent: the money went back from the gateway's dashboard meanwhile.
    RefundStatus.REQUESTED: frozenset({RefundStatus.SUBMITTING, RefundStatus.FAILED}),
    RefundStatus.SUBMITTING: frozenset(
        {
            RefundStatus.PENDING,
            RefundStatus.PROCESSED,
            RefundStatus.FAILED,
            RefundStatus.NEEDS_ATTENTION,
        }
    ),
    RefundStatus.PENDING: frozenset({RefundStatus.PROCESSED, RefundStatus.FAILED}),
    RefundStatus.PROCESSED: frozenset(),
    RefundStatus.FAILED: frozenset({RefundStatus.REPLACED}),
    RefundStatus.REPLACED: frozenset(),
    # Staff try again, looking first for what was sent before, so trying twice cannot pay twice; and
    # the gateway may say later what became of an attempt that was thought lost.
    RefundStatus.NEEDS_ATTENTION: frozenset(
        {
            RefundStatus.SUBMITTING,
            RefundStatus.PENDING,
            RefundStatus.PROCESSED,
            RefundStatus.FAILED,
        }
    ),
}


class WebhookStatus(TextChoices):
    RECEIVED = "received", "Received"
    APPLIED = "applied", "Applied"
    QUARANTINED = "quarantined", "Not understood"


WEBHOOK_TRANSITIONS: dict[WebhookStatus, frozenset[WebhookStatus]] = {
    WebhookStatus.RECEIVED: frozenset({WebhookStatus.APPLIED, WebhookStatus.QUARANTINED}),
    WebhookStatus.APPLIED: frozenset(),
    WebhookStatus.QUARANTINED: frozenset({WebhookStatus.RECEIVED}),  # staff have it tried again
}
