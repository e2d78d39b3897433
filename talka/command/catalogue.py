"""Is the database the one that the rooms describe? Reads the catalogue, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from talka.command import bootstrap

OPEN_TABLES = {
    "municipality": "public knowledge",
    "role_kind": "public knowledge; no right for the runtime role",
    "protocol_version": "published documents; append-only",
    "criteria_version": "published documents; append-only",
    "django_migrations": "which migrations ran; no right for the runtime role",
    "account": "door only",
    "invitation": "door only",
    "account_emailaddress": "door only",
    "account_emailconfirmation": "door only",
    "mfa_authenticator": "door only",
    "django_content_type": "door only",
    "auth_permission": "door only",
    "auth_group": "door only",
    "auth_group_permissions": "door only",
    "door_cache": "door only",
    "procrastinate_jobs": "queue: ids only",
    "procrastinate_events": "queue: ids only",
    "procrastinate_periodic_defers": "queue: ids only",
    "procrastinate_workers": "queue: ids only",
    "certificate_try": "how often names were guessed; no right for any role that logs in",
}
"""Tables without row-level security, each with the reviewed reason."""

PEOPLE_TABLES = {
    "institution", "worker", "assignment", "team", "seat_holding", "draft", "post_once",
    "audit_event", "release", "published_figure", "conflict_mark",
    "protocol_handed", "criteria_handed",
}  # fmt: skip
"""Tables with row-level security whose permissive policies already name the person: no floor."""

PLAN_TABLES = {
    "legal_act", "programme", "programme_version", "plan_node", "measure_executor", "milestone",
    "budget_line", "node_link", "indicator", "indicator_version", "indicator_use", "observation",
    "observation_part", "status_override", "measure_drop", "measure_appraisal", "logic_model",
    "uploaded_table",
}  # fmt: skip
"""Programmes tell of no person helped: a draft's policies name its keeper, the rest is open to all
who are signed in."""

ACTIVITY_TABLES = {
    "activity", "activity_correction", "activity_measure", "activity_milestone", "indicator_feed",
    "observation_source", "activity_reach", "activity_partner", "activity_cost",
    "activity_material", "activity_media", "activity_support", "activity_key", "activity_evidence",
    "evidence_ending",
}  # fmt: skip
"""Activities are read by all who are signed in and tell of no person helped; their policies name
who writes them, and the keys of evidence with personal data who opens them."""

TRAINING_TABLES = {
    "course", "course_version", "course_module", "test_item", "training_session", "session_part",
    "session_trainer", "enrolment", "attendance", "test_taken", "test_answer", "certificate",
    "training_reminder",
}  # fmt: skip
"""Training tells of colleagues, never of a person helped: policies name the participant, who runs
the session, the team and the ministry."""

SAFETY_TABLES = {
    "safety_rubric", "safety_framework", "safety_assessment", "safety_answer", "safety_review",
    "safety_figure", "neighbourhood_group", "needs_analysis", "needs_finding", "needs_need",
    "recommendation", "recommendation_addressee", "recommendation_response",
    "recommendation_step", "recommendation_confirmation", "safety_key", "safety_file",
}  # fmt: skip
"""Safety tells of places and of what institutions do: what is not submitted, published or sent is
seen by its writers only, the rest by all who are signed in."""

BODY_TABLES = {
    "body", "body_seat", "body_meeting", "body_minutes", "body_attendance", "body_decision",
    "decision_follow_up", "policy_process", "policy_contribution", "policy_proposal",
    "proposal_answer", "team_supervision",
}  # fmt: skip
"""Commissions and proposals tell of no person helped; their policies name who keeps them, who
reads minutes, and whose a draft is."""

POLL_TABLES = {
    "questionnaire", "poll", "poll_margin", "poll_stratum", "poll_code", "poll_batch",
    "poll_entry", "poll_waiting", "poll_response", "poll_words",
}  # fmt: skip
"""Polls tell of no person helped, and their answers of no person at all: no page reads a single
answer; the policies name the keeper, the mixing worker and the counting connection."""

PREVENTION_TABLES = (
    PLAN_TABLES | ACTIVITY_TABLES | TRAINING_TABLES | SAFETY_TABLES | BODY_TABLES | POLL_TABLES
)
"""Without a floor: each set says above why its tables need none."""

TRAILLESS_TABLES = {
    "audit_event": "the trail itself",
    "draft": "words not sent yet",
    "post_once": "remembers a post, which leaves its own trail",
    "poll_code": "an event would set a code and an answer side by side in time",
    "poll_waiting": "an event would set a code and an answer side by side in time",
    "poll_response": "an event would set an answer and its moment side by side",
    "poll_words": "an event would set an answer and its moment side by side",
}
"""Protected tables whose rows leave no event, each with the reviewed reason."""

DOOR_EVENTS = {
    ("session", "door_opened"), ("session", "door_proven"), ("session", "door_ended"),
    ("account", "door_password"), ("account", "door_entry"), ("invitation", "door_made"),
    ("invitation", "door_used"), ("mfa_authenticator", "door_added"),
    ("mfa_authenticator", "door_removed"),
}  # fmt: skip

DOOR_TABLES = {name for name, why in OPEN_TABLES.items() if why == "door only"}
QUEUE_TABLES = {name for name, why in OPEN_TABLES.items() if why == "queue: ids only"}
RUNTIME = (
    "talka_app",
    "talka_door",
    "talka_worker",
    "talka_report",
    "talka_public",
    "talka_verify",
)


def faults(cursor: Any) -> Iterator[str]:
    """Every way in which the database is weaker than it should be, as a sentence."""
    yield from _stated(cursor)
    yield from _roles(cursor)
    yield from _tables(cursor)
    yield from _trail(cursor)
    yield from _rights(cursor)
    yield from _functions(cursor)


def _stated(cursor: Any) -> Iterator[str]:
    cursor.execute("SELECT obj_description('talka'::regnamespace, 'pg_namespace')")
    if cursor.fetchone() != (bootstrap.stated(bootstrap.stated_files()),):
        yield "policies and functions are those of another version: run `talka setup`"


def _roles(cursor: Any) -> Iterator[str]:
    cursor.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname LIKE 'talka\\_%%' AND rolname <> 'talka_super'"
    )
    found = {name: flags for name, *flags in cursor.fetchall()}
    for role in (*RUNTIME, "talka_owner", "talka_guard", "talka_migrate"):
        if role not in found:
            yield f"role {role} is missing"
        elif any(found[role]):
            yield f"role {role} has a power it must not have"
    cursor.execute(
        "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
        " JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY (%s)",
        [list(RUNTIME)],
    )
    for member, of in cursor.fetchall():
        yield f"role {member} is a member of {of}"


def _tables(cursor: Any) -> Iterator[str]:
    cursor.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relkind,"
        " coalesce(c.reloptions::text, ''),"
        " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'talka' AND c.relkind IN ('r', 'p', 'v', 'm')"
    )
    for name, secured, forced, kind, options, floors in cursor.fetchall():
        if kind in {"v", "m"}:
            if "security_invoker=true" not in options:
                yield f"view {name} does not ask as the invoker"
        elif name in OPEN_TABLES:
            continue
        elif not (secured and forced):
            yield f"table {name} has no forced row-level security and is on no reviewed list"
        elif not floors and name not in PEOPLE_TABLES | PREVENTION_TABLES:
            yield f"table {name} has no restrictive floor"


def _trail(cursor: Any) -> Iterator[str]:
    cursor.execute(
        "SELECT c.relname, c.relrowsecurity AND n.nspname = 'talka', coalesce(array_agg(t.tgname)"
        " FILTER (WHERE t.tgenabled <> 'D'), '{}') FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"
        " WHERE n.nspname IN ('talka', 'priv') AND c.relkind IN ('r', 'p') GROUP BY 1, 2"
    )
    told = set()
    for table, protected, triggers in cursor.fetchall():
        told |= {(table, trigger) for trigger in triggers}
        if protected and "audited" not in triggers and table not in TRAILLESS_TABLES:
            yield f"table {table} leaves no trail"
        if table == "audit_event" and "append_only" not in triggers:
            yield "the trail can be changed: audit_event has no trigger append_only"
    for table, trigger in sorted(DOOR_EVENTS - told):
        yield f"door table {table} leaves no trail: {trigger}"


def _rights(cursor: Any) -> Iterator[str]:
    # Read from the catalogue itself: information_schema shows a role nothing but its own rights.
    cursor.execute(
        "SELECT c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,"
        " a.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL ("
        "  SELECT * FROM aclexplode(c.relacl) UNION ALL SELECT e.* FROM pg_attribute t,"
        "  aclexplode(t.attacl) e WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL) a"
        " WHERE n.nspname IN ('talka', 'priv')"
    )
    for table, role, right in cursor.fetchall():
        if role == "PUBLIC" or (role in RUNTIME and right in {"TRUNCATE", "REFERENCES", "TRIGGER"}):
            yield f"{role} may {right} {table}"
        if role == "talka_app" and table in DOOR_TABLES:
            yield f"talka_app may {right} {table}, which is the door's"
        if role not in {"talka_owner", "talka_guard", "talka_worker"} and table in QUEUE_TABLES:
            yield f"{role} may {right} {table}, which is the worker's"
    for role in RUNTIME:
        cursor.execute(
            "SELECT has_schema_privilege(%s, 'talka', 'CREATE'),"
            " has_schema_privilege(%s, 'public', 'USAGE'),"
            " has_database_privilege(%s, current_database(), 'TEMP')",
            [role, role, role],
        )
        for may, what in zip(
            cursor.fetchone(), ("create tables", "use public", "TEMP"), strict=True
        ):
            if may:
                yield f"{role} may {what}"


def _functions(cursor: Any) -> Iterator[str]:
    cursor.execute(
        "SELECT p.proname, p.prosecdef, coalesce(p.proconfig::text, ''), r.rolname,"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " JOIN pg_roles r ON r.oid = p.proowner WHERE n.nspname = 'talka'"
    )
    for name, definer, config, owner, everybody in cursor.fetchall():
        if definer and "search_path=pg_catalog, pg_temp" not in config:
            yield f"function {name} runs with an open search path"
        if definer and owner != "talka_guard":
            yield f"function {name} runs as {owner}"
        if everybody:
            yield f"function {name} may be called by everybody"
