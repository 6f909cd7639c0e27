-- What the roles of the application may do with which table. Run again after every migration.
grant usage on schema public to yagura_door, yagura_group, yagura_scoped, yagura_outside, yagura_jobs;
revoke create on schema public from public;

grant select, insert, update, delete on all tables in schema public to yagura_group, yagura_scoped;
-- What was migrated is the owner's to write; a start without the owner compares.
revoke all on schema_migrations from yagura_group, yagura_scoped;
grant select on schema_migrations to yagura_door;
-- Keys that signed before are the owner's to write, at a change of the secret.
revoke insert, update, delete on signing_keys from yagura_group, yagura_scoped;
-- Read alone: what holds follows from grants, holders, deputies and absences.
revoke insert, update, delete on grants_in_force from yagura_group, yagura_scoped;
-- The trail: written through record_event alone.
revoke insert, update, delete on events, event_values, seals, day_seals, trail_eras, event_cursors, timed_runs
  from yagura_group, yagura_scoped;
revoke all on event_cursors, timed_runs, trail_erasures, event_texts_reached from yagura_scoped;
revoke insert, update, delete on event_texts, event_texts_reached from yagura_group, yagura_scoped;
revoke delete on trail_erasures, trail_exports from yagura_group, yagura_scoped;
-- Jobs are ordered and stopped through db/queue.sql.
revoke insert, update on jobs from yagura_group, yagura_scoped;
-- Rights and settings are read by everybody's checks, changed by operations of the group only.
revoke insert, update, delete on roles, role_permissions, group_settings from yagura_scoped;
revoke insert, update, delete on editions, controls, control_references, reference_sets, reference_items,
  edition_changes, rounds, service_providers, catalogues, catalogue_items, errata, mapping_collections, mappings,
  mapping_links, carry_over_rules, draft_errata, translations_looked_at
  from yagura_scoped;
revoke all on unknown_names, link_requests from yagura_scoped;
-- Nothing that people quote is ever deleted; what ends gets an end.
revoke delete on units, people, accounts, rounds, inspections, answers, evidence, files, jobs, duties, catalogues, errata,
  asked_again, mapping_collections, mappings, mapping_links, confirmations_taken_back
  from yagura_group, yagura_scoped;

-- Results of earlier years are added by whoever answers for the whole group; of an entry nothing changes but that it ended.
revoke insert, update, delete on earlier_results from yagura_group, yagura_scoped;
grant insert, update (replaced_at) on earlier_results to yagura_group;
revoke insert, update, delete on earlier_audits from yagura_group, yagura_scoped;
grant insert, update (replaced_at) on earlier_audits to yagura_group;

-- Backups are the whole group's, and theirs who run the system.
revoke all on backup_runs from yagura_scoped;
revoke delete on backup_runs from yagura_group;

-- The door: finds the session and its grants, and records sign-ins and refusals.
grant select on accounts, sessions, invitations, people, grants, roles, role_permissions, units, unit_names,
  group_settings to yagura_door;
grant insert, update on sessions to yagura_door;
grant update on accounts, invitations to yagura_door;
grant select on sign_in_rules, employments to yagura_door;
grant select, insert, update on sign_in_links, factors, recovery_codes to yagura_door;
grant select, insert, update, delete on challenges, unknown_names to yagura_door;
grant insert on link_requests to yagura_door;
-- Of a token the door keeps when it was last used; what it may is changed by nobody, it is revoked.
revoke insert, update, delete on token_rules from yagura_group, yagura_scoped;
grant update on token_rules to yagura_group;
revoke update, delete on access_tokens from yagura_group, yagura_scoped;
grant update (revoked_at, revoked_by) on access_tokens to yagura_group, yagura_scoped;
grant select, update (last_used_at, last_used_from) on access_tokens to yagura_door;

-- The trail's keeper: seals and moves cursors, reads every event.
grant select on events, event_values, seals, event_cursors, group_settings to yagura_jobs;
grant insert, update on event_cursors to yagura_jobs;
grant select, update on jobs to yagura_jobs;

-- Mail: asked for where somebody acts, also at the door (a forgotten password); how the server does is the sender's to write.
revoke delete on mails, mail_troubles from yagura_group, yagura_scoped;
revoke insert, update, delete on mail_server from yagura_scoped;
revoke delete on mail_server from yagura_group;
grant insert on mails to yagura_door;
grant select, update on mails to yagura_jobs;
grant select, insert, update on mail_server to yagura_jobs;
grant select, insert, update on mail_troubles to yagura_jobs;
-- Ways to a provider and back are the door's alone; what it needs to know of a provider it reads.
revoke all on provider_journeys from yagura_group, yagura_scoped;
revoke delete on identity_connections, identities from yagura_group, yagura_scoped;
grant select on identity_connections, identities, employments to yagura_door;
grant update (last_used_at, state, tested_at, tested_by) on identity_connections to yagura_door;
grant insert, update (last_used_at) on identities to yagura_door;
grant select, insert, update, delete on provider_journeys to yagura_door;

-- Calls and receivers end and are not deleted; the sender takes rows of the outbox and writes how a receiver does, the door
-- reads whose signature it looks at.
revoke delete on calls, receivers, deliveries from yagura_group, yagura_scoped;
revoke insert, update on calls from yagura_scoped;
grant select, update on deliveries to yagura_jobs;
grant select, update (rests_until, failures, failing_since, problem, last_sent_at) on receivers to yagura_jobs;
grant select on receivers, deliveries, calls to yagura_door;
-- Feeds end and are not deleted; the door opens them by open_feed alone.
revoke delete on calendar_feeds from yagura_group, yagura_scoped;
revoke execute on function open_feed(bytea), feed_duties(uuid, text[]) from public;
grant execute on function open_feed(bytea), feed_duties(uuid, text[]) to yagura_door;

-- Somebody from outside reads what an engagement covers, and what that is written in; nothing else is open to the role, and it
-- writes nothing. Which of the rows, the policies say.
grant select on units, unit_names, inspections, scope_answers, answers, evidence, evidence_uses, files, papers, engagements,
  engagement_covers, outside_firms, people, accounts, group_settings, rounds, editions, controls, errata, roles, role_permissions,
  translations_behind, grants to yagura_outside;
-- What an engagement says is kept as it was; who was in it gets an end.
revoke delete on outside_firms, engagements, engagement_people from yagura_group, yagura_scoped;
revoke insert on outside_firms from yagura_group, yagura_scoped;
grant select on outside_firms to yagura_door;

-- Emergencies are taken by take_emergency alone; what of one may change is its early end, and what a second person says of it.
revoke insert, update, delete on emergencies from yagura_group, yagura_scoped;
grant update (ends_at, ended_by) on emergencies to yagura_scoped;
grant update (ends_at, ended_by, verdict, reviewed_by, reviewed_at, review_note) on emergencies to yagura_group;
revoke insert, update, delete on grants_in_emergency from yagura_group, yagura_scoped;
revoke all on looks from yagura_group, yagura_scoped;
grant select on emergencies, grants_in_emergency to yagura_door;
grant execute on function record_look(text, uuid, uuid, text, text, jsonb, text) to yagura_door;

-- Looking along is allowed by the person, started, left and ended by functions that ask who asks.
revoke update, delete on viewings from yagura_group, yagura_scoped;
revoke insert on viewings from yagura_group;
grant select on viewings to yagura_door;
-- What classes mean is the whole group's; what the ledgers said before is written by their trigger and never changed.
revoke insert, update, delete on asset_classes, class_measures, ledger_settings from yagura_scoped;
revoke update, delete on past_devices, past_servers, past_cloud_services, past_user_ids, past_information, past_internet_exits,
  past_plant_equipment, past_product_components from yagura_group, yagura_scoped;
-- COPY writes into no table whose rows are locked: rows on their way in are written by the product, and read through a view alone.
revoke select, update, delete on said_rows from yagura_group, yagura_scoped;
revoke insert on arrived from yagura_group, yagura_scoped;
-- A gap is closed and never deleted, and so is what it was about.
revoke delete on asset_gaps, data_transfers, continuity_targets, restore_tests, data_purposes, data_uses, data_use_answers from yagura_group, yagura_scoped;
-- What was asked about an unknown thing is answered, never taken away.
revoke delete on unknown_things, unknown_asks from yagura_group, yagura_scoped;
-- What was said stays as it was said; of "none of this" the end alone is written later.
revoke delete on ledger_nones, onboarding_plans, onboarding_steps, said_facts, onboarding_reviews from yagura_group, yagura_scoped;
revoke update on said_facts, onboarding_reviews from yagura_group, yagura_scoped;
revoke insert, update, delete on onboarding_settings from yagura_scoped;
-- What was told and said stays; who may be told before the issue changes with the draft.
revoke delete on instructions, instruction_audiences, instruction_recipients, instruction_replies, instruction_proofs,
  instruction_changes from yagura_group, yagura_scoped;
revoke update on instruction_replies, instruction_proofs, instruction_changes from yagura_group, yagura_scoped;
-- Who was asked and what they answered stays; a correction stands beside what it corrects.
revoke delete on lateral_checks, lateral_check_origins, lateral_check_members, lateral_check_entries, lateral_check_answers,
  lateral_check_proofs from yagura_group, yagura_scoped;
revoke update on lateral_check_origins, lateral_check_answers, lateral_check_proofs from yagura_group, yagura_scoped;
-- The programme of audits is the whole group's to write, and its pool of auditors and what they advised on the whole group's to read.
revoke insert, update, delete on audit_cycles, audit_programmes, audit_earlier_days, audit_visits, audit_visit_sites, audit_visit_team
  from yagura_scoped;
revoke all on auditors, audit_advice from yagura_scoped;
revoke update, delete on audit_cycles, audit_advice from yagura_group;
revoke delete on audit_programmes, audit_earlier_days, audit_visits, auditors from yagura_group;
-- What was found, done, seen and approved stays; what a severity means is the group's to set. What a plan is about changes while it is written.
revoke delete on findings, finding_numbers, finding_occurrences, finding_remedies, finding_reopenings, finding_verifications, finding_acceptances, finding_files,
  finding_origins from yagura_group, yagura_scoped;
revoke update on finding_remedies, finding_reopenings, finding_verifications, finding_files from yagura_group, yagura_scoped;
revoke insert, update, delete on finding_severities from yagura_scoped;
revoke insert, delete on finding_severities from yagura_group;
revoke delete on plans, plan_numbers, plan_files, plan_origins, plan_step_origins from yagura_group, yagura_scoped;
revoke update on plan_files from yagura_group, yagura_scoped;
revoke insert, update, delete on plan_settings from yagura_scoped;
revoke insert, delete on plan_settings from yagura_group;

-- On site, what was entered stays: of a change only what became of it is noted, of a note that it was withdrawn, and when a device came back.
revoke delete on audit_sheets, audit_places, audit_controls, audit_checks, audit_check_twins, audit_checkouts, audit_ops, audit_values, audit_notes
  from yagura_group, yagura_scoped;
revoke update on audit_check_twins, audit_ops, audit_notes from yagura_group, yagura_scoped;
grant update (outcome, decided_by, decided_at) on audit_ops to yagura_group, yagura_scoped;
grant update (withdrawn_at, withdrawn_by) on audit_notes to yagura_group, yagura_scoped;
-- What was asked, answered and reported stays; a draft alone goes with its sheet, and lines of an agenda are replaced. Final reports are frozen by triggers.
-- Of what was seen on site the last version of a report stands.
revoke delete on audit_requests, audit_request_turns, audit_request_files, audit_agendas, audit_report_files, audit_signatures
  from yagura_group, yagura_scoped;
revoke update on audit_request_turns, audit_request_files, audit_report_files, audit_signatures from yagura_group, yagura_scoped;

-- What a tier of the whole group claims is told to whoever reads audits.
revoke execute on function claims_by_tier(date, date, text, text) from public;
grant execute on function claims_by_tier(date, date, text, text) to yagura_group, yagura_scoped;

-- What was reported, judged and taken note of stays; which kinds go to headquarters at once, and to whom, is the whole group's.
revoke delete on incidents, incident_numbers, incident_reports, incident_severities, incident_moments, incident_files, incident_assets, incident_additions, incident_locks
  from yagura_group, yagura_scoped;
revoke update on incident_severities, incident_moments, incident_files, incident_additions from yagura_group, yagura_scoped;
grant update (withdrawn_at, withdrawn_by) on incident_moments to yagura_group, yagura_scoped;
revoke update, delete on incident_clock_corrections from yagura_group, yagura_scoped;
revoke insert, update, delete on incident_law_looks from yagura_scoped;
revoke insert, update, delete on incident_kinds, incident_settings from yagura_scoped;
revoke insert, delete on incident_kinds, incident_settings from yagura_group;

revoke execute on function head_of_incidents() from public;
grant execute on function head_of_incidents() to yagura_group, yagura_scoped;
grant execute on function product_facts(uuid) to yagura_group, yagura_scoped;
revoke execute on function where_report_went(uuid) from public;
grant execute on function where_report_went(uuid) to yagura_group, yagura_scoped;
revoke execute on function titles_of_owed(uuid[]) from public;
grant execute on function titles_of_owed(uuid[]) to yagura_group, yagura_scoped;
revoke execute on function seated_at(uuid), seats_of(uuid) from public;
grant execute on function seated_at(uuid) to yagura_group, yagura_scoped;
-- Of an indicator only its withdrawal is written later.
revoke delete, update on incident_indicators from yagura_group, yagura_scoped;
grant update (withdrawn_at, withdrawn_by, withdrawn_because) on incident_indicators to yagura_group, yagura_scoped;
-- Of a request to ask others only its end is written later.
revoke delete, update on incident_check_requests from yagura_group, yagura_scoped;
grant update (check_id, check_number, declined_because, answered_at, answered_by) on incident_check_requests to yagura_group, yagura_scoped;
-- What was learned and what it cost stays; a proposal gets its answer, a wrong line its end. What was tried stays as it was said.
revoke delete on incident_reviews, incident_lessons, incident_costs, incident_procedures, incident_procedure_trials from yagura_group, yagura_scoped;
revoke update on incident_lessons, incident_costs, incident_procedure_trials from yagura_group, yagura_scoped;
grant update (answered_at, answered_by, answer, is_taken_up) on incident_lessons to yagura_group, yagura_scoped;
grant update (withdrawn_at) on incident_costs to yagura_group, yagura_scoped;
-- A version of a rule stays as it was written; what changes is who adopted it, when it was reviewed and when it ends. Legal facts get an end.
revoke delete on clock_rules, clock_rule_adoptions, clock_rule_reviews from yagura_group, yagura_scoped;
revoke update on clock_rules, clock_rule_adoptions, clock_rule_reviews from yagura_group, yagura_scoped;
grant update (effective_to, reviewed_on, adopted_at, adopted_by, row_version) on clock_rules to yagura_group, yagura_scoped;
-- What the product says of its own rules is corrected by the product; what a rule counts never.
grant update (words, source_title, source_address, more_sources, read_on, sure) on clock_rules to yagura_group;
grant update (withdrawn_at, withdrawn_by, reason) on clock_rule_adoptions to yagura_group, yagura_scoped;
revoke update on company_laws from yagura_group, yagura_scoped;
grant update (valid_to) on company_laws to yagura_group, yagura_scoped;

-- What was said, done, handed over, told and kept in the room of an incident stays; playbooks are the whole group's to write.
revoke insert, update, delete on playbooks from yagura_scoped;
revoke update, delete on playbooks from yagura_group;
revoke delete on incident_entries, incident_tasks, incident_roles, incident_handovers, incident_circle, incident_affected, incident_people, incident_evidence,
  incident_custody, incident_briefs from yagura_group, yagura_scoped;
revoke update on incident_entries, incident_people, incident_evidence, incident_custody, incident_briefs from yagura_group, yagura_scoped;
grant update (confirmed_at) on incident_custody to yagura_group, yagura_scoped;
revoke execute on function is_hidden(uuid), incidents_about_me(), incident_owed(text, uuid), may_be_told(uuid, text, uuid), confidential_running(uuid[]),
  people_for_incident(uuid, text, boolean), names_in_incidents(uuid[]) from public;
grant execute on function may_be_told(uuid, text, uuid) to yagura_group;
grant execute on function is_hidden(uuid), incidents_about_me(), confidential_running(uuid[]), people_for_incident(uuid, text, boolean),
  names_in_incidents(uuid[]) to yagura_group, yagura_scoped;

-- Whom one rings outside is ended, not deleted.
revoke delete on incident_contacts from yagura_group, yagura_scoped;

revoke execute on function entities_of_incident(uuid) from public;
grant execute on function entities_of_incident(uuid) to yagura_group, yagura_scoped;
revoke execute on function people_for_pack(uuid) from public;
grant execute on function people_for_pack(uuid) to yagura_group, yagura_scoped;

-- When the pack of a unit was last taken along; asked of units in reach.
revoke execute on function pack_taken_at(uuid) from public;
grant execute on function pack_taken_at(uuid) to yagura_group, yagura_scoped;

-- The table of notices is written by versions; what was sent, approved and proven stays.
revoke delete on notice_lines, notice_line_versions, incident_notices, incident_notice_texts, incident_notice_approvals, incident_notice_sendings,
  incident_notice_proofs, incident_notice_omissions from yagura_group, yagura_scoped;
revoke update on notice_line_versions, incident_notice_texts, incident_notice_approvals, incident_notice_sendings, incident_notice_proofs,
  incident_notice_omissions from yagura_group, yagura_scoped;
grant update (seen_at, seen_by, agrees, said, reopened_at, reopened_severity) on incident_notice_omissions to yagura_group, yagura_scoped;
grant update (mail_id, outcome, outcome_at, reply) on incident_notice_sendings to yagura_group, yagura_scoped;
revoke execute on function names_of_line_units(uuid[]), names_of_positions(uuid[]), names_of_notice_holders(uuid, text), notice_letter(uuid) from public;
grant execute on function names_of_line_units(uuid[]), names_of_positions(uuid[]), names_of_notice_holders(uuid, text), notice_letter(uuid) to yagura_group, yagura_scoped;

-- Reports from outside of a session: the door puts them aside and reads by secret alone; links end and are not deleted.
revoke delete on report_links, incident_intakes, incident_intake_files, incident_intake_words from yagura_group, yagura_scoped;
revoke execute on function report_link_at_door(text), intake_at_door(bytea) from public;
grant execute on function report_link_at_door(text), intake_at_door(bytea) to yagura_door;
grant select, insert on incident_intakes, incident_intake_words to yagura_door;
grant insert on files, incident_intake_files to yagura_door;
revoke execute on function parts_of_incident(uuid) from public;
-- Answers stay; a clock is worked out anew and never taken away.
revoke delete on incident_answers, incident_clocks, incident_clock_pauses from yagura_group, yagura_scoped;
revoke update on incident_clock_pauses from yagura_group, yagura_scoped;
grant update (to_at, ended_at, ended_by) on incident_clock_pauses to yagura_group, yagura_scoped;
revoke update on incident_answers from yagura_group, yagura_scoped;

revoke execute on function on_call_people_named(uuid, text[], uuid[]) from public;
grant execute on function on_call_people_named(uuid, text[], uuid[]) to yagura_group, yagura_scoped;
