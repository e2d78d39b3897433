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
            name='Body',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('mandate', models.TextField(default='')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('quorum_percent', models.PositiveSmallIntegerField(default=50)),
                ('version', models.PositiveIntegerField(default=1)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='programmes.legalact')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('secretariat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
            ],
            options={
                'db_table': 'body',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('commission', 'task_force', 'working_group', 'council'))), name='body_kind'), models.CheckConstraint(condition=models.Q(('name__regex', '^\\s*$'), _negated=True), name='body_has_a_name'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='body_period'), models.CheckConstraint(condition=models.Q(('quorum_percent__gte', 1), ('quorum_percent__lte', 99)), name='body_quorum')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField()),
                ('text', models.TextField()),
                ('responsible', models.TextField(default='')),
                ('due', models.DateField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='bodies.body')),
            ],
            options={
                'db_table': 'body_decision',
                'constraints': [models.UniqueConstraint(fields=('body', 'number'), name='one_number_a_decision'), models.CheckConstraint(condition=models.Q(('text__regex', '^\\s*$'), _negated=True), name='decision_says_something')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('done', models.BooleanField(default=False)),
                ('text', models.TextField()),
                ('evidence', models.TextField(default='')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='bodies.body')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='bodies.decision')),
            ],
            options={
                'db_table': 'decision_follow_up',
                'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '^\\s*$'), _negated=True), name='follow_up_says_something'), models.UniqueConstraint(condition=models.Q(('done', True)), fields=('decision',), name='decision_done_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('held_on', models.DateField()),
                ('place', models.TextField(default='')),
                ('remote', models.BooleanField(default=False)),
                ('agenda', models.TextField(default='')),
                ('quorum_percent', models.PositiveSmallIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='bodies.body')),
            ],
            options={
                'db_table': 'body_meeting',
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='bodies.meeting'),
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='bodies.body')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='bodies.meeting')),
            ],
            options={
                'db_table': 'body_minutes',
            },
        ),
        migrations.CreateModel(
            name='PolicyProcess',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('title', models.TextField()),
                ('stage', models.TextField(default='drafting')),
                ('opened_on', models.DateField()),
                ('closes_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'policy_process',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('act', 'plan', 'budget', 'standard'))), name='process_kind'), models.CheckConstraint(condition=models.Q(('stage__in', ('drafting', 'consultation', 'decided', 'stopped'))), name='process_stage'), models.CheckConstraint(condition=models.Q(('title__regex', '^\\s*$'), _negated=True), name='process_has_a_title'), models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), ('closes_on__gte', models.F('opened_on')), _connector='OR'), name='process_period')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='bodies.policyprocess')),
            ],
            options={
                'db_table': 'policy_contribution',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('invited', 'consulted', 'written', 'co_drafted', 'voted'))), name='contribution_kind'), models.UniqueConstraint(fields=('process', 'institution', 'kind', 'on'), name='one_contribution_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('clause', models.TextField(default='')),
                ('evidence', models.TextField(default='')),
                ('submitted_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='bodies.policyprocess')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='bodies.proposal')),
            ],
            options={
                'db_table': 'policy_proposal',
                'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '^\\s*$'), _negated=True), name='proposal_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.TextField()),
                ('reason', models.TextField(default='')),
                ('on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='programmes.legalact')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='programmes.plannode')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='bodies.policyprocess')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='bodies.proposal')),
            ],
            options={
                'db_table': 'proposal_answer',
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ('adopted', 'partly', 'refused', 'no_answer'))), name='answer_verdict'), models.CheckConstraint(condition=models.Q(('verdict__in', ['adopted', 'no_answer']), models.Q(('reason__regex', '^\\s*$'), _negated=True), _connector='OR'), name='answer_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.TextField(default='')),
                ('sector', models.TextField()),
                ('function', models.TextField(default='')),
                ('votes', models.BooleanField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='bodies.body')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='institutions.institution')),
            ],
            options={
                'db_table': 'body_seat',
                'constraints': [models.CheckConstraint(condition=models.Q(('sector__in', ('ngo', 'police', 'prosecution', 'social', 'child_rights', 'municipality', 'ministry', 'other'))), name='seat_sector'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='seat_period'), models.CheckConstraint(condition=models.Q(('institution__isnull', False), models.Q(('organisation__regex', '^\\s*$'), _negated=True), _connector='OR'), name='seat_of_somebody')],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='seat',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='bodies.seat'),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.TextField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='bodies.body')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='bodies.meeting')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='bodies.seat')),
            ],
            options={
                'db_table': 'body_attendance',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('present', 'represented', 'absent'))), name='attendance_state'), models.UniqueConstraint(fields=('meeting', 'seat'), name='one_presence_a_seat')],
            },
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('seat__isnull', False), models.Q(('responsible__regex', '^\\s*$'), _negated=True), _connector='OR'), name='decision_has_somebody'),
        ),
    ]
