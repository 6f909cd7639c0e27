-- What the roles of the application may do with which table. Run again after every migration.
grant usage on schema public to yagura_door, yagura_group, yagura_scoped, yagura_jobs;
revoke create on schema public from public;

grant select, insert, update, delete on all tables in schema public to yagura_group, yagura_scoped;
-- What was migrated is the owner's to write; a start without the owner compares.
revoke all on schema_migrations from yagura_group, yagura_scoped;
grant select on schema_migrations to yagura_door;
-- Read alone: what holds follows from grants, holders, deputies and absences.
revoke insert, update, delete on grants_in_force from yagura_group, yagura_scoped;
-- The trail: written through record_event alone.
revoke insert, update, delete on events, event_values, seals, day_seals, trail_eras, event_cursors, timed_runs
  from yagura_group, yagura_scoped;
revoke all on event_cursors, timed_runs from yagura_scoped;
-- Jobs are ordered and stopped through db/queue.sql.
revoke insert, update on jobs from yagura_group, yagura_scoped;
-- Rights and settings are read by everybody's checks, changed by operations of the group only.
revoke insert, update, delete on roles, role_permissions, group_settings from yagura_scoped;
revoke insert, update, delete on editions, controls, control_references, reference_sets, reference_items,
  edition_changes, rounds, service_providers, catalogues, catalogue_items, errata, mapping_collections, mappings,
  mapping_links, carry_over_rules, draft_errata, translations_looked_at
  from yagura_scoped;
-- Nothing that people quote is ever deleted; what ends gets an end.
revoke delete on units, people, accounts, rounds, inspections, answers, evidence, files, jobs, duties, catalogues, errata,
  asked_again, mapping_collections, mappings, mapping_links, confirmations_taken_back
  from yagura_group, yagura_scoped;

-- Results of earlier years are added by whoever answers for the whole group; of an entry nothing changes but that it ended.
revoke insert, update, delete on earlier_results from yagura_group, yagura_scoped;
grant insert, update (replaced_at) on earlier_results to yagura_group;

-- The door: finds the session and its grants, and records sign-ins and refusals.
grant select on accounts, sessions, invitations, people, grants, roles, role_permissions, units, unit_names,
  group_settings to yagura_door;
grant insert, update on sessions to yagura_door;
grant update on accounts, invitations to yagura_door;
-- Of a token the door keeps when it was last used; what it may is changed by nobody, it is revoked.
revoke insert, update, delete on token_rules from yagura_group, yagura_scoped;
grant update on token_rules to yagura_group;
revoke update, delete on access_tokens from yagura_group, yagura_scoped;
grant update (revoked_at, revoked_by) on access_tokens to yagura_group, yagura_scoped;
grant select, update (last_used_at, last_used_from) on access_tokens to yagura_door;

-- The trail's keeper: seals and moves cursors, reads every event.
grant select on events, event_values, seals, event_cursors, group_settings to yagura_jobs;
grant insert on seals to yagura_jobs;
grant insert, update on event_cursors to yagura_jobs;
grant select, update on jobs to yagura_jobs;
