"""Argon2id with more memory than the default (ASVS 5.0, 11.4.2)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """64 MiB, 3 passes, 1 lane."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 1
