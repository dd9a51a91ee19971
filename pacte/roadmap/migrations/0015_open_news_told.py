"""When all members last heard of each action: as the team did, but for the entries it keeps."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, F, OuterRef, Subquery


def tell(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    reports = apps.get_model("roadmap", "ProgressReport").objects.filter(action=OuterRef("pk"))
    kept = Exists(reports.filter(is_team_only=True, recorded_at=OuterRef("news_at")))
    heard = reports.filter(is_team_only=False, deleted_at=None).order_by("-recorded_at")
    actions = apps.get_model("roadmap", "Action").objects.filter(news_at__isnull=False)
    actions.filter(~kept).update(open_news_at=F("news_at"))
    actions.filter(kept).update(open_news_at=Subquery(heard.values("recorded_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0014_action_open_news_at"),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
