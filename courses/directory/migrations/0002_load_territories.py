from django.db import migrations

from courses.directory import territories


def load(apps, schema_editor):
    territories.load(apps.get_model("pv_directory", "Territory"))


def forget(apps, schema_editor):
    territory = apps.get_model("pv_directory", "Territory")
    territory.objects.filter(kind="departement").delete()
    territory.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("pv_directory", "0001_initial")]

    operations = [migrations.RunPython(load, forget)]
