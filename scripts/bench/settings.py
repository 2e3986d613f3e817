"""The demo shop as it is run, with a stopwatch around it and the addresses of the bench."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import MIDDLEWARE

RATELIMIT_ENABLE = False  # all of its shoppers come from this machine
ROOT_URLCONF = "scripts.bench.site"
MIDDLEWARE = ["scripts.bench.site.stopwatch", *MIDDLEWARE]
