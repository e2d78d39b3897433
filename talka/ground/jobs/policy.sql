-- The queue: the pages put jobs in (ids only), the worker takes them out.
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.procrastinate_jobs, talka.procrastinate_events,
    talka.procrastinate_periodic_defers, talka.procrastinate_workers TO talka_worker;
GRANT SELECT, INSERT ON talka.procrastinate_jobs, talka.procrastinate_events TO talka_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA talka TO talka_app, talka_worker;
DO $$
DECLARE f record;
BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name FROM pg_proc p
             JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'talka' AND p.proname LIKE 'procrastinate%' LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO talka_app, talka_worker', f.name);
    END LOOP;
END $$;
