-- Bodies and policy: read by everybody who is signed in, but minutes by those who sit there, a
-- process that is not published by its keeper, and a proposal that is not submitted by its
-- institution. Kept by the coordinator of the municipality, or by the ministry where there is none.
-- Nothing here tells of a person helped.
SELECT talka.protect('body', 'id');
SELECT talka.protect(t, 'body_id') FROM unnest('{body_seat,body_meeting,body_minutes,
    body_attendance,body_decision,decision_follow_up}'::text[]) t;
SELECT talka.protect('policy_process', 'id');
SELECT talka.protect(t, 'process_id')
    FROM unnest('{policy_contribution,policy_proposal,proposal_answer}'::text[]) t;
SELECT talka.protect('team_supervision', 'team_id');

SET LOCAL ROLE talka_guard;

-- Teams whose supervision the person reads: coordinated, sat in, or all.
CREATE OR REPLACE FUNCTION talka.my_supervised() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(t.id), '{}') FROM talka.team t
    WHERE cardinality(talka.my_areas('{ministry}')) > 0
       OR t.municipality_id = ANY (talka.my_areas('{coordinator}'))
       OR EXISTS (SELECT 1 FROM talka.seat_holding h WHERE h.team_id = t.id AND h.until IS NULL
                  AND h.assignment_id = ANY (talka.my_assignments()))
$$;

CREATE OR REPLACE FUNCTION talka.my_bodies() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(b.id), '{}') FROM talka.body b
    WHERE (b.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR b.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;
-- Bodies whose minutes the person reads: kept, sat in today by their institution, or all.
CREATE OR REPLACE FUNCTION talka.my_minutes() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(b.id), '{}') FROM talka.body b
    WHERE cardinality(talka.my_areas('{ministry}')) > 0
       OR b.municipality_id = ANY (talka.my_areas('{coordinator}'))
       OR EXISTS (SELECT 1 FROM talka.body_seat s WHERE s.body_id = b.id
                  AND s.institution_id = ANY (talka.my_institutions())
                  AND s.since <= talka.today() AND (s.until IS NULL OR s.until >= talka.today()))
$$;
CREATE OR REPLACE FUNCTION talka.my_processes() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.policy_process p
    WHERE (p.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR p.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;

-- Rows of one body hang together, and a seat counts only on the days it exists. The lock keeps a
-- seat from ending while somebody writes that it was filled.
CREATE OR REPLACE FUNCTION talka.body_hangs_together() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    comes jsonb := to_jsonb(NEW);
    held talka.body_meeting;
    chair talka.body_seat;
    taken talka.body_decision;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'body_seat' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.body_id::text, 66));
        IF EXISTS (SELECT 1 FROM talka.body_attendance a
                   JOIN talka.body_meeting m ON m.id = a.meeting_id
                   WHERE a.seat_id = NEW.id
                     AND (m.held_on < NEW.since OR m.held_on > NEW.until)) THEN
            RAISE EXCEPTION 'the seat was filled on a later day' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.body_id::text, 66));
    IF TG_TABLE_NAME = 'decision_follow_up' THEN
        SELECT * INTO taken FROM talka.body_decision d WHERE d.id = NEW.decision_id;
        SELECT * INTO held FROM talka.body_meeting m WHERE m.id = taken.meeting_id;
        IF NEW.on > talka.today() OR NEW.on < held.held_on THEN
            RAISE EXCEPTION 'between the meeting and today' USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        SELECT * INTO held FROM talka.body_meeting m WHERE m.id = (comes ->> 'meeting_id')::uuid;
    END IF;
    IF held.body_id IS DISTINCT FROM NEW.body_id THEN
        RAISE EXCEPTION 'of another body' USING ERRCODE = 'check_violation';
    END IF;
    IF held.held_on > talka.today() THEN
        RAISE EXCEPTION 'the meeting is still to come' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'body_decision' AND (comes ->> 'due')::date < held.held_on THEN
        RAISE EXCEPTION 'due before it was decided' USING ERRCODE = 'check_violation';
    END IF;
    IF comes ->> 'seat_id' IS NOT NULL THEN
        SELECT * INTO chair FROM talka.body_seat s WHERE s.id = (comes ->> 'seat_id')::uuid;
        IF chair.body_id IS DISTINCT FROM NEW.body_id OR chair.since > held.held_on
           OR chair.until < held.held_on THEN
            RAISE EXCEPTION 'no such seat on that day' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- A proposal: submitted today or not at all, to a published process that still takes proposals,
-- and never changed afterwards. What it replaces is the institution's own and unanswered.
CREATE OR REPLACE FUNCTION talka.proposal_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    process talka.policy_process;
    earlier talka.policy_proposal;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.submitted_on IS NOT NULL THEN
        RAISE EXCEPTION 'a submitted proposal does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.supersedes_id IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.supersedes_id::text, 67));
        SELECT * INTO earlier FROM talka.policy_proposal p WHERE p.id = NEW.supersedes_id;
        IF earlier.submitted_on IS NULL OR earlier.process_id <> NEW.process_id
           OR earlier.institution_id <> NEW.institution_id
           OR EXISTS (SELECT 1 FROM talka.proposal_answer a WHERE a.proposal_id = earlier.id) THEN
            RAISE EXCEPTION 'it replaces an own proposal without an answer'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.submitted_on IS NULL THEN RETURN NEW; END IF;
    SELECT * INTO process FROM talka.policy_process p WHERE p.id = NEW.process_id;
    IF NEW.submitted_on <> talka.today() OR process.published_on IS NULL
       OR process.stage NOT IN ('drafting', 'consultation')
       OR process.closes_on < talka.today() THEN
        RAISE EXCEPTION 'the process takes no proposals' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION talka.answer_holds() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE asked talka.policy_proposal;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.proposal_id::text, 67));
    SELECT * INTO asked FROM talka.policy_proposal p WHERE p.id = NEW.proposal_id;
    IF asked.process_id IS DISTINCT FROM NEW.process_id OR asked.submitted_on IS NULL
       OR NEW.on < asked.submitted_on OR NEW.on > talka.today()
       OR EXISTS (SELECT 1 FROM talka.policy_proposal p
                  WHERE p.supersedes_id = asked.id AND p.submitted_on IS NOT NULL) THEN
        RAISE EXCEPTION 'no proposal to answer' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A published process is not taken back, and keeps whose it is.
CREATE OR REPLACE FUNCTION talka.process_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.published_on IS NOT NULL AND NEW.published_on IS DISTINCT FROM OLD.published_on THEN
        RAISE EXCEPTION 'a published process stays published'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION talka.my_supervised(), talka.my_bodies(), talka.my_minutes(), talka.my_processes(),
    talka.body_hangs_together(), talka.proposal_stands(), talka.answer_holds(),
    talka.process_stands() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.body_hangs_together(), talka.proposal_stands(),
    talka.answer_holds(), talka.process_stands() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.my_supervised(), talka.my_bodies(), talka.my_minutes(), talka.my_processes()
    TO talka_app;
RESET ROLE;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY '{body_attendance,body_decision,decision_follow_up}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS hangs_together ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER hangs_together BEFORE INSERT OR UPDATE ON talka.%I
            FOR EACH ROW EXECUTE FUNCTION talka.body_hangs_together()', t);
    END LOOP;
    FOREACH t IN ARRAY '{body_seat,body_meeting,body_minutes,body_attendance,body_decision,
                         decision_follow_up}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY kept ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (body_id = ANY ((SELECT talka.my_bodies())::uuid[]))', t);
        EXECUTE format('CREATE POLICY rewritten ON talka.%I FOR UPDATE TO talka_app
            USING (body_id = ANY ((SELECT talka.my_bodies())::uuid[]))', t);
    END LOOP;
    FOREACH t IN ARRAY '{body,body_seat,body_meeting,body_attendance,body_decision,
                         decision_follow_up}'::text[] LOOP
        EXECUTE format('CREATE POLICY signed_in ON talka.%I FOR SELECT TO talka_app
            USING ((SELECT talka.actor()) IS NOT NULL)', t);
    END LOOP;
    FOREACH t IN ARRAY '{policy_contribution,proposal_answer}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY shown ON talka.%I FOR SELECT TO talka_app
            USING (process_id IN (SELECT p.id FROM talka.policy_process p))', t);
    END LOOP;
    FOREACH t IN ARRAY '{body,body_seat,body_meeting,body_minutes,body_attendance,body_decision,
        decision_follow_up,policy_process,policy_contribution,policy_proposal,
        proposal_answer}'::text[] LOOP
        EXECUTE format('CREATE POLICY house ON talka.%I TO talka_owner
            USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
DROP TRIGGER IF EXISTS hangs_together ON talka.body_minutes;
CREATE TRIGGER hangs_together BEFORE INSERT ON talka.body_minutes
    FOR EACH ROW EXECUTE FUNCTION talka.body_hangs_together();
DROP TRIGGER IF EXISTS hangs_together ON talka.body_seat;
CREATE TRIGGER hangs_together BEFORE UPDATE ON talka.body_seat
    FOR EACH ROW EXECUTE FUNCTION talka.body_hangs_together();
DROP TRIGGER IF EXISTS stands ON talka.policy_proposal;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON talka.policy_proposal
    FOR EACH ROW EXECUTE FUNCTION talka.proposal_stands();
DROP TRIGGER IF EXISTS stands ON talka.policy_process;
CREATE TRIGGER stands BEFORE UPDATE ON talka.policy_process
    FOR EACH ROW EXECUTE FUNCTION talka.process_stands();
DROP TRIGGER IF EXISTS holds ON talka.proposal_answer;
CREATE TRIGGER holds BEFORE INSERT ON talka.proposal_answer
    FOR EACH ROW EXECUTE FUNCTION talka.answer_holds();

GRANT SELECT, INSERT ON talka.body, talka.policy_process, talka.policy_proposal TO talka_app;
GRANT DELETE ON talka.policy_proposal TO talka_app;
GRANT UPDATE (name, act_id, mandate, until, secretariat_id, quorum_percent, version)
    ON talka.body TO talka_app;
GRANT UPDATE (until) ON talka.body_seat TO talka_app;
GRANT UPDATE (place, remote, agenda, version) ON talka.body_meeting TO talka_app;
GRANT UPDATE (text, version) ON talka.body_minutes TO talka_app;
GRANT UPDATE (state) ON talka.body_attendance TO talka_app;
GRANT UPDATE (title, stage, closes_on, published_on, version) ON talka.policy_process TO talka_app;
GRANT UPDATE (text, clause, evidence, version, submitted_on) ON talka.policy_proposal TO talka_app;

CREATE POLICY founded ON talka.body FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_plans_of(municipality_id) AND made_by_id = (SELECT talka.actor()));
CREATE POLICY rewritten ON talka.body FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.my_bodies())::uuid[]));
CREATE POLICY shown ON talka.body_minutes FOR SELECT TO talka_app
    USING (body_id = ANY ((SELECT talka.my_minutes())::uuid[]));

CREATE POLICY shown ON talka.policy_process FOR SELECT TO talka_app
    USING ((published_on IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR talka.keeps_plans_of(municipality_id));
CREATE POLICY founded ON talka.policy_process FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_plans_of(municipality_id) AND made_by_id = (SELECT talka.actor())
        AND keeper_id = ANY (talka.my_institutions('{coordinator,ministry}')));
CREATE POLICY rewritten ON talka.policy_process FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.my_processes())::uuid[]));
CREATE POLICY said ON talka.policy_contribution FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor())
        AND CASE WHEN kind IN ('invited', 'consulted')
            THEN process_id = ANY ((SELECT talka.my_processes())::uuid[])
            ELSE institution_id = ANY (talka.my_institutions('{case_worker,supervisor}'))
                 AND process_id IN (SELECT p.id FROM talka.policy_process p) END);
CREATE POLICY shown ON talka.policy_proposal FOR SELECT TO talka_app
    USING (institution_id = ANY
               ((SELECT talka.my_institutions('{case_worker,supervisor}'))::uuid[])
        OR (submitted_on IS NOT NULL AND process_id IN (SELECT p.id FROM talka.policy_process p)));
CREATE POLICY drafted ON talka.policy_proposal FOR INSERT TO talka_app
    WITH CHECK (submitted_on IS NULL AND by_id = (SELECT talka.actor())
        AND institution_id = ANY (talka.my_institutions('{case_worker,supervisor}'))
        AND process_id IN (SELECT p.id FROM talka.policy_process p));
CREATE POLICY redrafted ON talka.policy_proposal FOR UPDATE TO talka_app
    USING (institution_id = ANY
        ((SELECT talka.my_institutions('{case_worker,supervisor}'))::uuid[]));
CREATE POLICY struck ON talka.policy_proposal FOR DELETE TO talka_app
    USING (submitted_on IS NULL AND institution_id = ANY
        ((SELECT talka.my_institutions('{case_worker,supervisor}'))::uuid[]));
CREATE POLICY answered ON talka.proposal_answer FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor())
        AND process_id = ANY ((SELECT talka.my_processes())::uuid[]));

-- Supervision of a team: that it was held, by whom and with which seats; of no case.
GRANT SELECT, INSERT, DELETE ON talka.team_supervision TO talka_app;
CREATE POLICY house ON talka.team_supervision TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY shown ON talka.team_supervision FOR SELECT TO talka_app
    USING (team_id = ANY ((SELECT talka.my_supervised())::uuid[]));
CREATE POLICY held ON talka.team_supervision FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor()) AND held_on <= (SELECT talka.today())
        AND team_id IN (SELECT t.id FROM talka.team t WHERE t.municipality_id =
            ANY ((SELECT talka.my_areas('{coordinator}'))::text[]) AND t.since <= held_on
            AND (t.until IS NULL OR t.until >= held_on)));
CREATE POLICY struck ON talka.team_supervision FOR DELETE TO talka_app
    USING (team_id IN (SELECT t.id FROM talka.team t WHERE t.municipality_id =
        ANY ((SELECT talka.my_areas('{coordinator}'))::text[])));
