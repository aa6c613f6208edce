-- A walk through an index of everybody's vectors goes past the others' rows: past four of five for a tenant with a fifth of
-- them all. In one of sixteen parts, by tenant, a large library is most of what there is.
do $$ begin perform '[1]'::vector; end $$;      -- pgvector is there, and its settings may be set by who is no superuser

alter table vectors no force row level security;
alter table vectors rename to whole_vectors;
alter index vectors_pkey rename to whole_vectors_pkey;
drop index vectors_nearest;

create table vectors (
    tenant_id    uuid not null default current_tenant(),
    passage_id   uuid not null,
    document_id  uuid not null,
    model        text not null,                    -- vectors of two models must never be compared
    embedding    halfvec(384) storage plain not null,
    primary key (tenant_id, passage_id)
) partition by hash (tenant_id);

do $$ begin
    for n in 0..15 loop
        execute format('create table vectors_%s partition of vectors for values with (modulus 16, remainder %s)', n, n);
    end loop;
end $$;

insert into vectors (tenant_id, passage_id, document_id, model, embedding)
select tenant_id, passage_id, document_id, model, embedding from whole_vectors;
drop table whole_vectors;
create index vectors_nearest on vectors using hnsw (embedding halfvec_cosine_ops);   -- one in each part; see `nearest`

do $$
declare part text;
begin
    foreach part in array array(select 'vectors' union all select format('vectors_%s', n) from generate_series(0, 15) n) loop
        execute format('alter table %I enable row level security, force row level security', part);
        execute format('create policy own on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', part);
    end loop;
    grant select, insert, update, delete on vectors to switchboard_app;      -- on the parts themselves nothing
end $$;

-- As before, with another rule for when to walk. Forty are wanted of a share of n in a part: a walk goes past forty times
-- part / n rows, each of which costs what 24 comparisons cost, and judging exactly takes n comparisons.
create or replace function nearest(question halfvec, of_model text, most int, barred uuid[], exact int) returns table (id uuid)
    language plpgsql stable rows 12
    set enable_sort = off                          -- so that the index gives the order; the exact way has to sort
    set hnsw.iterative_scan = relaxed_order
    set hnsw.ef_search = 80
    as $$
    declare n bigint := coalesce((select sum(l.passages) from libraries l), 0);
    begin
        if n > exact and n::float * n > 24 * most * (
            select avg(greatest(reltuples, 0)) from pg_class c join pg_inherits on c.oid = inhrelid
             where inhparent = 'vectors'::regclass) then
            return query
                select v.passage_id from vectors v where v.model = of_model and v.document_id not in (select unnest(barred))
                 order by v.embedding <=> question limit most;
        else
            return query
                select v.passage_id from vectors v where v.model = of_model and v.document_id not in (select unnest(barred))
                 order by (v.embedding <=> question) + 0 limit most;   -- an order that no index has
        end if;
    end $$;
