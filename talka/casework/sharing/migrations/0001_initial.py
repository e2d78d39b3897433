import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0001_initial'),
        ('institutions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default='', editable=False, max_length=16)),
                ('child', models.BooleanField(default=False, editable=False)),
                ('purpose', models.TextField()),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('urgency', models.TextField(default='normal')),
                ('state', models.TextField(default='sent')),
                ('sent_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('due_kind', models.TextField(blank=True, default='')),
                ('due_source', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('refusal_reason', models.TextField(blank=True, default='')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('from_institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('to_institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'db_table': 'referral',
                'indexes': [models.Index(fields=['to_institution', '-sent_at'], name='referral_inbox'), models.Index(fields=['case'], name='referral_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('refusal_reason', ''), ('state', 'sent')), models.Q(('refusal_reason', ''), ('state__in', ['accepted', 'withdrawn']), ('answered_at__isnull', False), ('answered_by__isnull', False)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state', 'refused'), models.Q(('refusal_reason', ''), _negated=True)), _connector='OR'), name='referral_answered_once'), models.CheckConstraint(condition=models.Q(('from_institution', models.F('to_institution')), _negated=True), name='referral_to_another'), models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('case', 'to_institution'), name='one_waiting_referral')],
            },
        ),
        migrations.CreateModel(
            name='ReferralText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('key_id', models.UUIDField()),
                ('key_wrapped', models.BinaryField(null=True)),
                ('text_sealed', models.BinaryField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='sharing.referral')),
            ],
            options={
                'db_table': 'referral_text',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['message', 'refusal'])), name='referral_text_kind'), models.UniqueConstraint(fields=('referral', 'kind'), name='one_text_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.TextField()),
                ('shared_class', models.TextField()),
                ('ground', models.TextField(default='consent')),
                ('given_on', models.DateField()),
                ('given_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('evidence', models.TextField(blank=True, default='')),
                ('given_by', models.TextField(blank=True, default='')),
                ('note_sealed', models.BinaryField(null=True)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True, default='')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.case')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
            ],
            options={
                'db_table': 'case_consent',
                'indexes': [models.Index(fields=['case', 'recipient'], name='consent_recipient')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('given_by__in', ['person', 'representative']), ('ground', 'consent'), models.Q(('evidence', ''), _negated=True), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('given_at'), '+', models.Value(datetime.timedelta(days=731))))), models.Q(('ground__in', ['child_protection', 'court_order', 'danger_to_life']), ('reason_sealed__isnull', False), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('given_at'), '+', models.Value(datetime.timedelta(days=30))))), _connector='OR'), name='consent_has_its_ground'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='consent_withdrawn_whole')],
            },
        ),
        migrations.CreateModel(
            name='InformationGiven',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('language', models.TextField()),
                ('how', models.TextField()),
                ('interpreter', models.BooleanField(default=False)),
                ('letter_version', models.CharField(blank=True, default='', max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.assignment')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='information', to='cases.case')),
            ],
            options={
                'db_table': 'case_information',
                'indexes': [models.Index(fields=['case'], name='information_case')],
            },
        ),
    ]
