"""How the shop is wired: settings, databases, doors and the worker."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
