"""Every setting of the site, by topic, from the environment; docs/settings.md explains each."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import environment as env

ROOT = Path(__file__).resolve().parent.parent

# Where things are kept
DATA_DIR = Path(env.text("PACTE_DATA_DIR", str(ROOT / "var"))).resolve()
MEDIA_ROOT = DATA_DIR / "files"
BACKUP_DIR = Path(env.text("PACTE_BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"

# Mode. The demo opens doors (one-click sign-in) that nothing else may open.
DEMO = env.flag("PACTE_DEMO")
DEBUG = env.flag("PACTE_DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY and (DEMO or DEBUG):
    SECRET_KEY = "demonstration-only-never-in-production"  # noqa: S105 — public on purpose
if not SECRET_KEY:
    message = (
        "SECRET_KEY is missing. Make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
    raise ImproperlyConfigured(message)
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")

# Addresses
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
PUBLISHER = env.text("PUBLISHER", "")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE_URL).hostname or ""]
ALLOWED_HOSTS += env.names("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "pacte.ui.refusals.csrf_failure"
HTTPS: bool = SITE_URL.startswith("https://")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

INSTALLED_APPS = [
    "pacte.portal",
    "pacte.roadmap",
    "pacte.network",
    "pacte.initiatives",
    "pacte.territories",
    "pacte.accounts",
    "pacte.ui",
    "pacte.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pacte.core.compression.CompressedPages",
    "pacte.core.access_log.access_log",
    "pacte.core.security.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "pacte.core.security.WritableAddresses",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pacte.accounts.http.PersonAtMailbox",
    "pacte.initiatives.http.LanguageAndPlace",
    "pacte.ui.refusals.SignInFirst",
    "pacte.accounts.http.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pacte.ui.refusals.FullDisk",
    "pacte.ui.refusals.MailDown",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pacte.portal.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "pacte.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, jobs
DATABASES = {
    "default": env.database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'pacte.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
REDIS: dict[str, object] = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
}
CACHES: dict[str, dict[str, object]] = {
    # Attempts to sign in: the processes count them together.
    "default": REDIS
    if REDIS_URL
    else {
        "BACKEND": "pacte.core.tallies.Tallies",
        "LOCATION": DATA_DIR / "tallies",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Tables as they were drawn: each process keeps its own, few enough for its memory.
    "drawn": REDIS
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
# How long a drawn table is kept; it is drawn again as soon as what it shows has changed.
PLAN_CACHE_SECONDS = env.number("PLAN_CACHE_SECONDS", 600)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
SESSION_ENGINE = "pacte.accounts.http"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Mail. Without a server nothing is sent: administrators print invitations.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "pacte@localhost")
# Where undelivered mail comes back, and the mailbox that reads it: imaps://user:password@host/INBOX
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS")
BOUNCE_MAILBOX = env.text("BOUNCE_MAILBOX")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.dummy.EmailBackend"
)

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "pacte.accounts.http.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "pacte.accounts.forms.LoginForm",
    "change_password": "pacte.accounts.forms.ChangePasswordForm",
    "set_password": "pacte.accounts.forms.SetPasswordForm",
    "reset_password": "pacte.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "pacte.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "pacte.accounts.forms.ReauthenticateForm",
    "request_login_code": "pacte.accounts.forms.RequestLoginCodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(EMAIL_HOST)
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_HOST)
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Pacte : "
# allauth's own limits stand; they count per address and per account.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "entry_code": "20/5m/ip",  # codes of letters that open nothing
}
# A second factor: whoever has one passes it at each sign-in, whichever the door.
REQUIRE_SECOND_FACTOR = env.one_of(
    "REQUIRE_SECOND_FACTOR", ("none", "administrators", "all"), "none"
)
MFA_ADAPTER = "pacte.accounts.http.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: a clock that is a little off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by invitation, which proves the address
MFA_FORMS = {
    "authenticate": "pacte.accounts.forms.SecondFactorForm",
    "reauthenticate": "pacte.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "pacte.accounts.forms.AppForm",
    "add_webauthn": "pacte.accounts.forms.PasskeyForm",
    "edit_webauthn": "pacte.accounts.forms.PasskeyNameForm",
    "authenticate_webauthn": "pacte.accounts.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "pacte.accounts.forms.UsePasskeyAgainForm",
    "login_webauthn": "pacte.accounts.forms.EnterByPasskeyForm",
}
# An identity provider (OpenID Connect): it says who somebody is, never what she may see.
OIDC_SERVER_URL = env.secure_address("OIDC_SERVER_URL")
OIDC_NAME = env.text("OIDC_NAME", urlsplit(OIDC_SERVER_URL).hostname or "")
OIDC_TRUST_EMAIL = env.flag("OIDC_TRUST_EMAIL")
SOCIALACCOUNT_ADAPTER = "pacte.accounts.http.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "fournisseur",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
# Whom to call who cannot get in, where no démarche is known.
HELP_CONTACT = env.text("HELP_CONTACT")
# How many proxies stand in front: without it X-Forwarded-For would be the client's word.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Language
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

# Files, and the limits of imports
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pacte.ui.storage.StaticFiles"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_BYTES", 50 * 1024 * 1024)
IMPORT_MAX_ROWS = env.number("IMPORT_MAX_ROWS", 200_000)
IMPORT_MAX_UNPACKED = env.number("IMPORT_MAX_UNPACKED", 500 * 1024 * 1024)
IMPORT_MAX_SECONDS = env.number("IMPORT_MAX_SECONDS", 120)

# Transport
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]  # a monitor on the machine itself speaks plain HTTP
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.EventFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
        # It writes whole addresses, secret links included; pacte.access writes their pattern.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
