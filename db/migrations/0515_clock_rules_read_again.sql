-- Rules of clocks against their sources: several sources, a row that nobody has read says so, a certainty between high and medium, a clock that
-- starts when an authority asks, and Korea's unique identifiers apart from sensitive data.
alter table clock_rules
  add column more_sources jsonb not null default '[]' constraint clock_rules_more_sources check (jsonb_typeof(more_sources) = 'array' and jsonb_array_length(more_sources) <= 5),
  alter column read_on drop not null,
  alter column reviewed_on drop not null,
  -- Whoever writes a rule says when the source was read; what came with the product may be unread.
  add constraint clock_rules_read check (is_shipped or (read_on is not null and reviewed_on is not null)),
  drop constraint clock_rules_sure,
  add constraint clock_rules_sure check (sure in ('high', 'medium_high', 'medium', 'low')),
  drop constraint clock_rules_anchor,
  add constraint clock_rules_anchor check (anchor in ('occurred', 'discovered', 'aware', 'determined', 'submitted', 'fix_available', 'handled', 'new_fact', 'requested', 'calendar'));

-- Sensitive data and unique identifiers were one question, so that a Korean registration number made a case of Japanese law. The Korean rule
-- asks both; its words have always named both, so what was adopted stays adopted (as in 0495).
with split as (
  update clock_rules r set row_version = r.row_version + 1,
    applies_when = replace(r.applies_when::text, '{"is": true, "fact": "sensitive_data"}',
      '{"is": true, "fact": "sensitive_data"}, {"is": true, "fact": "unique_identifiers"}')::jsonb
  where r.is_shipped and r.key = 'kr-pipa-regulator' and r.applies_when::text not like '%unique_identifiers%'
  returning r.id, r.key, r.version
)
select record_event('clock_rule.corrected', '00000000-0000-0000-0000-000000000000', null, 'clock_rule', s.id, null, null,
    jsonb_build_object('key', s.key, 'version', s.version), null)
from split s;
