"""People: who you are and how we reach you."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import keepers, receivers  # noqa: F401  (they connect themselves)
