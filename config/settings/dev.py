"""Developing: the demo shop, with Django's debug pages and its reloading server."""

from config.settings.demo import *  # noqa: F403

DEBUG = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
