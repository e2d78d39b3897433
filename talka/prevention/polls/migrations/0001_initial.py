import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'questionnaire',
                'ordering': ['code', '-version'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='questionnaire_once')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.TextField(unique=True)),
                ('mode', models.TextField()),
                ('title_lt', models.TextField()),
                ('title_en', models.TextField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('min_age', models.PositiveSmallIntegerField(default=18)),
                ('probability', models.BooleanField(default=False)),
                ('population', models.PositiveIntegerField(null=True)),
                ('codes_printed', models.PositiveIntegerField(default=0)),
                ('fielded_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.worker')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='polls.questionnaire')),
            ],
            options={
                'db_table': 'poll',
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['code', 'open'])), name='poll_mode'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='poll_period'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('fielded_at__isnull', False), _connector='OR'), name='poll_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('mode', 'code'), ('probability', False), _connector='OR'), name='poll_open_is_no_sample')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('stratum', models.TextField(default='')),
                ('answers', models.JSONField()),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='polls.poll')),
            ],
            options={
                'db_table': 'poll_response',
            },
        ),
        migrations.CreateModel(
            name='Stratum',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('name', models.TextField()),
                ('people', models.PositiveIntegerField()),
                ('planned', models.PositiveIntegerField()),
                ('codes_printed', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('not_reached', models.PositiveIntegerField(default=0)),
                ('other', models.PositiveIntegerField(default=0)),
                ('not_eligible', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strata', to='polls.poll')),
            ],
            options={
                'db_table': 'poll_stratum',
                'constraints': [models.UniqueConstraint(fields=('poll', 'code'), name='poll_stratum_once'), models.CheckConstraint(condition=models.Q(('people__gt', 0), ('planned__lte', models.F('people'))), name='poll_stratum_size')],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('digest', models.BinaryField(primary_key=True, serialize=False)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='polls.poll')),
                ('stratum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='polls.stratum')),
            ],
            options={
                'db_table': 'poll_code',
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField()),
                ('handed_out', models.PositiveIntegerField()),
                ('returned', models.PositiveIntegerField()),
                ('blank', models.PositiveIntegerField(default=0)),
                ('spoilt', models.PositiveIntegerField(default=0)),
                ('cells', models.PositiveIntegerField(default=0)),
                ('differing', models.PositiveIntegerField(default=0)),
                ('counted_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('third', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='polls.poll')),
                ('stratum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='polls.stratum')),
            ],
            options={
                'db_table': 'poll_batch',
                'constraints': [models.UniqueConstraint(fields=('poll', 'n'), name='poll_batch_once'), models.CheckConstraint(condition=models.Q(('returned__lte', models.F('handed_out')), ('returned__gte', django.db.models.expressions.CombinedExpression(models.F('blank'), '+', models.F('spoilt')))), name='poll_batch_sums'), models.CheckConstraint(condition=models.Q(models.Q(('first', models.F('second')), _negated=True), models.Q(('first', models.F('third')), _negated=True), models.Q(('second', models.F('third')), _negated=True)), name='poll_batch_three_people')],
            },
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='polls.poll')),
            ],
            options={
                'db_table': 'poll_waiting',
            },
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('question', models.TextField()),
                ('text', models.TextField()),
                ('flagged', models.BooleanField(default=False)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='polls.poll')),
            ],
            options={
                'db_table': 'poll_words',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sheet', models.PositiveIntegerField()),
                ('turn', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='polls.batch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'db_table': 'poll_entry',
                'constraints': [models.UniqueConstraint(fields=('batch', 'sheet', 'turn'), name='poll_entry_once'), models.CheckConstraint(condition=models.Q(('sheet__gte', 1), ('turn__in', [1, 2, 3])), name='poll_entry_turn')],
            },
        ),
        migrations.CreateModel(
            name='Margin',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('question', models.TextField()),
                ('option', models.TextField()),
                ('people', models.PositiveIntegerField()),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='margins', to='polls.poll')),
            ],
            options={
                'db_table': 'poll_margin',
                'constraints': [models.UniqueConstraint(fields=('poll', 'question', 'option'), name='poll_margin_once'), models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='poll_margin_above_0')],
            },
        ),
    ]
