from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("territories", "0001_initial")]

    operations = [migrations.DeleteModel(name="TerritoryGroup")]
