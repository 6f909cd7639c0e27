-- What a part that was read unpacked to: the bound on it holds for a delivery, however often its reading is taken up.
alter table workbook_delivery_parts add column unpacked_bytes bigint not null default 0;
