-- A count of people that was taken over from a set of personal data in the ledger: from which, how many of the country it named
-- then, how many of them were taken, and how that went together with what was counted before. Two sets may be of the same people.
alter table incident_people add column entry_id uuid, add column entry_name text not null default ''
    constraint incident_people_entry_name_length check (length(entry_name) <= 300),
  add column in_ledger integer constraint incident_people_in_ledger check (in_ledger >= 0),
  add column taken integer constraint incident_people_taken check (taken >= 0),
  add column taken_as text constraint incident_people_taken_as check (taken_as in ('first', 'others', 'same', 'difference', 'instead')),
  add constraint incident_people_taken_whole check ((entry_id is null) = (in_ledger is null) and (entry_id is null) = (taken is null)
    and (entry_id is null) = (taken_as is null));
create index incident_people_from on incident_people (entry_id, incident_id, country, set_at desc, id desc) where entry_id is not null;
