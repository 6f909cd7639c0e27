-- Answers that read like those of the row above are valid in every cell; whether they are meant so a person says.
alter table workbook_delivery_items drop constraint workbook_delivery_items_verdict;
alter table workbook_delivery_items add constraint workbook_delivery_items_verdict check (verdict in ('ready', 'conflicts', 'shifted',
  'errors', 'rival', 'same', 'superseded', 'twice', 'closed', 'other_round', 'not_yours', 'not_ours', 'tampered', 'unreadable', 'failed'));
