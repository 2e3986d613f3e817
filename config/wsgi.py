"""The door for pages: every HTML page."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
application = get_wsgi_application()

from shop.index import read_ahead  # noqa: E402  needs the apps to be ready

read_ahead()
