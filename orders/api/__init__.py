"""The API of buying: the checkout, orders and their payments; the desk of staff."""

from orders.api.checkout import checkout
from orders.api.desk import order_desk
from orders.api.orders import orders
from orders.api.refunds import refund_desk
from orders.api.reviews import own_reviews

__all__ = ["checkout", "order_desk", "orders", "own_reviews", "refund_desk"]
