"""The project itself, as an app: its system checks and its commands."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "Vastra"

    def ready(self) -> None:
        from config import checks, jobs, logs, personal  # noqa: F401  (they register themselves)
