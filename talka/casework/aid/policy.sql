-- Aid: each table of one class opened as its class is; rows that carry their class by pairs.

SELECT talka.protect(t, 'case_id') FROM unnest(ARRAY['case_risk', 'case_contact_rules',
    'case_needs', 'case_need', 'case_plan', 'case_goal', 'case_service', 'case_note',
    'case_closure', 'case_follow_up']) AS t;
SELECT talka.protect(t, 'scope') FROM unnest(ARRAY['attachment', 'attachment_chunk']) AS t;

-- History is added to, never changed; what has a version or may be withdrawn is changed.
GRANT SELECT, INSERT ON talka.case_risk, talka.case_needs, talka.case_need, talka.case_note,
    talka.case_follow_up, talka.attachment_chunk TO talka_app;
GRANT SELECT, INSERT, UPDATE ON talka.case_contact_rules, talka.case_plan, talka.case_goal
    TO talka_app;
GRANT SELECT, INSERT ON talka.case_service, talka.case_closure, talka.attachment TO talka_app;
GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_reason_sealed) ON talka.case_service
    TO talka_app;
GRANT UPDATE (reopened_at, reopened_by_id, reopened_reason_sealed) ON talka.case_closure
    TO talka_app;
GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason_sealed) ON talka.attachment
    TO talka_app;
GRANT DELETE ON talka.attachment_chunk TO talka_app;

SELECT talka.open_class(t, 'aid', 'case_id') FROM unnest(ARRAY['case_risk', 'case_needs',
    'case_need', 'case_plan', 'case_goal', 'case_closure', 'case_follow_up']) AS t;
SELECT talka.open_class('case_contact_rules', 'contact', 'case_id');

-- Whoever writes, writes in their own name, from a seat of the institution they name.
CREATE OR REPLACE FUNCTION talka.signed_by(seat uuid, house uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT seat = ANY ((SELECT talka.my_assignments())::uuid[])
       AND EXISTS (SELECT 1 FROM talka.assignment a WHERE a.id = seat AND a.institution_id = house)
$$;
REVOKE ALL ON FUNCTION talka.signed_by(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.signed_by(uuid, uuid) TO talka_app;
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['case_risk', 'case_contact_rules', 'case_needs', 'case_plan',
        'case_goal', 'case_service', 'case_note', 'case_closure', 'case_follow_up'] LOOP
        EXECUTE format('CREATE POLICY signed ON talka.%I AS RESTRICTIVE FOR INSERT TO talka_app
            WITH CHECK (talka.signed_by(by_id, institution_id))', t);
    END LOOP;
END $$;

-- A line belongs to an assessment of the same case, a goal to its plan, a service to its goal.
CREATE POLICY same_case ON talka.case_need AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.case_needs n
        WHERE n.id = needs_id AND n.case_id = case_need.case_id));
CREATE POLICY same_case ON talka.case_goal AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.case_plan p
        WHERE p.id = plan_id AND p.case_id = case_goal.case_id));
CREATE POLICY same_case ON talka.case_follow_up AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.case_closure c
        WHERE c.id = closure_id AND c.case_id = case_follow_up.case_id));

-- Services carry their class. The institution that has the case may record for the others on it;
-- everybody else records their own.
CREATE POLICY granted ON talka.case_service FOR SELECT TO talka_app
    USING (case_id || ':' || data_class = ANY ((SELECT talka.granted_pairs())::text[]));
CREATE POLICY written ON talka.case_service FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases(data_class, 'write'))::uuid[])
        AND withdrawn_at IS NULL
        AND (provider_id = institution_id OR EXISTS (SELECT 1 FROM talka.case_file c
             WHERE c.id = case_id AND c.institution_id = case_service.institution_id)));
CREATE POLICY same_case ON talka.case_service AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (goal_id IS NULL OR EXISTS (SELECT 1 FROM talka.case_goal g
        WHERE g.id = goal_id AND g.case_id = case_service.case_id));
CREATE POLICY withdrawn ON talka.case_service FOR UPDATE TO talka_app
    USING (((data_class = 'aid' AND case_id = ANY ((SELECT talka.granted_cases('aid', 'write'))::uuid[]))
        OR (data_class = 'health' AND case_id = ANY ((SELECT talka.granted_cases('health', 'write'))::uuid[]))
        OR (data_class = 'legal' AND case_id = ANY ((SELECT talka.granted_cases('legal', 'write'))::uuid[])))
        AND withdrawn_at IS NULL
        AND (institution_id = ANY ((SELECT talka.my_institutions())::uuid[])
             OR EXISTS (SELECT 1 FROM talka.case_file c WHERE c.id = case_id
                        AND c.institution_id = ANY ((SELECT talka.my_institutions())::uuid[]))))
    WITH CHECK (withdrawn_by_id = ANY ((SELECT talka.my_assignments())::uuid[]));
CREATE POLICY floor ON talka.case_service AS RESTRICTIVE TO talka_app
    USING (case_id || ':' || data_class <> ALL ((SELECT talka.barred_pairs())::text[]));

-- No service of next year: a slip in a date would count in the wrong report for ever.
CREATE OR REPLACE FUNCTION talka.service_dates() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.since > talka.today() OR coalesce(NEW.until, NEW.since) > talka.today() + 366
       OR NEW.since < date '2000-01-01' THEN
        RAISE EXCEPTION 'a service lies too far from today' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS dates ON talka.case_service;
CREATE TRIGGER dates BEFORE INSERT ON talka.case_service
    FOR EACH ROW EXECUTE FUNCTION talka.service_dates();

-- Notes: the kind decides who reads among those who hold the class.
CREATE POLICY granted ON talka.case_note FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('note'))::uuid[])
        AND (kind IN ('shared', 'monitoring')
             OR (kind = 'own' AND author_id = (SELECT talka.actor()))
             OR (kind = 'protected' AND institution_id =
                 ANY ((SELECT talka.my_institutions(talka.case_roles()))::uuid[]))));
CREATE POLICY written ON talka.case_note FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('note', 'write'))::uuid[])
        AND author_id = (SELECT talka.actor()));
CREATE POLICY floor ON talka.case_note AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('note'))::uuid[]));

-- A correction follows a note its author can see, of the same case and kind: what was protected
-- does not become shared by correcting it. (A trigger: a policy may not ask its own table.)
CREATE OR REPLACE FUNCTION talka.note_corrects() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM talka.case_note n
        WHERE n.id = NEW.corrects_id AND n.case_id = NEW.case_id AND n.kind = NEW.kind) THEN
        RAISE EXCEPTION 'a note corrects a note of its own case and kind'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS corrects ON talka.case_note;
CREATE TRIGGER corrects BEFORE INSERT ON talka.case_note
    FOR EACH ROW EXECUTE FUNCTION talka.note_corrects();

-- Attachments of a case. The room of files knows no cases, so their policies stand here.
CREATE POLICY granted ON talka.attachment FOR SELECT TO talka_app
    USING (scope || ':' || data_class = ANY ((SELECT talka.granted_pairs())::text[])
        AND scope = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY written ON talka.attachment FOR INSERT TO talka_app
    WITH CHECK (scope = ANY ((SELECT talka.granted_cases(data_class, 'write'))::uuid[])
        AND by = (SELECT talka.actor()) AND withdrawn_at IS NULL);
-- Withdrawn by who put it there, or by the institution that has the case.
CREATE POLICY withdrawn ON talka.attachment FOR UPDATE TO talka_app
    USING (withdrawn_at IS NULL AND (by = (SELECT talka.actor())
        OR EXISTS (SELECT 1 FROM talka.case_file c WHERE c.id = scope
                   AND c.institution_id = ANY ((SELECT talka.my_institutions(
                       talka.case_roles()))::uuid[]))))
    WITH CHECK (withdrawn_by = (SELECT talka.actor()));
CREATE POLICY floor ON talka.attachment AS RESTRICTIVE TO talka_app
    USING (scope || ':' || data_class <> ALL ((SELECT talka.barred_pairs())::text[]));

CREATE POLICY granted ON talka.attachment_chunk FOR SELECT TO talka_app
    USING (EXISTS (SELECT 1 FROM talka.attachment a WHERE a.id = attachment_id));
CREATE POLICY written ON talka.attachment_chunk FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.attachment a WHERE a.id = attachment_id
        AND a.scope = attachment_chunk.scope AND a.by = (SELECT talka.actor())
        AND a.withdrawn_at IS NULL));
CREATE POLICY gone ON talka.attachment_chunk FOR DELETE TO talka_app
    USING (EXISTS (SELECT 1 FROM talka.attachment a WHERE a.id = attachment_id
        AND a.withdrawn_by = (SELECT talka.actor())));
CREATE POLICY floor ON talka.attachment_chunk AS RESTRICTIVE TO talka_app
    USING (scope <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- At most twenty files a case that are not withdrawn, of whatever class.
SET LOCAL ROLE talka_guard;
CREATE OR REPLACE FUNCTION talka.attachment_limit() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.scope::text, 20));
    IF (SELECT count(*) FROM talka.attachment a
        WHERE a.scope = NEW.scope AND a.withdrawn_at IS NULL) >= 20 THEN
        RAISE EXCEPTION 'twenty files are enough' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION talka.attachment_limit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.attachment_limit() TO talka_owner;
RESET ROLE;
DROP TRIGGER IF EXISTS at_most ON talka.attachment;
CREATE TRIGGER at_most BEFORE INSERT ON talka.attachment
    FOR EACH ROW EXECUTE FUNCTION talka.attachment_limit();

-- Statistics count services by code, day, quantity and cost; never who wrote or why.
GRANT SELECT (case_id, service, since, quantity, unit, provider_id, cost, payer,
    payer_municipality_id, withdrawn_at) ON talka.case_service TO talka_report, talka_verify;
SELECT talka.open_count('case_service', 'case_id');
