-- Published criteria sets: known to everyone who is signed in, added by setup, changed by nobody.
SELECT talka.protect('criteria_version', 'id');
SELECT talka.protect('criteria_handed', 'version_id');
GRANT SELECT ON talka.criteria_version, talka.criteria_handed TO talka_app, talka_worker, talka_report;

CREATE POLICY house ON talka.criteria_version TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.criteria_handed TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY counted ON talka.criteria_version FOR SELECT
    TO talka_worker, talka_report USING (true);
CREATE POLICY counted ON talka.criteria_handed FOR SELECT
    TO talka_worker, talka_report USING (true);
CREATE POLICY signed_in ON talka.criteria_version FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
CREATE POLICY signed_in ON talka.criteria_handed FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);

-- A case pins a version, so even the owner may not change one.
DROP TRIGGER IF EXISTS append_only ON talka.criteria_version;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON talka.criteria_version
    FOR EACH STATEMENT EXECUTE FUNCTION talka.never();
DROP TRIGGER IF EXISTS append_only ON talka.criteria_handed;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON talka.criteria_handed
    FOR EACH STATEMENT EXECUTE FUNCTION talka.never();
