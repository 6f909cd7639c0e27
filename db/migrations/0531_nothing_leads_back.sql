-- Where a lateral check comes from is kept from whoever the incident is kept from that it comes from.
create policy not_of_hidden on lateral_check_origins as restrictive for select to yagura_group, yagura_scoped
  using (is_hidden(source_id) is not true);
