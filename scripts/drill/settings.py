"""The demo shop as it is run, with the times a drill cannot wait for made shorter."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import CELERY_BROKER_TRANSPORT_OPTIONS, STORAGES

# Five minutes in the shop. No task of a drill runs for a minute, so none is given out twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "visibility_timeout": 60}
RATELIMIT_ENABLE = False  # all of its shoppers come from this machine
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 2
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 12 * 3600  # the drill signs in once
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
