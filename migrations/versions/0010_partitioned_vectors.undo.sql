do $$ begin perform '[1]'::vector; end $$;

do $$ begin
    alter table vectors no force row level security;
    for n in 0..15 loop
        execute format('alter table vectors_%s no force row level security', n);
    end loop;
end $$;
alter table vectors rename to parted_vectors;
alter index vectors_pkey rename to parted_vectors_pkey;
drop index vectors_nearest;

create table vectors (
    tenant_id    uuid not null default current_tenant(),
    passage_id   uuid not null,
    document_id  uuid not null,
    model        text not null,
    embedding    halfvec(384) storage plain not null,
    primary key (tenant_id, passage_id)
);
insert into vectors (tenant_id, passage_id, document_id, model, embedding)
select tenant_id, passage_id, document_id, model, embedding from parted_vectors;
drop table parted_vectors;
create index vectors_nearest on vectors using hnsw (embedding halfvec_cosine_ops);
alter table vectors enable row level security, force row level security;
create policy own on vectors using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on vectors to switchboard_app;

create or replace function nearest(question halfvec, of_model text, most int, barred uuid[], exact int) returns table (id uuid)
    language plpgsql stable rows 12
    set enable_sort = off
    set hnsw.iterative_scan = relaxed_order
    set hnsw.ef_search = 120
    as $$
    declare n bigint := coalesce((select sum(l.passages) from libraries l), 0);
    begin
        if n > 3::bigint * exact and n * 20 > (select reltuples from pg_class where oid = 'vectors'::regclass) then
            return query
                select v.passage_id from vectors v where v.model = of_model and v.document_id not in (select unnest(barred))
                 order by v.embedding <=> question limit most;
        else
            return query
                select v.passage_id from vectors v where v.model = of_model and v.document_id not in (select unnest(barred))
                 order by (v.embedding <=> question) + 0 limit most;
        end if;
    end $$;
