-- A profile is resolved against catalogues that are here: one for each of its imports, null where none was. A catalogue has no such
-- list. The file is the profile as it came; what it comes to is made of it and of theirs whenever it is wanted.
alter table catalogues add column resolved_from uuid[];
alter table catalogues add constraint catalogues_resolved_from check (cardinality(resolved_from) between 1 and 50);
