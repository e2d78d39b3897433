-- Signals belong to the institution that holds them; what comes of them, to the case.

SELECT talka.protect('signal', 'id');
SELECT talka.protect('signal_receipt', 'signal_id');
SELECT talka.protect('screening', 'scope');
SELECT talka.protect(t, 'case_id')
    FROM unnest(ARRAY['case_origin', 'case_story', 'status_assertion']) AS t;

-- What a signal was when it came in never changes; who holds it changes only by pass_signal().
GRANT SELECT, INSERT ON talka.signal TO talka_app;
GRANT UPDATE (child_suspected, danger_now, due_at, due_kind, due_source, asked_at, settled_as,
    settled_reason, settled_on, settled_by_id, key_wrapped, account_sealed, caller_sealed,
    person_sealed, version) ON talka.signal TO talka_app;
GRANT SELECT ON talka.signal_receipt TO talka_app;
GRANT SELECT, INSERT ON talka.screening TO talka_app;
GRANT UPDATE (signal_id, case_id, scope, answers, notes_sealed, positive, rule, conclusion,
    decision, decided_on, decided_at, decided_by_id, reason_sealed, version)
    ON talka.screening TO talka_app;
GRANT SELECT, INSERT ON talka.case_origin, talka.case_story, talka.status_assertion TO talka_app;

GRANT SELECT, UPDATE (holder_id, version) ON talka.signal TO talka_guard;
GRANT INSERT ON talka.signal_receipt TO talka_guard;
CREATE POLICY guard_passes ON talka.signal TO talka_guard USING (true) WITH CHECK (true);
CREATE POLICY guard_writes ON talka.signal_receipt FOR INSERT TO talka_guard WITH CHECK (true);

SET LOCAL ROLE talka_guard;

-- Roles that receive signals, and what each role may assert (rules.py holds the same two tables;
-- a test compares them).
CREATE OR REPLACE FUNCTION talka.signal_roles() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.team_roles() || '{operator}'::text[]
$$;
CREATE OR REPLACE FUNCTION talka.may_assert(role text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE role
        WHEN 'case_worker' THEN '{possible,presumed,not_a_victim,declined}'
        WHEN 'supervisor' THEN '{possible,presumed,not_a_victim,declined}'
        WHEN 'police' THEN '{possible,suspected,not_a_victim}'
        WHEN 'prosecutor' THEN '{suspected,recognised,verified,not_a_victim}'
        WHEN 'social_worker' THEN '{possible,presumed}'
        WHEN 'child_rights' THEN '{possible,presumed}'
        ELSE '{}' END::text[]
$$;

-- The next code of a signal. Gaps are possible and mean nothing.
CREATE OR REPLACE FUNCTION talka.next_signal_code(year int) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE n int;
BEGIN
    IF talka.actor() IS NULL THEN
        RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO priv.signal_counter AS c (year, last) VALUES (year, 1)
    ON CONFLICT ON CONSTRAINT signal_counter_pkey DO UPDATE SET last = c.last + 1
    RETURNING last INTO n;
    RETURN format('S-%s-%s', year, lpad(n::text, 4, '0'));
END $$;

-- Institutions where somebody can take a signal today. A signal passed to nobody would be lost.
CREATE OR REPLACE FUNCTION talka.signal_takers() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT a.institution_id), '{}')
    FROM talka.assignment a
    JOIN talka.institution i ON i.id = a.institution_id AND i.active
    JOIN talka.worker w ON w.id = a.worker_id AND w.active
    WHERE a.role = ANY (talka.case_roles()) AND a.since <= talka.today()
      AND (a.until IS NULL OR a.until > talka.today())
$$;

-- Hand a signal over: the new institution holds it whole, the old one keeps a receipt. False when
-- there is no such waiting signal in the asker's institutions.
CREATE OR REPLACE FUNCTION talka.pass_signal(passed uuid, seat uuid, receiver uuid)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE held talka.signal%ROWTYPE;
BEGIN
    SELECT * INTO held FROM talka.signal s
    WHERE s.id = passed AND s.settled_as = '' AND s.holder_id <> receiver FOR UPDATE;
    IF NOT FOUND OR receiver <> ALL (talka.signal_takers())
       OR NOT EXISTS (SELECT 1 FROM talka.assignment a WHERE a.id = seat
            AND a.id = ANY (talka.my_assignments()) AND a.institution_id = held.holder_id
            AND a.role = ANY (talka.signal_roles())
            AND (NOT held.child_suspected OR a.id = held.received_by_id
                 OR a.role = ANY (talka.child_roles() || '{operator}'::text[])))
    THEN
        RETURN false;
    END IF;
    INSERT INTO talka.signal_receipt (id, signal_id, code, passed_from_id, passed_to_id,
                                      received_by_id, passed_by_id, at)
    VALUES (gen_random_uuid(), held.id, held.code, held.holder_id, receiver,
            held.received_by_id, seat, clock_timestamp());
    UPDATE talka.signal s SET holder_id = receiver, version = s.version + 1 WHERE s.id = passed;
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION talka.signal_roles(), talka.may_assert(text),
    talka.next_signal_code(int), talka.signal_takers(), talka.pass_signal(uuid, uuid, uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.signal_roles(), talka.may_assert(text),
    talka.next_signal_code(int), talka.signal_takers(), talka.pass_signal(uuid, uuid, uuid)
    TO talka_app;
RESET ROLE;

CREATE TABLE IF NOT EXISTS priv.signal_counter (year int PRIMARY KEY, last int NOT NULL);
GRANT SELECT, INSERT, UPDATE ON priv.signal_counter TO talka_guard;

-- A settled signal stays settled; a decided screening is not decided anew (screen again instead),
-- it only moves, once, under the keys of the case opened from it.
CREATE OR REPLACE FUNCTION talka.signal_stays_settled() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.settled_as <> '' THEN
        RAISE EXCEPTION 'a settled signal does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS settled ON talka.signal;
CREATE TRIGGER settled BEFORE UPDATE ON talka.signal
    FOR EACH ROW EXECUTE FUNCTION talka.signal_stays_settled();

CREATE OR REPLACE FUNCTION talka.screening_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (OLD.case_id IS NOT NULL AND NEW.case_id IS DISTINCT FROM OLD.case_id)
       OR (NEW.signal_id IS DISTINCT FROM OLD.signal_id AND NEW.case_id IS NULL)
       OR (OLD.decision <> '' AND
           (to_jsonb(NEW) - '{signal_id,case_id,scope,notes_sealed,reason_sealed,version}'::text[])
           <> (to_jsonb(OLD) - '{signal_id,case_id,scope,notes_sealed,reason_sealed,version}'::text[]))
       OR (OLD.decision <> '' AND NEW.case_id IS NOT DISTINCT FROM OLD.case_id)
    THEN
        RAISE EXCEPTION 'a decided screening does not change'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS changes ON talka.screening;
CREATE TRIGGER changes BEFORE UPDATE ON talka.screening
    FOR EACH ROW EXECUTE FUNCTION talka.screening_changes();

-- Signals: the institution that holds it, through people whose role receives signals.
CREATE POLICY held ON talka.signal FOR SELECT TO talka_app
    USING (holder_id = ANY ((SELECT talka.my_institutions(talka.signal_roles()))::uuid[]));
CREATE POLICY entered ON talka.signal FOR INSERT TO talka_app
    WITH CHECK (received_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND holder_id = received_in_id AND settled_as = ''
        AND EXISTS (SELECT 1 FROM talka.assignment a WHERE a.id = received_by_id
            AND a.institution_id = holder_id
            AND a.role = ANY ((SELECT talka.signal_roles())::text[])));
CREATE POLICY changed ON talka.signal FOR UPDATE TO talka_app
    USING (holder_id = ANY ((SELECT talka.my_institutions(talka.signal_roles()))::uuid[]));
-- A child's signal: only roles that meet children, the line, and whoever wrote it down.
CREATE POLICY floor ON talka.signal AS RESTRICTIVE TO talka_app
    USING (NOT child_suspected
        OR received_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        OR holder_id = ANY ((SELECT talka.my_institutions(
            talka.child_roles() || '{operator}'::text[]))::uuid[]));

-- Receipts: an operator sees their own, the team of the former holder all of them.
CREATE POLICY kept ON talka.signal_receipt FOR SELECT TO talka_app
    USING (received_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        OR passed_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        OR passed_from_id = ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[]));
CREATE POLICY floor ON talka.signal_receipt AS RESTRICTIVE TO talka_app
    USING (passed_from_id = ANY ((SELECT talka.my_institutions(talka.signal_roles()))::uuid[]));

-- A screening is as visible as the signal it belongs to, or as the story of its case.
CREATE POLICY granted ON talka.screening FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('story'))::uuid[])
        OR EXISTS (SELECT 1 FROM talka.signal s WHERE s.id = signal_id));
CREATE POLICY written ON talka.screening FOR INSERT TO talka_app
    WITH CHECK (started_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND (case_id = ANY ((SELECT talka.granted_cases('story', 'write'))::uuid[])
             OR EXISTS (SELECT 1 FROM talka.signal s WHERE s.id = signal_id)));
CREATE POLICY changed ON talka.screening FOR UPDATE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('story', 'write'))::uuid[])
        OR EXISTS (SELECT 1 FROM talka.signal s WHERE s.id = signal_id));
CREATE POLICY floor ON talka.screening AS RESTRICTIVE TO talka_app
    USING ((case_id IS NULL OR case_id <> ALL ((SELECT talka.barred_cases('story'))::uuid[]))
        AND (signal_id IS NULL OR EXISTS (SELECT 1 FROM talka.signal s WHERE s.id = signal_id)));

SELECT talka.open_class('case_story', 'story', 'case_id');
SELECT talka.open_class('case_origin', 'case', 'case_id');

-- A body speaks for itself, in the words its role may use, on a case it can see.
CREATE POLICY granted ON talka.status_assertion FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY asserted ON talka.status_assertion FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND EXISTS (SELECT 1 FROM talka.assignment a WHERE a.id = by_id
            AND a.institution_id = status_assertion.institution_id
            AND status = ANY (talka.may_assert(a.role))));
CREATE POLICY floor ON talka.status_assertion AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Statistics: who said what, when; where signals come from. No text, no code, no link to a case.
GRANT SELECT (id, case_id, institution_id, status, "on", at) ON talka.status_assertion
    TO talka_report, talka_verify;
SELECT talka.open_count('status_assertion', 'case_id');
GRANT SELECT (id, received_on, source, channel, municipality_id, anonymous, child_suspected,
    settled_as, settled_reason) ON talka.signal TO talka_report, talka_verify;
CREATE POLICY counted ON talka.signal FOR SELECT TO talka_report
    USING (municipality_id = ANY ((SELECT talka.counted_areas())::text[])
        OR '*' = ANY ((SELECT talka.counted_areas())::text[]));
CREATE POLICY verified ON talka.signal FOR SELECT TO talka_verify USING (true);
