-- The signed answers of an inspection, made once when it is confirmed or locked and never again: the words they show
-- (content), the file that shows them, and the signature over both with the event that proves the moment.
create table papers (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  -- the event that confirmed or locked the inspection
  event_id bigint not null,
  event_hash bytea not null,
  verb text not null constraint papers_verb check (verb in ('inspection.confirmed', 'inspection.locked')),
  language text not null constraint papers_language check (language in ('ja', 'en', 'zh')),
  content jsonb not null,
  content_sha256 bytea not null constraint papers_content_hash_length check (length(content_sha256) = 32),
  file_id uuid not null references files,
  pdf_sha256 bytea not null constraint papers_pdf_hash_length check (length(pdf_sha256) = 32),
  -- the text that was signed, byte for byte, with the key that fits
  manifest text not null,
  signature bytea not null constraint papers_signature_length check (length(signature) = 64),
  public_key bytea not null constraint papers_public_key_length check (length(public_key) = 32),
  made_by uuid,
  made_at timestamptz not null default now(),
  constraint papers_once_per_event unique (inspection_id, event_id, language)
);
create index papers_by_company on papers (company_id);
create index papers_by_pdf on papers (pdf_sha256);
call lock_rows('papers');

create trigger papers_append_only before update or delete or truncate on papers
  for each statement execute function refuse_change();

-- Inspections whose signed answers are still to be made; a row goes when its paper is there.
create table papers_due (
  inspection_id uuid primary key references inspections,
  company_id uuid not null references units,
  since timestamptz not null default now(),
  tries integer not null default 0,
  next_at timestamptz not null default now()
);
create index papers_due_by_company on papers_due (company_id);
create index papers_due_by_time on papers_due (next_at);
call lock_rows('papers_due');
