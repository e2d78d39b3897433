-- Teams are known to everyone who is signed in; kept by the coordinator of the municipality.
SELECT talka.protect('team', 'id');
SELECT talka.protect('seat_holding', 'team_id');
GRANT SELECT, INSERT ON talka.team, talka.seat_holding TO talka_app;
-- A seat once held stays written: only its end is added.
GRANT UPDATE (until) ON talka.seat_holding TO talka_app;
CREATE POLICY house ON talka.team TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY house ON talka.seat_holding TO talka_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in ON talka.team FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
CREATE POLICY signed_in ON talka.seat_holding FOR SELECT TO talka_app
    USING ((SELECT talka.actor()) IS NOT NULL);
CREATE POLICY coordinated ON talka.team FOR INSERT TO talka_app
    WITH CHECK (municipality_id = ANY ((SELECT talka.my_areas('{coordinator}'))::text[]));
CREATE POLICY coordinated ON talka.seat_holding FOR INSERT TO talka_app
    WITH CHECK (team_id IN (SELECT t.id FROM talka.team t WHERE t.municipality_id =
        ANY ((SELECT talka.my_areas('{coordinator}'))::text[])));
CREATE POLICY coordinated_change ON talka.seat_holding FOR UPDATE TO talka_app
    USING (team_id IN (SELECT t.id FROM talka.team t WHERE t.municipality_id =
        ANY ((SELECT talka.my_areas('{coordinator}'))::text[])));

-- Counts: which seats are held on which day, of no person.
GRANT SELECT (id, municipality_id, since, until) ON talka.team TO talka_report, talka_verify;
GRANT SELECT (id, team_id, assignment_id, seat, deputy, since, until) ON talka.seat_holding
    TO talka_report, talka_verify;
GRANT SELECT (id, until) ON talka.assignment TO talka_report, talka_verify;
CREATE POLICY counted ON talka.team FOR SELECT TO talka_report, talka_verify USING (true);
CREATE POLICY counted ON talka.seat_holding FOR SELECT TO talka_report, talka_verify USING (true);
CREATE POLICY counted ON talka.assignment FOR SELECT TO talka_report, talka_verify USING (true);
