"""What comes back: filed, received, inspected, resolved."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "returns"
    verbose_name = "Returns"

    def ready(self) -> None:
        from returns import personal  # noqa: F401  (connects itself)
