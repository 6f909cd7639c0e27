-- What opens a call of an access token or of somebody looking along asks for one token and a few permissions: the best plan is the
-- same for all, but it looked dearer to PostgreSQL than one made anew, which took nine tenths of the time of every such call.
alter function open_token(bytea, text[]) set plan_cache_mode = force_generic_plan;
alter function open_viewing(bytea, text[]) set plan_cache_mode = force_generic_plan;
alter function open_session(bytea, text[]) set plan_cache_mode = force_generic_plan;
