"""A quality card says four scores from 0 to 3 and nothing else, whoever writes it."""

from django.db import migrations

SCORES = """
ALTER TABLE measure_appraisal ADD CONSTRAINT appraisal_scores CHECK (
    jsonb_typeof(scores) = 'object'
    AND scores - '{problem,logic,evidence,transfer}'::text[] = '{}'::jsonb
    AND coalesce(scores ->> 'problem' ~ '^[0-3]$', false)
    AND coalesce(scores ->> 'logic' ~ '^[0-3]$', false)
    AND coalesce(scores ->> 'evidence' ~ '^[0-3]$', false)
    AND coalesce(scores ->> 'transfer' ~ '^[0-3]$', false)
);
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_through_versions")]

    operations = [
        migrations.RunSQL(
            SCORES, "ALTER TABLE measure_appraisal DROP CONSTRAINT appraisal_scores"
        )
    ]
