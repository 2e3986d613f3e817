"""The web server that can die between a commit and its bell: `gunicorn scripts.drill.web`."""

from accounts.bell import Lane
from config.wsgi import application
from scripts.drill.failpoints import wrap

__all__ = ["application"]

wrap(Lane, "hand_over", lambda lane, _work: lane.name, before="before_bell")
