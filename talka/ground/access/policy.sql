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

REVOKE ALL ON FUNCTION talka.today(), talka.actor(), talka.begin(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.today(), talka.actor(), talka.begin(text, text, text)
    TO talka_app, talka_worker, talka_owner;
RESET ROLE;

CREATE POLICY own_acts ON talka.audit_event FOR SELECT TO talka_app
    USING (actor = (SELECT talka.actor()));
