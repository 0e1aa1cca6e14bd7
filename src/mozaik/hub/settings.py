"""Settings of the hub for Django: everything is closed that nothing here opens.

Read once by the process that serves; what differs between two hubs comes from `config.py`.
"""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from mozaik.hub.config import HubConfig, config_of_process
from mozaik.hub.database import postgresql_settings, sqlite_settings
from mozaik.hub.secret import secret_of
from mozaik.seal import WORD_LIST

HERE = Path(__file__).parent
_NOWHERE = Path("/nonexistent")
CONFIG = config_of_process() or HubConfig(_NOWHERE, _NOWHERE, _NOWHERE, https=False)
"""A process without a hub, such as one that checks types, gets a hub that stands nowhere."""
_STANDS = CONFIG.state != _NOWHERE

SECRET_KEY = secret_of(CONFIG.state) if _STANDS else secrets.token_urlsafe(64)
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.names)
ROOT_URLCONF = "mozaik.hub.urls"
WSGI_APPLICATION = "mozaik.hub.serving.application"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "unused"  # the hub keeps the choice itself
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "hub.Account"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "mozaik.hub.apps.HubApp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mozaik.hub.guards.sound_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mozaik.hub.language.spoken",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mozaik.hub.rehearsing.shown_while_played",
    "mozaik.hub.guards.closed_caches",
    "mozaik.hub.guards.second_factor",
    "mozaik.hub.guards.idle_lock",
    "mozaik.hub.guards.remembering",
    "mozaik.hub.guards.said_errors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "mozaik.hub.rendering.environment",
            "context_processors": ["mozaik.hub.rendering.of_everybody"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {
    "default": postgresql_settings(CONFIG.database)
    if CONFIG.database
    else sqlite_settings(CONFIG.state / "hub.sqlite" if _STANDS else ":memory:")
}
CACHES = {"default": {"BACKEND": "mozaik.hub.counting.Counted", "LOCATION": "hub_cache"}}
"""Where rate limits are counted: every process that serves counts in the same place."""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "mozaik.hub.signing_in.ClosedAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "reference"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mozaik"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_COOKIE_NAME = "__Host-session" if CONFIG.https else "session"
SESSION_COOKIE_SECURE = CONFIG.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = CONFIG.https
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "mozaik.hub.views.failing.forged"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = CONFIG.state if _STANDS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
STATIC_URL = "static/"
STATICFILES_DIRS = [("hub", HERE / "static" / "hub"), ("words", WORD_LIST.parent)]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = CONFIG.state / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"faults": {"()": "mozaik.hub.rehearsing.Faults"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["faults"]}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "waitress.queue": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
