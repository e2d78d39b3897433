import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0001_initial'),
        ('institutions', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('received_on', models.DateField()),
                ('received_about', models.CharField(blank=True, default='', max_length=10)),
                ('received_at', models.DateTimeField()),
                ('source', models.TextField()),
                ('channel', models.TextField()),
                ('anonymous', models.BooleanField(default=False)),
                ('child_suspected', models.BooleanField(default=False)),
                ('danger_now', models.BooleanField(default=False)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('protocol', models.TextField()),
                ('protocol_version', models.PositiveIntegerField()),
                ('due_at', models.DateTimeField(null=True)),
                ('due_kind', models.TextField(blank=True, default='')),
                ('due_source', models.TextField(blank=True, default='')),
                ('asked_at', models.DateTimeField(null=True)),
                ('settled_as', models.TextField(blank=True, default='')),
                ('settled_reason', models.TextField(blank=True, default='')),
                ('settled_on', models.DateField(null=True)),
                ('key_id', models.UUIDField()),
                ('key_wrapped', models.BinaryField(null=True)),
                ('account_sealed', models.BinaryField(null=True)),
                ('caller_sealed', models.BinaryField(null=True)),
                ('person_sealed', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('received_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
            ],
            options={
                'db_table': 'signal',
                'indexes': [models.Index(condition=models.Q(('settled_as', '')), fields=['holder', 'due_at'], name='signal_waiting'), models.Index(fields=['received_on'], name='signal_received')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_on__isnull', True), ('settled_reason', '')), models.Q(('key_wrapped__isnull', True), ('settled_as', 'case'), ('settled_on__isnull', False)), models.Q(('settled_as', 'no_further_action'), ('settled_on__isnull', False), models.Q(('settled_reason', ''), _negated=True)), _connector='OR'), name='signal_settled_whole')],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.UUIDField()),
                ('criteria', models.TextField()),
                ('criteria_version', models.PositiveIntegerField()),
                ('profile', models.TextField()),
                ('answers', models.JSONField(default=dict)),
                ('notes_sealed', models.BinaryField(null=True)),
                ('positive', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('rule', models.TextField(blank=True, default='')),
                ('conclusion', models.TextField(blank=True, default='')),
                ('on', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('decision', models.TextField(blank=True, default='')),
                ('decided_on', models.DateField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='detection.signal')),
            ],
            options={
                'db_table': 'screening',
                'indexes': [models.Index(fields=['scope'], name='screening_scope')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('scope', models.F('signal')), ('signal__isnull', False)), models.Q(('case__isnull', False), ('scope', models.F('case')), ('signal__isnull', True)), _connector='OR'), name='screening_of_one'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('decision', '')), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), ('decision__in', ['presumed', 'possible', 'not_presumed'])), _connector='OR'), name='screening_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_who_knows', models.BooleanField(default=False)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='origin', to='cases.case')),
                ('screening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='detection.screening')),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='detection.signal')),
            ],
            options={
                'db_table': 'case_origin',
            },
        ),
        migrations.CreateModel(
            name='SignalReceipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('passed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('passed_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('passed_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='detection.signal')),
            ],
            options={
                'db_table': 'signal_receipt',
                'indexes': [models.Index(fields=['passed_from', '-at'], name='receipt_from')],
            },
        ),
        migrations.CreateModel(
            name='StatusAssertion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.TextField()),
                ('ground', models.TextField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('criteria', models.TextField(blank=True, default='')),
                ('criteria_version', models.PositiveIntegerField(null=True)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assertions', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'status_assertion',
                'indexes': [models.Index(fields=['case'], name='assertion_case')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('text_sealed', models.BinaryField(null=True)),
                ('caller_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='cases.case')),
            ],
            options={
                'db_table': 'case_story',
                'indexes': [models.Index(fields=['case'], name='story_case')],
            },
        ),
    ]
