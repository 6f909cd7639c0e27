-- Of a receiver one call at a time is on the wire, also when two senders look in the same moment.
drop index deliveries_in_hand;
create unique index deliveries_one_in_hand on deliveries (receiver_id) where state = 'sending';
