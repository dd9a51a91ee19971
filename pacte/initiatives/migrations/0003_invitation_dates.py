from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0002_role_consultant"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="from_on",
            field=models.DateField(blank=True, null=True, verbose_name="à partir du"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="to_on",
            field=models.DateField(blank=True, null=True, verbose_name="jusqu’au"),
        ),
    ]
