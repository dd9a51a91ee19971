from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0004_visit"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="sample",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
