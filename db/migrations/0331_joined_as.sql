-- How a company came to the group: bought, founded by the group itself, or part of it before this register was kept. Null where
-- nobody was asked; only what was bought has a plan of its first ninety days.
alter table units add column joined_as text
  constraint units_joined_as check (joined_as in ('acquired', 'founded', 'already'));
