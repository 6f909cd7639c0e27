-- Whoever signed a page without being the company's executive, or confirming there otherwise: why it counts all the same.
alter table inspections add column signer_reason text
  constraint inspections_signer_reason_length check (length(signer_reason) <= 1000);
