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
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('person', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('opened_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('opened_tx', models.BigIntegerField(default=0, editable=False)),
                ('protocol', models.TextField()),
                ('protocol_version', models.PositiveIntegerField()),
                ('child', models.BooleanField(default=False)),
                ('sealed', models.BooleanField(default=False)),
                ('closed_on', models.DateField(null=True)),
                ('closure_reason', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
            ],
            options={
                'db_table': 'case_file',
                'indexes': [models.Index(fields=['-opened_at'], name='case_newest'), models.Index(fields=['municipality', 'opened_on'], name='case_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('closure_reason', '')), models.Q(('closed_on__isnull', False), models.Q(('closure_reason', ''), _negated=True)), _connector='OR'), name='case_closed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='profile', serialize=False, to='cases.case')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('gender', models.TextField(default='unknown')),
                ('age_group', models.TextField(default='unknown')),
                ('citizenship', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('exploitation', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('source', models.TextField(default='other')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'db_table': 'case_profile',
            },
        ),
        migrations.CreateModel(
            name='BlindToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.BinaryField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'db_table': 'case_blind_token',
                'indexes': [models.Index(fields=['token'], name='blind_token')],
            },
        ),
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('data_class', models.TextField()),
                ('wrapped', models.BinaryField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='cases.case')),
            ],
            options={
                'db_table': 'case_key',
                'constraints': [models.UniqueConstraint(fields=('case', 'data_class'), name='one_key_a_class')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('data_class', models.TextField()),
                ('may_write', models.BooleanField(default=False)),
                ('admits_sealed', models.BooleanField(default=False)),
                ('basis', models.TextField()),
                ('basis_id', models.UUIDField(null=True)),
                ('reason', models.TextField(blank=True, default='')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='cases.case')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_grant',
                'indexes': [models.Index(fields=['assignment', 'data_class'], name='grant_assignment'), models.Index(fields=['case'], name='grant_case'), models.Index(fields=['basis_id'], name='grant_basis')],
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['own_work', 'consent', 'legal_ground', 'break_glass'])), name='grant_basis_known')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name_sealed', models.BinaryField(null=True)),
                ('born_sealed', models.BinaryField(null=True)),
                ('personal_code_sealed', models.BinaryField(null=True)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('address_sealed', models.BinaryField(null=True)),
                ('other_sealed', models.BinaryField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identity', to='cases.case')),
            ],
            options={
                'db_table': 'case_identity',
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('outcome', models.TextField(blank=True, default='')),
                ('data_class', models.TextField(default='case')),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('ref', models.UUIDField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.case')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_step',
                'indexes': [models.Index(fields=['case', 'at'], name='step_case')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('act', models.TextField()),
                ('ref', models.UUIDField(null=True)),
                ('since', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('due_kind', models.TextField(blank=True, default='')),
                ('due_source', models.TextField(blank=True, default='')),
                ('done_at', models.DateTimeField(null=True)),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='cases.case')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'case_turn',
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['institution', 'due_at'], name='turn_open'), models.Index(fields=['case'], name='turn_case')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('turn', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.turn')),
            ],
            options={
                'db_table': 'case_notice',
            },
        ),
    ]
