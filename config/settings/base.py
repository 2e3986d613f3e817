"""Settings every way of running the shop shares; values that differ come from `config.env`."""

from pathlib import Path
from typing import Any

from django.utils.crypto import salted_hmac

from config.databases import database_from_url, is_mongodb
from config.env import BASE_DIR, email_config, env
from config.settings.unfold import UNFOLD  # noqa: F401  the look of the back office

VAR_DIR = env("VAR_DIR")
DEBUG = False
RELEASE = env("RELEASE")
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")
LIVE_URL = env("LIVE_URL")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "ninja",
    "django_htmx",
    "template_partials",
    "config",
    "accounts",
    "shop",
    "orders",
    "returns",
]

MIDDLEWARE = [
    "config.request_ids.name_requests",
    "config.metrics.count_requests",
    "config.headers.guard_answers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.maintenance.keep_closed",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.caching.answer_kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.back_office.guard_back_office",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"heroicons": "config.icons"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.context_processors.storefront",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------
DATABASES = {
    "default": database_from_url(env("DATABASE_URL"), default_sqlite=VAR_DIR / "vastra.sqlite3")
}
ATOMIC_REQUESTS = False  # each operation is its own transaction; no network call inside one
if is_mongodb(DATABASES["default"]):
    DEFAULT_AUTO_FIELD = "django_mongodb_backend.fields.ObjectIdAutoField"
    MIGRATION_MODULES = {
        app: f"config.mongo_migrations.{app}"
        for app in ("admin", "auth", "contenttypes", "account", "mfa", "socialaccount")
    }
    ALLAUTH_DEFAULT_AUTO_FIELD = DEFAULT_AUTO_FIELD
    _configs = {
        "django.contrib.admin": "config.mongodb.apps.MongoAdminConfig",
        "django.contrib.auth": "config.mongodb.apps.MongoAuthConfig",
        "django.contrib.contenttypes": "config.mongodb.apps.MongoContentTypesConfig",
    }
    INSTALLED_APPS = [_configs.get(app, app) for app in INSTALLED_APPS]
else:
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: cache, queue, live messages -----------------------------------------------------
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "config.cache.ShopCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "TIMEOUT": 300,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,  # a dead cache makes pages slower, never broken
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.25,
        },
    }
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # Waiting for a message blocks for 5 s at a time; redis-py's own default gives up at 5.
            "hosts": [{"address": REDIS_URL, "socket_timeout": 30}],
            "prefix": "live",
            "capacity": 1000,
        },
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "queue:",
    "visibility_timeout": 300,  # at least 3x the time limit, else a running task is run again
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.2,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_RETRY_ON_WORKER_LOST = True  # caps the redelivery of a task that kills its worker
CELERY_TASK_DEFAULT_RETRY_DELAY = 5
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_IGNORE_RESULT = True  # rows hold results, the broker only rings
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Kolkata"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.RightsBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "phone", "full_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "shop:home"
# Sign-in codes rest in the session, so sessions live on the server, never in a cookie.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- Money ----------------------------------------------------------------------------------
CURRENCY = "INR"
RAZORPAY_KEY_ID = env("RAZORPAY_KEY_ID")
RAZORPAY_KEY_SECRET = env("RAZORPAY_KEY_SECRET")
RAZORPAY_WEBHOOK_SECRET = env("RAZORPAY_WEBHOOK_SECRET")
RAZORPAY_PREVIOUS_WEBHOOK_SECRET = env("RAZORPAY_PREVIOUS_WEBHOOK_SECRET")
RAZORPAY_BASE_URL = env("RAZORPAY_BASE_URL")
FREE_DELIVERY_FROM_MINOR = 1_499_00
DELIVERY_FEE_MINOR = 79_00
EXPRESS_FEE_MINOR = 149_00  # where a PIN code has express and names no fee of its own
PAYMENT_WINDOW_MINUTES = 30
FOUR_EYES_ABOVE_MINOR = env("FOUR_EYES_ABOVE_RUPEES") * 100
RETURN_APPROVAL_ABOVE_MINOR = 5_000_00  # a claim of damage worth more waits for a person
RETURN_WINDOW_DAYS = 7  # while staff wrote no return policy

# --- Delivery -------------------------------------------------------------------------------
ORDER_CUTOFF_HOUR = 15  # in India: what is ordered before it leaves the same working day
CASH_ON_DELIVERY = env("CASH_ON_DELIVERY")
COD_FEE_MINOR = env("COD_FEE_RUPEES") * 100
COD_LIMIT_MINOR = env("COD_LIMIT_RUPEES") * 100
COD_OPEN_ORDERS = env("COD_OPEN_ORDERS")
ORDER_LINK_DAYS = 60  # how long a guest's link to their order opens it

# --- Messages -------------------------------------------------------------------------------
vars().update(email_config())
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")
EMAIL_TIMEOUT = 10
SMS_BACKEND = env("SMS_BACKEND")
SMS_URL = env("SMS_URL")  # for accounts.sms.TwilioSender
SMS_FILE_PATH: Path = VAR_DIR / "sms"  # for accounts.sms.FileSender
SHOP_PHONE = env("SHOP_PHONE")
SHOP_EMAIL = env("SHOP_EMAIL")
RETURN_ADDRESS = env("RETURN_ADDRESS")
SHOP_LEGAL_NAME = env("SHOP_LEGAL_NAME")
SHOP_ADDRESS = env("SHOP_ADDRESS")
SHOP_STATE = env("SHOP_STATE")
SHOP_GSTIN = env("SHOP_GSTIN")
GRIEVANCE_OFFICER = env("GRIEVANCE_OFFICER")
GRIEVANCE_EMAIL = env("GRIEVANCE_EMAIL")
GRIEVANCE_PHONE = env("GRIEVANCE_PHONE")

# --- Closed for work ------------------------------------------------------------------------
MAINTENANCE_UNTIL = env("MAINTENANCE_UNTIL")
MAINTENANCE_FILE: Path = VAR_DIR / "maintenance"  # written by `manage.py maintenance`

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT") or VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
CLOUDINARY_URL = env("CLOUDINARY_URL")  # empty: product pictures are kept in MEDIA_ROOT
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"  # product pictures, public
PRIVATE_ROOT = VAR_DIR / "private"  # photos of returns, served only to who may see them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
SERVE_MEDIA = False  # a proxy serves pictures in production

# --- Words and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en-in"
TIME_ZONE = "Asia/Kolkata"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"

# --- Safety ---------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True

MONITORING_TOKEN = env("MONITORING_TOKEN")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.LineFormatter",
            "fmt": "{levelname:<7} {name}{context}: {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": env("LOG_FORMAT") or "plain"}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        "django.server": {"propagate": True},
        "django_redis.cache": {"level": "WARNING"},
    },
}

# --- The API: tokens for apps -----------------------------------------------------------------
HEADLESS_CLIENTS = ("app",)
HEADLESS_ONLY = False  # our own pages sign people in as well
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "HS256"  # signed and read by the same shop
HEADLESS_JWT_PRIVATE_KEY = salted_hmac("api tokens", "", SECRET_KEY, algorithm="sha256").hexdigest()
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 300
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 14 * 24 * 3600  # as long as a session
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True  # signed out is signed out, at once

# --- Limits: whose address counts ---------------------------------------------------------
TRUSTED_PROXIES = env("TRUSTED_PROXIES")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES  # the limits of signing in see the same address

# --- The clock: what beat rings; every job is safe to run twice, and expires before its next turn
CELERY_BEAT_SCHEDULE = {
    job.rsplit(".", 1)[-1]: {
        "task": job,
        "schedule": seconds,
        "options": {"expires": seconds - 5},
    }
    for job, seconds in {
        "accounts.periodic.send_unsent_messages": 20,
        "accounts.periodic.write_asked_exports": 60,
        "accounts.periodic.forget_people": 600,
        "accounts.periodic.forget_ended_limits": 3600,
        "shop.periodic.remove_discarded_pictures": 300,
        "shop.periodic.tell_who_waits_for_stock": 60,
        "orders.periodic.submit_due_refunds": 20,
        "orders.periodic.apply_kept_webhooks": 20,
        "orders.periodic.expire_unpaid_orders": 60,
        "orders.periodic.reconcile_payments": 120,
        "orders.periodic.refresh_pending_refunds": 120,
        "orders.periodic.find_refunds_made_by_hand": 300,
        "orders.periodic.sweep_refunds_of_last_days": 6 * 3600,
        "orders.periodic.wipe_paid_payouts": 3600,
        "returns.periodic.remind_of_unsent_returns": 1800,
        "returns.periodic.close_unsent_returns": 1800,
        "orders.periodic.count_recent_sales": 600,
        "orders.periodic.audit_books_nightly": 600,
        "returns.periodic.count_returns": 3600,
        "shop.periodic.turn_front_page": 60,
        "config.periodic.forget_old_answers": 3600,
        "shop.periodic.begin_return_policies": 60,
    }.items()
}

# --- Signing in (django-allauth) -----------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "accounts.forms.signing_in.SignInForm",
    "confirm_login_code": "accounts.forms.signing_in.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs in is the proof
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# How many codes, and how many tries at them; counted in the database (accounts/budgets.py).
CODES_TO_ONE_AN_HOUR = 5
CODES_TO_ONE_A_DAY = 10
CODES_FROM_ONE_NETWORK_AN_HOUR = env("CODES_FROM_ONE_NETWORK")
SMS_CODES_A_MINUTE = env("SMS_CODES_A_MINUTE")
GUESSES_AN_HOUR = 9

SOCIALACCOUNT_ADAPTER = "accounts.adapters.GoogleAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an e-mail alone opens no account; see the adapter
SOCIALACCOUNT_STORE_TOKENS = False
GOOGLE_CLIENT_ID = env("GOOGLE_CLIENT_ID")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "google": {
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": env("GOOGLE_CLIENT_SECRET")}]
        if GOOGLE_CLIENT_ID
        else [],
        "SCOPE": ["openid", "email", "profile"],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# The back office (accounts/back_office.py): how long a second factor holds, and for what it is
# asked again. Addresses are relative to the admin's.
STAFF_IDLE_SECONDS = 30 * 60
STAFF_SESSION_SECONDS = 12 * 3600
FRESH_SIGN_IN_SECONDS = 15 * 60
FRESH_SIGN_IN_TO_READ = [r"export", r"^accounts/user/.+/password/"]
FRESH_SIGN_IN_TO_CHANGE = [
    r"^auth/group/",
    r"^accounts/user/",
    r"refund",
    r"payout",
    r"export",
]

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Vastra"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "activate_totp": "accounts.forms.signing_in.NewAuthenticatorForm",
    "authenticate": "accounts.forms.signing_in.SecondFactorForm",
}
