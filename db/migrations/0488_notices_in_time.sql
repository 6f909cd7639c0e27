-- When a notice had reached everybody: given by another way than mail at the moment that its proof says, else with the last mail that is
-- not back; null while it has not. What is said of a notice "in time" reads this moment, not the one of its entry.
alter table incident_notices add column reached_at timestamptz;

create function note_when_reached() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state not in ('sent', 'proven') then
    new.reached_at := null;
  elsif tg_op = 'UPDATE' or new.reached_at is null then
    new.reached_at := coalesce(
      (select min(p.given_at) from incident_notice_proofs p where p.notice_id = new.id and p.channel <> 'mail'),
      (select max(s.sent_at) from incident_notice_sendings s where s.notice_id = new.id and s.outcome is distinct from 'bounced'
        and s.outcome is distinct from 'failed'),
      new.sent_at);
  end if;
  return new;
end $$;
create trigger note_when_reached before insert or update on incident_notices for each row execute function note_when_reached();

update incident_notices set state = state where state in ('sent', 'proven');
