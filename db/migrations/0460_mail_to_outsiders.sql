-- Mail to whoever has no account here: a customer, an authority, an insurer. `person_id` is then whoever sends it and answers for it.
alter table mails add column outside_address text
  constraint mails_outside_address check (length(outside_address) <= 254 and outside_address ~ '^[^[:space:]<>,;:"()\\@]+@[^[:space:]<>,;:"()\\@]+$');
