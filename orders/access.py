"""Whose order a visitor may open: their own, and a guest's whose link they hold.

The link itself is kept in the session and read again at each visit, so that it ends when it is
too old, or when SECRET_KEY was changed; and when a customer's account took the order over.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from accounts.http import Request
from orders.links import numbers_in, token_for
from orders.models import Order
from orders.querysets import OrderQuerySet

SESSION_KEY = "order_links"
MOST_LINKS = 20
P = ParamSpec("P")
View = Callable[Concatenate[Request, Order, P], HttpResponseBase]
Address = Callable[Concatenate[Request, str, P], HttpResponseBase]


def keep_link(request: Request, token: str) -> None:
    """Let this browser open the order of the link, for as long as the link is good."""
    kept = [known for known in request.session.get(SESSION_KEY, []) if known != token]
    request.session[SESSION_KEY] = [*kept, token][-MOST_LINKS:]


def let_in(request: Request, order: Order) -> None:
    """The guest who placed the order may open it in this browser."""
    if order.user_id is None and not orders_open_to(request).filter(pk=order.pk).exists():
        keep_link(request, token_for(order))


def orders_open_to(request: Request) -> OrderQuerySet:
    """The customer's orders, and guests' orders whose links this browser holds."""
    return orders_open_by(request.session, request.user)


def orders_open_by(session: Any, user: Any) -> OrderQuerySet:
    """The same of a session and whose it is, for what has no request."""
    is_open = Q(user=None, number__in=numbers_in(session.get(SESSION_KEY, [])))
    if user.is_authenticated:
        is_open |= Q(user_id=user.pk)
    orders: OrderQuerySet = Order.objects.filter(is_open)
    return orders


def with_order(view: View[P]) -> Address[P]:
    """The view gets the order its number names; 404 for somebody else's, or sign in first."""

    @wraps(view)
    def open_order(
        request: Request, number: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        found = orders_open_to(request).filter(number=number).select_related("invoice")
        order = found.defer("invoice__content").first()
        if order is not None:
            return view(request, order, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404
        response: HttpResponse = redirect_to_login(request.get_full_path())
        return response

    return open_order
