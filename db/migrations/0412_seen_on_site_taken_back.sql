-- What an answer rested on before an audit saw it met: a corrected report that no longer says so gives it back.
alter table seen_on_site add column before_assurance text;
alter table seen_on_site add column before_verified_on date;
