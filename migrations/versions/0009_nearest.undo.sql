do $$ begin perform '[1]'::vector; end $$;
alter function nearest(halfvec, text, int, uuid[], int) set hnsw.ef_search = 40;
