-- A wider list costs nothing that can be measured where the walk goes past other tenants' rows anyway, and misses less.
do $$ begin perform '[1]'::vector; end $$;      -- pgvector is there, and its settings may be set by who is no superuser
alter function nearest(halfvec, text, int, uuid[], int) set hnsw.ef_search = 120;
