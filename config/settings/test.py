"""Tests: the shop with everything outside replaced at the edge, nothing inside."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, INSTALLED_APPS

_scratch = Path(tempfile.mkdtemp(prefix="vastra-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not Django's shared memory: threads that race must lock as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEMO = True
SERVE_MEDIA = True
DEMO_INBOX = _scratch / "inbox"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
REDIS_URL = ""  # locks, marks and breakers do without; who tests them sets it
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MAINTENANCE_UNTIL = ""
MAINTENANCE_FILE = _scratch / "maintenance"
CLOUDINARY_URL = ""  # never a real account, whatever .env says
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "accounts.sms.MemorySender"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _scratch / "media"
PRIVATE_ROOT = _scratch / "private"
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns of a missing folder
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
