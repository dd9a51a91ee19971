"""What the tests change, and nothing else."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only")
if "PACTE_DATA_DIR" not in os.environ:
    os.environ["PACTE_DATA_DIR"] = tempfile.mkdtemp(prefix="pacte-tests-")
    atexit.register(shutil.rmtree, os.environ["PACTE_DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: F403 — the type checker follows it, and not a loop

DEMO = False
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {  # of one process: tests run beside each other
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "drawn")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SECURE_SSL_REDIRECT = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 — whitenoise warns where it is missing
