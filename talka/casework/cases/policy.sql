-- Need-to-know: a row shows when a live grant opens its class, and no floor bars the case.

SELECT talka.protect('case_file', 'id');
SELECT talka.protect(t, 'case_id') FROM unnest(ARRAY['case_profile', 'case_key', 'case_grant',
    'case_identity', 'case_blind_token', 'case_step', 'case_turn']) AS t;

GRANT SELECT, INSERT, UPDATE ON talka.case_file, talka.case_profile, talka.case_grant,
    talka.case_identity TO talka_app;
GRANT SELECT, INSERT ON talka.case_key, talka.case_step, talka.case_turn TO talka_app;
GRANT UPDATE (done_at, done_by_id) ON talka.case_turn TO talka_app;
GRANT INSERT, DELETE ON talka.case_blind_token TO talka_app;
GRANT SELECT (case_id) ON talka.case_blind_token TO talka_app;

GRANT SELECT ON talka.case_file, talka.case_grant, talka.case_blind_token TO talka_guard;
CREATE POLICY guard_reads ON talka.case_file FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_reads ON talka.case_grant FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_reads ON talka.case_blind_token FOR SELECT TO talka_guard USING (true);

SET LOCAL ROLE talka_guard;

-- Roles that may hold a case, and those that may read more than the code of a child's case
-- (rules.py holds the same two lists; a test compares them).
CREATE OR REPLACE FUNCTION talka.case_roles() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT '{case_worker,supervisor,police,prosecutor,social_worker,child_rights}'::text[]
$$;
CREATE OR REPLACE FUNCTION talka.team_roles() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.case_roles() || '{coordinator}'::text[]
$$;
CREATE OR REPLACE FUNCTION talka.child_roles() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT '{case_worker,supervisor,police,prosecutor,social_worker,child_rights}'::text[]
$$;

-- The four functions below are asked by every statement. Their road is always the same, my grants by
-- index and then their cases by key; where few people hold most of the cases the planner would
-- guess otherwise and read every grant there is (measured: 5 s instead of 5 ms), so it is told.

-- Cases of which a live grant of mine opens the class. `mode`: 'read', 'write', or 'give' (only a
-- grant for one's own work may be passed on).
CREATE OR REPLACE FUNCTION talka.granted_cases(class text, mode text DEFAULT 'read')
RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    SELECT coalesce(array_agg(g.case_id), '{}')
    FROM talka.case_grant g
    WHERE g.assignment_id = ANY ((SELECT talka.my_assignments())::uuid[])
      AND g.data_class = class
      AND g.since <= statement_timestamp()
      AND (g.until IS NULL OR g.until > statement_timestamp())
      AND g.ended_at IS NULL
      AND (mode = 'read' OR g.may_write)
      AND (mode <> 'give' OR g.basis = 'own_work')
$$;

-- Cases barred to me whatever I was granted: a conflict of interest, a seal I am not admitted
-- behind, and (all classes but *case*) a child's case when my role is not one that meets children.
CREATE OR REPLACE FUNCTION talka.barred_cases(class text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off AS $$
    WITH seats AS MATERIALIZED (
        SELECT array_agg(a.id) AS of_children FROM talka.assignment a
        WHERE a.id = ANY ((SELECT talka.my_assignments())::uuid[])
          AND a.role = ANY (talka.child_roles())
    ), mine AS MATERIALIZED (
        SELECT g.case_id, g.admits_sealed, g.assignment_id
        FROM talka.case_grant g
        WHERE g.assignment_id = ANY ((SELECT talka.my_assignments())::uuid[])
          AND g.data_class = class
          AND g.since <= statement_timestamp()
          AND (g.until IS NULL OR g.until > statement_timestamp())
          AND g.ended_at IS NULL
    ), floored AS MATERIALIZED (
        SELECT c.id, c.sealed, c.child FROM talka.case_file c
        WHERE c.sealed AND c.id = ANY (ARRAY(SELECT case_id FROM mine WHERE NOT admits_sealed))
        UNION ALL
        SELECT c.id, c.sealed, c.child FROM talka.case_file c
        WHERE c.child AND class <> 'case' AND c.id = ANY (ARRAY(SELECT case_id FROM mine
            WHERE (assignment_id = ANY ((SELECT of_children FROM seats)::uuid[])) IS NOT TRUE))
    )
    SELECT coalesce(array_agg(case_id), '{}') FROM (
        SELECT m.scope AS case_id FROM talka.conflict_mark m
        WHERE m.worker_id = talka.actor() AND m.lifted_at IS NULL
        UNION ALL
        SELECT c.id FROM floored c JOIN mine ON mine.case_id = c.id
        GROUP BY c.id, c.sealed, c.child
        HAVING (c.sealed AND NOT bool_or(mine.admits_sealed))
            OR (c.child AND class <> 'case' AND bool_or(mine.assignment_id
                = ANY ((SELECT of_children FROM seats)::uuid[])) IS NOT TRUE)
    ) barred
$$;

-- The classes of each case that I may read, as 'case:class' (for rows that carry their class).
CREATE OR REPLACE FUNCTION talka.granted_pairs() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    SELECT coalesce(array_agg(g.case_id || ':' || g.data_class), '{}')
    FROM talka.case_grant g
    WHERE g.assignment_id = ANY ((SELECT talka.my_assignments())::uuid[])
      AND g.since <= statement_timestamp()
      AND (g.until IS NULL OR g.until > statement_timestamp())
      AND g.ended_at IS NULL
$$;

-- The same floors for rows that carry their class. Cases that may bar me are few: found first, by
-- the small indexes of sealed cases and of children's.
CREATE OR REPLACE FUNCTION talka.barred_pairs() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off AS $$
    WITH seats AS MATERIALIZED (
        SELECT array_agg(a.id) AS of_children FROM talka.assignment a
        WHERE a.id = ANY ((SELECT talka.my_assignments())::uuid[])
          AND a.role = ANY (talka.child_roles())
    ), marked AS MATERIALIZED (
        SELECT m.scope FROM talka.conflict_mark m
        WHERE m.worker_id = talka.actor() AND m.lifted_at IS NULL
    ), mine AS MATERIALIZED (
        SELECT g.case_id, g.data_class, g.admits_sealed, g.assignment_id
        FROM talka.case_grant g
        WHERE g.assignment_id = ANY ((SELECT talka.my_assignments())::uuid[])
          AND g.since <= statement_timestamp()
          AND (g.until IS NULL OR g.until > statement_timestamp())
          AND g.ended_at IS NULL
    ), floored AS MATERIALIZED (
        SELECT c.id, c.sealed, c.child FROM talka.case_file c
        WHERE c.sealed AND c.id = ANY (ARRAY(
            SELECT DISTINCT case_id FROM mine WHERE NOT admits_sealed))
        UNION ALL
        SELECT c.id, c.sealed, c.child FROM talka.case_file c
        WHERE c.child AND c.id = ANY (ARRAY(SELECT DISTINCT case_id FROM mine
            WHERE (assignment_id = ANY ((SELECT of_children FROM seats)::uuid[])) IS NOT TRUE))
        UNION ALL
        SELECT c.id, c.sealed, c.child FROM talka.case_file c
        WHERE c.id = ANY (ARRAY(SELECT scope FROM marked))
    )
    SELECT coalesce(array_agg(pair), '{}') FROM (
        SELECT c.id || ':' || mine.data_class AS pair
        FROM mine JOIN floored c ON c.id = mine.case_id
        GROUP BY c.id, c.sealed, c.child, mine.data_class
        HAVING (c.sealed AND NOT bool_or(mine.admits_sealed))
            OR (c.child AND mine.data_class <> 'case' AND bool_or(mine.assignment_id
                = ANY ((SELECT of_children FROM seats)::uuid[])) IS NOT TRUE)
            OR c.id IN (SELECT scope FROM marked)
    ) barred
$$;

-- The next case code of a year. Gaps are possible and mean nothing.
CREATE OR REPLACE FUNCTION talka.next_case_code(year int) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE n int;
BEGIN
    IF talka.actor() IS NULL THEN
        RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO priv.case_counter AS c (year, last) VALUES (year, 1)
    ON CONFLICT ON CONSTRAINT case_counter_pkey DO UPDATE SET last = c.last + 1
    RETURNING last INTO n;
    RETURN format('T-%s-%s', year, lpad(n::text, 4, '0'));
END $$;

-- "Is this person already known?" Answers with institutions to ask, never with a case. At most
-- 30 questions an hour a person, each about one person; each is in the trail. In plain SQL a
-- question can be undone, and its event with it: so it also counts where nothing is undone.
CREATE OR REPLACE FUNCTION talka.who_knows(tokens bytea[]) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked int; found uuid[];
BEGIN
    IF cardinality(talka.my_institutions(talka.team_roles() || '{operator}'::text[])) = 0 THEN
        RAISE EXCEPTION 'nobody with a role that asks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('person.ask ' || talka.actor(), 42));
    SELECT count(*) INTO asked FROM talka.audit_event e
    WHERE e.actor = talka.actor() AND e.verb = 'person.ask'
      AND e.at > clock_timestamp() - interval '1 hour';
    IF asked >= 30 OR cardinality(tokens) > 8
       OR NOT talka.comes_through('asked', talka.actor()::text) THEN
        RAISE EXCEPTION 'too many questions' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    PERFORM talka.write_event('person.ask', 'blind_index', NULL, NULL, '{}', NULL);
    SELECT coalesce(array_agg(DISTINCT b.institution_id), '{}') INTO found
    FROM talka.case_blind_token b WHERE b.token = ANY (tokens);
    RETURN found;
END $$;

-- True while a case was opened by this assignment and holds no grant yet of the asked kind of
-- somebody else: the one moment in which a person may give a case to themself.
CREATE OR REPLACE FUNCTION talka.is_opening(kase uuid, opener uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.case_file c
                   WHERE c.id = kase AND c.opened_by_id = opener AND c.opened_tx = txid_current())
$$;

-- Which floor bars the person who asks from a case that a live grant of theirs opens, and whose
-- case it is. No row for anybody else: they do not learn that the case is there.
CREATE OR REPLACE FUNCTION talka.floor_of(kase uuid) RETURNS TABLE (floor text, institution uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM talka.conflict_mark m
                    WHERE m.worker_id = talka.actor() AND m.scope = kase AND m.lifted_at IS NULL)
                THEN 'conflict' ELSE 'sealed' END, c.institution_id
    FROM talka.case_file c
    WHERE c.id = kase AND c.id = ANY (talka.granted_cases('case'))
      AND c.id = ANY (talka.barred_cases('case'))
$$;

-- Open marks of conflict in cases of an institution where the person supervises; never their own.
CREATE OR REPLACE FUNCTION talka.supervised_marks() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(m.id), '{}')
    FROM talka.conflict_mark m JOIN talka.case_file c ON c.id = m.scope
    WHERE m.lifted_at IS NULL AND m.worker_id <> talka.actor()
      AND c.institution_id = ANY ((SELECT talka.my_institutions('{supervisor}'))::uuid[])
$$;

REVOKE ALL ON FUNCTION talka.floor_of(uuid), talka.supervised_marks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.floor_of(uuid), talka.supervised_marks() TO talka_app;
REVOKE ALL ON FUNCTION talka.granted_cases(text, text), talka.barred_cases(text),
    talka.granted_pairs(), talka.barred_pairs(), talka.case_roles(), talka.team_roles(),
    talka.child_roles(), talka.next_case_code(int), talka.who_knows(bytea[]),
    talka.is_opening(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.granted_cases(text, text), talka.barred_cases(text),
    talka.granted_pairs(), talka.barred_pairs(), talka.case_roles(), talka.team_roles(),
    talka.child_roles(), talka.next_case_code(int), talka.who_knows(bytea[]),
    talka.is_opening(uuid, uuid) TO talka_app;
RESET ROLE;

CREATE TABLE IF NOT EXISTS priv.case_counter (year int PRIMARY KEY, last int NOT NULL);
GRANT SELECT, INSERT, UPDATE ON priv.case_counter TO talka_guard;
SELECT talka.open_counters('asked');

-- Which transaction opened a case is stamped by the database and never changes; nor does who
-- opened it, its code or its pseudonym.
CREATE OR REPLACE FUNCTION talka.stamp_opening() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.opened_tx := txid_current();
    ELSE
        NEW.opened_tx := OLD.opened_tx;
        NEW.opened_by_id := OLD.opened_by_id;
        NEW.institution_id := OLD.institution_id;
        NEW.code := OLD.code;
        NEW.person := OLD.person;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS stamped ON talka.case_file;
CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON talka.case_file
    FOR EACH ROW EXECUTE FUNCTION talka.stamp_opening();

-- A grant changes in two ways only: an offer is taken up by a person of the institution, or a
-- grant ends. Whoever ends one may not widen it.
CREATE OR REPLACE FUNCTION talka.grant_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (to_jsonb(NEW) - '{assignment_id,ended_at,until,since}'::text[])
       <> (to_jsonb(OLD) - '{assignment_id,ended_at,until,since}'::text[])
       OR (OLD.assignment_id IS NOT NULL AND NEW.assignment_id IS DISTINCT FROM OLD.assignment_id)
       OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until))
       OR (NEW.since < OLD.since)
       OR (OLD.assignment_id IS NULL AND NEW.assignment_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM talka.assignment a WHERE a.id = NEW.assignment_id
               AND a.institution_id = OLD.institution_id
               AND a.id = ANY (talka.my_assignments())
               AND a.role = ANY (talka.team_roles())))
    THEN
        RAISE EXCEPTION 'a grant is taken up or ended, nothing else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS changes ON talka.case_grant;
CREATE TRIGGER changes BEFORE UPDATE ON talka.case_grant
    FOR EACH ROW EXECUTE FUNCTION talka.grant_changes();

-- One table of one class: granted to read, granted to write, never barred.
CREATE OR REPLACE FUNCTION talka.open_class(tab text, class text, case_column text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE POLICY granted ON talka.%I FOR SELECT TO talka_app
        USING (%I = ANY ((SELECT talka.granted_cases(%L))::uuid[]))', tab, case_column, class);
    EXECUTE format('CREATE POLICY written ON talka.%I FOR INSERT TO talka_app
        WITH CHECK (%I = ANY ((SELECT talka.granted_cases(%L, ''write''))::uuid[]))',
        tab, case_column, class);
    EXECUTE format('CREATE POLICY changed ON talka.%I FOR UPDATE TO talka_app
        USING (%I = ANY ((SELECT talka.granted_cases(%L, ''write''))::uuid[]))
        WITH CHECK (%I = ANY ((SELECT talka.granted_cases(%L, ''write''))::uuid[]))',
        tab, case_column, class, case_column, class);
    EXECUTE format('CREATE POLICY floor ON talka.%I AS RESTRICTIVE TO talka_app
        USING (%I <> ALL ((SELECT talka.barred_cases(%L))::uuid[]))', tab, case_column, class);
END $$;
REVOKE ALL ON FUNCTION talka.open_class(text, text, text) FROM PUBLIC;

SELECT talka.open_class('case_profile', 'case', 'case_id');
SELECT talka.open_class('case_identity', 'identity', 'case_id');

-- The case itself: opened by one's own assignment, then granted.
CREATE POLICY granted ON talka.case_file FOR SELECT TO talka_app
    USING (id = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY opened ON talka.case_file FOR INSERT TO talka_app
    WITH CHECK (opened_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND institution_id = ANY ((SELECT talka.my_institutions(
            talka.case_roles()))::uuid[]));
CREATE POLICY changed ON talka.case_file FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.granted_cases('case', 'write'))::uuid[]))
    WITH CHECK (id = ANY ((SELECT talka.granted_cases('case', 'write'))::uuid[]));
CREATE POLICY floor ON talka.case_file AS RESTRICTIVE TO talka_app
    USING (id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Rows that carry their class: the pairs are searched as a hashed set, and only when a row is of
-- another class than *case*.

-- A key is as secret as what it opens.
CREATE POLICY granted ON talka.case_key FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND (data_class = 'case'
             OR case_id || ':' || data_class IN (SELECT unnest((SELECT talka.granted_pairs())))));
CREATE POLICY written ON talka.case_key FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases(data_class, 'give'))::uuid[])
        AND case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY floor ON talka.case_key AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[])
        AND (data_class = 'case'
             OR case_id || ':' || data_class NOT IN (SELECT unnest((SELECT talka.barred_pairs())))));

-- Dated facts: who may not see the class does not see that it happened, and writes none of it.
-- Most are of *case* and *aid* (lists ask for their stages): those two go by arrays of cases.
CREATE POLICY granted ON talka.case_step FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND CASE data_class WHEN 'case' THEN true
            WHEN 'aid' THEN case_id = ANY ((SELECT talka.granted_cases('aid'))::uuid[])
            ELSE case_id || ':' || data_class IN (SELECT unnest((SELECT talka.granted_pairs())))
            END);
CREATE POLICY written ON talka.case_step FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND (data_class = 'case'
             OR case_id || ':' || data_class IN (SELECT unnest((SELECT talka.granted_pairs()))))
        AND by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND EXISTS (SELECT 1 FROM talka.assignment a
            WHERE a.id = by_id AND a.institution_id = case_step.institution_id));
CREATE POLICY floor ON talka.case_step AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[])
        AND CASE data_class WHEN 'case' THEN true
            WHEN 'aid' THEN case_id <> ALL ((SELECT talka.barred_cases('aid'))::uuid[])
            ELSE case_id || ':' || data_class NOT IN (SELECT unnest((SELECT talka.barred_pairs())))
            END);

-- A turn shows to those who hold the case and to the institution that owes the act.
CREATE POLICY granted ON talka.case_turn FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY owed ON talka.case_turn FOR SELECT TO talka_app
    USING (institution_id = ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[])
        AND act = 'referral.answer');
CREATE POLICY written ON talka.case_turn FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]) AND done_at IS NULL);
CREATE POLICY done ON talka.case_turn FOR UPDATE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        OR (act = 'referral.answer' AND institution_id =
            ANY ((SELECT talka.my_institutions())::uuid[])));
-- It ends once, in the name of who ends it. Its act, its deadline and its source stay.
CREATE POLICY once ON talka.case_turn AS RESTRICTIVE FOR UPDATE TO talka_app
    USING (done_at IS NULL)
    WITH CHECK (done_at IS NOT NULL
        AND done_by_id = ANY ((SELECT talka.my_assignments())::uuid[]));
CREATE POLICY floor ON talka.case_turn AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Grants show to who holds the case ("who can see this case"), to their holder, and, while only
-- offered, to the institution they are offered to.
CREATE POLICY granted ON talka.case_grant FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        OR (assignment_id IS NULL AND institution_id =
            ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[])));
-- The opener gives themself their first grants; later only a class one holds for own work is given,
-- by who holds the case too.
CREATE POLICY given ON talka.case_grant FOR INSERT TO talka_app
    WITH CHECK (granted_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND ((case_id = ANY ((SELECT talka.granted_cases(data_class, 'give'))::uuid[])
              AND case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]))
             OR (assignment_id = granted_by_id AND basis = 'own_work'
                 AND talka.is_opening(case_id, granted_by_id))));
-- An offer is taken up or refused by the institution's team; a grant is ended by who holds the case
-- for own work, or laid down by its holder. What may change is the trigger's to say.
CREATE POLICY taken_or_ended ON talka.case_grant FOR UPDATE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
        OR assignment_id = ANY ((SELECT talka.my_assignments())::uuid[])
        OR (assignment_id IS NULL AND institution_id =
            ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[])))
    WITH CHECK (true);
CREATE POLICY floor ON talka.case_grant AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]))
    WITH CHECK (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[])
        AND case_id || ':' || data_class <> ALL ((SELECT talka.barred_pairs())::text[]));

-- Blind tokens go in and out with the identity; nobody selects them but the function above.
CREATE POLICY written ON talka.case_blind_token FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('identity', 'write'))::uuid[]));
CREATE POLICY replaced ON talka.case_blind_token FOR DELETE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('identity', 'write'))::uuid[]));
CREATE POLICY found ON talka.case_blind_token FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('identity', 'write'))::uuid[]));
CREATE POLICY floor ON talka.case_blind_token AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('identity'))::uuid[]));

-- A conflict is also seen by who holds the case; who holds it may mark a colleague.
CREATE POLICY holders_see ON talka.conflict_mark FOR SELECT TO talka_app
    USING (scope = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND scope <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));
-- A supervisor of the institution of the case lifts it, never their own.
CREATE POLICY supervised ON talka.conflict_mark FOR SELECT TO talka_app
    USING (id = ANY ((SELECT talka.supervised_marks())::uuid[]));
CREATE POLICY lifted ON talka.conflict_mark FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.supervised_marks())::uuid[]))
    WITH CHECK (lifted_by_id = (SELECT talka.actor()) AND lifted_at IS NOT NULL);
REVOKE UPDATE ON talka.conflict_mark FROM talka_app;
GRANT UPDATE (lifted_at, lifted_by_id) ON talka.conflict_mark TO talka_app;
CREATE POLICY about_reachable ON talka.conflict_mark AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (scope = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND scope <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- "Who has seen it": the trail of a case shows to those who hold it.
CREATE POLICY of_my_cases ON talka.audit_event FOR SELECT TO talka_app
    USING (scope = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND scope <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Statistics read codes and dates, never a code of a case, a key, a name or a text.
-- The report role sees the places of the person who asks; the verify role (commands on the
-- server itself) sees them all. Rooms above open their coded columns the same way.
SET LOCAL ROLE talka_guard;
CREATE OR REPLACE FUNCTION talka.counted_areas() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.my_areas('{coordinator,ministry,rapporteur}')
$$;
REVOKE ALL ON FUNCTION talka.counted_areas() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.counted_areas(), talka.actor(), talka.today(),
    talka.begin(text, text, text), talka.me() TO talka_report;
RESET ROLE;

CREATE OR REPLACE FUNCTION talka.open_count(tab text, case_column text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE POLICY counted ON talka.%I FOR SELECT TO talka_report
        USING (%I IN (SELECT c.id FROM talka.case_file c))', tab, case_column);
    EXECUTE format('CREATE POLICY verified ON talka.%I FOR SELECT TO talka_verify USING (true)',
        tab);
END $$;
REVOKE ALL ON FUNCTION talka.open_count(text, text) FROM PUBLIC;

GRANT SELECT (id, person, municipality_id, institution_id, opened_on, closed_on, closure_reason)
    ON talka.case_file TO talka_report, talka_verify;
GRANT SELECT (case_id, gender, age_group, citizenship, exploitation, source)
    ON talka.case_profile TO talka_report, talka_verify;
CREATE POLICY counted ON talka.case_file FOR SELECT TO talka_report
    USING (municipality_id = ANY ((SELECT talka.counted_areas())::text[])
        OR '*' = ANY ((SELECT talka.counted_areas())::text[]));
CREATE POLICY verified ON talka.case_file FOR SELECT TO talka_verify USING (true);
SELECT talka.open_count('case_profile', 'case_id');

-- The worker tells an institution of another's turn: which institution, never which case.
SELECT talka.protect('case_notice', 'turn_id');
GRANT SELECT ON talka.case_turn TO talka_worker;
GRANT SELECT, INSERT ON talka.case_notice TO talka_worker;
CREATE POLICY told ON talka.case_turn FOR SELECT TO talka_worker USING (act = 'referral.answer');
CREATE POLICY told ON talka.case_notice FOR SELECT TO talka_worker USING (true);
CREATE POLICY written ON talka.case_notice FOR INSERT TO talka_worker WITH CHECK (true);
CREATE POLICY floor ON talka.case_notice AS RESTRICTIVE USING (session_user = 'talka_worker'
    OR current_user = 'talka_guard');
