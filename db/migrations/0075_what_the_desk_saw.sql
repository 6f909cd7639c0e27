-- A decision of the desk is about an answer and its proof as they were: proof that was exchanged since is looked at again.
-- Every hand-in keeps its own decision beside what was claimed then, so that what was overturned stays known.
alter table answers add column proof_version integer not null default 0;

alter table desk_reviews add column proof_version integer not null default 0;
alter table desk_reviews add column claimed text constraint desk_reviews_claimed check
  (claimed in ('met', 'partly', 'not_met', 'unknown', 'not_applicable'));
update desk_reviews r set claimed = a.verdict from answers a
  where a.inspection_id = r.inspection_id and a.control_id = r.control_id and a.row_version = r.answer_version;
update desk_reviews set claimed = verdict where claimed is null;
alter table desk_reviews alter column claimed set not null;
alter table desk_reviews drop constraint desk_reviews_pkey;
alter table desk_reviews add primary key (inspection_id, control_id, answer_version, proof_version);
