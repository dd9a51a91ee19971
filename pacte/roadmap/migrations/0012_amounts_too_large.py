"""Take away the amounts that no page can read; the words that they came from stay."""

from decimal import Decimal

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LARGEST = Decimal("999999999999.99")  # SQLite alone kept larger ones


def take_away(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    actions = apps.get_model("roadmap", "Action").objects.all()
    actions.filter(budget_amount__gt=LARGEST).update(budget_amount=None)
    responsibilities = apps.get_model("roadmap", "Responsibility").objects.all()
    responsibilities.filter(amount__gt=LARGEST).update(amount=None)


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0011_saved_filters_and_feeds"),
    ]

    operations = [
        migrations.RunPython(take_away, migrations.RunPython.noop),
    ]
