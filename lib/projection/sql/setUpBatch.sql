-- Settings of a batch's transaction.
-- $1 how long it may be silent, and how long it waits for a lock, in ms text
SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('lock_timeout', $1, true),
  set_config('synchronous_commit', 'off', true);
