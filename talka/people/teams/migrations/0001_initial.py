import django.db.models.deletion
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
            name='Team',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.municipality')),
            ],
            options={
                'db_table': 'team',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('municipality',), name='one_team_a_municipality')],
            },
        ),
        migrations.CreateModel(
            name='SeatHolding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seat', models.TextField()),
                ('deputy', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='accounts.assignment')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='teams.team')),
            ],
            options={
                'db_table': 'seat_holding',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('team', 'seat', 'deputy'), name='one_holder_a_seat')],
            },
        ),
    ]
