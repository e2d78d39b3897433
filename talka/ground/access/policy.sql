-- Who is asking? The database decides, from a table that the runtime role cannot read.

REVOKE ALL ON SCHEMA priv FROM PUBLIC;
GRANT USAGE ON SCHEMA priv TO talka_guard, talka_door;

CREATE TABLE IF NOT EXISTS priv.session (
    token_hash bytea PRIMARY KEY,
    account    uuid,
    data       bytea,
    started    timestamptz NOT NULL DEFAULT now(),
    expires    timestamptz NOT NULL,
    ended      timestamptz
);
CREATE INDEX IF NOT EXISTS session_account ON priv.session (account);
CREATE INDEX IF NOT EXISTS session_expires ON priv.session (expires);
REVOKE ALL ON priv.session FROM PUBLIC;
GRANT SELECT ON priv.session TO talka_guard;
GRANT SELECT, INSERT, UPDATE, DELETE ON priv.session TO talka_door;

SET LOCAL ROLE talka_guard;

-- Today where the country is, not where the server's clock is set.
CREATE OR REPLACE FUNCTION talka.today() RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (statement_timestamp() AT TIME ZONE 'Europe/Vilnius')::date
$$;

-- The account behind the token of this transaction, or NULL. Asked again by every statement, so
-- an ended session or a forged setting sees nothing at the next one.
CREATE OR REPLACE FUNCTION talka.actor() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.account FROM priv.session s
    WHERE s.token_hash = sha256(convert_to(current_setting('talka.token', true), 'UTF8'))
      AND s.ended IS NULL AND s.expires > statement_timestamp()
$$;

CREATE OR REPLACE FUNCTION talka.begin(token text, purpose text, request text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('talka.token', coalesce(token, ''), true),
            set_config('talka.purpose', coalesce(purpose, ''), true),
            set_config('talka.request', coalesce(request, ''), true),
            set_config('talka.verb', '', true);
    RETURN talka.actor();
END $$;

-- A limit that plain SQL cannot undo: a row can be rolled back, a sequence cannot. What is counted
-- falls to one of the 256 sequences of its kind, shared with others; at most 100 an hour of the clock
-- come through there. The value is hour and count; set, not drawn, for drawn ones skip after a crash.
CREATE OR REPLACE FUNCTION talka.comes_through(kind text, whom text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told bigint;
    place bigint := hashtextextended(whom, 42) & 255;
    counter text := format('priv.%I', kind || '_' || place);
    hour bigint := floor(extract(epoch FROM clock_timestamp()) / 3600) * 1000;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(kind, place));
    EXECUTE format('SELECT greatest(last_value, %s) FROM %s', hour, counter) INTO told;
    IF told - hour >= 100 THEN RETURN false; END IF;
    PERFORM setval(counter::regclass, told + 1);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION talka.comes_through(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION talka.today(), talka.actor(), talka.begin(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.today(), talka.actor(), talka.begin(text, text, text)
    TO talka_app, talka_worker, talka_owner;
RESET ROLE;

-- The sequences of one kind.
CREATE OR REPLACE FUNCTION talka.open_counters(kind text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counter text;
BEGIN
    FOR place IN 0..255 LOOP
        counter := format('priv.%I', kind || '_' || place);
        EXECUTE 'CREATE SEQUENCE IF NOT EXISTS ' || counter;
        EXECUTE format('GRANT SELECT, UPDATE ON SEQUENCE %s TO talka_guard', counter);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION talka.open_counters(text) FROM PUBLIC;

CREATE POLICY own_acts ON talka.audit_event FOR SELECT TO talka_app
    USING (actor = (SELECT talka.actor()));
