-- Public knowledge, written only when a pack is loaded.
GRANT SELECT ON talka.municipality
    TO talka_app, talka_worker, talka_report, talka_public, talka_guard, talka_door, talka_verify;
