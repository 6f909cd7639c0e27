-- Public keys that signed papers before the secret of the installation was changed, each with the word of the key in use
-- that it was ours. They are of the installation, not of a company, and no secret.
create table signing_keys (
  public_key bytea primary key constraint signing_keys_length check (length(public_key) = 32),
  retired_at timestamptz not null,
  endorsement bytea not null constraint signing_keys_endorsement_length check (length(endorsement) = 64)
);
comment on table signing_keys is 'written by the owner at a change of the secret alone (yagura secrets rotate)';
