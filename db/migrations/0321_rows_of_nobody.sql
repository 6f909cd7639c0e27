-- A load may be applied while some of its rows are nobody's yet: those wait, and are applied when somebody has said whose they are.
alter table source_loads add column applied_at timestamptz;
