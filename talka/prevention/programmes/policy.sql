-- Programmes: published versions are read by everybody who is signed in; a draft is seen and
-- written by the coordinator of the municipality, or by the ministry where there is none.
-- Nothing here tells of a person helped.
GRANT SELECT ON talka.plan_node, talka.node_link TO talka_guard;
SELECT talka.protect('legal_act', 'id');
SELECT talka.protect('programme', 'id');
SELECT talka.protect('programme_version', 'programme_id');
SELECT talka.protect('uploaded_table', 'id');
SELECT talka.protect('indicator', 'id');
SELECT talka.protect('indicator_version', 'indicator_id');
SELECT talka.protect(t, 'plan_id') FROM unnest('{plan_node,measure_executor,milestone,budget_line,
    node_link,indicator_use,observation,observation_part,status_override,measure_drop,
    measure_appraisal,logic_model}'::text[]) t;

SET LOCAL ROLE talka_guard;

-- Does the person keep the plans of this place (no place: the ministry keeps them)?
CREATE OR REPLACE FUNCTION talka.keeps_plans_of(place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN place IS NULL THEN cardinality(talka.my_areas('{ministry}')) > 0
           ELSE place = ANY (talka.my_areas('{coordinator}')) END
$$;
CREATE OR REPLACE FUNCTION talka.my_programmes() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM talka.programme p
    WHERE (p.municipality_id IS NULL AND cardinality(talka.my_areas('{ministry}')) > 0)
       OR p.municipality_id = ANY (talka.my_areas('{coordinator}'))
$$;
CREATE OR REPLACE FUNCTION talka.my_plans() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(v.id), '{}') FROM talka.programme_version v
    WHERE v.programme_id = ANY (talka.my_programmes())
$$;
CREATE OR REPLACE FUNCTION talka.my_drafts() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(v.id), '{}') FROM talka.programme_version v
    WHERE v.published_at IS NULL AND v.programme_id = ANY (talka.my_programmes())
$$;

-- A published version stands still, for every role. Only its last day may be added, once.
CREATE OR REPLACE FUNCTION talka.version_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 61));
    IF OLD.published_at IS NULL AND TG_OP = 'UPDATE' AND NEW.published_by_id <> talka.actor() THEN
        RAISE EXCEPTION 'a version is published in one''s own name'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.published_at IS NULL THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
    IF TG_OP = 'UPDATE' AND OLD.ended_on IS NULL
       AND to_jsonb(NEW) - 'ended_on' = to_jsonb(OLD) - 'ended_on'
       AND NEW.ended_on BETWEEN OLD.since - 1 AND OLD.until THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version does not change'
        USING ERRCODE = 'restrict_violation';
END $$;

-- What a published version holds stands still as well. Arguments: columns that may change still.
-- Money paid or revised, and steps done, come after publishing.
CREATE OR REPLACE FUNCTION talka.plan_stands() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    comes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    plans uuid[] := ARRAY[(was ->> 'plan_id')::uuid, (comes ->> 'plan_id')::uuid];
    plan uuid;
BEGIN
    FOREACH plan IN ARRAY plans LOOP
        IF plan IS NOT NULL THEN
            PERFORM pg_advisory_xact_lock_shared(hashtextextended(plan::text, 61));
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT 1 FROM talka.programme_version v
                   WHERE v.id = ANY (plans) AND v.published_at IS NOT NULL)
       OR (TG_OP = 'UPDATE' AND was - TG_ARGV = comes - TG_ARGV)
       OR (TG_TABLE_NAME = 'budget_line' AND TG_OP = 'INSERT'
           AND comes ->> 'stage' IN ('paid', 'revised')) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published version does not change'
        USING ERRCODE = 'restrict_violation';
END $$;

-- A link leads from a measure to a published national measure, and never round in a ring.
CREATE OR REPLACE FUNCTION talka.link_leads_on() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('node_link', 62));
    IF NOT EXISTS (SELECT 1 FROM talka.plan_node n
                   JOIN talka.programme_version v ON v.id = n.plan_id
                   JOIN talka.programme p ON p.id = v.programme_id
                   JOIN talka.plan_node own ON own.id = NEW.node_id AND own.kind = 'measure'
                   WHERE n.id = NEW.target_id AND n.kind = 'measure' AND p.level = 'national'
                     AND v.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a link leads from a measure to a published national measure'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (WITH RECURSIVE way(node) AS (
                   SELECT NEW.target_id
                   UNION SELECT l.target_id FROM way JOIN talka.node_link l ON l.node_id = way.node)
               SELECT 1 FROM way WHERE node = NEW.node_id) THEN
        RAISE EXCEPTION 'the links go round in a ring' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- Are these rows of one measure, in versions of one programme?
CREATE OR REPLACE FUNCTION talka.same_measure(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM talka.plan_node a JOIN talka.plan_node b USING (lineage)
                   JOIN talka.programme_version v ON v.id = a.plan_id
                   JOIN talka.programme_version w ON w.id = b.plan_id
                   WHERE a.id = $1 AND b.id = $2 AND v.programme_id = w.programme_id)
$$;

-- Amounts as they were written, in units of their currency: no number is NULL.
CREATE OR REPLACE FUNCTION talka.plan_money(plan uuid) RETURNS TABLE (
    node uuid, parent uuid, year smallint, source text, stage text, kind text, currency text,
    state text, units numeric, slack numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.id, n.parent_id, b.year, b.source, b.stage, b.kind, b.currency, b.state,
           b.amount * b.multiplier, 0.05 * b.multiplier
    FROM talka.budget_line b JOIN talka.plan_node n ON n.id = b.node_id
    WHERE n.plan_id = $1 AND b.stage IN ('requested', 'approved')
$$;

-- The first thing that does not hold of a plan, or NULL. The same laws as tree.faults. A tree that
-- is none comes first: nothing excuses it, and it must not hide behind what can be excused.
CREATE OR REPLACE FUNCTION talka.plan_fault(plan uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH money AS (SELECT * FROM talka.plan_money($1))
    SELECT fault FROM (
        SELECT 1 AS nr, 'goal, task, measure: ' || n.code AS fault FROM talka.plan_node n
        JOIN talka.plan_node up ON up.id = n.parent_id
        WHERE n.plan_id = $1 AND array_position('{goal,task,measure}', up.kind)
                              >= array_position('{goal,task,measure}', n.kind)
        UNION ALL
        SELECT 2, 'one lead a measure: ' || n.code FROM talka.plan_node n
        WHERE n.plan_id = $1 AND n.kind = 'measure' AND 1 <> (
            SELECT count(*) FROM talka.measure_executor e
            WHERE e.node_id = n.id AND e.role = 'lead' AND btrim(e.name) <> '')
        UNION ALL
        SELECT 3, 'a national measure or a reason: ' || n.code FROM talka.plan_node n
        JOIN talka.programme_version v ON v.id = n.plan_id
        JOIN talka.programme p ON p.id = v.programme_id AND p.level = 'municipal'
        WHERE n.plan_id = $1 AND n.kind = 'measure' AND btrim(n.local_reason) = ''
          AND NOT EXISTS (SELECT 1 FROM talka.node_link l WHERE l.node_id = n.id)
        UNION ALL
        SELECT 4, 'total is expenses and assets: ' || t.year FROM money t
        JOIN money e USING (node, year, source, stage)
        JOIN money a USING (node, year, source, stage)
        WHERE (t.kind, e.kind, a.kind) = ('total', 'expenses', 'assets')
          AND 'missing' NOT IN (t.state, e.state, a.state) AND t.units IS NOT NULL
          AND abs(t.units - coalesce(e.units, 0) - coalesce(a.units, 0))
              > greatest(t.slack, e.slack, a.slack)
        UNION ALL
        -- Also where the other part is not known: a part is never more than the whole.
        SELECT 4, 'total is expenses and assets: ' || t.year FROM money t
        JOIN money e USING (node, year, source, stage)
        WHERE t.kind = 'total' AND e.kind IN ('expenses', 'assets')
          AND e.units > t.units + greatest(t.slack, e.slack)
        UNION ALL
        SELECT 5, 'wages are part of expenses: ' || w.year FROM money w
        LEFT JOIN money e ON e.kind = 'expenses'
            AND (e.node, e.year, e.source, e.stage) = (w.node, w.year, w.source, w.stage)
        LEFT JOIN money t ON t.kind = 'total'
            AND (t.node, t.year, t.source, t.stage) = (w.node, w.year, w.source, w.stage)
        WHERE w.kind = 'wages' AND w.units > coalesce(e.units, t.units)
                                             + greatest(w.slack, e.slack, t.slack)
        UNION ALL
        SELECT 6, 'children sum to their parent: ' || m.year FROM (
            SELECT m.*, b.units AS part, b.node IS NULL AND EXISTS (
                       SELECT 1 FROM money o
                       WHERE o.node = c.id AND o.kind = m.kind) AS elsewhere,
                   coalesce(b.state <> 'missing' AND b.currency = m.currency, false) AS known
            FROM money m JOIN talka.plan_node c ON c.parent_id = m.node
            LEFT JOIN money b ON b.node = c.id
                AND (b.year, b.source, b.stage, b.kind) = (m.year, m.source, m.stage, m.kind)
            WHERE m.units IS NOT NULL) m
        GROUP BY m.node, m.year, m.source, m.stage, m.kind, m.units, m.slack, m.currency
        HAVING bool_and(m.elsewhere OR m.known)
           AND abs(sum(coalesce(m.part, 0)) - m.units) > m.slack
    ) f ORDER BY nr, fault LIMIT 1
$$;

-- At publishing: the plan holds, and no other published version stands on the same day.
CREATE OR REPLACE FUNCTION talka.version_publishes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE fault text;
BEGIN
    IF NEW.published_at IS NULL THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.programme_id::text, 63));
    IF EXISTS (SELECT 1 FROM talka.programme_version a JOIN talka.programme_version b
                   ON a.programme_id = b.programme_id AND a.id < b.id
               WHERE a.programme_id = NEW.programme_id
                 AND a.published_at IS NOT NULL AND b.published_at IS NOT NULL
                 AND daterange(a.since, coalesce(a.ended_on, a.until) + 1)
                  && daterange(b.since, coalesce(b.ended_on, b.until) + 1)) THEN
        RAISE EXCEPTION 'two published versions on one day' USING ERRCODE = 'exclusion_violation';
    END IF;
    fault := talka.plan_fault(NEW.id);
    -- What is past is published as it was, with the reason why it does not hold.
    IF fault IS NOT NULL AND (btrim(NEW.explained) = '' OR fault LIKE 'goal, task, measure%'
                              OR NEW.until >= NEW.published_at::date) THEN
        RAISE EXCEPTION '%', fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- A municipality adopts a national version once, however many ask at the same instant.
CREATE OR REPLACE FUNCTION talka.adopted_once() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE place text;
BEGIN
    IF NEW.adopted_from_id IS NULL THEN RETURN NULL; END IF;
    SELECT p.municipality_id INTO place FROM talka.programme p WHERE p.id = NEW.programme_id;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.adopted_from_id || coalesce(place, ''), 64));
    IF EXISTS (SELECT 1 FROM talka.programme_version v
               JOIN talka.programme p ON p.id = v.programme_id
               WHERE v.adopted_from_id = NEW.adopted_from_id AND p.id <> NEW.programme_id
                 AND p.municipality_id IS NOT DISTINCT FROM place) THEN
        RAISE EXCEPTION 'this municipality has adopted this programme already'
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;

-- The members of a breakdown add up to the whole when all are known, and never exceed it.
CREATE OR REPLACE FUNCTION talka.parts_add_up() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM talka.observation o JOIN talka.observation_part p ON p.observation_id = o.id
        WHERE o.id = NEW.observation_id AND o.value IS NOT NULL
        GROUP BY o.id, o.value, p.dimension
        HAVING sum(coalesce(p.value, 0)) > o.value OR (sum(coalesce(p.value, 0)) <> o.value
               AND NOT bool_or(p.state = 'missing'))) THEN
        RAISE EXCEPTION 'the parts do not add up' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION talka.keeps_plans_of(text), talka.my_programmes(), talka.my_plans(),
    talka.my_drafts(), talka.version_stands(), talka.plan_stands(), talka.link_leads_on(),
    talka.same_measure(uuid, uuid), talka.plan_money(uuid), talka.plan_fault(uuid),
    talka.version_publishes(), talka.parts_add_up(), talka.adopted_once() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.version_stands(), talka.plan_stands(), talka.link_leads_on(),
    talka.version_publishes(), talka.parts_add_up(), talka.adopted_once() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.keeps_plans_of(text), talka.my_programmes(), talka.my_plans(),
    talka.my_drafts() TO talka_app;
RESET ROLE;

DROP TRIGGER IF EXISTS stands ON talka.programme_version;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON talka.programme_version
    FOR EACH ROW EXECUTE FUNCTION talka.version_stands();
DROP TRIGGER IF EXISTS publishes ON talka.programme_version;
CREATE CONSTRAINT TRIGGER publishes AFTER INSERT OR UPDATE ON talka.programme_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION talka.version_publishes();
DROP TRIGGER IF EXISTS adopted_once ON talka.programme_version;
CREATE TRIGGER adopted_once AFTER INSERT OR UPDATE OF adopted_from_id, programme_id
    ON talka.programme_version FOR EACH ROW EXECUTE FUNCTION talka.adopted_once();
DROP TRIGGER IF EXISTS leads_on ON talka.node_link;
CREATE TRIGGER leads_on AFTER INSERT OR UPDATE ON talka.node_link
    FOR EACH ROW EXECUTE FUNCTION talka.link_leads_on();
DROP TRIGGER IF EXISTS adds_up ON talka.observation_part;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE ON talka.observation_part
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION talka.parts_add_up();

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY '{plan_node,measure_executor,milestone,budget_line,node_link,
                         indicator_use}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS stands ON talka.%I', t);
        EXECUTE format('CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON talka.%I
            FOR EACH ROW EXECUTE FUNCTION talka.plan_stands(%s)', t,
            CASE t WHEN 'milestone' THEN '''done_on'', ''done_by_id''' ELSE '' END);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY drafted ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (plan_id = ANY ((SELECT talka.my_plans())::uuid[]))', t);
        EXECUTE format('CREATE POLICY redrafted ON talka.%I FOR UPDATE TO talka_app
            USING (plan_id = ANY ((SELECT talka.my_plans())::uuid[]))', t);
        EXECUTE format('CREATE POLICY struck ON talka.%I FOR DELETE TO talka_app USING
            (plan_id = ANY ((SELECT talka.my_drafts())::uuid[]))', t);
    END LOOP;
    FOREACH t IN ARRAY '{observation,observation_part,status_override,measure_drop,
                         measure_appraisal,logic_model}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY kept ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (plan_id = ANY ((SELECT talka.my_plans())::uuid[]))', t);
    END LOOP;
    FOREACH t IN ARRAY '{plan_node,measure_executor,milestone,budget_line,node_link,indicator_use,
        observation,observation_part,status_override,measure_drop,measure_appraisal,
        logic_model}'::text[] LOOP
        EXECUTE format('CREATE POLICY shown ON talka.%I FOR SELECT TO talka_app
            USING (plan_id IN (SELECT v.id FROM talka.programme_version v))', t);
        EXECUTE format('CREATE POLICY house ON talka.%I TO talka_owner
            USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY '{legal_act,indicator,indicator_version}'::text[] LOOP
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON talka.%I TO talka_app', t);
        EXECUTE format('CREATE POLICY unused ON talka.%I FOR DELETE TO talka_app USING
            (cardinality((SELECT talka.my_areas(''{coordinator,ministry}''))) > 0)', t);
        EXECUTE format('CREATE POLICY house ON talka.%I TO talka_owner
            USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY signed_in ON talka.%I FOR SELECT TO talka_app
            USING ((SELECT talka.actor()) IS NOT NULL)', t);
        EXECUTE format('CREATE POLICY defined ON talka.%I FOR INSERT TO talka_app WITH CHECK
            (cardinality((SELECT talka.my_areas(''{coordinator,ministry}''))) > 0)', t);
    END LOOP;
END $$;
-- What somebody says of a measure stands in their own name.
DO $$
DECLARE said record;
BEGIN
    FOR said IN SELECT * FROM (VALUES ('observation', 'recorded_by_id'),
        ('status_override', 'by_id'), ('measure_drop', 'by_id'), ('measure_appraisal', 'by_id'))
        AS said (tab, author) LOOP
        EXECUTE format('CREATE POLICY own_name ON talka.%I AS RESTRICTIVE FOR INSERT TO talka_app
            WITH CHECK (%I = (SELECT talka.actor()))', said.tab, said.author);
    END LOOP;
END $$;
CREATE POLICY own_name ON talka.budget_line AS RESTRICTIVE FOR INSERT TO talka_app
    WITH CHECK (recorded_by_id IS NULL OR recorded_by_id = (SELECT talka.actor()));
CREATE POLICY own_name ON talka.milestone AS RESTRICTIVE FOR UPDATE TO talka_app
    USING (true) WITH CHECK (done_by_id IS NULL OR done_by_id = (SELECT talka.actor()));
GRANT UPDATE (lifted_at) ON talka.status_override TO talka_app;
CREATE POLICY lifted ON talka.status_override FOR UPDATE TO talka_app
    USING (lifted_at IS NULL AND plan_id = ANY ((SELECT talka.my_plans())::uuid[]))
    WITH CHECK (plan_id = ANY ((SELECT talka.my_plans())::uuid[]));
GRANT UPDATE (lifted_at) ON talka.measure_drop TO talka_app;
CREATE POLICY lifted ON talka.measure_drop FOR UPDATE TO talka_app
    USING (lifted_at IS NULL AND plan_id = ANY ((SELECT talka.my_plans())::uuid[]))
    WITH CHECK (plan_id = ANY ((SELECT talka.my_plans())::uuid[]));
GRANT UPDATE (inputs, activities, outputs, outcomes, impact, version) ON talka.logic_model
    TO talka_app;
CREATE POLICY rewritten ON talka.logic_model FOR UPDATE TO talka_app
    USING (plan_id = ANY ((SELECT talka.my_plans())::uuid[]));

GRANT SELECT, INSERT ON talka.programme, talka.programme_version TO talka_app;
GRANT UPDATE (since, until, act_id, ended_on, published_at, published_by_id, explained, brought)
    ON talka.programme_version TO talka_app;
CREATE POLICY shown ON talka.programme FOR SELECT TO talka_app
    USING (id IN (SELECT v.programme_id FROM talka.programme_version v)
        OR id = ANY ((SELECT talka.my_programmes())::uuid[]));
CREATE POLICY founded ON talka.programme FOR INSERT TO talka_app
    WITH CHECK (talka.keeps_plans_of(municipality_id) AND made_by_id = (SELECT talka.actor()));
CREATE POLICY shown ON talka.programme_version FOR SELECT TO talka_app
    USING ((published_at IS NOT NULL AND (SELECT talka.actor()) IS NOT NULL)
        OR programme_id = ANY ((SELECT talka.my_programmes())::uuid[]));
CREATE POLICY drafted ON talka.programme_version FOR INSERT TO talka_app
    WITH CHECK (published_at IS NULL
        AND programme_id = ANY ((SELECT talka.my_programmes())::uuid[]));
CREATE POLICY published ON talka.programme_version FOR UPDATE TO talka_app
    USING (programme_id = ANY ((SELECT talka.my_programmes())::uuid[]))
    WITH CHECK (programme_id = ANY ((SELECT talka.my_programmes())::uuid[])
        AND (published_by_id IS NULL OR published_at IS NOT NULL));
CREATE POLICY house ON talka.programme TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.programme_version TO talka_owner USING (true) WITH CHECK (true);

-- A draft is given up whole; foreign keys refuse what something else still stands on.
GRANT DELETE ON talka.programme, talka.programme_version TO talka_app;
CREATE POLICY discarded ON talka.programme_version FOR DELETE TO talka_app
    USING (id = ANY ((SELECT talka.my_drafts())::uuid[]));
CREATE POLICY discarded ON talka.programme FOR DELETE TO talka_app
    USING (id = ANY ((SELECT talka.my_programmes())::uuid[]));

-- A table on its way in belongs to who brought it.
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.uploaded_table TO talka_app;
CREATE POLICY own ON talka.uploaded_table TO talka_app
    USING (worker_id = (SELECT talka.actor()))
    WITH CHECK (worker_id = (SELECT talka.actor())
        AND cardinality((SELECT talka.my_areas('{coordinator,ministry}'))) > 0);
CREATE POLICY house ON talka.uploaded_table TO talka_owner USING (true) WITH CHECK (true);
