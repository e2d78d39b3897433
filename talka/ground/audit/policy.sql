-- The trail: written by the database in the same transaction, changed by nobody.

ALTER TABLE talka.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.audit_event FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON talka.audit_event TO talka_guard;
GRANT USAGE ON SEQUENCE talka.audit_event_seq_seq TO talka_guard;
GRANT SELECT ON talka.audit_event TO talka_app, talka_verify, talka_worker;
CREATE POLICY guard_reads ON talka.audit_event FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_writes ON talka.audit_event FOR INSERT TO talka_guard WITH CHECK (true);
CREATE POLICY verifier_reads ON talka.audit_event FOR SELECT
    TO talka_verify, talka_worker USING (true);

CREATE OR REPLACE FUNCTION talka.never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER IF EXISTS append_only ON talka.audit_event;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON talka.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION talka.never();

SET LOCAL ROLE talka_guard;

-- Write one event. Field order is the format: version 1, one field a line, no text of a person.
CREATE OR REPLACE FUNCTION talka.write_event_of(
    who uuid, verb text, kind text, object uuid, scope uuid, classes text[], commitment bytea
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    id uuid := gen_random_uuid();
    at timestamptz := clock_timestamp();
    canonical bytea;
BEGIN
    -- Codes only: a line break would let one event look like another, a text might name somebody.
    IF concat_ws('', verb, kind, array_to_string(classes, ''),
            current_setting('talka.purpose', true), current_setting('talka.request', true))
            !~ '^[A-Za-z0-9_.:-]+$' THEN
        RAISE EXCEPTION 'the trail takes codes, not texts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    canonical := convert_to(concat_ws(E'\n', 'talka-audit/1', id,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        coalesce(who::text, '-'), verb, kind, coalesce(object::text, '-'),
        coalesce(scope::text, '-'), array_to_string(classes, ','),
        coalesce(current_setting('talka.purpose', true), ''),
        coalesce(current_setting('talka.request', true), ''),
        coalesce(encode(commitment, 'hex'), '-')), 'UTF8');
    INSERT INTO talka.audit_event (id, at, actor, verb, kind, object, scope, classes, purpose,
                                   request, commitment, canonical, leaf)
    VALUES (id, at, who, verb, kind, object, scope, classes,
            coalesce(current_setting('talka.purpose', true), ''),
            coalesce(current_setting('talka.request', true), ''),
            commitment, canonical, sha256('\x00'::bytea || canonical));
END $$;

CREATE OR REPLACE FUNCTION talka.write_event(
    verb text, kind text, object uuid, scope uuid, classes text[], commitment bytea
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM talka.write_event_of(talka.actor(), verb, kind, object, scope, classes, commitment);
END $$;

-- Trigger of the tables behind the door, where nobody has begun: what happened to whose account,
-- never a secret. Arguments: what happened, the column of the account, and 'self' when it is the
-- account's own doing.
CREATE OR REPLACE FUNCTION talka.audit_door() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    line jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    account uuid := (line ->> TG_ARGV[1])::uuid;
BEGIN
    PERFORM talka.write_event_of(CASE WHEN TG_ARGV[2] = 'self' THEN account END, 'door',
        TG_ARGV[0], account, NULL, '{}', NULL);
    RETURN NULL;
END $$;

-- Trigger of every protected table: no write without an event, no write without a named verb.
-- Argument: the column that holds the scope.
CREATE OR REPLACE FUNCTION talka.audit_row() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' AS $$
DECLARE
    verb text := coalesce(current_setting('talka.verb', true), '');
    line jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN line := to_jsonb(OLD); ELSE line := to_jsonb(NEW); END IF;
    IF session_user = 'talka_app' AND talka.actor() IS NULL THEN
        RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF verb = '' THEN
        RAISE EXCEPTION 'write to % outside an action', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM talka.write_event(verb, TG_TABLE_NAME || '.' || lower(TG_OP),
        (line ->> 'id')::uuid, (line ->> TG_ARGV[0])::uuid, '{}',
        sha256(convert_to(line::text, 'UTF8')));
    RETURN NULL;
END $$;

-- A look at a scope: which data classes were read. A refusal: who tried which verb on what.
CREATE OR REPLACE FUNCTION talka.seen(what text, scope uuid, classes text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.write_event('look', what, NULL, scope, classes, NULL)
$$;
CREATE OR REPLACE FUNCTION talka.refused(verb text, scope uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.write_event('refused', verb, NULL, scope, '{}', NULL)
$$;

-- Rows of a protected table that are not as their last event says: changed, unheard of, or gone
-- behind the trail's back. Empty when the table and its trail agree.
CREATE OR REPLACE FUNCTION talka.tampered(tab text) RETURNS TABLE (id uuid, fault text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH told AS (
            SELECT DISTINCT ON (e.object) e.object, e.kind, e.commitment
            FROM talka.audit_event e
            WHERE e.kind IN (%1$L || '.insert', %1$L || '.update', %1$L || '.delete')
            ORDER BY e.object, e.seq DESC
        ), held AS (
            SELECT t.id, sha256(convert_to(to_jsonb(t)::text, 'UTF8')) AS hash FROM talka.%1$I t
        )
        SELECT coalesce(h.id, t.object), CASE
            WHEN h.id IS NULL THEN 'gone' WHEN t.object IS NULL THEN 'unheard of'
            ELSE 'changed' END
        FROM held h FULL JOIN told t ON t.object = h.id
        WHERE (h.id IS NULL AND t.kind <> %1$L || '.delete')
           OR (h.id IS NOT NULL AND (t.object IS NULL OR t.commitment <> h.hash))
    $q$, tab);
END $$;

REVOKE ALL ON FUNCTION talka.tampered(text),
    talka.write_event_of(uuid, text, text, uuid, uuid, text[], bytea),
    talka.write_event(text, text, uuid, uuid, text[], bytea), talka.audit_door(),
    talka.audit_row(), talka.seen(text, uuid, text[]), talka.refused(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.seen(text, uuid, text[]), talka.refused(text, uuid) TO talka_app;
GRANT EXECUTE ON FUNCTION talka.audit_row(), talka.audit_door() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.tampered(text) TO talka_verify;
RESET ROLE;

-- One call per protected table, from the room that owns it.
CREATE OR REPLACE FUNCTION talka.protect(tab text, scope text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE talka.%I ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE talka.%I FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('GRANT SELECT ON talka.%I TO talka_guard', tab);
    EXECUTE format('CREATE POLICY guard_compares ON talka.%I FOR SELECT TO talka_guard
                    USING (true)', tab);
    EXECUTE format('DROP TRIGGER IF EXISTS audited ON talka.%I', tab);
    EXECUTE format('CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON talka.%I
                    FOR EACH ROW EXECUTE FUNCTION talka.audit_row(%L)', tab, scope);
END $$;
REVOKE ALL ON FUNCTION talka.protect(text, text) FROM PUBLIC;
