"""What is for sale, at what price, and how many are left."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = "Shop"

    def ready(self) -> None:
        from shop import personal, pins, receivers  # noqa: F401  (they connect themselves)
