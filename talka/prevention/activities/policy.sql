-- Activities are read by everybody who is signed in, and written by the coordinator of their
-- municipality, by the institution that held them there, or by the ministry where there is none.
-- Nothing here tells of a person helped.
SELECT talka.protect('activity', 'id');
SELECT talka.protect('indicator_feed', 'plan_id');
SELECT talka.protect(t, 'activity_id') FROM unnest('{activity_correction,activity_measure,
    activity_milestone,observation_source,activity_reach,activity_partner,activity_cost,
    activity_material,activity_media,activity_support,activity_key,activity_evidence}'::text[]) t;
SELECT talka.protect('evidence_ending', 'evidence_id');
GRANT DELETE ON talka.activity_milestone TO talka_guard;
CREATE POLICY opened ON talka.activity_milestone FOR DELETE TO talka_guard
    USING (EXISTS (SELECT 1 FROM talka.milestone m
                   WHERE m.id = milestone_id AND m.done_on IS NULL));

SET LOCAL ROLE talka_guard;

-- "29:<institution>": where the person records what their own institution did.
CREATE OR REPLACE FUNCTION talka.my_workplaces() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.municipality_id || ':' || a.institution_id), '{}')
    FROM talka.assignment a WHERE a.id = ANY (talka.my_assignments())
      AND a.role = ANY ('{case_worker,supervisor,police,prosecutor,social_worker,child_rights}')
$$;
CREATE OR REPLACE FUNCTION talka.writes_activity(activity uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.activity a WHERE a.id = $1 AND (
        a.municipality_id = ANY (talka.my_areas('{coordinator}'))
        OR a.municipality_id || ':' || a.organiser_id = ANY (talka.my_workplaces())
        OR (a.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)))
$$;

-- Planned becomes held or cancelled; held changes only with a correction of this version; a
-- cancelled one stays. The author and the copy it came from never change.
CREATE OR REPLACE FUNCTION talka.activity_moves() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status = 'cancelled' THEN
            RAISE EXCEPTION 'nothing begins cancelled' USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 64));
        IF OLD.status = 'cancelled' THEN
            RAISE EXCEPTION 'a cancelled activity does not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.status = 'held' AND (NEW.status <> 'held' OR NOT EXISTS (
               SELECT 1 FROM talka.activity_correction c
               WHERE c.activity_id = OLD.id AND c.version = OLD.version)) THEN
            RAISE EXCEPTION 'a held activity is corrected with a reason'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.recorded_by_id, NEW.recorded_at) IS DISTINCT FROM
           (OLD.recorded_by_id, OLD.recorded_at) OR NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'one version follows another' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NEW.status = 'held' AND NEW.since > talka.today() THEN
        RAISE EXCEPTION 'nothing is held before its day' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Who corrects says why; the database writes down what stood there.
CREATE OR REPLACE FUNCTION talka.activity_was() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.activity_id::text, 64));
    SELECT a.version, jsonb_build_object('activity', to_jsonb(a),
        'reach', (SELECT jsonb_agg(to_jsonb(r)) FROM talka.activity_reach r
                  WHERE r.activity_id = a.id),
        'cost', (SELECT jsonb_agg(to_jsonb(c)) FROM talka.activity_cost c
                 WHERE c.activity_id = a.id),
        'partner', (SELECT jsonb_agg(to_jsonb(p)) FROM talka.activity_partner p
                    WHERE p.activity_id = a.id),
        'material', (SELECT jsonb_agg(to_jsonb(m)) FROM talka.activity_material m
                     WHERE m.activity_id = a.id),
        'media', (SELECT jsonb_agg(to_jsonb(m)) FROM talka.activity_media m
                  WHERE m.activity_id = a.id),
        'support', (SELECT jsonb_agg(to_jsonb(s)) FROM talka.activity_support s
                    WHERE s.activity_id = a.id),
        'measure', (SELECT jsonb_agg(to_jsonb(s)) FROM talka.activity_measure s
                    WHERE s.activity_id = a.id))
    INTO NEW.version, NEW.was FROM talka.activity a
    WHERE a.id = NEW.activity_id AND a.status = 'held';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only what was held is corrected' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Lines: none on a cancelled activity, reach only on a held one; from a held one nothing is taken
-- away without a correction.
CREATE OR REPLACE FUNCTION talka.activity_line() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE of_activity uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.activity_id ELSE NEW.activity_id END;
        is_now text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(of_activity::text, 64));
    SELECT a.status INTO is_now FROM talka.activity a WHERE a.id = of_activity;
    IF is_now = 'cancelled' THEN
        RAISE EXCEPTION 'a cancelled activity does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF is_now = 'held' AND NOT EXISTS (
               SELECT 1 FROM talka.activity_correction c JOIN talka.activity a
                   ON a.id = c.activity_id AND a.version = c.version WHERE a.id = of_activity) THEN
            RAISE EXCEPTION 'a held activity is corrected with a reason'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_TABLE_NAME = 'activity_reach' AND is_now <> 'held' THEN
        RAISE EXCEPTION 'nobody is reached before it was held' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- It serves measures of published programmes, of its own municipality or of the country, and all
-- its shares together are no more than the whole.
CREATE OR REPLACE FUNCTION talka.activity_serves() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.activity_id::text, 65));
    IF NOT EXISTS (SELECT 1 FROM talka.plan_node n
                   JOIN talka.programme_version v ON v.id = n.plan_id
                   JOIN talka.programme p ON p.id = v.programme_id
                   JOIN talka.activity a ON a.id = NEW.activity_id
                   WHERE n.id = NEW.node_id AND n.kind = 'measure' AND v.published_at IS NOT NULL
                     AND (p.municipality_id IS NULL OR p.municipality_id = a.municipality_id)) THEN
        RAISE EXCEPTION 'an activity serves a published measure of its place'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT sum(s.share) FROM talka.activity_measure s
        WHERE s.activity_id = NEW.activity_id) > 100 THEN
        RAISE EXCEPTION 'the shares are more than the whole' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- A step counts as done by an activity that was held and serves its measure.
CREATE OR REPLACE FUNCTION talka.activity_finishes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM talka.milestone m
                   JOIN talka.activity a ON a.id = NEW.activity_id
                   JOIN talka.activity_measure s ON s.activity_id = a.id
                   WHERE m.id = NEW.milestone_id AND a.status = 'held' AND m.done_on IS NOT NULL
                     AND talka.same_measure(s.node_id, m.node_id)) THEN
        RAISE EXCEPTION 'a step is done by a held activity of its measure'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A step that is open again has no evidence of being done.
CREATE OR REPLACE FUNCTION talka.step_opens() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM talka.activity_milestone m WHERE m.milestone_id = NEW.id;
    RETURN NULL;
END $$;

-- The sources of a figure are held activities of its measure, and add up to it.
CREATE OR REPLACE FUNCTION talka.sources_add_up() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM talka.observation_source s
               JOIN talka.observation o ON o.id = s.observation_id
               JOIN talka.indicator_use u ON u.id = o.use_id
               JOIN talka.activity a ON a.id = s.activity_id
               WHERE o.id = NEW.observation_id AND (a.status <> 'held' OR NOT EXISTS (
                   SELECT 1 FROM talka.activity_measure m
                   WHERE m.activity_id = a.id AND talka.same_measure(m.node_id, u.node_id))))
       OR (SELECT sum(s.number) FROM talka.observation_source s
           WHERE s.observation_id = NEW.observation_id)
           IS DISTINCT FROM (SELECT o.value FROM talka.observation o
                             WHERE o.id = NEW.observation_id) THEN
        RAISE EXCEPTION 'the sources add up to the figure' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION talka.my_workplaces(), talka.writes_activity(uuid), talka.activity_moves(),
    talka.activity_was(), talka.activity_line(), talka.activity_serves(),
    talka.activity_finishes(), talka.step_opens(), talka.sources_add_up() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.activity_moves(), talka.activity_was(), talka.activity_line(),
    talka.activity_serves(), talka.activity_finishes(), talka.step_opens(),
    talka.sources_add_up() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.my_workplaces(), talka.writes_activity(uuid) TO talka_app;
RESET ROLE;

DROP TRIGGER IF EXISTS moves ON talka.activity;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE ON talka.activity
    FOR EACH ROW EXECUTE FUNCTION talka.activity_moves();
DROP TRIGGER IF EXISTS was ON talka.activity_correction;
CREATE TRIGGER was BEFORE INSERT ON talka.activity_correction
    FOR EACH ROW EXECUTE FUNCTION talka.activity_was();
DROP TRIGGER IF EXISTS serves ON talka.activity_measure;
CREATE TRIGGER serves AFTER INSERT ON talka.activity_measure
    FOR EACH ROW EXECUTE FUNCTION talka.activity_serves();
DROP TRIGGER IF EXISTS finishes ON talka.activity_milestone;
CREATE TRIGGER finishes BEFORE INSERT ON talka.activity_milestone
    FOR EACH ROW EXECUTE FUNCTION talka.activity_finishes();
DROP TRIGGER IF EXISTS opens ON talka.milestone;
CREATE TRIGGER opens AFTER UPDATE OF done_on ON talka.milestone
    FOR EACH ROW WHEN (NEW.done_on IS NULL) EXECUTE FUNCTION talka.step_opens();
DROP TRIGGER IF EXISTS adds_up_to ON talka.observation_source;
CREATE CONSTRAINT TRIGGER adds_up_to AFTER INSERT ON talka.observation_source
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION talka.sources_add_up();

GRANT SELECT, INSERT ON talka.activity TO talka_app;
GRANT UPDATE (kind, title, since, until, eldership, setting, groups, languages, note, status,
    reason, version) ON talka.activity TO talka_app;
CREATE POLICY written ON talka.activity FOR INSERT TO talka_app
    WITH CHECK (recorded_by_id = (SELECT talka.actor()) AND (
        municipality_id = ANY ((SELECT talka.my_areas('{coordinator}'))::text[])
        OR municipality_id || ':' || organiser_id = ANY ((SELECT talka.my_workplaces())::text[])
        OR (municipality_id IS NULL
            AND cardinality((SELECT talka.my_areas('{ministry}'))::text[]) > 0)));
CREATE POLICY rewritten ON talka.activity FOR UPDATE TO talka_app
    USING (municipality_id = ANY ((SELECT talka.my_areas('{coordinator}'))::text[])
        OR municipality_id || ':' || organiser_id = ANY ((SELECT talka.my_workplaces())::text[])
        OR (municipality_id IS NULL
            AND cardinality((SELECT talka.my_areas('{ministry}'))::text[]) > 0));
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY '{activity_reach,activity_partner,activity_cost,activity_material,
        activity_media,activity_support,activity_measure,activity_evidence}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS line ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER line BEFORE INSERT OR DELETE ON talka.%I
            FOR EACH ROW EXECUTE FUNCTION talka.activity_line()', t);
    END LOOP;
    FOREACH t IN ARRAY '{activity_reach,activity_partner,activity_cost,activity_material,
        activity_media,activity_support,activity_measure}'::text[] LOOP
        EXECUTE format('GRANT DELETE ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY struck ON talka.%I FOR DELETE TO talka_app
            USING (talka.writes_activity(activity_id))', t);
    END LOOP;
    FOREACH t IN ARRAY '{activity_reach,activity_partner,activity_cost,activity_material,
        activity_media,activity_support,activity_measure,activity_evidence,activity_correction,
        activity_milestone}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY added ON talka.%I FOR INSERT TO talka_app
            WITH CHECK (talka.writes_activity(activity_id)%s)', t,
            CASE t WHEN 'activity_correction' THEN ' AND by_id = (SELECT talka.actor())'
                   WHEN 'activity_evidence' THEN ' AND EXISTS (SELECT 1 FROM talka.attachment f
                       WHERE f.id = file_id AND f.scope = activity_id AND f.by = (SELECT talka.actor())
                         AND f.data_class = CASE personal_data WHEN ''none'' THEN ''activity''
                                            ELSE ''activity_staff'' END)'
                   ELSE '' END);
    END LOOP;
    FOREACH t IN ARRAY '{activity,activity_reach,activity_partner,activity_cost,activity_material,
        activity_media,activity_support,activity_measure,activity_evidence,activity_correction,
        activity_milestone,indicator_feed,observation_source}'::text[] LOOP
        EXECUTE format('CREATE POLICY signed_in ON talka.%I FOR SELECT TO talka_app
            USING ((SELECT talka.actor()) IS NOT NULL)', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT, DELETE ON talka.indicator_feed TO talka_app;
CREATE POLICY kept ON talka.indicator_feed FOR INSERT TO talka_app
    WITH CHECK (plan_id = ANY ((SELECT talka.my_plans())::uuid[]));
CREATE POLICY ended ON talka.indicator_feed FOR DELETE TO talka_app
    USING (plan_id = ANY ((SELECT talka.my_plans())::uuid[]));
GRANT SELECT, INSERT ON talka.observation_source TO talka_app;
CREATE POLICY taken ON talka.observation_source FOR INSERT TO talka_app
    WITH CHECK (EXISTS (SELECT 1 FROM talka.observation o WHERE o.id = observation_id
        AND o.recorded_by_id = (SELECT talka.actor())));

-- Evidence: what bears no personal data opens to all, the rest to who writes the activity and to
-- the ministry. The room of files knows no activities, so their policies stand here.
GRANT SELECT, INSERT ON talka.activity_key TO talka_app;
CREATE POLICY opens ON talka.activity_key FOR SELECT TO talka_app
    USING (CASE data_class WHEN 'activity' THEN (SELECT talka.actor()) IS NOT NULL
           ELSE cardinality((SELECT talka.my_areas('{ministry}'))::text[]) > 0
                OR talka.writes_activity(activity_id) END);
CREATE POLICY added ON talka.activity_key FOR INSERT TO talka_app
    WITH CHECK (talka.writes_activity(activity_id));
CREATE POLICY activity_shown ON talka.attachment FOR SELECT TO talka_app
    USING (EXISTS (SELECT 1 FROM talka.activity_key k
                   WHERE k.activity_id = scope AND k.data_class = attachment.data_class));
CREATE POLICY activity_written ON talka.attachment FOR INSERT TO talka_app
    WITH CHECK (data_class IN ('activity', 'activity_staff') AND talka.writes_activity(scope)
        AND by = (SELECT talka.actor()) AND withdrawn_at IS NULL);
CREATE POLICY activity_withdrawn ON talka.attachment FOR UPDATE TO talka_app
    USING (withdrawn_at IS NULL AND data_class IN ('activity', 'activity_staff')
        AND talka.writes_activity(scope))
    WITH CHECK (withdrawn_by = (SELECT talka.actor()));

-- The worker reminds of the end of evidence, and destroys the content after its day. It has no key
-- and reads no piece; who it was and why somebody else destroyed one is not its to see.
GRANT SELECT, INSERT ON talka.evidence_ending TO talka_worker;
GRANT UPDATE (sent_at) ON talka.evidence_ending TO talka_worker;
CREATE POLICY house ON talka.evidence_ending TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY told ON talka.evidence_ending FOR SELECT TO talka_worker USING (true);
CREATE POLICY written ON talka.evidence_ending FOR INSERT TO talka_worker
    WITH CHECK (sent_at IS NULL);
CREATE POLICY sent ON talka.evidence_ending FOR UPDATE TO talka_worker USING (sent_at IS NULL)
    WITH CHECK (sent_at IS NOT NULL);
GRANT SELECT (id, file_id, retention_until) ON talka.activity_evidence TO talka_worker;
CREATE POLICY ends ON talka.activity_evidence FOR SELECT TO talka_worker
    USING (retention_until IS NOT NULL);
GRANT SELECT (id, by, withdrawn_at), UPDATE (withdrawn_at) ON talka.attachment TO talka_worker;
CREATE POLICY activity_ends ON talka.attachment FOR SELECT TO talka_worker
    USING (EXISTS (SELECT 1 FROM talka.activity_evidence e WHERE e.file_id = attachment.id));
CREATE POLICY activity_ended ON talka.attachment FOR UPDATE TO talka_worker
    USING (withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM talka.activity_evidence e
        WHERE e.file_id = attachment.id AND e.retention_until < (SELECT talka.today())))
    WITH CHECK (withdrawn_at IS NOT NULL);
GRANT SELECT (id, attachment_id), DELETE ON talka.attachment_chunk TO talka_worker;
CREATE POLICY activity_ends ON talka.attachment_chunk FOR SELECT TO talka_worker
    USING (EXISTS (SELECT 1 FROM talka.attachment a WHERE a.id = attachment_id));
CREATE POLICY activity_ended ON talka.attachment_chunk FOR DELETE TO talka_worker
    USING (EXISTS (SELECT 1 FROM talka.attachment a JOIN talka.activity_evidence e
        ON e.file_id = a.id WHERE a.id = attachment_id AND a.withdrawn_at IS NOT NULL
        AND e.retention_until < (SELECT talka.today())));
