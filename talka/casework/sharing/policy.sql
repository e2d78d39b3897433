-- Nobody opens a case to another institution but on the person's word or on a named legal ground.

SELECT talka.protect(t, 'case_id')
    FROM unnest(ARRAY['case_information', 'case_consent', 'referral', 'referral_text']) AS t;

GRANT SELECT, INSERT ON talka.case_information, talka.case_consent, talka.referral,
    talka.referral_text TO talka_app;
GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_reason) ON talka.case_consent TO talka_app;
GRANT UPDATE (state, answered_at, answered_by_id, refusal_reason) ON talka.referral TO talka_app;

-- The guard compares grants with consents, holds a consent still while it does, and ends grants.
GRANT UPDATE (withdrawn_at) ON talka.case_consent TO talka_guard;
GRANT UPDATE (ended_at) ON talka.case_grant TO talka_guard;
CREATE POLICY guard_holds ON talka.case_consent FOR UPDATE TO talka_guard USING (true);
CREATE POLICY guard_ends ON talka.case_grant FOR UPDATE TO talka_guard USING (true);

SET LOCAL ROLE talka_guard;

-- What a coordinator may take up (rules.py holds the same list; a test compares them).
CREATE OR REPLACE FUNCTION talka.coordinator_classes() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT '{case,aid}'::text[] $$;

-- A grant to another institution stands on a live consent or legal ground of the same case,
-- institution and class, and never outlives it. A grant is to a person of the institution named.
-- The consent is held still meanwhile, so that a withdrawal at the same moment is not missed.
CREATE OR REPLACE FUNCTION talka.grant_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    giver uuid; seat_institution uuid; seat_role text; outward boolean;
BEGIN
    SELECT a.institution_id INTO giver FROM talka.assignment a WHERE a.id = NEW.granted_by_id;
    SELECT a.institution_id, a.role INTO seat_institution, seat_role
        FROM talka.assignment a WHERE a.id = NEW.assignment_id;
    outward := NEW.institution_id IS DISTINCT FROM giver;
    IF NEW.assignment_id IS NOT NULL AND seat_institution IS DISTINCT FROM NEW.institution_id THEN
        RAISE EXCEPTION 'a grant names a person of another institution'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF outward <> (NEW.basis IN ('consent', 'legal_ground')) THEN
        RAISE EXCEPTION 'outside the own institution a grant needs a consent or a legal ground'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT outward THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM talka.case_consent c
    WHERE c.id = NEW.basis_id AND c.case_id = NEW.case_id
      AND c.recipient_id = NEW.institution_id AND c.shared_class = NEW.data_class
      AND (c.ground = 'consent') = (NEW.basis = 'consent')
      AND c.withdrawn_at IS NULL AND c.until > clock_timestamp() AND NEW.until <= c.until
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no live consent or legal ground for this grant'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.assignment_id IS NOT NULL
       AND (seat_role <> ALL (talka.team_roles())
            OR (seat_role = 'coordinator' AND NEW.data_class <> ALL (talka.coordinator_classes())))
    THEN
        RAISE EXCEPTION 'this role does not take up this part of a case'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Given straight to a person of another institution: only to one who took up the case before.
    IF TG_OP = 'INSERT' AND NEW.assignment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM talka.case_grant g
        WHERE g.case_id = NEW.case_id AND g.assignment_id = NEW.assignment_id
          AND g.data_class = 'case' AND g.ended_at IS NULL
          AND (g.until IS NULL OR g.until > clock_timestamp()))
    THEN
        RAISE EXCEPTION 'this person has not taken up the case'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- Withdrawn is ended: every grant on that basis, in the same transaction, whoever withdraws. Who
-- may no longer see the case itself sees no other part of it either.
CREATE OR REPLACE FUNCTION talka.consent_withdrawn() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE talka.case_grant SET ended_at = clock_timestamp()
    WHERE basis_id = NEW.id AND basis IN ('consent', 'legal_ground') AND ended_at IS NULL;
    IF NEW.shared_class = 'case' THEN
        UPDATE talka.case_grant g SET ended_at = clock_timestamp()
        WHERE g.case_id = NEW.case_id AND g.institution_id = NEW.recipient_id
          AND g.basis IN ('consent', 'legal_ground') AND g.ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM talka.case_grant x
              WHERE x.case_id = g.case_id AND x.institution_id = g.institution_id
                AND x.assignment_id IS NOT DISTINCT FROM g.assignment_id
                AND x.data_class = 'case' AND x.ended_at IS NULL
                AND (x.until IS NULL OR x.until > clock_timestamp()));
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION talka.coordinator_classes(), talka.grant_stands(),
    talka.consent_withdrawn() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.coordinator_classes() TO talka_app;
GRANT EXECUTE ON FUNCTION talka.grant_stands(), talka.consent_withdrawn() TO talka_owner;
RESET ROLE;

DROP TRIGGER IF EXISTS stands ON talka.case_grant;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OF assignment_id ON talka.case_grant
    FOR EACH ROW EXECUTE FUNCTION talka.grant_stands();
DROP TRIGGER IF EXISTS withdrawn ON talka.case_consent;
CREATE TRIGGER withdrawn AFTER UPDATE OF withdrawn_at ON talka.case_consent
    FOR EACH ROW WHEN (NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION talka.consent_withdrawn();

-- What was allowed, when and by whom is history: it is withdrawn once, and nothing else.
CREATE OR REPLACE FUNCTION talka.consent_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.given_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[])
       <> (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[])
       OR NEW.withdrawn_by_id <> ALL (talka.my_assignments())
    THEN
        RAISE EXCEPTION 'a consent is withdrawn once, nothing else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS changes ON talka.case_consent;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON talka.case_consent
    FOR EACH ROW EXECUTE FUNCTION talka.consent_changes();

-- A referral waits, then is answered once: by a person of the receiver's team, or taken back by
-- the sender's. Code and child are those of the case.
CREATE OR REPLACE FUNCTION talka.referral_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT c.code, c.child INTO NEW.code, NEW.child
        FROM talka.case_file c WHERE c.id = NEW.case_id;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'sent' OR NEW.state NOT IN ('accepted', 'refused', 'withdrawn')
       OR (to_jsonb(NEW) - '{state,answered_at,answered_by_id,refusal_reason}'::text[])
       <> (to_jsonb(OLD) - '{state,answered_at,answered_by_id,refusal_reason}'::text[])
       OR NOT EXISTS (SELECT 1 FROM talka.assignment a
            WHERE a.id = NEW.answered_by_id AND a.id = ANY (talka.my_assignments())
              AND a.role = ANY (talka.team_roles())
              AND a.institution_id = CASE NEW.state WHEN 'withdrawn'
                  THEN OLD.from_institution_id ELSE OLD.to_institution_id END)
    THEN
        RAISE EXCEPTION 'a referral is answered once, by the receiver, or taken back by the sender'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS changes ON talka.referral;
CREATE TRIGGER changes BEFORE INSERT OR UPDATE ON talka.referral
    FOR EACH ROW EXECUTE FUNCTION talka.referral_changes();

-- Information: seen with the case, given by anyone who is on it, in their own name.
CREATE POLICY granted ON talka.case_information FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[]));
CREATE POLICY written ON talka.case_information FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
        AND by_id = ANY ((SELECT talka.my_assignments())::uuid[]));
CREATE POLICY floor ON talka.case_information AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Consents: all of them to the institution that has the case; to a receiver, those about itself.
CREATE POLICY granted ON talka.case_consent FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
        OR (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
            AND recipient_id = ANY ((SELECT talka.my_institutions())::uuid[])));
CREATE POLICY written ON talka.case_consent FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
        AND recorded_by_id = ANY ((SELECT talka.my_assignments())::uuid[])
        AND withdrawn_at IS NULL);
CREATE POLICY changed ON talka.case_consent FOR UPDATE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
        OR (case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])
            AND recipient_id = ANY ((SELECT talka.my_institutions())::uuid[])))
    -- Ends the asker's own sight of it: what may be written is the trigger's to say.
    WITH CHECK (withdrawn_at IS NOT NULL);
CREATE POLICY floor ON talka.case_consent AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- Referrals: the sender's holders of the case, and the receiver's team.
CREATE POLICY sent ON talka.referral FOR SELECT TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[]));
CREATE POLICY received ON talka.referral FOR SELECT TO talka_app
    USING (to_institution_id = ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[]));
CREATE POLICY written ON talka.referral FOR INSERT TO talka_app
    WITH CHECK (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
        AND from_institution_id = ANY ((SELECT talka.my_institutions(talka.case_roles()))::uuid[])
        AND sent_by_id = ANY ((SELECT talka.my_assignments())::uuid[]) AND state = 'sent');
CREATE POLICY answered ON talka.referral FOR UPDATE TO talka_app
    USING (to_institution_id = ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[]));
CREATE POLICY taken_back ON talka.referral FOR UPDATE TO talka_app
    USING (case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[]));
CREATE POLICY floor ON talka.referral AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- The message: the sender, and the receiver's team while it waits; afterwards whoever answered.
CREATE POLICY granted ON talka.referral_text FOR SELECT TO talka_app
    USING (EXISTS (SELECT 1 FROM talka.referral r WHERE r.id = referral_id
        AND (r.case_id = ANY ((SELECT talka.granted_cases('case', 'give'))::uuid[])
             OR (r.to_institution_id =
                     ANY ((SELECT talka.my_institutions(talka.team_roles()))::uuid[])
                 AND (r.state = 'sent'
                      OR r.answered_by_id = ANY ((SELECT talka.my_assignments())::uuid[]))))));
CREATE POLICY written ON talka.referral_text FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.referral r
        WHERE r.id = referral_id AND r.case_id = referral_text.case_id
          AND ((kind = 'message' AND r.state = 'sent'
                AND r.sent_by_id = ANY ((SELECT talka.my_assignments())::uuid[]))
               OR (kind = 'refusal' AND r.state = 'refused'
                   AND r.answered_by_id = ANY ((SELECT talka.my_assignments())::uuid[])))));
CREATE POLICY floor ON talka.referral_text AS RESTRICTIVE TO talka_app
    USING (case_id <> ALL ((SELECT talka.barred_cases('case'))::uuid[]));

-- A person sees the grants they hold (taking an offer up makes it theirs).
CREATE POLICY own ON talka.case_grant FOR SELECT TO talka_app
    USING (assignment_id = ANY ((SELECT talka.my_assignments())::uuid[]));

-- Who refuses never held the case, yet the refusal goes on its path and the turn back to the
-- sender.
CREATE POLICY refused ON talka.case_step FOR INSERT TO talka_app
    WITH CHECK (kind = 'referral_refused' AND data_class = 'case'
        AND EXISTS (SELECT 1 FROM talka.referral r
            WHERE r.id = ref AND r.case_id = case_step.case_id AND r.state = 'refused'
              AND r.answered_by_id = by_id AND r.to_institution_id = institution_id
              AND by_id = ANY ((SELECT talka.my_assignments())::uuid[])));
CREATE POLICY refused ON talka.case_turn FOR INSERT TO talka_app
    WITH CHECK (act = 'referral.send' AND done_at IS NULL
        AND EXISTS (SELECT 1 FROM talka.referral r
            WHERE r.id = ref AND r.case_id = case_turn.case_id AND r.state = 'refused'
              AND r.from_institution_id = case_turn.institution_id
              AND r.answered_by_id = ANY ((SELECT talka.my_assignments())::uuid[])));

-- That an institution owes an answer shows it the case and sends it a letter: only while a referral
-- of that case to it waits.
CREATE OR REPLACE FUNCTION talka.is_asked(referral uuid, kase uuid, place uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.referral r WHERE r.id = referral
        AND r.case_id = kase
        AND r.to_institution_id = place
        AND r.state = 'sent'
    )
$$;
CREATE POLICY asked ON talka.case_turn AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (act <> 'referral.answer' OR talka.is_asked(ref, case_id, institution_id));

-- A referral shows the code of the case: only on a live consent or legal ground to show the case.
CREATE OR REPLACE FUNCTION talka.may_be_shown(kase uuid, place uuid, what_for text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.case_consent c WHERE c.case_id = kase
        AND c.recipient_id = place
        AND c.purpose = what_for
        AND c.shared_class = 'case'
        AND c.withdrawn_at IS NULL
        AND c.until > statement_timestamp()
    )
$$;
CREATE POLICY allowed ON talka.referral AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (talka.may_be_shown(case_id, to_institution_id, purpose));
REVOKE ALL ON FUNCTION talka.is_asked(uuid, uuid, uuid), talka.may_be_shown(uuid, uuid, text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.is_asked(uuid, uuid, uuid), talka.may_be_shown(uuid, uuid, text)
    TO talka_app;

-- Statistics: codes and dates.
GRANT SELECT (id, case_id, from_institution_id, to_institution_id, purpose, urgency, state, sent_at,
    due_at, answered_at, refusal_reason) ON talka.referral TO talka_report, talka_verify;
SELECT talka.open_count('referral', 'case_id');
GRANT SELECT (id, case_id, purpose, shared_class, ground, given_on, until, withdrawn_at)
    ON talka.case_consent TO talka_report, talka_verify;
SELECT talka.open_count('case_consent', 'case_id');
GRANT SELECT (id, case_id, "on", language, interpreter) ON talka.case_information
    TO talka_report, talka_verify;
SELECT talka.open_count('case_information', 'case_id');
