"""The real settings, with the sample application beside the others."""

from config import settings as _settings

globals().update({name: value for name, value in vars(_settings).items() if name.isupper()})

INSTALLED_APPS = [*_settings.INSTALLED_APPS, "tests.sample"]
ROOT_URLCONF = "tests.sample.urls"
