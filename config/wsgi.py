"""The door for pages: every HTML page."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
application = get_wsgi_application()

# Django imports its compiler with the first query. Two threads whose first queries meet would see
# it half imported, so it is here before there is a second thread.
import django.db.models.sql.compiler  # noqa: E402, F401

from shop.index import read_ahead  # noqa: E402  needs the apps to be ready

read_ahead()
