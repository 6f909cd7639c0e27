-- What was told of an account under one name is told by what happened to it.
update messages m set kind = case e.verb
    when 'factor.added' then 'account.factor_added'
    when 'factor.removed' then 'account.factor_removed'
    when 'factor.reset' then 'account.factor_removed'
    when 'recovery_codes.used' then 'account.recovery_codes'
    else 'account.password_changed' end
from events e where e.id = m.event_id and m.kind = 'account.secured';
