-- A draft that was never opened can be thrown away: the trail says who did it and why; no list shows it any more.
alter table rounds drop constraint rounds_state;
alter table rounds add constraint rounds_state
  check (state in ('draft', 'frozen', 'launching', 'open', 'closed', 'discarded'));
alter table rounds add constraint rounds_discarded_never_opened check (state <> 'discarded' or launched_at is null);
