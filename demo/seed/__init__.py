"""The demo shop's first day: its shelves, pictures, people and past, written once.

Everything is drawn from fixed words, so every machine gets the same shop; times count back from
the moment of seeding. What is there already is left alone, so seeding twice changes nothing.
"""

from datetime import datetime

from django.utils import timezone

from demo.catalogue import PRODUCTS
from demo.seed.catalogue import stock_shelves
from demo.seed.copies import fill_shelves
from demo.seed.delivery import draw_map
from demo.seed.history import write_history
from demo.seed.people import welcome_people
from demo.seed.pictures import cut_pictures
from demo.seed.razorpay import tell_razorpay
from demo.seed.reviews import let_buyers_write
from demo.seed.storefront import dress_storefront
from orders.bestsellers import count_recent_sales
from returns.lessons import count_returns


def seed(*, products: int = len(PRODUCTS), orders: int = 300, now: datetime | None = None) -> None:
    """Make the shop of `products` products and `orders` past orders; safe to run again."""
    now = now or timezone.now()
    stock_shelves(PRODUCTS[:products], now=now)
    cut_pictures(PRODUCTS[:products])
    fill_shelves(products)
    draw_map(now=now)
    welcome_people(now=now)
    write_history(orders, now=now)
    count_recent_sales(now=now)
    count_returns(now=now)
    dress_storefront(now=now)
    let_buyers_write(now=now)
    tell_razorpay()


__all__ = ["seed"]
