"""What happened to a measure goes on through the versions of its programme.

A step is the same step in the next version, an amount paid can be corrected by a later one, and a
dropped measure can be taken up again.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

OWN_LINE = """
ALTER TABLE milestone ADD COLUMN lineage uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE milestone ALTER COLUMN lineage DROP DEFAULT;
"""
"""Each step that stands already begins a line of its own."""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_initial"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(OWN_LINE, "ALTER TABLE milestone DROP COLUMN lineage")],
            [
                migrations.AddField(
                    "milestone", "lineage", models.UUIDField(default=uuid.uuid4)
                )
            ],
        ),
        migrations.AddConstraint(
            "milestone",
            models.UniqueConstraint(fields=("plan", "lineage"), name="one_step_a_plan"),
        ),
        migrations.AddField(
            "budgetline",
            "recorded_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "budgetline",
            "recorded_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.worker",
            ),
        ),
        migrations.RemoveConstraint("budgetline", "one_amount_a_cell"),
        migrations.AddConstraint(
            "budgetline",
            models.UniqueConstraint(
                fields=("node", "year", "source", "kind", "stage"),
                condition=models.Q(stage__in=["requested", "approved"]),
                name="one_amount_a_cell",
            ),
        ),
        migrations.AlterField(
            "drop",
            "node",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drops",
                to="programmes.plannode",
            ),
        ),
        migrations.AddField(
            "drop",
            "at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField("drop", "lifted_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "drop",
            models.UniqueConstraint(
                fields=("node",),
                condition=models.Q(lifted_at__isnull=True),
                name="one_drop_a_measure",
            ),
        ),
    ]
