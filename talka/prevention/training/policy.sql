-- Training: courses and sessions are known to everybody who is signed in; who was there, how a test
-- went and who holds a certificate is not. Nothing here tells of a person helped.
GRANT SELECT ON talka.course, talka.course_version, talka.course_module, talka.test_item,
    talka.training_session, talka.session_part, talka.session_trainer, talka.seat_holding,
    talka.team TO talka_guard;
SELECT talka.protect(t, 'id') FROM unnest('{course,training_session}'::text[]) t;
SELECT talka.protect(t, 'course_id')
    FROM unnest('{course_version,course_module,test_item}'::text[]) t;
SELECT talka.protect(t, 'session_id') FROM unnest('{session_part,session_trainer,enrolment,
    attendance,test_taken,test_answer,certificate}'::text[]) t;
SELECT talka.protect('training_reminder', 'certificate_id');
SELECT talka.open_counters('guessed');
GRANT SELECT, INSERT, UPDATE ON talka.certificate_try TO talka_guard;
GRANT USAGE ON SEQUENCE talka.certificate_try_id_seq TO talka_guard;
CREATE POLICY guard_reads ON talka.team FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_reads ON talka.seat_holding FOR SELECT TO talka_guard USING (true);

SET LOCAL ROLE talka_guard;

CREATE OR REPLACE FUNCTION talka.my_courses() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(c.id), '{}') FROM talka.course c
    WHERE (c.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR c.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;
CREATE OR REPLACE FUNCTION talka.my_kept_sessions() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.id), '{}') FROM talka.training_session s
    WHERE (s.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR s.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;
-- Sessions the person keeps or teaches.
CREATE OR REPLACE FUNCTION talka.my_run_sessions() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.my_kept_sessions() || coalesce((SELECT array_agg(t.session_id)
        FROM talka.session_trainer t WHERE t.worker_id = talka.actor()), '{}')
$$;
-- Whose certificates the person may read: their own, of the teams they sit in, of the teams of the
-- municipality they coordinate. The ministry has its own way.
CREATE OR REPLACE FUNCTION talka.my_team_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_append(coalesce(array_agg(DISTINCT a.worker_id), '{}'), talka.actor())
    FROM talka.team t JOIN talka.seat_holding h ON h.team_id = t.id
    JOIN talka.assignment a ON a.id = h.assignment_id
    WHERE t.municipality_id = ANY (talka.my_areas('{coordinator}'))
       OR t.id IN (SELECT mine.team_id FROM talka.seat_holding mine
                   WHERE mine.assignment_id = ANY (talka.my_assignments())
                     AND mine.since <= talka.today()
                     AND (mine.until IS NULL OR mine.until > talka.today()))
$$;
CREATE OR REPLACE FUNCTION talka.my_enrolments() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(e.id), '{}') FROM talka.enrolment e WHERE e.worker_id = talka.actor()
$$;

-- A published course version stands still, for every role, with what it holds.
CREATE OR REPLACE FUNCTION talka.course_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 71));
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published course does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION talka.of_course_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.course_id ELSE NEW.course_id END;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(owner::text, 71));
    IF (TG_OP = 'UPDATE' AND OLD.course_id <> NEW.course_id)
       OR EXISTS (SELECT 1 FROM talka.course_version v
                  WHERE v.id = owner AND v.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published course does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'test_item' AND TG_OP <> 'DELETE' THEN
        IF jsonb_array_length(NEW.options) < 2 OR NEW.answer >= jsonb_array_length(NEW.options) THEN
            RAISE EXCEPTION 'the right answer is one of the options'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- At publishing there is something to teach, and a pass rule has a test.
CREATE OR REPLACE FUNCTION talka.course_publishes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.published_at IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM talka.course_module m WHERE m.course_id = NEW.id)
        OR (NEW.pass_percent IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM talka.test_item i WHERE i.course_id = NEW.id))) THEN
        RAISE EXCEPTION 'a course has modules, and a test when one is asked for'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- A closed session stands still. Its capacity is never below those who are enrolled.
CREATE OR REPLACE FUNCTION talka.session_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 72));
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a closed session does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.course_id <> OLD.course_id OR NEW.municipality_id IS DISTINCT FROM OLD.municipality_id THEN
        RAISE EXCEPTION 'a session keeps its course and place' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.capacity < (SELECT count(*) FROM talka.enrolment e
                       WHERE e.session_id = NEW.id AND e.withdrawn_at IS NULL) THEN
        RAISE EXCEPTION 'more people are enrolled than fit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- What belongs to a session stands still with it; tests after months come later, in their time.
CREATE OR REPLACE FUNCTION talka.of_session_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    comes jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
    owner uuid := (comes ->> 'session_id')::uuid;
    closed date;
    phase text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(owner::text, 72));
    IF TG_OP = 'UPDATE' AND OLD.session_id <> NEW.session_id THEN
        RAISE EXCEPTION 'what belongs to a session stays with it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT s.closed_on INTO closed FROM talka.training_session s WHERE s.id = owner;
    IF TG_TABLE_NAME IN ('test_taken', 'test_answer') AND TG_OP = 'INSERT' THEN
        phase := coalesce(comes ->> 'phase', (SELECT t.phase FROM talka.test_taken t
                          WHERE t.id = (comes ->> 'taken_id')::uuid AND t.session_id = owner));
        IF phase IS NULL OR (phase IN ('before', 'after')) <> (closed IS NULL) OR (
           closed IS NOT NULL AND NOT talka.today() - (closed + make_interval(
               months => substr(phase, 2)::int))::date BETWEEN 0 AND 59) THEN
            RAISE EXCEPTION 'the test is not taken at this time' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF closed IS NOT NULL THEN
        RAISE EXCEPTION 'a closed session does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- Nobody is there longer than the part lasts, nor before it is held.
CREATE OR REPLACE FUNCTION talka.attends_within() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM talka.session_part p JOIN talka.enrolment e
                   ON e.session_id = p.session_id AND e.withdrawn_at IS NULL
                   WHERE p.id = NEW.part_id AND e.id = NEW.enrolment_id
                     AND p.session_id = NEW.session_id AND p.day <= talka.today()
                     AND NEW.minutes <= p.minutes) THEN
        RAISE EXCEPTION 'attendance within the part, of somebody enrolled, once it is held'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION talka.enrols_within() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.session_id::text, 73));
    IF (SELECT count(*) FROM talka.enrolment e
        WHERE e.session_id = NEW.session_id AND e.withdrawn_at IS NULL)
       > (SELECT s.capacity FROM talka.training_session s WHERE s.id = NEW.session_id) THEN
        RAISE EXCEPTION 'more people are enrolled than fit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
-- A score is the number of right answers to the questions of the course.
CREATE OR REPLACE FUNCTION talka.score_holds() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    taken uuid := CASE TG_TABLE_NAME WHEN 'test_taken' THEN (to_jsonb(NEW) ->> 'id')::uuid
                  ELSE (to_jsonb(NEW) ->> 'taken_id')::uuid END;
BEGIN
    IF EXISTS (SELECT 1 FROM talka.test_taken t JOIN talka.training_session s ON s.id = t.session_id
        WHERE t.id = taken AND (
            t.out_of <> (SELECT count(*) FROM talka.test_item i WHERE i.course_id = s.course_id)
            OR t.score <> (SELECT count(*) FROM talka.test_answer a JOIN talka.test_item i
                ON i.id = a.item_id AND i.answer = a.chosen WHERE a.taken_id = t.id)
            OR EXISTS (SELECT 1 FROM talka.test_answer a JOIN talka.test_item i ON i.id = a.item_id
                WHERE a.taken_id = t.id AND (i.course_id <> s.course_id
                    OR a.session_id <> t.session_id OR a.chosen >= jsonb_array_length(i.options)))
            OR (t.enrolment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM talka.enrolment e
                WHERE e.id = t.enrolment_id AND e.session_id = t.session_id)))) THEN
        RAISE EXCEPTION 'the score is not that of the answers' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
-- A certificate follows from minutes and test, and not otherwise.
CREATE OR REPLACE FUNCTION talka.certificate_earned() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM talka.enrolment e JOIN talka.training_session s ON s.id = e.session_id
        JOIN talka.course_version v ON v.id = s.course_id
        LEFT JOIN talka.test_taken t ON t.enrolment_id = e.id AND t.phase = 'after'
        WHERE e.id = NEW.enrolment_id AND s.id = NEW.session_id AND v.id = NEW.course_id
          AND e.withdrawn_at IS NULL AND e.worker_id IS NOT DISTINCT FROM NEW.worker_id
          AND s.closed_on = NEW.issued_on AND e.outcome = 'certified'
          AND NEW.valid_until IS NOT DISTINCT FROM
              (NEW.issued_on + make_interval(months => v.refresh_months))::date
          AND 100 * (SELECT coalesce(sum(a.minutes), 0) FROM talka.attendance a
                     WHERE a.enrolment_id = e.id)
              >= v.attendance_percent * (SELECT sum(p.minutes) FROM talka.session_part p
                                         WHERE p.session_id = s.id)
          AND (v.pass_percent IS NULL OR 100 * t.score >= v.pass_percent * t.out_of)) THEN
        RAISE EXCEPTION 'this certificate was not earned' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
-- Of everybody in a closed session it is said whether they hold a certificate, and it is so.
CREATE OR REPLACE FUNCTION talka.session_closes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.closed_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM talka.enrolment e LEFT JOIN talka.certificate c ON c.enrolment_id = e.id
        WHERE e.session_id = NEW.id AND e.withdrawn_at IS NULL
          AND (e.outcome = '' OR (e.outcome = 'certified') <> (c.id IS NOT NULL))) THEN
        RAISE EXCEPTION 'a closed session says of everybody what came of it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- What a certificate says to whoever holds its number. The name is compared, never told; guessing
-- ends after twenty tries an hour, and after a hundred that plain SQL undid.
CREATE OR REPLACE FUNCTION talka.check_certificate(wanted text, typed text) RETURNS TABLE (
    title_lt text, title_en text, issued_on date, valid_until date, revoked_on date,
    named boolean, answer text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found record;
    counted int;
BEGIN
    SELECT c.*, v.title_lt AS lt, v.title_en AS en, w.name INTO found
    FROM talka.certificate c JOIN talka.course_version v ON v.id = c.course_id
    LEFT JOIN talka.worker w ON w.id = c.worker_id WHERE c.number = wanted;
    IF found.id IS NULL THEN RETURN; END IF;
    answer := '';
    IF btrim(coalesce(typed, '')) = '' OR found.worker_id IS NULL THEN
        NULL;
    ELSIF NOT talka.comes_through('guessed', found.id::text) THEN
        answer := 'wait';
    ELSE
        INSERT INTO talka.certificate_try AS t (certificate_id, hour, tries)
            VALUES (found.id, date_trunc('hour', statement_timestamp(), 'UTC'), 1)
            ON CONFLICT (certificate_id, hour) DO UPDATE SET tries = least(t.tries + 1, 30000)
            RETURNING t.tries INTO counted;
        answer := CASE WHEN counted > 20 THEN 'wait'
            WHEN talka.plain_name(typed) = talka.plain_name(found.name) THEN 'same'
            ELSE 'other' END;
    END IF;
    title_lt := found.lt; title_en := found.en; issued_on := found.issued_on;
    valid_until := found.valid_until; revoked_on := found.revoked_on;
    named := found.worker_id IS NOT NULL;
    RETURN NEXT;
END $$;
-- The letters by hand: the order of letters of the database may be "C", which knows no others.
CREATE OR REPLACE FUNCTION talka.plain_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(translate(regexp_replace(btrim(name), '\s+', ' ', 'g'), 'ĄČĘĖĮŠŲŪŽ', 'ąčęėįšųūž'))
$$;

-- Scores and right answers of a group, by value and so without a trace of who or when; nothing
-- about fewer than ten. Both tests of the same people when there are ten such; else all of each.
-- Of a course (no session): the groups that are shown, and the small ones when ten together.
CREATE OR REPLACE FUNCTION talka.training_outcomes(
    version uuid, of_session uuid, earlier text, later text) RETURNS TABLE (
    paired boolean, x int, y int, x_right boolean[], y_right boolean[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH one AS (
        SELECT t.session_id, t.phase, t.score::int AS score,
               coalesce(t.enrolment_id::text, encode(t.pairing, 'hex')) AS who,
               (SELECT array_agg(coalesce(a.chosen = i.answer, false) ORDER BY i.n)
                FROM talka.test_item i LEFT JOIN talka.test_answer a
                    ON a.item_id = i.id AND a.taken_id = t.id
                WHERE i.course_id = s.course_id) AS rights
        FROM talka.test_taken t JOIN talka.training_session s ON s.id = t.session_id
        LEFT JOIN talka.enrolment e ON e.id = t.enrolment_id
        WHERE s.course_id = $1 AND ($2 IS NULL OR s.id = $2) AND s.closed_on IS NOT NULL
          AND e.withdrawn_at IS NULL AND t.phase IN ($3, $4)
          AND (t.phase IN ('before', 'after') OR talka.today() - (s.closed_on + make_interval(
               months => substr(t.phase, 2)::int))::date > 59)
          AND (SELECT talka.actor()) IS NOT NULL
    ), pair AS (
        SELECT a.session_id, a.score AS x, b.score AS y, a.rights AS xr, b.rights AS yr
        FROM one a JOIN one b ON a.session_id = b.session_id AND a.who = b.who
        WHERE a.phase = $3 AND b.phase = $4
    ), size AS (SELECT session_id, count(*) AS n FROM pair GROUP BY 1),
    pool AS (SELECT coalesce(sum(n), 0) AS n FROM size WHERE n < 10),
    kept AS (
        SELECT p.* FROM pair p JOIN size USING (session_id)
        WHERE size.n >= 10 OR ($2 IS NULL AND (SELECT n FROM pool) >= 10)
    ), alone AS (
        SELECT * FROM one WHERE NOT EXISTS (SELECT 1 FROM kept) AND session_id IN (
            SELECT session_id FROM one GROUP BY 1
            HAVING count(*) FILTER (WHERE phase = $3) >= 10
               AND count(*) FILTER (WHERE phase = $4) >= 10)
    )
    SELECT true, x, y, xr, yr FROM kept
    UNION ALL SELECT false, score, NULL, rights, NULL FROM alone WHERE phase = $3
    UNION ALL SELECT false, NULL, score, NULL, rights FROM alone WHERE phase = $4
    ORDER BY 2, 3, 4, 5
$$;

REVOKE ALL ON FUNCTION talka.my_courses(), talka.my_kept_sessions(), talka.my_run_sessions(),
    talka.my_team_people(), talka.my_enrolments(), talka.course_stands(), talka.of_course_stands(),
    talka.course_publishes(), talka.session_stands(), talka.of_session_stands(),
    talka.attends_within(), talka.enrols_within(), talka.score_holds(), talka.certificate_earned(),
    talka.session_closes(), talka.check_certificate(text, text), talka.plain_name(text),
    talka.training_outcomes(uuid, uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.course_stands(), talka.of_course_stands(),
    talka.course_publishes(), talka.session_stands(), talka.of_session_stands(),
    talka.attends_within(), talka.enrols_within(), talka.score_holds(), talka.certificate_earned(),
    talka.session_closes() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.my_courses(), talka.my_kept_sessions(), talka.my_run_sessions(),
    talka.my_team_people(), talka.my_enrolments(),
    talka.training_outcomes(uuid, uuid, text, text) TO talka_app;
GRANT EXECUTE ON FUNCTION talka.check_certificate(text, text) TO talka_public;
RESET ROLE;

DO $$
DECLARE
    t text;
    each record;
BEGIN
    FOR each IN SELECT * FROM (VALUES
        ('course_version', 'stands', 'BEFORE UPDATE OR DELETE', 'course_stands', ''),
        ('course_version', 'publishes', 'AFTER INSERT OR UPDATE', 'course_publishes', 'deferred'),
        ('course_module', 'stands', 'BEFORE INSERT OR UPDATE OR DELETE', 'of_course_stands', ''),
        ('test_item', 'stands', 'BEFORE INSERT OR UPDATE OR DELETE', 'of_course_stands', ''),
        ('training_session', 'stands', 'BEFORE UPDATE OR DELETE', 'session_stands', ''),
        ('training_session', 'closes', 'AFTER UPDATE', 'session_closes', 'deferred'),
        ('attendance', 'within', 'BEFORE INSERT OR UPDATE', 'attends_within', ''),
        ('enrolment', 'within', 'AFTER INSERT', 'enrols_within', ''),
        ('test_taken', 'holds', 'AFTER INSERT OR UPDATE', 'score_holds', 'deferred'),
        ('test_answer', 'holds', 'AFTER INSERT OR UPDATE', 'score_holds', 'deferred'),
        ('certificate', 'earned', 'AFTER INSERT', 'certificate_earned', 'deferred')
    ) AS x(tab, name, moment, does, late) LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON talka.%I', each.name, each.tab);
        EXECUTE format('CREATE %s TRIGGER %I %s ON talka.%I %s FOR EACH ROW
            EXECUTE FUNCTION talka.%I()', CASE each.late WHEN '' THEN '' ELSE 'CONSTRAINT' END,
            each.name, each.moment, each.tab,
            CASE each.late WHEN '' THEN '' ELSE 'DEFERRABLE INITIALLY DEFERRED' END, each.does);
    END LOOP;
    FOREACH t IN ARRAY '{session_part,session_trainer,enrolment,attendance,test_taken,
                         test_answer}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS stands ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON talka.%I
            FOR EACH ROW EXECUTE FUNCTION talka.of_session_stands()', t);
    END LOOP;
    FOREACH t IN ARRAY '{course,course_version,course_module,test_item,training_session,
        session_part,session_trainer,enrolment,attendance,test_taken,test_answer,certificate,
        training_reminder}'::text[] LOOP
        EXECUTE format('CREATE POLICY house ON talka.%I TO talka_owner
            USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY '{course_module,test_item}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY shown ON talka.%I FOR SELECT TO talka_app
            USING (course_id IN (SELECT v.id FROM talka.course_version v))', t);
        EXECUTE format('CREATE POLICY drafted ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (course_id IN (SELECT v.id FROM talka.course_version v
                           WHERE v.course_id = ANY ((SELECT talka.my_courses())::uuid[])))', t);
        EXECUTE format('CREATE POLICY struck ON talka.%I FOR DELETE TO talka_app USING
            (course_id IN (SELECT v.id FROM talka.course_version v
                           WHERE v.course_id = ANY ((SELECT talka.my_courses())::uuid[])))', t);
    END LOOP;
    FOREACH t IN ARRAY '{session_part,session_trainer}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY signed_in ON talka.%I FOR SELECT TO talka_app
            USING ((SELECT talka.actor()) IS NOT NULL)', t);
        EXECUTE format('CREATE POLICY kept ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (session_id = ANY ((SELECT talka.my_kept_sessions())::uuid[]))', t);
        EXECUTE format('CREATE POLICY struck ON talka.%I FOR DELETE TO talka_app USING
            (session_id = ANY ((SELECT talka.my_kept_sessions())::uuid[]))', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON talka.course, talka.course_version, talka.training_session TO talka_app;
GRANT UPDATE (title_lt, title_en, competences, seats, refresh_months, attendance_percent,
    pass_percent, published_at, version) ON talka.course_version TO talka_app;
GRANT UPDATE (place, capacity, closed_at, closed_on, closed_by_id, version)
    ON talka.training_session TO talka_app;
CREATE POLICY shown ON talka.course FOR SELECT TO talka_app
    USING (id IN (SELECT v.course_id FROM talka.course_version v)
        OR id = ANY ((SELECT talka.my_courses())::uuid[]));
CREATE POLICY founded ON talka.course FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_plans_of(municipality_id) AND made_by_id = (SELECT talka.actor()));
CREATE POLICY shown ON talka.course_version FOR SELECT TO talka_app
    USING ((published_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR course_id = ANY ((SELECT talka.my_courses())::uuid[]));
CREATE POLICY drafted ON talka.course_version FOR INSERT TO talka_app
    WITH CHECK (published_at IS NULL AND course_id = ANY ((SELECT talka.my_courses())::uuid[]));
CREATE POLICY redrafted ON talka.course_version FOR UPDATE TO talka_app
    USING (course_id = ANY ((SELECT talka.my_courses())::uuid[]));
CREATE POLICY signed_in ON talka.training_session FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
CREATE POLICY planned ON talka.training_session FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_plans_of(municipality_id) AND made_by_id = (SELECT talka.actor())
        AND closed_at IS NULL AND course_id IN (
            SELECT v.id FROM talka.course_version v WHERE v.published_at IS NOT NULL));
CREATE POLICY run ON talka.training_session FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.my_run_sessions())::uuid[]))
    WITH CHECK (closed_by_id IS NULL OR closed_by_id = (SELECT talka.actor()));

GRANT SELECT, INSERT ON talka.enrolment, talka.attendance, talka.test_taken, talka.test_answer,
    talka.certificate TO talka_app;
GRANT UPDATE (withdrawn_at, outcome, why) ON talka.enrolment TO talka_app;
GRANT UPDATE (minutes, signed_by_id, signed_at) ON talka.attendance TO talka_app;
GRANT UPDATE (revoked_on, revoked_reason, revoked_by_id) ON talka.certificate TO talka_app;
CREATE POLICY known ON talka.enrolment FOR SELECT TO talka_app
    USING (worker_id = (SELECT talka.actor())
        OR session_id = ANY ((SELECT talka.my_run_sessions())::uuid[])
        OR cardinality((SELECT talka.my_areas('{ministry}'))) > 0);
CREATE POLICY run ON talka.enrolment FOR INSERT TO talka_app
    WITH CHECK (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]) AND outcome = '');
CREATE POLICY rerun ON talka.enrolment FOR UPDATE TO talka_app
    USING (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]));
CREATE POLICY known ON talka.attendance FOR SELECT TO talka_app
    USING (enrolment_id = ANY ((SELECT talka.my_enrolments())::uuid[])
        OR session_id = ANY ((SELECT talka.my_run_sessions())::uuid[])
        OR cardinality((SELECT talka.my_areas('{ministry}'))) > 0);
CREATE POLICY signed ON talka.attendance FOR INSERT TO talka_app
    WITH CHECK (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[])
        AND signed_by_id = (SELECT talka.actor()));
CREATE POLICY resigned ON talka.attendance FOR UPDATE TO talka_app
    USING (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]))
    WITH CHECK (signed_by_id = (SELECT talka.actor()));
-- Whether a test was taken and its score: who took it and who runs the session. The answers: who
-- took it. Who runs the session enters the papers of people from outside, and reads none again.
CREATE POLICY scored ON talka.test_taken FOR SELECT TO talka_app
    USING (enrolment_id = ANY ((SELECT talka.my_enrolments())::uuid[])
        OR session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]));
CREATE POLICY taken ON talka.test_taken FOR INSERT TO talka_app
    WITH CHECK (entered_by_id = (SELECT talka.actor()) AND (
        enrolment_id = ANY ((SELECT talka.my_enrolments())::uuid[])
        OR (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]) AND (enrolment_id IS NULL
            OR enrolment_id IN (SELECT e.id FROM talka.enrolment e WHERE e.worker_id IS NULL)))));
CREATE POLICY own ON talka.test_answer FOR SELECT TO talka_app
    USING (taken_id IN (SELECT t.id FROM talka.test_taken t
        WHERE t.enrolment_id = ANY ((SELECT talka.my_enrolments())::uuid[])));
CREATE POLICY given ON talka.test_answer FOR INSERT TO talka_app
    WITH CHECK (taken_id IN (SELECT t.id FROM talka.test_taken t
        WHERE t.entered_by_id = (SELECT talka.actor()) AND t.session_id = test_answer.session_id));
CREATE POLICY known ON talka.certificate FOR SELECT TO talka_app
    USING (worker_id = ANY ((SELECT talka.my_team_people())::uuid[])
        OR session_id = ANY ((SELECT talka.my_run_sessions())::uuid[])
        OR cardinality((SELECT talka.my_areas('{ministry}'))) > 0);
CREATE POLICY issued ON talka.certificate FOR INSERT TO talka_app
    WITH CHECK (session_id = ANY ((SELECT talka.my_run_sessions())::uuid[]) AND revoked_on IS NULL);
CREATE POLICY revoked ON talka.certificate FOR UPDATE TO talka_app
    USING (revoked_on IS NULL AND session_id = ANY ((SELECT talka.my_kept_sessions())::uuid[]))
    WITH CHECK (revoked_by_id = (SELECT talka.actor()));

-- The worker reminds of an end: whose, and until when; never of which course a letter tells.
GRANT SELECT ON talka.certificate, talka.course_version TO talka_worker;
GRANT SELECT, INSERT ON talka.training_reminder TO talka_worker;
GRANT UPDATE (sent_at) ON talka.training_reminder TO talka_worker;
CREATE POLICY reminds ON talka.certificate FOR SELECT TO talka_worker USING (true);
CREATE POLICY reminds ON talka.course_version FOR SELECT TO talka_worker USING (true);
CREATE POLICY told ON talka.training_reminder FOR SELECT TO talka_worker USING (true);
CREATE POLICY written ON talka.training_reminder FOR INSERT TO talka_worker WITH CHECK (true);
CREATE POLICY sent ON talka.training_reminder FOR UPDATE TO talka_worker USING (sent_at IS NULL)
    WITH CHECK (sent_at IS NOT NULL);
