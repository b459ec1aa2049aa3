-- Prepares the transaction for publishing what a few races touch, and says which tables were reset and not recalculated since.
-- Planning these statements takes longer than running them, so each session plans them once. Such a plan may outlive the size that
-- its tables have: it goes from key to key by indexes alone, which is right for few keys at any size.
SELECT ARRAY(SELECT table_name FROM stats_emptied) AS emptied,
  set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('enable_seqscan', 'off', true),
  set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true);
