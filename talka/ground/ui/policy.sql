-- Drafts and remembered posts: everybody's own, and nobody else's.
--
-- Not `protect`ed: a draft is saved while somebody types, is read by its writer only, and is not
-- yet a statement about anybody; an event each second would drown the trail that people read.
-- What is sent at last is audited where it is written.

ALTER TABLE talka.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.draft FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.draft TO talka_app;
CREATE POLICY own ON talka.draft TO talka_app
    USING (account = (SELECT talka.actor())) WITH CHECK (account = (SELECT talka.actor()));

-- The door may drop words in for somebody whose session ended, and never look at them again.
GRANT INSERT ON talka.draft TO talka_door;
CREATE POLICY parked ON talka.draft FOR INSERT TO talka_door WITH CHECK (parked);

-- Old drafts go, unread: the worker sees when, not what.
GRANT SELECT (id, updated_at), DELETE ON talka.draft TO talka_worker;
CREATE POLICY swept ON talka.draft FOR SELECT TO talka_worker USING (true);
CREATE POLICY old ON talka.draft FOR DELETE TO talka_worker
    USING (updated_at < now() - interval '30 days');

ALTER TABLE talka.post_once ENABLE ROW LEVEL SECURITY;
ALTER TABLE talka.post_once FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON talka.post_once TO talka_app;
CREATE POLICY own ON talka.post_once TO talka_app
    USING (account = (SELECT talka.actor())) WITH CHECK (account = (SELECT talka.actor()));
-- The memory of whom a table of people brought in does not go: a later run must know them.
GRANT SELECT (id, at), DELETE ON talka.post_once TO talka_worker;
CREATE POLICY swept ON talka.post_once FOR SELECT TO talka_worker USING (true);
CREATE POLICY old ON talka.post_once FOR DELETE TO talka_worker
    USING (at < now() - interval '2 days' AND path <> 'intake');
