"""What was bought, paid and sent."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = "Orders"

    def ready(self) -> None:
        from orders import personal, receivers  # noqa: F401  (they connect themselves)
