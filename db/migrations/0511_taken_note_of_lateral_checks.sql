-- That a company has seen what it is asked, before it knows the answer: who looks at it, and since when.
alter table lateral_check_members add column noted_at timestamptz;
alter table lateral_check_members add column noted_by uuid references people;
-- Whoever has answered has seen it.
update lateral_check_members m set noted_at = f.said_at, noted_by = f.said_by
  from (select distinct on (a.member_id) a.member_id, a.said_at, a.said_by from lateral_check_answers a order by a.member_id, a.said_at, a.id) f
  where f.member_id = m.id;
