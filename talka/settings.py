"""Settings. Everything a place may change comes from the environment or from TALKA_HOME.

A bad value stops the start with a sentence that names the variable.
"""

from __future__ import annotations

import os
from pathlib import Path

from talka.ground.kernel.environment import flag, integer, text, words
from talka.ground.kernel.home import Home

BASE_DIR = Path(__file__).resolve().parent
PROJECT_DIR = BASE_DIR.parent

HOME = Home.from_environment()
DEMO = flag("TALKA_DEMO", False)
DEBUG = False
SECRET_KEY = HOME.django_secret()
ALLOWED_HOSTS = words("TALKA_HOSTS", "localhost,127.0.0.1,[::1],testserver")
PUBLIC_URL = text("TALKA_URL", "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

ROOT_URLCONF = "talka.urls"
WSGI_APPLICATION = "talka.wsgi.application"

ROOMS = [
    "talka.ground.kernel",
    "talka.ground.crypto",
    "talka.ground.audit",
    "talka.ground.access",
    "talka.ground.places",
    "talka.ground.ui",
    "talka.ground.jobs",
    "talka.ground.files",
    "talka.people.institutions",
    "talka.people.accounts",
    "talka.people.teams",
    "talka.method.protocol",
    "talka.method.criteria",
    "talka.casework.cases",
    "talka.casework.detection",
    "talka.casework.sharing",
    "talka.casework.aid",
    "talka.prevention.programmes",
    "talka.prevention.activities",
    "talka.prevention.training",
    "talka.prevention.safety",
    "talka.prevention.bodies",
    "talka.prevention.polls",
    "talka.insight.statistics",
    "talka.desk.home",
    "talka.desk.public",
]
"""Our own rooms, lowest first: policies are applied in this order."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
"""The sign-in library stands below our rooms, so that our pages and words come first."""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "talka.ground.ui.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "talka.ground.ui.lane.lane",
    "django.middleware.common.CommonMiddleware",
    "talka.ground.ui.middleware.clean_input",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "talka.ground.ui.middleware.refusals",
    "talka.ground.access.middleware.begin",
    "talka.people.accounts.middleware.gate",
    "talka.ground.ui.middleware.post_once",
]

IN_THE_LANE = ("/a/",)
"""Public questions: a crowd there must not slow people at work."""

ASK_NOBODY = ("/public/",)
"""Pages for everybody that need no database: answered before the session is read, so that the help
line is there when the records are not."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["talka.ground.ui.loading.OfRooms"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "talka.ground.ui.context.page",
            ],
            "builtins": ["talka.ground.ui.templatetags.talka", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "talka.ground.ui.forms.Renderer"

DATABASES = HOME.databases(as_worker=flag("TALKA_WORKER", False))
DATABASE_ROUTERS = ["talka.ground.kernel.routing.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "door_cache",
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["talka.people.accounts.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "talka.people.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "talka.people.accounts.sign_in_forms.SignInForm",
    "reset_password": "talka.people.accounts.sign_in_forms.ForgottenForm",
}
MFA_ADAPTER = "talka.people.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Talka"
MFA_FORMS = {
    "add_webauthn": "talka.people.accounts.sign_in_forms.PasskeyForm",
    "authenticate_webauthn": "talka.people.accounts.sign_in_forms.SecondStepForm",
    "login_webauthn": "talka.people.accounts.sign_in_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "talka.people.accounts.sign_in_forms.ConfirmForm",
}
SECOND_FACTOR_REQUIRED = flag("TALKA_SECOND_FACTOR", not DEMO)

SESSION_ENGINE = "talka.ground.access.sessions"
SESSION_COOKIE_NAME = "talka"
SESSION_COOKIE_AGE = integer("TALKA_SESSION_SECONDS", 8 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "talka.ground.ui.views.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("TALKA_HTTPS", not DEMO)
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers post with Origin: null
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

USE_TZ = True
TIME_ZONE = "Europe/Vilnius"
USE_I18N = True
LANGUAGE_CODE = text("TALKA_LANGUAGE", "lt")
LANGUAGES = [("lt", "Lietuvių"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "talka_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
STATIC_ROOT = PROJECT_DIR / "build" / "static"
STATICFILES_DIRS = [
    (prefix, folder)
    for prefix, folder in [
        ("designsystemet", PROJECT_DIR / "node_modules/@digdir/designsystemet-css/dist/src"),
        ("inter", PROJECT_DIR / "node_modules/@fontsource-variable/inter/files"),
    ]
    if folder.exists()
]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1500
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_HANDLERS = ["talka.ground.files.serving.InMemory"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(HOME.path / "outbox")
DEFAULT_FROM_EMAIL = text("TALKA_FROM", "talka@localhost")
if os.environ.get("TALKA_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = text("TALKA_SMTP_HOST", "")
    EMAIL_PORT = integer("TALKA_SMTP_PORT", 587)
    EMAIL_HOST_USER = text("TALKA_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = text("TALKA_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = flag("TALKA_SMTP_TLS", True)

PROCRASTINATE_IMPORT_PATHS = [
    "talka.casework.cases.notices",
    "talka.prevention.activities.endings",
    "talka.prevention.training.reminders",
]

PACK = text("TALKA_PACK", "lt")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"bare": {"()": "talka.ground.kernel.logs.WithoutValues"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["bare"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
