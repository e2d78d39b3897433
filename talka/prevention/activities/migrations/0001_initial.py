import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('files', '0001_initial'),
        ('institutions', '0001_initial'),
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('title', models.TextField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('eldership', models.TextField(default='')),
                ('setting', models.TextField()),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('note', models.TextField(default='')),
                ('status', models.TextField(default='planned')),
                ('reason', models.TextField(default='')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
            ],
            options={
                'db_table': 'activity',
                'indexes': [models.Index(fields=['municipality', 'since'], name='activity_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('planned', 'held', 'cancelled'))), name='activity_status'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='activity_period'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('reason', '')), _connector='OR'), name='activity_cancelled_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('kind', ''), _negated=True), models.Q(('setting', ''), _negated=True)), name='activity_said')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('was', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
            ],
            options={
                'db_table': 'activity_correction',
                'constraints': [models.UniqueConstraint(fields=('activity', 'version'), name='one_correction_a_version'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_reason')],
            },
        ),
        migrations.CreateModel(
            name='Cost',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.TextField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_cost',
                'constraints': [models.CheckConstraint(condition=models.Q(('source__in', ('VB', 'SB', 'ES', 'EEE', 'KT'))), name='activity_cost_source'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('currency', 'EUR')), name='activity_cost_euros'), models.UniqueConstraint(fields=('activity', 'source'), name='one_cost_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('personal_data', models.TextField()),
                ('retention_until', models.DateField(null=True)),
                ('checked', models.BooleanField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='files.attachment')),
            ],
            options={
                'db_table': 'activity_evidence',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('list', 'protocol', 'photo', 'publication', 'other'))), name='evidence_kind'), models.CheckConstraint(condition=models.Q(('personal_data__in', ('none', 'staff'))), name='no_sensitive_evidence'), models.CheckConstraint(condition=models.Q(('personal_data', 'none'), ('retention_until__isnull', False), _connector='OR'), name='evidence_with_an_end'), models.CheckConstraint(condition=models.Q(('checked', True)), name='evidence_checked'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='evidence_hash')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceKey',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('data_class', models.TextField()),
                ('wrapped', models.BinaryField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_key',
                'constraints': [models.CheckConstraint(condition=models.Q(('data_class__in', ('activity', 'activity_staff'))), name='evidence_class'), models.UniqueConstraint(fields=('activity', 'data_class'), name='one_evidence_key_a_class')],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField(default='')),
                ('unit', models.TextField()),
                ('method', models.TextField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
                ('use', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='programmes.indicatoruse')),
            ],
            options={
                'db_table': 'indicator_feed',
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__in', ('persons', 'contacts', 'views', 'times'))), name='feed_unit'), models.CheckConstraint(condition=models.Q(models.Q(('method', ''), ('unit', 'times')), models.Q(('method', 'views'), ('unit', 'views')), models.Q(('method__in', ['counted', 'signed_list', 'estimate']), ('unit__in', ['persons', 'contacts'])), _connector='OR'), name='feed_one_method')],
            },
        ),
        migrations.CreateModel(
            name='Finished',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('milestone', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='programmes.milestone')),
            ],
            options={
                'db_table': 'activity_milestone',
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('title', models.TextField()),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('edition', models.TextField(default='')),
                ('print_run', models.PositiveIntegerField(null=True)),
                ('distributed', models.PositiveIntegerField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_material',
                'constraints': [models.CheckConstraint(condition=models.Q(('print_run__isnull', True), ('distributed__isnull', True), ('distributed__lte', models.F('print_run')), _connector='OR'), name='no_more_than_was_printed')],
            },
        ),
        migrations.CreateModel(
            name='MediaItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('outlet', models.TextField()),
                ('on', models.DateField()),
                ('estimate', models.PositiveIntegerField(null=True)),
                ('estimate_source', models.TextField(default='')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_media',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('estimate__isnull', True), ('estimate_source', '')), models.Q(('estimate__isnull', False), models.Q(('estimate_source', ''), _negated=True)), _connector='OR'), name='estimate_with_source')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField(default='')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
            ],
            options={
                'db_table': 'activity_partner',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', False), ('name', '')), models.Q(('institution__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='partner_is_one'), models.UniqueConstraint(fields=('activity', 'institution', 'name'), name='one_partner_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('group', models.TextField()),
                ('unit', models.TextField()),
                ('method', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_reach',
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__in', ('persons', 'contacts', 'views'))), name='reach_unit'), models.CheckConstraint(condition=models.Q(('method__in', ('signed_list', 'counted', 'estimate', 'views'))), name='reach_method'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'views'), ('unit', 'views')), models.Q(models.Q(('unit', 'views'), _negated=True), models.Q(('method', 'views'), _negated=True)), _connector='OR'), name='views_are_only_views'), models.CheckConstraint(condition=models.Q(('group', ''), _negated=True), name='reach_group'), models.UniqueConstraint(fields=('activity', 'group', 'unit', 'method'), name='one_reach_a_cell')],
            },
        ),
        migrations.CreateModel(
            name='Serves',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('share', models.PositiveSmallIntegerField(default=100)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='programmes.plannode')),
            ],
            options={
                'db_table': 'activity_measure',
                'constraints': [models.UniqueConstraint(fields=('activity', 'node'), name='activity_serves_once'), models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='activity_share')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='programmes.observation')),
            ],
            options={
                'db_table': 'observation_source',
                'constraints': [models.UniqueConstraint(fields=('observation', 'activity'), name='one_source_a_figure')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('purpose', models.TextField()),
                ('result', models.TextField(default='')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='activities.activity')),
            ],
            options={
                'db_table': 'activity_support',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0), models.Q(('name', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='support_said')],
            },
        ),
    ]
