-- What a company's entries fell short of ends with the company; it is not put right by that.
alter table asset_gaps drop constraint asset_gaps_closed_because;
alter table asset_gaps add constraint asset_gaps_closed_because
  check (closed_because in ('remedied', 'ended', 'target_changed', 'not_important', 'not_personal', 'entry_retired', 'company_left'));
