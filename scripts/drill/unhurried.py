"""The web server without the API's limits, for who asks it thousands of questions."""

from config.wsgi import application  # first: it sets Django up

from accounts import limits  # isort: skip

__all__ = ["application"]


def _always(scope: limits.Scope, name: str, rate: limits.Rate) -> limits.Usage:
    return limits.Usage(rate.times, rate.times, rate.seconds)


limits._spend = _always
