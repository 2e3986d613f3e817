"""The web server that can die between a commit and its bell: `gunicorn scripts.drill.web`."""

from celery.app.task import Task

from config.wsgi import application
from scripts.drill.failpoints import wrap

__all__ = ["application"]

wrap(Task, "delay", lambda task, *_: task.name, before="before_bell")
