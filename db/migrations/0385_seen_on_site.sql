-- What an audit saw of an answer: the third opinion beside the company's and the desk's. The locked result stays; the standing takes it.
create table seen_on_site (
  inspection_id uuid not null references inspections,
  control_id text not null,
  company_id uuid not null references units,
  -- What the company had said then.
  said_verdict text not null,
  verdict text not null constraint seen_on_site_verdict check (verdict in ('met', 'partly', 'not_met')),
  seen_on date not null,
  source_id uuid not null,
  taken_at timestamptz not null default now(),
  primary key (inspection_id, control_id)
);
call lock_rows('seen_on_site');
