-- Polls. Drafts are their keeper's; a fielded poll is read by everybody who works here. What people
-- answered is read by no page: the counting connection reads it of closed polls, for their keeper.
-- Codes, waiting answers and answers leave no trail on purpose: an event would set a code and an
-- answer side by side in time.
SELECT talka.protect('questionnaire', 'id');
SELECT talka.protect('poll', 'id');
SELECT talka.protect('poll_margin', 'poll_id');
ALTER TABLE talka.poll_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_code FORCE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_waiting FORCE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_response ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_response FORCE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.poll_words FORCE ROW LEVEL SECURITY;
GRANT SELECT, DELETE ON talka.poll_code TO talka_guard;
GRANT SELECT, INSERT ON talka.poll_waiting TO talka_guard;
GRANT SELECT ON talka.poll_response TO talka_guard;
CREATE POLICY guard_uses ON talka.poll_code TO talka_guard USING (true);
CREATE POLICY guard_takes ON talka.poll_waiting TO talka_guard USING (true) WITH CHECK (true);
CREATE POLICY guard_counts ON talka.poll_response FOR SELECT TO talka_guard USING (true);

SET LOCAL ROLE talka_guard;

CREATE OR REPLACE FUNCTION talka.keeps_polls_of(place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN place IS NULL THEN cardinality(talka.my_areas('{ministry}')) > 0
           ELSE place = ANY (talka.my_areas('{coordinator}')) END
$$;
CREATE OR REPLACE FUNCTION talka.my_polls() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.poll p
    WHERE (p.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR p.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;
CREATE OR REPLACE FUNCTION talka.my_closed_polls() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.poll p
    WHERE p.closed_at IS NOT NULL AND p.id = ANY (talka.my_polls())
$$;
CREATE OR REPLACE FUNCTION talka.my_poll_drafts() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.poll p
    WHERE p.fielded_at IS NULL AND p.id = ANY (talka.my_polls())
$$;

-- Codes left, answers waiting to be mixed, answers mixed: numbers only, for the keeper.
CREATE OR REPLACE FUNCTION talka.poll_counts(poll uuid)
RETURNS TABLE (codes bigint, waiting bigint, mixed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM talka.poll_code c WHERE c.poll_id = $1),
           (SELECT count(*) FROM talka.poll_waiting w WHERE w.poll_id = $1),
           (SELECT count(*) FROM talka.poll_response r WHERE r.poll_id = $1)
    WHERE $1 = ANY (talka.my_polls())
$$;

-- Somebody sends their answers: taken, code (unknown or used) or closed. The code's row goes and
-- the sealed answers come in one transaction: of fifty at one instant exactly one deletes the row.
CREATE OR REPLACE FUNCTION talka.poll_take(slug text, digest bytea, sealed bytea) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p record;
BEGIN
    SELECT id, mode INTO p FROM talka.poll q
    WHERE q.slug = $1 AND q.fielded_at IS NOT NULL AND q.closed_at IS NULL
      AND talka.today() BETWEEN q.since AND q.until;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF octet_length(sealed) NOT BETWEEN 1000 AND 100000 THEN
        RAISE EXCEPTION 'sealed answers are padded' USING ERRCODE = 'check_violation';
    END IF;
    IF p.mode = 'code' THEN
        DELETE FROM talka.poll_code c WHERE c.poll_id = p.id AND c.digest = $2;
        IF NOT FOUND THEN RETURN 'code'; END IF;
    END IF;
    INSERT INTO talka.poll_waiting (id, poll_id, sealed) VALUES (gen_random_uuid(), p.id, $3);
    RETURN 'taken';
END $$;

-- Is the code good? Asked before the first question, so that nobody answers in vain.
CREATE OR REPLACE FUNCTION talka.poll_code_stands(slug text, digest bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.poll_code c JOIN talka.poll p ON p.id = c.poll_id
                   WHERE p.slug = $1 AND c.digest = $2)
$$;

-- A fielded poll stands still: it may gain codes, end later, and close, once.
CREATE OR REPLACE FUNCTION talka.poll_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changing text[] := '{codes_printed,until,closed_at,version}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.fielded_at IS NULL THEN RETURN OLD; END IF;
    ELSIF OLD.fielded_at IS NULL THEN
        RETURN NEW;
    ELSIF OLD.closed_at IS NULL AND NEW.until >= OLD.since
          AND NEW.codes_printed >= OLD.codes_printed
          AND to_jsonb(NEW) - changing = to_jsonb(OLD) - changing THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a poll that is being asked does not change'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION talka.poll_codes_stop() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM talka.poll p WHERE p.id = NEW.poll_id
               AND (p.closed_at IS NOT NULL OR p.mode <> 'code')) THEN
        RAISE EXCEPTION 'this poll takes no codes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION talka.keeps_polls_of(text), talka.my_polls(), talka.my_closed_polls(),
    talka.my_poll_drafts(), talka.poll_counts(uuid), talka.poll_take(text, bytea, bytea),
    talka.poll_code_stands(text, bytea), talka.poll_stands(), talka.poll_codes_stop() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.poll_stands(), talka.poll_codes_stop() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.keeps_polls_of(text), talka.my_polls(), talka.my_poll_drafts(),
    talka.poll_counts(uuid) TO talka_app;
GRANT EXECUTE ON FUNCTION talka.my_closed_polls() TO talka_report, talka_app;
GRANT EXECUTE ON FUNCTION talka.poll_take(text, bytea, bytea),
    talka.poll_code_stands(text, bytea) TO talka_public;
RESET ROLE;

DROP TRIGGER IF EXISTS append_only ON talka.questionnaire;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON talka.questionnaire
    FOR EACH STATEMENT EXECUTE FUNCTION talka.never();
DROP TRIGGER IF EXISTS stands ON talka.poll;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON talka.poll
    FOR EACH ROW EXECUTE FUNCTION talka.poll_stands();
DROP TRIGGER IF EXISTS stop ON talka.poll_code;
CREATE TRIGGER stop BEFORE INSERT ON talka.poll_code
    FOR EACH ROW EXECUTE FUNCTION talka.poll_codes_stop();

CREATE POLICY house ON talka.questionnaire TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll_margin TO talka_owner USING (true) WITH CHECK (true);
GRANT SELECT ON talka.questionnaire TO talka_app, talka_public, talka_worker;
CREATE POLICY everybody ON talka.questionnaire FOR SELECT
    TO talka_app, talka_public, talka_worker USING (true);

GRANT SELECT, INSERT, DELETE ON talka.poll, talka.poll_margin TO talka_app;
GRANT UPDATE ON talka.poll TO talka_app;
CREATE POLICY shown ON talka.poll FOR SELECT TO talka_app
    USING ((fielded_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR id = ANY ((SELECT talka.my_polls())::uuid[]) OR made_by_id = (SELECT talka.actor()));
CREATE POLICY drafted ON talka.poll FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_polls_of(municipality_id) AND made_by_id = (SELECT talka.actor())
        AND fielded_at IS NULL);
CREATE POLICY kept ON talka.poll FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.my_polls())::uuid[]))
    WITH CHECK (talka.keeps_polls_of(municipality_id));
CREATE POLICY struck ON talka.poll FOR DELETE TO talka_app
    USING (id = ANY ((SELECT talka.my_poll_drafts())::uuid[]));
CREATE POLICY shown ON talka.poll_margin FOR SELECT TO talka_app
    USING (poll_id IN (SELECT p.id FROM talka.poll p));
CREATE POLICY drafted ON talka.poll_margin FOR INSERT TO talka_app
    WITH CHECK (poll_id = ANY ((SELECT talka.my_poll_drafts())::uuid[]));
CREATE POLICY struck ON talka.poll_margin FOR DELETE TO talka_app
    USING (poll_id = ANY ((SELECT talka.my_poll_drafts())::uuid[]));
GRANT INSERT ON talka.poll_code TO talka_app;
CREATE POLICY printed ON talka.poll_code FOR INSERT TO talka_app
    WITH CHECK (poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
GRANT SELECT ON talka.poll_words TO talka_app;
CREATE POLICY read_by_keeper ON talka.poll_words FOR SELECT TO talka_app
    USING (NOT flagged AND poll_id = ANY ((SELECT talka.my_closed_polls())::uuid[]));

-- What a resident's page may know of a poll.
GRANT SELECT (id, slug, municipality_id, questionnaire_id, mode, title_lt, title_en, since, until,
    min_age, fielded_at, closed_at) ON talka.poll TO talka_public;
GRANT SELECT ON talka.municipality TO talka_public;
CREATE POLICY asked ON talka.poll FOR SELECT TO talka_public USING (fielded_at IS NOT NULL);

-- The worker mixes; the counting connection counts.
GRANT SELECT ON talka.poll TO talka_worker;
GRANT SELECT, UPDATE, DELETE ON talka.poll_waiting TO talka_worker;
GRANT INSERT ON talka.poll_response, talka.poll_words TO talka_worker;
CREATE POLICY mixes ON talka.poll FOR SELECT TO talka_worker USING (true);
CREATE POLICY mixes ON talka.poll_waiting TO talka_worker USING (true);
CREATE POLICY mixes ON talka.poll_response FOR INSERT TO talka_worker WITH CHECK (true);
CREATE POLICY mixes ON talka.poll_words FOR INSERT TO talka_worker WITH CHECK (true);
GRANT SELECT ON talka.poll_response TO talka_report;
CREATE POLICY counted ON talka.poll_response FOR SELECT TO talka_report
    USING (poll_id = ANY ((SELECT talka.my_closed_polls())::uuid[]));
