"""What the table of references replaces."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pv_records", "0004_fill_references")]

    operations = [
        migrations.RemoveField(model_name="statement", name="related"),
        migrations.DeleteModel(name="StatementMember"),
    ]
