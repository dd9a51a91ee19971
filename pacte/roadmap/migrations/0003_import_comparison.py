from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0002_imported_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="planimport",
            name="comparison",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="planimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("READING", "Lecture en cours"),
                    ("TO_REVIEW", "À vérifier"),
                    ("COMPARING", "Comparaison en cours"),
                    ("APPLYING", "Création en cours"),
                    ("APPLIED", "Plan créé"),
                    ("REFUSED", "Illisible"),
                    ("CANCELLED", "Abandonné"),
                ],
                default="READING",
                max_length=12,
            ),
        ),
    ]
