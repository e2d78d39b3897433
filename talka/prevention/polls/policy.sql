-- Polls. Drafts are their keeper's; a fielded poll is read by everybody who works here. What people
-- answered is read by no page: the counting connection reads it of closed polls, for their keeper.
-- Codes, waiting answers and answers leave no trail on purpose: an event would set a code and an
-- answer side by side in time.
SELECT talka.protect('questionnaire', 'id');
SELECT talka.protect('poll', 'id');
SELECT talka.protect('poll_margin', 'poll_id');
SELECT talka.protect('poll_stratum', 'poll_id');
SELECT talka.protect('poll_batch', 'poll_id');
SELECT talka.protect('poll_entry', 'batch_id');
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
GRANT UPDATE ON talka.poll_batch TO talka_guard;
GRANT DELETE ON talka.poll_entry TO talka_guard;
CREATE POLICY guard_uses ON talka.poll_code TO talka_guard USING (true);
CREATE POLICY guard_takes ON talka.poll_waiting TO talka_guard USING (true) WITH CHECK (true);
CREATE POLICY guard_counts ON talka.poll_response FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_counts ON talka.poll_batch FOR UPDATE TO talka_guard USING (true);
CREATE POLICY guard_counts ON talka.poll_entry FOR DELETE TO talka_guard USING (true);

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
-- Closed, and everything mixed: numbers that grew by the last few answers would tell what those few
-- said.
CREATE OR REPLACE FUNCTION talka.my_closed_polls() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.poll p
    WHERE p.closed_at IS NOT NULL AND p.id = ANY (talka.my_polls())
      AND NOT EXISTS (SELECT 1 FROM talka.poll_waiting w WHERE w.poll_id = p.id)
$$;
-- Of these, where at least ten answered: below, own words would be as good as named.
CREATE OR REPLACE FUNCTION talka.my_spoken_polls() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM unnest(talka.my_closed_polls()) p (id)
    WHERE (SELECT count(*) FROM talka.poll_response r WHERE r.poll_id = p.id) >= 10
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

-- The stratum of a code that is still good ("" where there are none), else NULL. Asked before the
-- first question, so that nobody answers in vain.
CREATE OR REPLACE FUNCTION talka.poll_code_stratum(slug text, digest bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(s.code, '') FROM talka.poll_code c JOIN talka.poll p ON p.id = c.poll_id
    LEFT JOIN talka.poll_stratum s ON s.id = c.stratum_id
    WHERE p.slug = $1 AND c.digest = $2
$$;

-- Codes of each stratum that were not used yet, for the keeper.
CREATE OR REPLACE FUNCTION talka.poll_codes_left(poll uuid)
RETURNS TABLE (stratum uuid, codes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.stratum_id, count(*) FROM talka.poll_code c
    WHERE c.poll_id = $1 AND $1 = ANY (talka.my_polls()) GROUP BY 1
$$;

-- Paper. Batches that wait for me in this turn (1 and 2 enter, 3 decides).
CREATE OR REPLACE FUNCTION talka.my_poll_batches(turn int) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(b.id), '{}') FROM talka.poll_batch b
    WHERE b.counted_at IS NULL
      AND talka.actor() = CASE turn WHEN 1 THEN b.first_id WHEN 2 THEN b.second_id
                          WHEN 3 THEN b.third_id END
$$;
-- How far a batch is: sheets entered in each turn, sheets in which two readings differ and that
-- nobody decided. Numbers only, for its three people and the keeper.
CREATE OR REPLACE FUNCTION talka.poll_batch_state(batch uuid)
RETURNS TABLE (first bigint, second bigint, undecided bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM talka.poll_entry e WHERE e.batch_id = b.id AND e.turn = 1),
           (SELECT count(*) FROM talka.poll_entry e WHERE e.batch_id = b.id AND e.turn = 2),
           (SELECT count(*) FROM talka.poll_entry e JOIN talka.poll_entry f
                ON f.batch_id = e.batch_id AND f.sheet = e.sheet AND f.turn = 2
            WHERE e.batch_id = b.id AND e.turn = 1 AND e.answers <> f.answers
              AND NOT EXISTS (SELECT 1 FROM talka.poll_entry d WHERE d.batch_id = b.id
                              AND d.sheet = e.sheet AND d.turn = 3))
    FROM talka.poll_batch b WHERE b.id = $1
      AND (talka.actor() IN (b.first_id, b.second_id, b.third_id)
           OR b.poll_id = ANY (talka.my_polls()))
$$;
-- A batch counts when every sheet was entered twice, alike or decided, and the sheets are as many as
-- came back less the blank and the spoilt. Then its answers wait to be mixed with all others, and
-- the readings are gone.
CREATE OR REPLACE FUNCTION talka.poll_batch_count(
    batch uuid, sealed bytea[], cells int, differing int) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    b record;
    whole int;
BEGIN
    SELECT * INTO b FROM talka.poll_batch x WHERE x.id = $1 AND x.counted_at IS NULL
        AND x.third_id = talka.actor() FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such batch' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM talka.poll p WHERE p.id = b.poll_id AND p.closed_at IS NULL) THEN
        RAISE EXCEPTION 'the poll is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT count(*) INTO whole FROM talka.poll_entry e JOIN talka.poll_entry f
        ON f.batch_id = e.batch_id AND f.sheet = e.sheet AND f.turn = 2
    WHERE e.batch_id = b.id AND e.turn = 1
      AND (e.answers = f.answers OR EXISTS (SELECT 1 FROM talka.poll_entry d
           WHERE d.batch_id = b.id AND d.sheet = e.sheet AND d.turn = 3));
    IF whole <> b.returned - b.blank - b.spoilt OR whole <> coalesce(cardinality($2), 0)
       OR whole <> (SELECT count(DISTINCT e.sheet) FROM talka.poll_entry e
                    WHERE e.batch_id = b.id) THEN
        RAISE EXCEPTION 'the batch does not add up' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM unnest($2) s WHERE octet_length(s) NOT BETWEEN 1000 AND 100000) THEN
        RAISE EXCEPTION 'sealed answers are padded' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO talka.poll_waiting (id, poll_id, sealed)
        SELECT gen_random_uuid(), b.poll_id, s FROM unnest($2) s;
    DELETE FROM talka.poll_entry e WHERE e.batch_id = b.id;
    UPDATE talka.poll_batch x SET counted_at = clock_timestamp(), cells = $3, differing = $4,
        version = x.version + 1 WHERE x.id = b.id;
END $$;
-- A reading is entered by the person named for its turn, of a sheet that is there, while the poll is
-- asked; the third reads what two read differently.
CREATE OR REPLACE FUNCTION talka.poll_entry_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM talka.poll_batch b JOIN talka.poll p ON p.id = b.poll_id
                   WHERE b.id = NEW.batch_id AND b.counted_at IS NULL AND p.closed_at IS NULL
                     AND NEW.sheet <= b.returned - b.blank - b.spoilt) THEN
        RAISE EXCEPTION 'no such sheet' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.turn = 3 AND NOT EXISTS (SELECT 1 FROM talka.poll_entry e JOIN talka.poll_entry f
            ON f.batch_id = e.batch_id AND f.sheet = e.sheet AND f.turn = 2
            WHERE e.batch_id = NEW.batch_id AND e.sheet = NEW.sheet AND e.turn = 1
              AND e.answers <> f.answers) THEN
        RAISE EXCEPTION 'two readings do not differ' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.batch_id, NEW.sheet, NEW.turn, NEW.by_id)
        IS DISTINCT FROM (OLD.id, OLD.batch_id, OLD.sheet, OLD.turn, OLD.by_id) THEN
        RAISE EXCEPTION 'a reading stays where it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- A batch is of a poll that is being asked; its people stand once somebody entered a sheet, and all
-- of it once it counts.
CREATE OR REPLACE FUNCTION talka.poll_batch_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.counted_at IS NULL AND NEW.cells = 0 AND NEW.differing = 0 AND EXISTS (
            SELECT 1 FROM talka.poll p WHERE p.id = NEW.poll_id AND p.fielded_at IS NOT NULL
            AND p.closed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM talka.poll_stratum s
            WHERE s.poll_id = NEW.poll_id AND NEW.stratum_id IS NULL) AND (NEW.stratum_id IS NULL
            OR EXISTS (SELECT 1 FROM talka.poll_stratum s WHERE s.id = NEW.stratum_id
                       AND s.poll_id = NEW.poll_id)) THEN
            RETURN NEW;
        END IF;
    ELSIF OLD.counted_at IS NULL AND (NEW.poll_id, NEW.n, NEW.stratum_id)
            IS NOT DISTINCT FROM (OLD.poll_id, OLD.n, OLD.stratum_id)
        AND ((NEW.first_id, NEW.second_id, NEW.third_id)
             = (OLD.first_id, OLD.second_id, OLD.third_id)
             OR NOT EXISTS (SELECT 1 FROM talka.poll_entry e WHERE e.batch_id = OLD.id)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a batch of paper stands' USING ERRCODE = 'restrict_violation';
END $$;
-- Strata are drawn up in a draft of a poll with codes; later only the field work is noted.
CREATE OR REPLACE FUNCTION talka.poll_stratum_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changing text[] := '{codes_printed,refused,not_reached,other,not_eligible,version}';
    drafted boolean;
BEGIN
    SELECT p.fielded_at IS NULL AND p.mode = 'code' INTO drafted FROM talka.poll p
        WHERE p.id = CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END;
    IF TG_OP = 'DELETE' THEN
        IF drafted THEN RETURN OLD; END IF;
    ELSIF TG_OP = 'INSERT' THEN
        IF drafted AND NEW.codes_printed = 0 THEN RETURN NEW; END IF;
    ELSIF drafted AND to_jsonb(NEW) - '{planned,version}'::text[]
                    = to_jsonb(OLD) - '{planned,version}'::text[] THEN
        RETURN NEW;
    ELSIF to_jsonb(NEW) - changing = to_jsonb(OLD) - changing
          AND NEW.codes_printed >= OLD.codes_printed
          AND NEW.refused::bigint + NEW.not_reached + NEW.other + NEW.not_eligible
              <= NEW.codes_printed THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a stratum stands' USING ERRCODE = 'restrict_violation';
END $$;

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
               AND (p.closed_at IS NOT NULL OR p.mode <> 'code'))
       OR (NEW.stratum_id IS NULL) = EXISTS (SELECT 1 FROM talka.poll_stratum s
               WHERE s.poll_id = NEW.poll_id)
       OR EXISTS (SELECT 1 FROM talka.poll_stratum s
               WHERE s.id = NEW.stratum_id AND s.poll_id <> NEW.poll_id) THEN
        RAISE EXCEPTION 'this poll takes no such codes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION talka.keeps_polls_of(text), talka.my_polls(), talka.my_closed_polls(),
    talka.my_spoken_polls(), talka.my_poll_drafts(), talka.poll_counts(uuid),
    talka.poll_take(text, bytea, bytea), talka.poll_code_stratum(text, bytea), talka.poll_codes_left(uuid), talka.poll_stands(),
    talka.poll_codes_stop(), talka.my_poll_batches(int), talka.poll_batch_state(uuid),
    talka.poll_batch_count(uuid, bytea[], int, int), talka.poll_entry_fits(),
    talka.poll_batch_stands(), talka.poll_stratum_stands() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.poll_stands(), talka.poll_codes_stop(), talka.poll_entry_fits(),
    talka.poll_batch_stands(), talka.poll_stratum_stands() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.keeps_polls_of(text), talka.my_polls(), talka.my_poll_drafts(),
    talka.poll_counts(uuid), talka.poll_codes_left(uuid), talka.my_poll_batches(int),
    talka.poll_batch_state(uuid), talka.poll_batch_count(uuid, bytea[], int, int) TO talka_app;
GRANT EXECUTE ON FUNCTION talka.my_closed_polls() TO talka_report, talka_app;
GRANT EXECUTE ON FUNCTION talka.my_spoken_polls() TO talka_app;
GRANT EXECUTE ON FUNCTION talka.poll_take(text, bytea, bytea),
    talka.poll_code_stratum(text, bytea) TO talka_public;
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
DROP TRIGGER IF EXISTS fits ON talka.poll_entry;
CREATE TRIGGER fits BEFORE INSERT OR UPDATE ON talka.poll_entry
    FOR EACH ROW EXECUTE FUNCTION talka.poll_entry_fits();
DROP TRIGGER IF EXISTS stands ON talka.poll_batch;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE ON talka.poll_batch
    FOR EACH ROW EXECUTE FUNCTION talka.poll_batch_stands();
DROP TRIGGER IF EXISTS stands ON talka.poll_stratum;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON talka.poll_stratum
    FOR EACH ROW EXECUTE FUNCTION talka.poll_stratum_stands();

CREATE POLICY house ON talka.questionnaire TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll_margin TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll_stratum TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll_batch TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.poll_entry TO talka_owner USING (true) WITH CHECK (true);
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
GRANT SELECT, INSERT, DELETE ON talka.poll_stratum TO talka_app;
GRANT UPDATE (planned, codes_printed, refused, not_reached, other, not_eligible, version)
    ON talka.poll_stratum TO talka_app;
CREATE POLICY shown ON talka.poll_stratum FOR SELECT TO talka_app
    USING (poll_id IN (SELECT p.id FROM talka.poll p));
CREATE POLICY drafted ON talka.poll_stratum FOR INSERT TO talka_app
    WITH CHECK (poll_id = ANY ((SELECT talka.my_poll_drafts())::uuid[]));
CREATE POLICY noted ON talka.poll_stratum FOR UPDATE TO talka_app
    USING (poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
CREATE POLICY struck ON talka.poll_stratum FOR DELETE TO talka_app
    USING (poll_id = ANY ((SELECT talka.my_poll_drafts())::uuid[]));
GRANT SELECT, INSERT ON talka.poll_batch, talka.poll_entry TO talka_app;
GRANT UPDATE (handed_out, returned, blank, spoilt, first_id, second_id, third_id, version)
    ON talka.poll_batch TO talka_app;
GRANT UPDATE (answers) ON talka.poll_entry TO talka_app;
CREATE POLICY shown ON talka.poll_batch FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IN (first_id, second_id, third_id)
        OR poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
CREATE POLICY begun ON talka.poll_batch FOR INSERT TO talka_app
    WITH CHECK (poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
CREATE POLICY kept ON talka.poll_batch FOR UPDATE TO talka_app
    USING (poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
-- Who enters sees only what they entered; the third sees what both did.
CREATE POLICY shown ON talka.poll_entry FOR SELECT TO talka_app
    USING (by_id = (SELECT talka.actor())
        OR batch_id = ANY ((SELECT talka.my_poll_batches(3))::uuid[]));
CREATE POLICY entered ON talka.poll_entry FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor())
        AND ((turn = 1 AND batch_id = ANY ((SELECT talka.my_poll_batches(1))::uuid[]))
          OR (turn = 2 AND batch_id = ANY ((SELECT talka.my_poll_batches(2))::uuid[]))
          OR (turn = 3 AND batch_id = ANY ((SELECT talka.my_poll_batches(3))::uuid[]))));
CREATE POLICY corrected ON talka.poll_entry FOR UPDATE TO talka_app
    USING (by_id = (SELECT talka.actor()));
GRANT INSERT ON talka.poll_code TO talka_app;
CREATE POLICY printed ON talka.poll_code FOR INSERT TO talka_app
    WITH CHECK (poll_id = ANY ((SELECT talka.my_polls())::uuid[]));
GRANT SELECT ON talka.poll_words TO talka_app;
CREATE POLICY read_by_keeper ON talka.poll_words FOR SELECT TO talka_app
    USING (NOT flagged AND poll_id = ANY ((SELECT talka.my_spoken_polls())::uuid[]));

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
