-- Published numbers are for everybody and never change. The database itself refuses a small one.
SELECT talka.protect('release', 'id');
SELECT talka.protect('published_figure', 'release_id');
GRANT SELECT ON talka.release, talka.published_figure TO talka_app, talka_public;
GRANT INSERT ON talka.release, talka.published_figure TO talka_app;
CREATE POLICY everybody ON talka.release FOR SELECT TO talka_app, talka_public USING (true);
CREATE POLICY everybody ON talka.published_figure FOR SELECT TO talka_app, talka_public
    USING (true);
CREATE POLICY published ON talka.release FOR INSERT TO talka_app
    WITH CHECK (by = (SELECT talka.actor())
        AND '*' = ANY ((SELECT talka.my_areas('{ministry,rapporteur}'))::text[]));
CREATE POLICY published ON talka.published_figure FOR INSERT TO talka_app
    WITH CHECK ('*' = ANY ((SELECT talka.my_areas('{ministry,rapporteur}'))::text[]));
