"""`manage.py seed`: fill the demo shop, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from demo.catalogue import PRODUCTS
from demo.seed import seed
from orders.models import Order
from shop.models import Product


class Command(BaseCommand):
    help = "Make the demo shop: catalogue, pictures, people and ninety days of orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--products", type=int, default=len(PRODUCTS), metavar="N",
            help=f"how many products; above {len(PRODUCTS)} they are numbered editions",
        )  # fmt: skip
        parser.add_argument(
            "--orders", type=int, default=300, metavar="N", help="how many past orders"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        seed(products=options["products"], orders=options["orders"])
        self.stdout.write(
            f"The demo shop has {Product.objects.count():,} products "
            f"and {Order.objects.count():,} orders."
        )
