-- Safety: what a municipality submitted, published or sent is read by everybody who is signed in;
-- before, only by those who write it. Nothing here tells of a person helped.
SELECT talka.protect(t, 'id') FROM unnest('{safety_rubric,safety_framework,safety_assessment,
    safety_figure,neighbourhood_group,needs_analysis,recommendation}'::text[]) t;
SELECT talka.protect(t, 'assessment_id') FROM unnest('{safety_answer,safety_review}'::text[]) t;
SELECT talka.protect(t, 'answer_id') FROM unnest('{safety_key,safety_file}'::text[]) t;
SELECT talka.protect(t, 'analysis_id') FROM unnest('{needs_finding,needs_need}'::text[]) t;
SELECT talka.protect('recommendation_addressee', 'recommendation_id');
SELECT talka.protect(t, 'addressee_id') FROM unnest('{recommendation_response,
    recommendation_step,recommendation_confirmation}'::text[]) t;

SET LOCAL ROLE talka_guard;

CREATE OR REPLACE FUNCTION talka.is_ministry() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT cardinality(talka.my_areas('{ministry}')) > 0
$$;
CREATE OR REPLACE FUNCTION talka.my_towns() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.my_areas('{coordinator}')
$$;
-- Institutions in whose name the person writes analyses and recommendations.
CREATE OR REPLACE FUNCTION talka.my_authors() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT talka.my_institutions('{coordinator,ministry,evaluator}')
$$;
-- Addressees for which the person answers.
CREATE OR REPLACE FUNCTION talka.my_addressed() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.id), '{}') FROM talka.recommendation_addressee a
    WHERE a.institution_id = ANY (
        talka.my_institutions('{coordinator,supervisor,institution_admin,ministry}'))
$$;

-- Answers of the person's municipality, and whether they may still get files.
CREATE OR REPLACE FUNCTION talka.keeps_answer(answer uuid, unsubmitted boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.safety_answer w
        JOIN talka.safety_assessment a ON a.id = w.assessment_id
        WHERE w.id = $1 AND a.municipality_id = ANY (talka.my_towns())
          AND (NOT $2 OR a.submitted_at IS NULL))
$$;

-- The first criterion that is not ready, or NULL: by an answer, or by a review.
CREATE OR REPLACE FUNCTION talka.assessment_lacks(assessment uuid, rubric uuid, reviewing boolean)
RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.code FROM talka.safety_rubric r,
        LATERAL (SELECT x #>> '{}' AS code FROM jsonb_path_query(r.document,
                 '$.directions[*].criteria[*].code') x) c
    WHERE r.id = $2 AND CASE WHEN $3
        THEN NOT EXISTS (SELECT 1 FROM talka.safety_review v
                         WHERE v.assessment_id = $1 AND v.criterion = c.code)
        ELSE NOT EXISTS (SELECT 1 FROM talka.safety_answer a
                         WHERE a.assessment_id = $1 AND a.criterion = c.code
                           AND a.level IS NOT NULL AND btrim(a.reasoning) <> ''
                           AND (a.level < (r.document ->> 'evidence_from')::int
                                OR btrim(a.evidence) <> '')) END
    ORDER BY c.code LIMIT 1
$$;

-- Submitted once, by the coordinator, when every criterion is answered; the review closed once, by
-- the ministry, when every criterion is reviewed. Nothing else ever changes.
CREATE OR REPLACE FUNCTION talka.assessment_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own text[] := CASE WHEN OLD.submitted_at IS NULL
        THEN '{submitted_at,submitted_by_id}' ELSE '{reviewed_at,reviewed_by_id}' END;
    lacking text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 65));
    IF TG_OP = 'DELETE' OR OLD.reviewed_at IS NOT NULL
       OR to_jsonb(NEW) - own <> to_jsonb(OLD) - own THEN
        RAISE EXCEPTION 'a submitted assessment does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.submitted_at IS NULL AND NOT (NEW.municipality_id = ANY (talka.my_towns())
            AND NEW.submitted_by_id = talka.actor()))
       OR (OLD.submitted_at IS NOT NULL AND NOT (talka.is_ministry()
            AND NEW.reviewed_by_id = talka.actor())) THEN
        RAISE EXCEPTION 'the municipality submits, the ministry reviews'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    lacking := talka.assessment_lacks(OLD.id, OLD.rubric_id, OLD.submitted_at IS NOT NULL);
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'not every criterion is ready: %', lacking
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Answers change before submitting, reviews after it and before the review is closed; both are of
-- a criterion of the rubric.
CREATE OR REPLACE FUNCTION talka.judgement_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE of talka.safety_assessment;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.assessment_id::text, 65));
    SELECT * INTO of FROM talka.safety_assessment a WHERE a.id = NEW.assessment_id;
    IF TG_OP = 'UPDATE' AND (NEW.assessment_id, NEW.criterion)
                         <> (OLD.assessment_id, OLD.criterion) THEN
        RAISE EXCEPTION 'a judgement stays with its criterion' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (TG_TABLE_NAME = 'safety_answer') <> (of.submitted_at IS NULL)
       OR of.reviewed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a submitted assessment does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM talka.safety_rubric r, jsonb_path_query(r.document,
                   '$.directions[*].criteria[*].code') x
                   WHERE r.id = of.rubric_id AND x #>> '{}' = NEW.criterion) THEN
        RAISE EXCEPTION 'no such criterion' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Files come before submitting, as the answers do.
CREATE OR REPLACE FUNCTION talka.answer_file_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE of uuid := (SELECT w.assessment_id FROM talka.safety_answer w WHERE w.id = NEW.answer_id);
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(of::text, 65));
    IF EXISTS (SELECT 1 FROM talka.safety_assessment a
               WHERE a.id = of AND a.submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a submitted assessment does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A published analysis stands still, with all below it; a need is of a finding of its analysis.
CREATE OR REPLACE FUNCTION talka.analysis_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE comes jsonb := to_jsonb(NEW); top uuid;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'analysis_id' <> comes ->> 'analysis_id' THEN
        RAISE EXCEPTION 'it stays in its analysis' USING ERRCODE = 'restrict_violation';
    END IF;
    top := CASE TG_TABLE_NAME WHEN 'needs_analysis' THEN NEW.id
                ELSE (comes ->> 'analysis_id')::uuid END;
    IF TG_TABLE_NAME = 'needs_analysis' AND TG_OP = 'UPDATE' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(top::text, 66));
        IF comes ->> 'published_at' IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM talka.needs_finding f WHERE f.analysis_id = top) THEN
            RAISE EXCEPTION 'an analysis without a finding' USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(top::text, 66));
    END IF;
    IF EXISTS (SELECT 1 FROM talka.needs_analysis a
               WHERE a.id = top AND a.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published analysis does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'needs_need' AND NOT EXISTS (
            SELECT 1 FROM talka.needs_finding f
            WHERE f.id = (comes ->> 'finding_id')::uuid AND f.analysis_id = top) THEN
        RAISE EXCEPTION 'a need is of a finding of its analysis' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A recommendation goes out once, to at least one addressee whose clock is set; then it stands,
-- but for being withdrawn once. It supersedes only what the same author sent.
CREATE OR REPLACE FUNCTION talka.recommendation_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM talka.recommendation o WHERE o.id = NEW.supersedes_id
              AND o.sent_at IS NOT NULL AND o.institution_id = NEW.institution_id) THEN
        RAISE EXCEPTION 'it supersedes what the same author sent' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 67));
    IF OLD.sent_at IS NOT NULL THEN
        IF OLD.withdrawn_on IS NULL AND NEW.withdrawn_on = talka.today()
           AND to_jsonb(NEW) - '{withdrawn_on,withdrawn_why}'::text[]
             = to_jsonb(OLD) - '{withdrawn_on,withdrawn_why}'::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a recommendation that was sent does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.withdrawn_on IS NOT NULL OR NEW.institution_id <> OLD.institution_id THEN
        RAISE EXCEPTION 'only what was sent is withdrawn' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sent_at IS NOT NULL AND (NEW.sent_on <> talka.today() OR NEW.due < NEW.sent_on
        OR NOT EXISTS (SELECT 1 FROM talka.recommendation_addressee a
                       WHERE a.recommendation_id = NEW.id)
        OR EXISTS (SELECT 1 FROM talka.recommendation_addressee a
                   WHERE a.recommendation_id = NEW.id
                     AND (a.answer_due IS NULL OR a.answer_due <= NEW.sent_on))) THEN
        RAISE EXCEPTION 'sent today, to somebody, with a day to answer and one to be done'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION talka.addressee_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE of uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.recommendation_id
                              ELSE NEW.recommendation_id END;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(of::text, 67));
    IF (TG_OP = 'UPDATE' AND NEW.recommendation_id <> OLD.recommendation_id)
       OR EXISTS (SELECT 1 FROM talka.recommendation r
                  WHERE r.id = of AND r.sent_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a recommendation that was sent does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- The addressee answers what was sent, does what it accepted, and never confirms itself.
CREATE OR REPLACE FUNCTION talka.answer_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    toward talka.recommendation_addressee;
    r talka.recommendation;
    said talka.recommendation_response;
BEGIN
    SELECT * INTO toward FROM talka.recommendation_addressee a WHERE a.id = NEW.addressee_id;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(toward.recommendation_id::text, 67));
    SELECT * INTO r FROM talka.recommendation o WHERE o.id = toward.recommendation_id;
    SELECT * INTO said FROM talka.recommendation_response s WHERE s.addressee_id = NEW.addressee_id;
    IF r.sent_at IS NULL OR r.withdrawn_on IS NOT NULL OR NEW.on NOT BETWEEN r.sent_on
       AND talka.today() THEN
        RAISE EXCEPTION 'the recommendation is not open' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'recommendation_response' THEN
        IF NEW.answer <> 'rejected' AND NEW.due IS NULL THEN
            RAISE EXCEPTION 'who accepts says by when' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF said.answer IS NULL OR said.answer = 'rejected' THEN
        RAISE EXCEPTION 'nothing was accepted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'recommendation_confirmation' AND (said.by_id = NEW.by_id OR EXISTS (
            SELECT 1 FROM talka.assignment s
            WHERE s.worker_id = NEW.by_id AND s.institution_id = toward.institution_id
              AND (s.until IS NULL OR s.until > talka.today()))) THEN
        RAISE EXCEPTION 'the addressee does not confirm itself' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION talka.is_ministry(), talka.my_towns(), talka.my_authors(),
    talka.my_addressed(), talka.assessment_lacks(uuid, uuid, boolean), talka.assessment_stands(),
    talka.judgement_fits(), talka.analysis_stands(), talka.recommendation_stands(),
    talka.addressee_stands(), talka.answer_fits(), talka.answer_file_fits(),
    talka.keeps_answer(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.assessment_stands(), talka.judgement_fits(),
    talka.analysis_stands(), talka.recommendation_stands(), talka.addressee_stands(),
    talka.answer_fits(), talka.answer_file_fits() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.is_ministry(), talka.my_towns(), talka.my_authors(),
    talka.my_addressed(), talka.keeps_answer(uuid, boolean) TO talka_app;
RESET ROLE;

DO $$
DECLARE t text; f text;
BEGIN
    FOR t, f IN SELECT * FROM (VALUES ('safety_answer', 'judgement_fits'),
        ('safety_review', 'judgement_fits'), ('needs_analysis', 'analysis_stands'),
        ('needs_finding', 'analysis_stands'), ('needs_need', 'analysis_stands'),
        ('recommendation', 'recommendation_stands'), ('recommendation_response', 'answer_fits'),
        ('recommendation_step', 'answer_fits'), ('recommendation_confirmation', 'answer_fits'),
        ('safety_file', 'answer_file_fits')) x
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS stands ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER stands BEFORE INSERT OR UPDATE ON talka.%I
                        FOR EACH ROW EXECUTE FUNCTION talka.%I()', t, f);
    END LOOP;
    FOREACH t IN ARRAY '{safety_rubric,safety_framework,safety_figure,recommendation_response,
        recommendation_step,recommendation_confirmation,safety_key,safety_file}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS append_only ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON talka.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION talka.never()', t);
    END LOOP;
    FOREACH t IN ARRAY '{safety_answer,safety_review,needs_analysis,needs_finding,needs_need,
                         recommendation,neighbourhood_group}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS kept ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON talka.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION talka.never()', t);
    END LOOP;
    FOREACH t IN ARRAY '{safety_rubric,safety_framework,safety_assessment,safety_figure,
        neighbourhood_group,needs_analysis,recommendation,safety_answer,safety_review,
        needs_finding,needs_need,recommendation_addressee,recommendation_response,
        recommendation_step,recommendation_confirmation,safety_key,safety_file}'::text[] LOOP
        EXECUTE format('CREATE POLICY house ON talka.%I TO talka_owner
                        USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT ON talka.%I TO talka_app', t);
    END LOOP;
    REVOKE INSERT ON talka.safety_rubric FROM talka_app;
    FOREACH t IN ARRAY '{safety_rubric,safety_framework,safety_figure,neighbourhood_group}'::text[]
    LOOP
        EXECUTE format('CREATE POLICY signed_in ON talka.%I FOR SELECT TO talka_app
                        USING ((SELECT talka.actor()) IS NOT NULL)', t);
    END LOOP;
    FOREACH t IN ARRAY '{recommendation_response,recommendation_step,
                         recommendation_confirmation}'::text[] LOOP
        EXECUTE format('CREATE POLICY shown ON talka.%I FOR SELECT TO talka_app
            USING (addressee_id IN (SELECT a.id FROM talka.recommendation_addressee a))', t);
    END LOOP;
    FOREACH t IN ARRAY '{recommendation_response,recommendation_step}'::text[] LOOP
        EXECUTE format('CREATE POLICY addressed ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (by_id = (SELECT talka.actor())
             AND addressee_id = ANY ((SELECT talka.my_addressed())::uuid[]))', t);
    END LOOP;
END $$;
DROP TRIGGER IF EXISTS stands ON talka.safety_assessment;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON talka.safety_assessment
    FOR EACH ROW EXECUTE FUNCTION talka.assessment_stands();
DROP TRIGGER IF EXISTS stands ON talka.recommendation_addressee;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON talka.recommendation_addressee
    FOR EACH ROW EXECUTE FUNCTION talka.addressee_stands();

CREATE POLICY weighed ON talka.safety_framework FOR INSERT TO talka_app
    WITH CHECK ((SELECT talka.is_ministry()) AND made_by_id = (SELECT talka.actor()));

GRANT UPDATE (submitted_at, submitted_by_id, reviewed_at, reviewed_by_id)
    ON talka.safety_assessment TO talka_app;
CREATE POLICY shown ON talka.safety_assessment FOR SELECT TO talka_app
    USING ((submitted_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR municipality_id = ANY ((SELECT talka.my_towns())::text[]));
CREATE POLICY begun ON talka.safety_assessment FOR INSERT TO talka_app
    WITH CHECK (submitted_at IS NULL AND began_by_id = (SELECT talka.actor())
        AND municipality_id = ANY ((SELECT talka.my_towns())::text[]));
CREATE POLICY judged ON talka.safety_assessment FOR UPDATE TO talka_app
    USING (municipality_id = ANY ((SELECT talka.my_towns())::text[])
        OR (submitted_at IS NOT NULL AND (SELECT talka.is_ministry())));

GRANT UPDATE (level, reasoning, evidence, carried_from, version, by_id, at)
    ON talka.safety_answer TO talka_app;
CREATE POLICY shown ON talka.safety_answer FOR SELECT TO talka_app
    USING (assessment_id IN (SELECT a.id FROM talka.safety_assessment a));
CREATE POLICY answered ON talka.safety_answer FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor()) AND assessment_id IN (
        SELECT a.id FROM talka.safety_assessment a
        WHERE a.municipality_id = ANY ((SELECT talka.my_towns())::text[])));
CREATE POLICY reworded ON talka.safety_answer FOR UPDATE TO talka_app
    USING (assessment_id IN (SELECT a.id FROM talka.safety_assessment a
        WHERE a.municipality_id = ANY ((SELECT talka.my_towns())::text[])))
    WITH CHECK (by_id = (SELECT talka.actor()));

-- Files of an answer bear no personal data: who reads the answer opens them. The room of files
-- knows no answers, so their policies stand here.
CREATE POLICY opens ON talka.safety_key FOR SELECT TO talka_app
    USING (answer_id IN (SELECT w.id FROM talka.safety_answer w));
CREATE POLICY added ON talka.safety_key FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_answer(answer_id, true));
CREATE POLICY shown ON talka.safety_file FOR SELECT TO talka_app
    USING (answer_id IN (SELECT w.id FROM talka.safety_answer w));
CREATE POLICY added ON talka.safety_file FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_answer(answer_id, true) AND EXISTS (SELECT 1 FROM talka.attachment f
        WHERE f.id = file_id AND f.scope = answer_id AND f.data_class = 'safety'
          AND f.by = (SELECT talka.actor())));
CREATE POLICY safety_shown ON talka.attachment FOR SELECT TO talka_app
    USING (data_class = 'safety' AND EXISTS (SELECT 1 FROM talka.safety_key k
                                             WHERE k.answer_id = scope));
CREATE POLICY safety_written ON talka.attachment FOR INSERT TO talka_app
    WITH CHECK (data_class = 'safety' AND talka.keeps_answer(scope, true)
        AND by = (SELECT talka.actor()) AND withdrawn_at IS NULL);
CREATE POLICY safety_withdrawn ON talka.attachment FOR UPDATE TO talka_app
    USING (withdrawn_at IS NULL AND data_class = 'safety' AND talka.keeps_answer(scope, false))
    WITH CHECK (withdrawn_by = (SELECT talka.actor()));

GRANT UPDATE (level, reason, version, by_id, at) ON talka.safety_review TO talka_app;
CREATE POLICY shown ON talka.safety_review FOR SELECT TO talka_app
    USING ((SELECT talka.is_ministry()) OR assessment_id IN (
        SELECT a.id FROM talka.safety_assessment a WHERE a.reviewed_at IS NOT NULL));
CREATE POLICY reviewed ON talka.safety_review FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor()) AND (SELECT talka.is_ministry()));
CREATE POLICY reworded ON talka.safety_review FOR UPDATE TO talka_app
    USING ((SELECT talka.is_ministry())) WITH CHECK (by_id = (SELECT talka.actor()));

CREATE POLICY told ON talka.safety_figure FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor()) AND ((SELECT talka.is_ministry())
        OR municipality_id = ANY ((SELECT talka.my_towns())::text[])));

GRANT UPDATE (area, started_on, ended_on, size_band, status, contact_role, police_role, supporters,
    needs, version) ON talka.neighbourhood_group TO talka_app;
CREATE POLICY registered ON talka.neighbourhood_group FOR INSERT TO talka_app
    WITH CHECK (municipality_id = ANY ((SELECT talka.my_towns())::text[]));
CREATE POLICY kept ON talka.neighbourhood_group FOR UPDATE TO talka_app
    USING (municipality_id = ANY ((SELECT talka.my_towns())::text[]));

GRANT UPDATE (year, title, scope, commissioner, method, sample, report, published_at, version)
    ON talka.needs_analysis TO talka_app;
CREATE POLICY shown ON talka.needs_analysis FOR SELECT TO talka_app
    USING ((published_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR institution_id = ANY ((SELECT talka.my_authors())::uuid[]));
CREATE POLICY begun ON talka.needs_analysis FOR INSERT TO talka_app
    WITH CHECK (published_at IS NULL AND CASE WHEN municipality_id IS NULL
        THEN institution_id = ANY ((SELECT talka.my_institutions('{ministry,evaluator}'))::uuid[])
        ELSE municipality_id = ANY ((SELECT talka.my_towns())::text[])
         AND institution_id = ANY ((SELECT talka.my_institutions('{coordinator}'))::uuid[]) END);
CREATE POLICY kept ON talka.needs_analysis FOR UPDATE TO talka_app
    USING (institution_id = ANY ((SELECT talka.my_authors())::uuid[]));
GRANT UPDATE (text, strength, evidence, version) ON talka.needs_finding TO talka_app;
GRANT UPDATE (text, severity, affected, support, version) ON talka.needs_need TO talka_app;
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY '{needs_finding,needs_need}'::text[] LOOP
        EXECUTE format('CREATE POLICY shown ON talka.%I FOR SELECT TO talka_app
            USING (analysis_id IN (SELECT a.id FROM talka.needs_analysis a))', t);
        EXECUTE format('CREATE POLICY written ON talka.%I FOR INSERT TO talka_app
            WITH CHECK (analysis_id IN (SELECT a.id FROM talka.needs_analysis a
                WHERE a.institution_id = ANY ((SELECT talka.my_authors())::uuid[])))', t);
        EXECUTE format('CREATE POLICY kept ON talka.%I FOR UPDATE TO talka_app
            USING (analysis_id IN (SELECT a.id FROM talka.needs_analysis a
                WHERE a.institution_id = ANY ((SELECT talka.my_authors())::uuid[])))', t);
    END LOOP;
END $$;

GRANT UPDATE (text, basis, priority, due, cost, supersedes_id, sent_at, sent_on, withdrawn_on,
    withdrawn_why, version) ON talka.recommendation TO talka_app;
CREATE POLICY shown ON talka.recommendation FOR SELECT TO talka_app
    USING ((sent_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR institution_id = ANY ((SELECT talka.my_authors())::uuid[]));
CREATE POLICY begun ON talka.recommendation FOR INSERT TO talka_app
    WITH CHECK (sent_at IS NULL AND withdrawn_on IS NULL
        AND written_by_id = (SELECT talka.actor())
        AND institution_id = ANY ((SELECT talka.my_authors())::uuid[]));
CREATE POLICY kept ON talka.recommendation FOR UPDATE TO talka_app
    USING (institution_id = ANY ((SELECT talka.my_authors())::uuid[]));

GRANT UPDATE (answer_due), DELETE ON talka.recommendation_addressee TO talka_app;
CREATE POLICY shown ON talka.recommendation_addressee FOR SELECT TO talka_app
    USING (recommendation_id IN (SELECT r.id FROM talka.recommendation r));
CREATE POLICY named ON talka.recommendation_addressee FOR ALL TO talka_app
    USING (recommendation_id IN (SELECT r.id FROM talka.recommendation r
        WHERE r.institution_id = ANY ((SELECT talka.my_authors())::uuid[])));

CREATE POLICY confirmed ON talka.recommendation_confirmation FOR INSERT TO talka_app
    WITH CHECK (by_id = (SELECT talka.actor()) AND ((SELECT talka.is_ministry())
        OR addressee_id IN (SELECT a.id FROM talka.recommendation_addressee a
            JOIN talka.recommendation r ON r.id = a.recommendation_id
            WHERE r.institution_id = ANY ((SELECT talka.my_authors())::uuid[]))));
