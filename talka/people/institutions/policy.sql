-- Institutions are known to everyone who is signed in; written by administrators of institutions.
SELECT talka.protect('institution', 'id');
-- Kind and place decide which roles may be held there: they stay as they were entered.
GRANT SELECT, INSERT ON talka.institution TO talka_app;
GRANT UPDATE (name_lt, name_en, phone, version) ON talka.institution TO talka_app;
GRANT SELECT ON talka.role_kind TO talka_guard;
GRANT SELECT ON talka.institution TO talka_guard, talka_worker, talka_report, talka_verify;
CREATE POLICY guard_reads ON talka.institution FOR SELECT TO talka_guard USING (true);
CREATE POLICY counted ON talka.institution FOR SELECT TO talka_report, talka_worker, talka_verify USING (true);
CREATE POLICY house ON talka.institution TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in ON talka.institution FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
