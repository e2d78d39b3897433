-- The door keeps keys; the runtime role never reads them.
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.account, talka.invitation TO talka_door;
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.account_emailaddress,
    talka.account_emailconfirmation, talka.mfa_authenticator, talka.django_content_type,
    talka.auth_permission, talka.auth_group, talka.auth_group_permissions, talka.door_cache
    TO talka_door;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA talka TO talka_door;

SELECT talka.protect('worker', 'id');
SELECT talka.protect('assignment', 'institution_id');
SELECT talka.protect('conflict_mark', 'scope');
GRANT SELECT, INSERT ON talka.worker, talka.assignment TO talka_app;
GRANT UPDATE (name, phone, language, version) ON talka.worker TO talka_app;
GRANT UPDATE (until) ON talka.assignment TO talka_app;
GRANT SELECT, INSERT, UPDATE ON talka.conflict_mark TO talka_app;
GRANT SELECT ON talka.worker, talka.assignment, talka.conflict_mark TO talka_guard;
GRANT SELECT ON talka.worker, talka.assignment TO talka_worker;
CREATE POLICY guard_reads ON talka.worker FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_reads ON talka.assignment FOR SELECT TO talka_guard USING (true);
CREATE POLICY guard_reads ON talka.conflict_mark FOR SELECT TO talka_guard USING (true);
CREATE POLICY works ON talka.worker FOR SELECT TO talka_worker USING (true);
CREATE POLICY works ON talka.assignment FOR SELECT TO talka_worker USING (true);
GRANT SELECT (worker_id, role, until) ON talka.assignment TO talka_verify;
CREATE POLICY commands ON talka.assignment FOR SELECT TO talka_verify USING (true);
CREATE POLICY house ON talka.worker TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.assignment TO talka_owner USING (true) WITH CHECK (true);

SET LOCAL ROLE talka_guard;

-- The assignments of the person who asks that are in force today, at a working institution.
CREATE OR REPLACE FUNCTION talka.my_assignments() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.id), '{}')
    FROM talka.assignment a
    JOIN talka.worker w ON w.id = a.worker_id AND w.active
    JOIN talka.institution i ON i.id = a.institution_id AND i.active
    WHERE a.worker_id = talka.actor()
      AND a.since <= talka.today() AND (a.until IS NULL OR a.until > talka.today())
$$;

CREATE OR REPLACE FUNCTION talka.my_institutions(roles text[] DEFAULT NULL) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT a.institution_id), '{}')
    FROM talka.assignment a
    WHERE a.id = ANY (talka.my_assignments()) AND (roles IS NULL OR a.role = ANY (roles))
$$;

-- Municipalities the person works for; {*} when an assignment covers the country.
CREATE OR REPLACE FUNCTION talka.my_areas(roles text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT coalesce(a.municipality_id, '*')), '{}')
    FROM talka.assignment a
    WHERE a.id = ANY (talka.my_assignments()) AND a.role = ANY (roles)
$$;

-- The person as the application needs them, in one call with `begin`.
CREATE OR REPLACE FUNCTION talka.me() RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('name', w.name, 'language', w.language, 'seats', coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', a.id, 'institution', a.institution_id,
            'kind', i.kind, 'role', a.role, 'area', a.municipality_id) ORDER BY a.since, a.id)
        FROM talka.assignment a JOIN talka.institution i ON i.id = a.institution_id
        WHERE a.id = ANY (talka.my_assignments())), '[]'::jsonb))
    FROM talka.worker w WHERE w.id = talka.actor() AND w.active
$$;

-- Technical administration stands alone: nobody who runs the house meets content, on any day.
CREATE OR REPLACE FUNCTION talka.stands_apart() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.worker_id::text, 20));
    IF EXISTS (SELECT 1 FROM talka.assignment a
               WHERE a.worker_id = NEW.worker_id AND a.id <> NEW.id
                 AND (a.role = 'technical_admin') <> (NEW.role = 'technical_admin')
                 AND daterange(a.since, a.until) && daterange(NEW.since, NEW.until)) THEN
        RAISE EXCEPTION 'technical administration goes with no other role'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A role is held only in an institution of a kind that the pack names for it: an administrator of an
-- NGO makes nobody a police officer or a ministry.
CREATE OR REPLACE FUNCTION talka.role_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM talka.role_kind k
                   JOIN talka.institution i ON i.kind = k.kind
                   WHERE i.id = NEW.institution_id AND k.role = NEW.role) THEN
        RAISE EXCEPTION 'this role is not held in this kind of institution'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION talka.my_assignments(), talka.my_institutions(text[]),
    talka.my_areas(text[]), talka.me(), talka.stands_apart(), talka.role_fits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION talka.stands_apart(), talka.role_fits() TO talka_owner;
GRANT EXECUTE ON FUNCTION talka.my_assignments(), talka.my_institutions(text[]),
    talka.my_areas(text[]), talka.me() TO talka_app;
RESET ROLE;

DROP TRIGGER IF EXISTS apart ON talka.assignment;
CREATE TRIGGER apart BEFORE INSERT OR UPDATE ON talka.assignment
    FOR EACH ROW EXECUTE FUNCTION talka.stands_apart();
DROP TRIGGER IF EXISTS fits ON talka.assignment;
CREATE TRIGGER fits BEFORE INSERT OR UPDATE OF role, institution_id ON talka.assignment
    FOR EACH ROW EXECUTE FUNCTION talka.role_fits();

CREATE POLICY signed_in ON talka.worker FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
CREATE POLICY signed_in ON talka.assignment FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);

-- An administrator of an institution invites colleagues to that institution and gives nobody's
-- seat to themself; a coordinator coordinates the municipality that employs them. A person keeps
-- their own name and language.
CREATE POLICY invited ON talka.worker FOR INSERT TO talka_app
    WITH CHECK (cardinality((SELECT talka.my_institutions(
        '{institution_admin,technical_admin}'))) > 0);
-- A technical administrator enters institutions and their administrators, and sees no content.
CREATE POLICY founded ON talka.institution FOR INSERT TO talka_app
    WITH CHECK (cardinality((SELECT talka.my_institutions('{technical_admin}'))) > 0);
CREATE POLICY first_admin ON talka.assignment FOR INSERT TO talka_app
    WITH CHECK (role = 'institution_admin' AND worker_id <> (SELECT talka.actor())
        AND cardinality((SELECT talka.my_institutions('{technical_admin}'))) > 0);
CREATE POLICY own_card ON talka.worker FOR UPDATE TO talka_app
    USING (id = (SELECT talka.actor())) WITH CHECK (id = (SELECT talka.actor()));
CREATE POLICY administered ON talka.assignment FOR INSERT TO talka_app
    WITH CHECK (institution_id = ANY ((SELECT talka.my_institutions('{institution_admin}'))::uuid[])
                AND role <> 'technical_admin' AND worker_id <> (SELECT talka.actor())
                AND (role <> 'coordinator' OR municipality_id = (
                    SELECT i.municipality_id FROM talka.institution i
                    WHERE i.id = assignment.institution_id)));
CREATE POLICY ended_by_admin ON talka.assignment FOR UPDATE TO talka_app
    USING (institution_id = ANY ((SELECT talka.my_institutions('{institution_admin}'))::uuid[]))
    WITH CHECK (institution_id = ANY ((SELECT talka.my_institutions('{institution_admin}'))::uuid[]));
CREATE POLICY named_by_admin ON talka.institution FOR UPDATE TO talka_app
    USING (id = ANY ((SELECT talka.my_institutions('{institution_admin}'))::uuid[]))
    WITH CHECK (id = ANY ((SELECT talka.my_institutions('{institution_admin}'))::uuid[]));

-- A conflict is marked by the person themself or by somebody who holds the case (casework adds
-- that clause); the marked person sees their own marks, and nobody lifts their own.
CREATE POLICY own_marks ON talka.conflict_mark FOR SELECT TO talka_app
    USING (worker_id = (SELECT talka.actor()) OR marked_by_id = (SELECT talka.actor()));
CREATE POLICY marked ON talka.conflict_mark FOR INSERT TO talka_app
    WITH CHECK (marked_by_id = (SELECT talka.actor()));

-- What happens at the door stands in the trail. A secret that is stored anew (a rehashed password,
-- a used recovery code) tells no more than that it was.
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT * FROM (VALUES
        ('priv.session', 'opened', 'INSERT', 'NEW.account IS NOT NULL', 'session.opened',
            'account', 'self'),
        ('priv.session', 'proven', 'UPDATE OF account',
            'NEW.account IS NOT NULL AND OLD.account IS DISTINCT FROM NEW.account',
            'session.opened', 'account', 'self'),
        ('priv.session', 'ended', 'UPDATE OF ended',
            'OLD.ended IS NULL AND NEW.ended IS NOT NULL AND NEW.account IS NOT NULL',
            'session.ended', 'account', ''),
        ('talka.account', 'password', 'UPDATE OF password',
            'OLD.password IS DISTINCT FROM NEW.password', 'password.changed', 'id', 'self'),
        ('talka.account', 'entry', 'UPDATE OF is_active',
            'OLD.is_active IS DISTINCT FROM NEW.is_active', 'account.opened_or_closed', 'id', ''),
        ('talka.invitation', 'made', 'INSERT', 'true', 'invitation.made', 'account_id', ''),
        ('talka.invitation', 'used', 'UPDATE OF used_at',
            'OLD.used_at IS NULL AND NEW.used_at IS NOT NULL', 'invitation.used', 'account_id',
            'self'),
        ('talka.mfa_authenticator', 'added', 'INSERT', 'true', 'factor.added', 'user_id', 'self'),
        ('talka.mfa_authenticator', 'removed', 'DELETE', 'true', 'factor.removed', 'user_id', '')
    ) AS t(tab, name, moment, condition, kind, col, self) LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS door_%s ON %s', each.name, each.tab);
        EXECUTE format('CREATE TRIGGER door_%s AFTER %s ON %s FOR EACH ROW WHEN (%s)
            EXECUTE FUNCTION talka.audit_door(%L, %L, %L)',
            each.name, each.moment, each.tab, each.condition, each.kind, each.col, each.self);
    END LOOP;
END $$;
