-- Decisions not to notify are one list for whoever audits: of notices and of clocks of law alike, the last first.
create index incident_notice_omissions_waiting on incident_notice_omissions (decided_at desc, id desc) where seen_at is null and reopened_at is null;
create index incident_clocks_not_notified on incident_clocks (ended_at desc, id desc) where ended_as = 'not_notified';
create index incident_clocks_not_notified_by_company on incident_clocks (company_id, ended_at desc, id desc) where ended_as = 'not_notified';
create index incident_clocks_not_notified_waiting on incident_clocks (ended_at desc, id desc) where ended_as = 'not_notified' and seconded_at is null;
create index incident_notice_omissions_again on incident_notice_omissions (decided_at desc, id desc) where reopened_at is not null;
create index incident_notice_omissions_refused on incident_notice_omissions (decided_at desc, id desc) where not agrees and reopened_at is null;
