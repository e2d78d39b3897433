import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('institutions', '0002_role_kind'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField(unique=True)),
            ],
            options={
                'db_table': 'indicator',
            },
        ),
        migrations.CreateModel(
            name='LegalAct',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('issuer', models.TextField()),
                ('number', models.TextField()),
                ('title', models.TextField()),
                ('adopted_on', models.DateField(null=True)),
                ('in_force_from', models.DateField(null=True)),
                ('in_force_until', models.DateField(null=True)),
                ('amends', models.TextField(default='')),
                ('verified_by', models.TextField(default='')),
                ('source', models.TextField(default='')),
            ],
            options={
                'db_table': 'legal_act',
            },
        ),
        migrations.CreateModel(
            name='IndicatorVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField()),
                ('name_lt', models.TextField()),
                ('name_en', models.TextField(default='')),
                ('unit', models.TextField(default='')),
                ('direction', models.TextField()),
                ('over_units', models.TextField()),
                ('over_time', models.TextField()),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.indicator')),
            ],
            options={
                'db_table': 'indicator_version',
                'constraints': [models.UniqueConstraint(fields=('indicator', 'n'), name='indicator_version_once'), models.CheckConstraint(condition=models.Q(('direction__in', ('up', 'down', 'none'))), name='indicator_direction'), models.CheckConstraint(condition=models.Q(('over_units__in', ('none', 'sum', 'ratio', 'mean', 'max', 'min', 'latest'))), name='indicator_over_units'), models.CheckConstraint(condition=models.Q(('over_time__in', ('none', 'sum', 'last', 'max', 'mean'))), name='indicator_over_time')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('baseline', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('target', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('target_year', models.PositiveSmallIntegerField(null=True)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.indicatorversion')),
            ],
            options={
                'db_table': 'indicator_use',
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.TextField()),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('base', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('source', models.TextField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='programmes.indicatoruse')),
            ],
            options={
                'db_table': 'observation',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'value'), ('value__isnull', False)), models.Q(('state', 'zero'), ('value', 0)), models.Q(('state__in', ['missing', 'not_applicable']), ('value__isnull', True)), _connector='OR'), name='observation_state'), models.CheckConstraint(condition=models.Q(('base__isnull', True), models.Q(('base__gt', 0), ('value__isnull', False)), _connector='OR'), name='observation_base')],
            },
        ),
        migrations.CreateModel(
            name='PlanNode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('code', models.TextField()),
                ('title', models.TextField()),
                ('term', models.TextField(default='')),
                ('due', models.DateField(null=True)),
                ('local_reason', models.TextField(default='')),
                ('lineage', models.UUIDField(default=uuid.uuid4)),
                ('version', models.PositiveIntegerField(default=1)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='programmes.plannode')),
            ],
            options={
                'db_table': 'plan_node',
            },
        ),
        migrations.AddField(
            model_name='indicatoruse',
            name='node',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='programmes.plannode'),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField(default='')),
                ('level', models.TextField()),
                ('title', models.TextField()),
                ('title_en', models.TextField(default='')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'programme',
                'constraints': [models.CheckConstraint(condition=models.Q(('level', 'project'), models.Q(('level', 'national'), ('municipality__isnull', True)), models.Q(('level', 'municipal'), ('municipality__isnull', False)), _connector='OR'), name='programme_level_and_place'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='one_programme_a_code')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('explained', models.TextField(default='')),
                ('brought', models.JSONField(default=dict)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='programmes.legalact')),
                ('adopted_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='programmes.programmeversion')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.programme')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'programme_version',
                'constraints': [models.UniqueConstraint(fields=('programme', 'n'), name='programme_version_once'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('programme',), name='one_draft_a_programme'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='version_period')],
            },
        ),
        migrations.AddField(
            model_name='plannode',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nodes', to='programmes.programmeversion'),
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'status_override',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('not_started', 'on_course', 'at_risk', 'late', 'done', 'dropped'))), name='override_status'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_reason'), models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('node',), name='one_override_a_measure')],
            },
        ),
        migrations.CreateModel(
            name='ObservationPart',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('dimension', models.TextField()),
                ('member', models.TextField()),
                ('state', models.TextField()),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='programmes.observation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'observation_part',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'value'), ('value__isnull', False)), models.Q(('state', 'zero'), ('value', 0)), models.Q(('state__in', ['missing', 'not_applicable']), ('value__isnull', True)), _connector='OR'), name='observation_part_state'), models.UniqueConstraint(fields=('observation', 'dimension', 'member'), name='one_part_a_member')],
            },
        ),
        migrations.AddField(
            model_name='observation',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion'),
        ),
        migrations.CreateModel(
            name='NodeLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='serves', to='programmes.plannode')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'node_link',
                'constraints': [models.UniqueConstraint(fields=('node', 'target'), name='one_link_a_pair'), models.CheckConstraint(condition=models.Q(('node', models.F('target')), _negated=True), name='no_link_to_itself')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.TextField()),
                ('due', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'milestone',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True)), models.Q(('done_by__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='milestone_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='MeasureExecutor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('role', models.TextField()),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='executors', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'measure_executor',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('lead', 'co', 'partner', 'funder'))), name='executor_role'), models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('node',), name='one_lead_a_measure')],
            },
        ),
        migrations.CreateModel(
            name='LogicModel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('inputs', models.TextField(default='')),
                ('activities', models.TextField(default='')),
                ('outputs', models.TextField(default='')),
                ('outcomes', models.TextField(default='')),
                ('impact', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('node', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='logic', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'logic_model',
            },
        ),
        migrations.AddField(
            model_name='indicatoruse',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion'),
        ),
        migrations.CreateModel(
            name='Drop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('node', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='dropped', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'measure_drop',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='drop_reason')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('source', models.TextField()),
                ('kind', models.TextField()),
                ('stage', models.TextField()),
                ('state', models.TextField()),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('multiplier', models.PositiveSmallIntegerField()),
                ('amount_eur', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.RawSQL("(CASE WHEN abs(mod(amount * multiplier * 100 / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END, 1)) = 0.5 THEN 2 * round(amount * multiplier * 50 / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END) ELSE round(amount * multiplier * 100 / CASE currency WHEN 'LTL' THEN 3.45280 ELSE 1 END) END / 100)::numeric(18,2)", []), output_field=models.DecimalField(decimal_places=2, max_digits=18, null=True))),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='money', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'budget_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('total', 'expenses', 'wages', 'assets'))), name='budget_kind'), models.CheckConstraint(condition=models.Q(('stage__in', ('requested', 'approved', 'revised', 'paid'))), name='budget_stage'), models.CheckConstraint(condition=models.Q(('currency__in', ('EUR', 'LTL'))), name='budget_currency'), models.CheckConstraint(condition=models.Q(('multiplier__in', [1, 1000])), name='budget_multiplier'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('amount__isnull', False), ('state', 'value')), models.Q(('amount', 0), ('state', 'zero')), models.Q(('amount__isnull', True), ('state__in', ['missing', 'not_applicable'])), _connector='OR'), name='budget_state'), models.UniqueConstraint(fields=('node', 'year', 'source', 'kind', 'stage'), name='one_amount_a_cell')],
            },
        ),
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scores', models.JSONField()),
                ('note', models.TextField(default='')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='programmes.plannode')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='programmes.programmeversion')),
            ],
            options={
                'db_table': 'measure_appraisal',
            },
        ),
        migrations.CreateModel(
            name='UploadedTable',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('content', models.BinaryField()),
                ('answers', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
            ],
            options={
                'db_table': 'uploaded_table',
            },
        ),
        migrations.AddConstraint(
            model_name='plannode',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='one_code_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='plannode',
            constraint=models.UniqueConstraint(fields=('plan', 'lineage'), name='one_lineage_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='plannode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'goal'), ('parent__isnull', True)), models.Q(('kind__in', ['task', 'measure']), ('parent__isnull', False)), _connector='OR'), name='plan_node_place'),
        ),
        migrations.AddConstraint(
            model_name='indicatoruse',
            constraint=models.UniqueConstraint(fields=('node', 'indicator'), name='one_use_a_measure'),
        ),
        migrations.RunSQL(
            sql='\nALTER TABLE plan_node ADD CONSTRAINT node_in_plan UNIQUE (id, plan_id);\nALTER TABLE plan_node ADD FOREIGN KEY (parent_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE measure_executor ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE milestone ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE budget_line ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE node_link ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE indicator_use ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE status_override ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE measure_drop ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE measure_appraisal ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE logic_model ADD FOREIGN KEY (node_id, plan_id) REFERENCES plan_node (id, plan_id);\nALTER TABLE indicator_use ADD CONSTRAINT use_in_plan UNIQUE (id, plan_id);\nALTER TABLE observation ADD FOREIGN KEY (use_id, plan_id) REFERENCES indicator_use (id, plan_id);\nALTER TABLE observation ADD CONSTRAINT observation_in_plan UNIQUE (id, plan_id);\nALTER TABLE observation_part ADD FOREIGN KEY (observation_id, plan_id)\n    REFERENCES observation (id, plan_id);\n',
            reverse_sql='',
        ),
    ]
