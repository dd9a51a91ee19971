from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_known",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("LEAD", "Chargée ou chargé de mission"),
                    ("ELECTED", "Élue ou élu"),
                    ("COMMITTEE", "Membre du comité"),
                    ("OBSERVER", "Observatrice ou observateur"),
                    ("ADMINISTRATOR", "Administratrice ou administrateur"),
                    ("CONSULTANT", "Consultante ou consultant"),
                ],
                max_length=20,
                verbose_name="rôle",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("LEAD", "Chargée ou chargé de mission"),
                    ("ELECTED", "Élue ou élu"),
                    ("COMMITTEE", "Membre du comité"),
                    ("OBSERVER", "Observatrice ou observateur"),
                    ("ADMINISTRATOR", "Administratrice ou administrateur"),
                    ("CONSULTANT", "Consultante ou consultant"),
                ],
                max_length=20,
                verbose_name="rôle",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["LEAD", "ELECTED", "COMMITTEE", "OBSERVER", "ADMINISTRATOR", "CONSULTANT"],
                    )
                ),
                name="membership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "CONSULTANT"), _negated=True),
                    ("to_on__isnull", False),
                    _connector="OR",
                ),
                name="membership_of_a_consultant_ends",
            ),
        ),
    ]
