"""The whole shop on one machine, no accounts, no keys: what `manage.py demo` runs."""

from config.env import env
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS, LOGGING, VAR_DIR

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SERVE_MEDIA = True

# The end of the wire: mail and SMS land in files, which the demo inbox shows.
DEMO_INBOX = VAR_DIR / "inbox"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DEMO_INBOX
SMS_BACKEND = "accounts.sms.FileSender"
SMS_FILE_PATH = DEMO_INBOX

CODES_FROM_ONE_NETWORK_AN_HOUR = 1000  # everybody in the demo sits at one machine

# Who became staff with one click (demo/views.py) has no app to show again.
STAFF_IDLE_SECONDS = STAFF_SESSION_SECONDS = FRESH_SIGN_IN_SECONDS = 30 * 24 * 3600

SANDBOX_DATABASE = VAR_DIR / "razorpay.sqlite3"
RAZORPAY_BASE_URL = env("RAZORPAY_BASE_URL")
if RAZORPAY_BASE_URL.startswith("https://api.razorpay.com"):
    RAZORPAY_BASE_URL = "http://127.0.0.1:8002"

LOGGING["filters"] = {"without_rounds": {"()": "demo.logs.WithoutRounds"}}
LOGGING["handlers"]["console"]["filters"] = ["without_rounds"]
LOGGING["loggers"]["celery.worker.consumer"] = {"level": "WARNING"}
