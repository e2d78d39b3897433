-- The roles of the house. Run by an administrator of the server; safe to run again.
-- owner: owns all, never logs in. migrate: changes tables. app: the pages. door: sign-in.
-- worker: jobs. report: counts. public: published tables. verify: the trail. guard: owns the few
-- functions that look behind the policies.
DO $$
DECLARE r text;
BEGIN
    FOREACH r IN ARRAY ARRAY['talka_owner', 'talka_guard'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', r);
        END IF;
    END LOOP;
    FOREACH r IN ARRAY ARRAY['talka_migrate', 'talka_app', 'talka_door', 'talka_worker',
                             'talka_report', 'talka_public', 'talka_verify'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOBYPASSRLS NOCREATEDB NOCREATEROLE', r);
        END IF;
    END LOOP;
    GRANT talka_owner TO talka_migrate;
    GRANT talka_guard TO talka_owner;
END $$;
