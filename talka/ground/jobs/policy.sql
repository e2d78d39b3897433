-- The queue: the worker takes jobs out and looks after it. The pages put jobs in (ids only) through
-- one function, in the name of somebody, and see nothing of it.

GRANT SELECT, INSERT, UPDATE, DELETE ON talka.procrastinate_jobs, talka.procrastinate_events,
    talka.procrastinate_periodic_defers, talka.procrastinate_workers TO talka_worker;
GRANT SELECT (id), INSERT ON talka.procrastinate_jobs TO talka_guard;
GRANT INSERT ON talka.procrastinate_events TO talka_guard;
DO $$
DECLARE t text; f record;
BEGIN
    FOREACH t IN ARRAY ARRAY['jobs', 'events', 'periodic_defers'] LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO talka_worker, talka_guard',
            pg_get_serial_sequence('talka.procrastinate_' || t, 'id'));
    END LOOP;
    -- Their triggers run inside the function below: they find their tables whoever asks.
    FOR f IN SELECT p.oid::regprocedure AS name FROM pg_proc p
             JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'talka' AND p.proname LIKE 'procrastinate%' LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = talka, pg_temp', f.name);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO talka_worker', f.name);
    END LOOP;
END $$;

SET LOCAL ROLE talka_guard;

-- Put jobs in; their numbers. A lock or a later moment would hold up the house's own jobs: only the
-- worker says those.
CREATE OR REPLACE FUNCTION talka.put_in_queue(jobs talka.procrastinate_job_to_defer_v1[])
RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE numbers bigint[];
BEGIN
    IF session_user <> 'talka_worker' AND (talka.actor() IS NULL OR EXISTS (
        SELECT 1 FROM unnest(jobs) j
        WHERE j.lock IS NOT NULL OR j.queueing_lock IS NOT NULL OR j.scheduled_at IS NOT NULL))
    THEN
        RAISE EXCEPTION 'jobs are put in by somebody, to be done when their turn comes'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH put AS (
        INSERT INTO talka.procrastinate_jobs (queue_name, task_name, priority, lock,
            queueing_lock, args, scheduled_at)
        SELECT j.queue_name, j.task_name, j.priority, j.lock, j.queueing_lock, j.args,
            j.scheduled_at FROM unnest(jobs) j
        RETURNING id
    ) SELECT array_agg(id) INTO numbers FROM put;
    RETURN numbers;
END $$;
REVOKE ALL ON FUNCTION talka.put_in_queue(talka.procrastinate_job_to_defer_v1[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.put_in_queue(talka.procrastinate_job_to_defer_v1[])
    TO talka_app, talka_worker;
RESET ROLE;

-- The library's own way in, also of its periodic jobs, leads there.
CREATE OR REPLACE FUNCTION talka.procrastinate_defer_jobs_v1(
    jobs talka.procrastinate_job_to_defer_v1[]
) RETURNS bigint[]
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$ SELECT talka.put_in_queue(jobs) $$;
GRANT EXECUTE ON FUNCTION
    talka.procrastinate_defer_jobs_v1(talka.procrastinate_job_to_defer_v1[]) TO talka_app;
