-- Whom one rings in an incident outside of the house: police, insurer, counsel, provider, response team, authority. Kept for the group, a
-- division or a company by whoever keeps its pack, each with an owner and the day on which it was last found right.
create table incident_contacts (
  id uuid primary key default new_id(),
  unit_id uuid not null references units,
  -- The company by law; empty for the group and its divisions.
  company_id uuid references units,
  kind text not null constraint incident_contacts_kind
    check (kind in ('authority', 'police', 'csirt', 'insurer', 'counsel', 'it_provider', 'partner', 'other')),
  name text not null constraint incident_contacts_name check (btrim(name) <> '' and length(name) <= 200),
  -- Of an authority the rule of law whose recipient it is.
  rule_key text constraint incident_contacts_rule_key_length check (length(rule_key) <= 100),
  telephone text not null default '' constraint incident_contacts_telephone_length check (length(telephone) <= 60),
  mail text not null default '' constraint incident_contacts_mail_length check (length(mail) <= 254),
  portal text not null default '' constraint incident_contacts_portal_length check (length(portal) <= 500),
  note text not null default '' constraint incident_contacts_note_length check (length(note) <= 500),
  owner_id uuid not null references people,
  checked_on date not null,
  checked_by uuid,
  added_at timestamptz not null default app_now(),
  added_by uuid,
  ended_at timestamptz,
  row_version integer not null default 1,
  constraint incident_contacts_reachable check (telephone <> '' or mail <> '' or portal <> ''),
  constraint incident_contacts_rule_of_authority check (rule_key is null or kind = 'authority')
);
create index incident_contacts_of_unit on incident_contacts (unit_id, kind, name) where ended_at is null;
create index incident_contacts_of_company on incident_contacts (company_id);
create index incident_contacts_of_owner on incident_contacts (owner_id);
alter table incident_contacts enable row level security;
create policy whole_group on incident_contacts to yagura_group using (true) with check (true);
create policy own_units on incident_contacts to yagura_scoped
  using (unit_id = any ((select scope_units())::uuid[])) with check (unit_id = any ((select scope_units())::uuid[]));
create policy door on incident_contacts to yagura_jobs using (true) with check (true);
