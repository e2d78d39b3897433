import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('institutions', '0002_role_kind'),
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer_due', models.DateField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'recommendation_addressee',
            },
        ),
        migrations.CreateModel(
            name='Analysis',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('title', models.TextField()),
                ('scope', models.TextField()),
                ('commissioner', models.TextField(default='')),
                ('method', models.TextField()),
                ('sample', models.TextField(default='')),
                ('report', models.TextField(default='')),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'needs_analysis',
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 2011), ('year__lte', 2100)), name='analysis_year')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('began_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('began_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'safety_assessment',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='one_assessment_a_year'), models.CheckConstraint(condition=models.Q(('year__gte', 2011), ('year__lte', 2100)), name='assessment_year'), models.CheckConstraint(condition=models.Q(('reviewed_at__isnull', True), ('submitted_at__isnull', False), _connector='OR'), name='assessment_submitted_first')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('criterion', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(auto_now=True)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('reasoning', models.TextField(default='')),
                ('evidence', models.TextField(default='')),
                ('carried_from', models.PositiveSmallIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.assessment')),
            ],
            options={
                'db_table': 'safety_answer',
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', (0, 1, 2, 3, 4))), name='answer_level'), models.UniqueConstraint(fields=('assessment', 'criterion'), name='one_answer_a_criterion')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('on', models.DateField()),
                ('note', models.TextField(default='')),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.addressee')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'recommendation_confirmation',
                'constraints': [models.UniqueConstraint(fields=('addressee',), name='one_confirmation_an_addressee')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('indicator', models.TextField()),
                ('state', models.TextField()),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('source', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('n', models.BigIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'safety_figure',
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 2011), ('year__lte', 2100)), name='safety_figure_year'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'value'), ('value__isnull', False)), models.Q(('state', 'zero'), ('value', 0)), models.Q(('state__in', ['missing', 'not_applicable', 'suppressed']), ('value__isnull', True)), _connector='OR'), name='safety_figure_state'), models.UniqueConstraint(fields=('municipality', 'year', 'indicator', 'n'), name='safety_figure_n')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('strength', models.TextField()),
                ('evidence', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='safety.analysis')),
            ],
            options={
                'db_table': 'needs_finding',
                'constraints': [models.CheckConstraint(condition=models.Q(('strength__in', ('strong', 'moderate', 'weak'))), name='finding_strength')],
            },
        ),
        migrations.CreateModel(
            name='FrameworkVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('reason', models.TextField(default='')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'safety_framework',
                'ordering': ['code', '-version'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='safety_framework_once')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area', models.TextField()),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('size_band', models.TextField()),
                ('status', models.TextField()),
                ('contact_role', models.TextField()),
                ('police_role', models.TextField()),
                ('supporters', models.JSONField(default=list)),
                ('needs', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'neighbourhood_group',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('active', 'resting', 'ended'))), name='group_status'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('status', 'ended')), models.Q(models.Q(('status', 'ended'), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='group_ended_with_a_day'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='group_ends_after_it_starts'), models.UniqueConstraint(fields=('municipality', 'area', 'started_on'), name='one_group_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('severity', models.PositiveSmallIntegerField()),
                ('affected', models.PositiveIntegerField(null=True)),
                ('support', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.analysis')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='safety.finding')),
            ],
            options={
                'db_table': 'needs_need',
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__in', (1, 2, 3, 4))), name='need_severity')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('basis', models.TextField()),
                ('priority', models.PositiveSmallIntegerField()),
                ('due', models.DateField()),
                ('cost', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('sent_on', models.DateField(null=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdrawn_why', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='safety.need')),
                ('supersedes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='safety.recommendation')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'recommendation',
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ('needs', 'poll', 'evaluation', 'greta', 'audit', 'task_force'))), name='recommendation_basis'), models.CheckConstraint(condition=models.Q(('priority__in', (1, 2, 3))), name='recommendation_priority'), models.CheckConstraint(condition=models.Q(('cost__isnull', True), ('cost__gte', 0), _connector='OR'), name='recommendation_cost'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_on__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_on__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='recommendation_withdrawn_why'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('sent_on__isnull', True)), models.Q(('sent_at__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='recommendation_sent')],
            },
        ),
        migrations.AddField(
            model_name='addressee',
            name='recommendation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='safety.recommendation'),
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.TextField()),
                ('reason', models.TextField(default='')),
                ('due', models.DateField(null=True)),
                ('on', models.DateField()),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.addressee')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'recommendation_response',
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ('accepted', 'partly', 'rejected'))), name='response_answer'), models.UniqueConstraint(fields=('addressee',), name='one_response_an_addressee'), models.CheckConstraint(condition=models.Q(('answer', 'accepted'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='response_reason')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('criterion', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(auto_now=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('reason', models.TextField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.assessment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'safety_review',
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', (0, 1, 2, 3, 4))), name='review_level'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='review_reason'), models.UniqueConstraint(fields=('assessment', 'criterion'), name='one_review_a_criterion')],
            },
        ),
        migrations.CreateModel(
            name='RubricVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'safety_rubric',
                'ordering': ['code', '-version'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='safety_rubric_once')],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.rubricversion'),
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('on', models.DateField()),
                ('action', models.TextField()),
                ('progress', models.PositiveSmallIntegerField()),
                ('evidence', models.TextField(default='')),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='safety.addressee')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.plannode')),
            ],
            options={
                'db_table': 'recommendation_step',
                'constraints': [models.CheckConstraint(condition=models.Q(('progress__gte', 0), ('progress__lte', 100)), name='step_progress')],
            },
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.UniqueConstraint(fields=('recommendation', 'institution'), name='one_addressee_an_institution'),
        ),
    ]
