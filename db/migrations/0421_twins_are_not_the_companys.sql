-- As of the other tables of a sheet (0383): the company reads it with none of its permissions.
drop policy not_the_companys on audit_check_twins;
create policy not_the_companys on audit_check_twins as restrictive for select to yagura_scoped using (not reads_own_audit());
