-- Duties lay in a partition per fiscal year, 27 of them, most of them empty. Whoever asks by subject, company or person
-- asks across the years, so each of those statements was planned for all 27: some 20 ms, more than everything else it did
-- (docs/decisions/0030-duties-in-one-table.md).
alter table duties rename to duties_by_year;
create table duties (like duties_by_year including defaults including constraints);
insert into duties select * from duties_by_year;
drop table duties_by_year;
drop procedure make_duty_partition(integer);

alter table duties add constraint duties_pkey primary key (id);
alter table duties add constraint duties_company_id_fkey foreign key (company_id) references units;
alter table duties add constraint duties_person_id_fkey foreign key (person_id) references people;
create unique index duties_one_open on duties (fiscal_year, kind, subject_id, company_id, permission,
  coalesce(person_id, '00000000-0000-0000-0000-000000000000')) where state = 'open';
create index duties_next on duties (next_at) where state = 'open' and next_at is not null;
create index duties_open_by_company on duties (company_id, due_at) where state = 'open';
create index duties_by_subject on duties (subject_id);
create index duties_by_person on duties (person_id) where state = 'open' and person_id is not null;
create index duties_open_by_subject on duties (subject_id, kind) where state = 'open';
create index duties_open_by_permission on duties (permission, company_id) where state = 'open' and person_id is null;
call lock_rows('duties');
