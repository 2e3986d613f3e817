"""A drill's shop, with limits: its one caller is meant to be in too much of a hurry."""

from scripts.drill.settings import *  # noqa: F403

RATELIMIT_ENABLE = True
