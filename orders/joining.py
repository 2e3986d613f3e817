"""A guest's orders join an account: once its owner has proven the phone or e-mail they name."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.transactions import durable_transaction
from orders.models import Order
from orders.timeline import record


@durable_transaction
def join_orders(user: User, *, email: str = "", phone: str = "") -> int:
    """Give the user every order placed without an account under this e-mail or phone; how many.

    Both must have been proven by who is signing in, empty where they were not. Links to these
    orders open nothing any more. Idempotent.
    """
    named = Q(pk__in=[])
    if email:
        named |= Q(email=email)
    if phone:
        named |= Q(phone=phone)
    joined = 0
    for order in Order.objects.filter(named, user=None):
        mine = Order.objects.filter(pk=order.pk, user=None)
        if mine.update(user=user):
            joined += 1
            record(order, "Joined your account", is_public=False)
    if joined and Order.objects.filter(user=user).bought().exists():
        new = User.objects.filter(pk=user.pk, first_bought_at=None)
        new.update(first_bought_at=timezone.now())
    return joined
