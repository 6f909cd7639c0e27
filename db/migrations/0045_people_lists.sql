-- Lists of people are read by family name, across the group and within one company, and searched by any part of a name.
create index people_by_family_name on people (family_name, id);
create index people_of_company on people (company_id, family_name, id);
create index people_search on people using gin
  ((family_name || ' ' || given_name || ' ' || coalesce(email, '') || ' ' || coalesce(code, '')) gin_trgm_ops);
-- What they replace.
drop index people_by_name;
