-- A company that leaves the group in the middle of a round keeps its place in it, with the day and the reason.
alter table round_members
  add column left_reason text constraint round_members_left_reason_length check (length(left_reason) between 1 and 500),
  add constraint round_members_left_has_reason check ((left_on is null) = (left_reason is null));

-- The rows behind "who is late" and the funnel: the open duty of an inspection, found by its subject.
create index duties_open_by_subject on duties (subject_id, kind) where state = 'open';
