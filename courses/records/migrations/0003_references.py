"""The table of references; what it replaces goes once it is filled."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pv_records", "0002_store_for_clients")]

    operations = [
        migrations.CreateModel(
            name="StatementReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=2600, verbose_name="agent or activity")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("instructor", "instructor"),
                            ("team", "team"),
                            ("parent", "parent"),
                            ("grouping", "grouping"),
                            ("category", "category"),
                            ("other", "other"),
                            ("inner", "inner"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("stored", models.DateTimeField(verbose_name="stored at")),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="pv_records.statement",
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "reference",
                "verbose_name_plural": "references",
                "indexes": [models.Index(fields=["key", "stored", "statement"], name="pv_reference_key")],
                "constraints": [models.UniqueConstraint(fields=("statement", "key"), name="pv_reference_once")],
            },
        ),
    ]
