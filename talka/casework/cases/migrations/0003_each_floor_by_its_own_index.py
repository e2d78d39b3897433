from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_live_grants_and_floors")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_floored"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["id"], condition=models.Q(sealed=True), name="case_sealed"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["id"], condition=models.Q(child=True), name="case_of_child"
            ),
        ),
    ]
