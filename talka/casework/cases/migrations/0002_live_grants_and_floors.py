from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="grant", name="grant_assignment"),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                fields=["assignment", "data_class"],
                include=["case", "since", "until", "may_write", "admits_sealed", "basis"],
                condition=models.Q(ended_at__isnull=True),
                name="grant_live",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["id"],
                include=["sealed", "child"],
                condition=models.Q(sealed=True) | models.Q(child=True),
                name="case_floored",
            ),
        ),
    ]
