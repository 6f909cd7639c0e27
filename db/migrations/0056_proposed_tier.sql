-- T-01: the tier that a company's answers on scope give, where it is another one than the frozen. The next round's
-- preview reads it; the tier itself is changed by the group office alone.
alter table inspections add column proposed_tier text
  constraint inspections_proposed_tier check (proposed_tier in ('T1', 'T2', 'T3', 'T4'));
