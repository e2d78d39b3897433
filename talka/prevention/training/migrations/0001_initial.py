import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('institutions', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField(unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'course',
            },
        ),
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField()),
                ('title_lt', models.TextField()),
                ('title_en', models.TextField(default='')),
                ('competences', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('seats', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('refresh_months', models.PositiveSmallIntegerField(null=True)),
                ('attendance_percent', models.PositiveSmallIntegerField(default=80)),
                ('pass_percent', models.PositiveSmallIntegerField(null=True)),
                ('source', models.TextField(default='')),
                ('verified_by', models.TextField(default='')),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
            ],
            options={
                'db_table': 'course_version',
                'constraints': [models.UniqueConstraint(fields=('course', 'n'), name='course_version_once'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('course',), name='one_draft_a_course'), models.CheckConstraint(condition=models.Q(('attendance_percent__lte', 100), models.Q(('pass_percent__isnull', True), ('pass_percent__lte', 100), _connector='OR')), name='course_percents'), models.CheckConstraint(condition=models.Q(('refresh_months__isnull', True), ('refresh_months__range', (1, 120)), _connector='OR'), name='course_refresh')],
            },
        ),
        migrations.CreateModel(
            name='CourseModule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveSmallIntegerField()),
                ('title_lt', models.TextField()),
                ('title_en', models.TextField(default='')),
                ('minutes', models.PositiveSmallIntegerField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='training.courseversion')),
            ],
            options={
                'db_table': 'course_module',
                'constraints': [models.UniqueConstraint(fields=('course', 'n'), name='course_module_once'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 6000))), name='course_module_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.TextField(default='')),
                ('organisation', models.TextField(default='')),
                ('function', models.TextField(default='')),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(default='')),
                ('why', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'enrolment',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('function', ''), ('institution__isnull', False), ('number__isnull', True), ('organisation', ''), ('worker__isnull', False), models.Q(('role', ''), _negated=True)), models.Q(('institution__isnull', True), ('role', ''), ('worker__isnull', True), ('number__isnull', False), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='enrolled_inside_or_outside'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'certified', 'none'])), name='enrolment_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('issued_on', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('revoked_on', models.DateField(null=True)),
                ('revoked_reason', models.TextField(default='')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.courseversion')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='training.enrolment')),
            ],
            options={
                'db_table': 'certificate',
                'indexes': [models.Index(fields=['worker'], name='certificate_worker'), models.Index(fields=['valid_until'], name='certificate_runs_out')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__regex', '^[2-9A-HJ-NP-Z]{16}$')), name='certificate_number'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_on__isnull', True), ('revoked_reason', '')), models.Q(('revoked_by__isnull', False), ('revoked_on__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='certificate_revoked_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveSmallIntegerField()),
                ('text_lt', models.TextField()),
                ('text_en', models.TextField(default='')),
                ('options', models.JSONField()),
                ('answer', models.PositiveSmallIntegerField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='training.courseversion')),
            ],
            options={
                'db_table': 'test_item',
                'constraints': [models.UniqueConstraint(fields=('course', 'n'), name='test_item_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='training.certificate')),
            ],
            options={
                'db_table': 'training_reminder',
                'constraints': [models.UniqueConstraint(fields=('certificate', 'days'), name='one_reminder_a_day'), models.CheckConstraint(condition=models.Q(('days__in', (90, 60, 30, 7))), name='reminder_days')],
            },
        ),
        migrations.CreateModel(
            name='TrainingSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.TextField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.courseversion')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'training_session',
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__range', (1, 1000))), name='session_capacity'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('closed_on__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('closed_on__isnull', False)), _connector='OR'), name='session_closed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Taken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pairing', models.BinaryField(null=True)),
                ('phase', models.TextField()),
                ('score', models.PositiveSmallIntegerField()),
                ('out_of', models.PositiveSmallIntegerField()),
                ('taken_on', models.DateField()),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tests', to='training.enrolment')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession')),
            ],
            options={
                'db_table': 'test_taken',
                'constraints': [models.CheckConstraint(condition=models.Q(('phase__in', ('before', 'after', 'm3', 'm6', 'm12'))), name='test_phase'), models.UniqueConstraint(fields=('enrolment', 'phase'), name='one_test_a_phase'), models.UniqueConstraint(fields=('session', 'pairing', 'phase'), name='one_test_a_pairing'), models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('pairing__isnull', True)), models.Q(('enrolment__isnull', True), ('pairing__isnull', False)), _connector='OR'), name='test_of_somebody_or_anonymous'), models.CheckConstraint(condition=models.Q(('score__lte', models.F('out_of'))), name='test_score')],
            },
        ),
        migrations.CreateModel(
            name='SessionTrainer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.TextField(default='')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession')),
            ],
            options={
                'db_table': 'session_trainer',
                'constraints': [models.UniqueConstraint(fields=('session', 'worker'), name='trainer_once'), models.CheckConstraint(condition=models.Q(models.Q(('organisation', ''), ('worker__isnull', False)), models.Q(('worker__isnull', True), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='trainer_is_one_of_two')],
            },
        ),
        migrations.CreateModel(
            name='SessionPart',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveSmallIntegerField()),
                ('title', models.TextField()),
                ('day', models.DateField()),
                ('starts', models.TimeField(null=True)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession')),
            ],
            options={
                'db_table': 'session_part',
                'constraints': [models.UniqueConstraint(fields=('session', 'n'), name='session_part_once'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 720))), name='session_part_minutes')],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession'),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('signed_at', models.DateTimeField(auto_now=True)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attended', to='training.enrolment')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attended', to='training.sessionpart')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession')),
            ],
            options={
                'db_table': 'attendance',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'part'), name='attended_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chosen', models.PositiveSmallIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.question')),
                ('taken', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='training.taken')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='training.trainingsession')),
            ],
            options={
                'db_table': 'test_answer',
                'constraints': [models.UniqueConstraint(fields=('taken', 'item'), name='one_answer_an_item')],
            },
        ),
        migrations.CreateModel(
            name='CertificateTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField()),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.certificate')),
            ],
            options={
                'db_table': 'certificate_try',
                'constraints': [models.UniqueConstraint(fields=('certificate', 'hour'), name='one_counter_an_hour')],
            },
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('session', 'worker'), name='enrolled_once'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('session', 'number'), name='participant_number_once'),
        ),
    ]
