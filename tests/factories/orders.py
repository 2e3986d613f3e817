"""Orders in every state, each reached by the step before it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from orders import checkout, fulfilment, payments
from orders.checkout import Destination, Terms, price_order
from orders.gateway import GatewayPayment
from orders.models import Order, Parcel
from orders.states import PaymentMethod
from shop.cart import lines_of
from shop.delivery import delivery_to
from shop.models import Cart, Variant
from shop.promotions import shopper_of
from tests.factories.catalogue import bag_with, make_variant
from tests.factories.gateway import captured, new_id
from tests.factories.people import make_customer

DESTINATION = Destination(
    full_name="Asha Rao",
    phone="+919876543210",
    house="12, Lake View",
    street="Church Street",
    landmark="",
    city="Bengaluru",
    state="KA",
    pin_code="560001",
    email="asha@example.in",
)


IN_CASH = Terms(payment_method=PaymentMethod.CASH)


def order_bag(cart: Cart, **how: Any) -> Order:
    """Place what is in the bag at the total it shows."""
    return ready_to_place(cart, **how)()


def ready_to_place(
    cart: Cart,
    *,
    key: str = "",
    user: User | None = None,
    terms: Terms | None = None,
    destination: Destination = DESTINATION,
) -> Callable[[], Order]:
    """The press of the button alone, on a page that showed the total as it is now."""
    buyer = user or cart.user
    cart.refresh_from_db(fields=["coupon_code"])
    quote = price_order(
        lines_of(cart),
        code=cart.coupon_code,
        shopper=shopper_of(buyer, phone=destination.phone),
        delivery=delivery_to(destination.pin_code, now=timezone.now()),
        terms=terms or Terms(),
    )
    return partial(
        checkout.place_order,
        cart,
        user=buyer,
        destination=destination,
        key=key or uuid4().hex,
        shown_total=quote.total,
        terms=terms,
    )


def cash_order(*variants: Variant, user: User | None = None, **how: object) -> Order:
    """Confirmed, to be paid at the door; a guest's without a user."""
    bought = variants or (make_variant(),)
    return order_bag(bag_with(*bought, user=user), terms=IN_CASH, **how)  # type: ignore[arg-type]


def place_order(
    *variants: Variant, user: User | None = None, quantity: int = 1, key: str = ""
) -> Order:
    user = user or make_customer()
    bought = variants or (make_variant(),)
    return order_bag(bag_with(*bought, user=user, quantity=quantity), key=key)


def started_order(*variants: Variant, **how: object) -> Order:
    """Placed, and known to the gateway; needs the `gateway` fixture or the sandbox."""
    order = place_order(*variants, **how)  # type: ignore[arg-type]
    payments.start_payment(order)
    return order


def paid_order(*variants: Variant, **how: object) -> Order:
    """Confirmed by a capture of the exact sum; no gateway needed."""
    order = place_order(*variants, **how)  # type: ignore[arg-type]
    order.payments.update(gateway_order_id=new_id("order"))
    payments.apply_capture(order.payments.get(), captured(order))
    order.refresh_from_db()
    return order


def capture_again(order: Order, **changes: object) -> GatewayPayment:
    """One more payment of the order, as the gateway would report it."""
    seen = captured(order, **changes)
    payments.apply_capture(order.payments.earliest("created_at"), seen)
    order.refresh_from_db()
    return seen


def packed_order(*variants: Variant, **how: object) -> Order:
    order = paid_order(*variants, **how)
    fulfilment.pack_order(order, by="Store")
    return order


def ship(order: Order) -> None:
    fulfilment.ship_order(order, by="Store", carrier="Blue Dart", tracking_number="BD123")


def pack_first(order: Order, units: int = 1) -> Parcel:
    """So many units of the order's first line into a parcel of their own."""
    return fulfilment.pack_parcel(order, {order.lines.all()[0].pk: units}, by="Store")


def ship_parcel(parcel: Parcel, number: str = "BD123") -> None:
    fulfilment.ship_parcel(parcel, by="Store", carrier="Blue Dart", tracking_number=number)


def two_parcels(*variants: Variant, **how: object) -> list[Parcel]:
    """A paid order, packed whole: one unit in the first parcel, the rest in the second."""
    order = paid_order(*variants, **how)
    return [pack_first(order), fulfilment.pack_order(order, by="Store")]


def shipped_order(*variants: Variant, **how: object) -> Order:
    order = packed_order(*variants, **how)
    ship(order)
    return order


def delivered_order(*variants: Variant, at: datetime | None = None, **how: object) -> Order:
    order = shipped_order(*variants, **how)
    fulfilment.deliver_order(order, by="Store", at=at)
    return order
