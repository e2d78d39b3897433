"""Where: municipalities and counties, loaded from the country's pack."""

from __future__ import annotations

from django.db import models


class Municipality(models.Model):
    """A local administrative unit. `code` is the LAU code, `county` the code of its county."""

    code = models.CharField(primary_key=True, max_length=10)
    name_lt = models.TextField()
    name_short_lt = models.TextField()
    name_en = models.TextField()
    county = models.CharField(max_length=10)
    county_lt = models.TextField()
    county_en = models.TextField()
    population = models.PositiveIntegerField()
    pilot = models.BooleanField(default=False)

    class Meta:
        db_table = "municipality"
        ordering = ["name_lt"]

    def __str__(self) -> str:
        return self.name_short_lt

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_short_lt
