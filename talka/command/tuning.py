"""What every PostgreSQL of our own is made with and started with."""

from __future__ import annotations

from talka.command.premises import PORT

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # The log must not hold values. Statements and parameters are never written, and ERROR (whose
    # text may quote a value) ranks below LOG: the application hears of it, the file does not.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "track_activity_query_size": "100",
}
"""What every start sets. Options given to `start` win; only a throw-away cluster may use them."""


def initdb_arguments(major: int) -> list[str]:
    """Arguments of initdb: checksums, UTF-8 in code point order, passwords only, no network."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [
        "--data-checksums",
        "--encoding=UTF8",
        "--auth-local=scram-sha-256",
        "--auth-host=reject",
        *(builtin if major >= 17 else ["--locale=C.UTF-8"]),
    ]
