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
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('reason', models.TextField()),
                ('follow_up', models.BooleanField(default=False)),
                ('remark_sealed', models.BinaryField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reopened_reason_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('reopened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
            ],
            options={
                'db_table': 'case_closure',
                'indexes': [models.Index(fields=['case', '-at'], name='closure_case')],
            },
        ),
        migrations.CreateModel(
            name='ContactRules',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('channel_sealed', models.BinaryField(null=True)),
                ('number_sealed', models.BinaryField(null=True)),
                ('times_sealed', models.BinaryField(null=True)),
                ('say_sealed', models.BinaryField(null=True)),
                ('code_word_sealed', models.BinaryField(null=True)),
                ('never_sealed', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_contact_rules',
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('month', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('outcome', models.TextField()),
                ('remark_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='aid.closure')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_follow_up',
                'constraints': [models.CheckConstraint(condition=models.Q(('month__in', [3, 6, 12])), name='follow_up_month')],
            },
        ),
        migrations.CreateModel(
            name='Needs',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('remark_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_needs',
                'indexes': [models.Index(fields=['case', '-on'], name='needs_case')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('need', models.TextField()),
                ('reach', models.TextField(default='individual')),
                ('degree', models.TextField()),
                ('remark_sealed', models.BinaryField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('needs', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='aid.needs')),
            ],
            options={
                'db_table': 'case_need',
                'constraints': [models.UniqueConstraint(fields=('needs', 'need', 'reach'), name='one_line_a_need'), models.CheckConstraint(condition=models.Q(('degree__in', ['none', 'some', 'urgent', 'unknown'])), name='need_degree_known'), models.CheckConstraint(condition=models.Q(('reach__in', ['individual', 'household', 'community'])), name='need_reach_known')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('kind', models.TextField()),
                ('on', models.DateField()),
                ('text_sealed', models.BinaryField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aid.note')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_note',
                'indexes': [models.Index(fields=['case', '-at'], name='note_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['shared', 'own', 'protected', 'monitoring'])), name='note_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('agreement', models.TextField()),
                ('reviewed_on', models.DateField()),
                ('review_on', models.DateField()),
                ('remark_sealed', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_plan',
                'constraints': [models.CheckConstraint(condition=models.Q(('agreement__in', ['agreed', 'partly', 'not_asked'])), name='plan_agreement_known')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('need', models.TextField()),
                ('text_sealed', models.BinaryField(null=True)),
                ('due_on', models.DateField()),
                ('state', models.TextField(default='open')),
                ('ended_on', models.DateField(null=True)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='aid.plan')),
            ],
            options={
                'db_table': 'case_goal',
                'indexes': [models.Index(fields=['case'], name='goal_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('ended_on__isnull', True), ('state', 'open')), models.Q(('ended_by__isnull', False), ('ended_on__isnull', False), ('state__in', ['done', 'dropped'])), _connector='OR'), name='goal_ended_whole')],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('level', models.TextField()),
                ('answers', models.JSONField(default=dict)),
                ('reassess_on', models.DateField()),
                ('narrative_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_risk',
                'indexes': [models.Index(fields=['case', '-on'], name='risk_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reassess_on__gte', models.F('on'))), name='risk_reassessed_later')],
            },
        ),
        migrations.CreateModel(
            name='ServiceDelivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('data_class', models.TextField()),
                ('service', models.TextField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=9)),
                ('unit', models.TextField()),
                ('cost', models.DecimalField(decimal_places=2, max_digits=11, null=True)),
                ('payer', models.TextField(blank=True, default='')),
                ('remark_sealed', models.BinaryField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('goal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aid.goal')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('payer_municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
            ],
            options={
                'db_table': 'case_service',
                'indexes': [models.Index(fields=['case', '-since'], name='service_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='service_quantity'), models.CheckConstraint(condition=models.Q(('cost__isnull', True), ('cost__gte', 0), _connector='OR'), name='service_cost'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='service_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('data_class__in', ['aid', 'health', 'legal'])), name='service_class'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='service_withdrawn_whole')],
            },
        ),
    ]
