-- Search at scale. Under row security Postgres asks first whose a row is, so no index over `passages.words` can serve a
-- search, and vectors beside texts are slow to read. What such indexes would hold stands in tables of its own, which
-- triggers keep in step with `passages`: nobody writes to them otherwise.

-- How many passages there are: rare words count for more, and a large library is searched in another way.
create table libraries (
    tenant_id  uuid not null default current_tenant() references tenants on delete cascade,
    language   text not null check (language in ('en', 'de')),
    passages   bigint not null check (passages >= 0),
    primary key (tenant_id, language)
);

-- Which passages have a word, as the passage's language stems it.
create table terms (
    tenant_id   uuid not null default current_tenant(),
    lexeme      text collate "C" not null,
    language    text collate "C" not null,
    passage_id  uuid not null,
    in_title    boolean not null,
    primary key (tenant_id, lexeme, language, passage_id) include (in_title)
);

-- The vectors by themselves, in 16 bits and within the row: twenty thousand are compared in 11 ms.
create table vectors (
    tenant_id    uuid not null default current_tenant(),
    passage_id   uuid not null,
    document_id  uuid not null,
    model        text not null,                    -- vectors of two models must never be compared
    embedding    halfvec(384) not null,
    primary key (tenant_id, passage_id)
);
alter table vectors alter column embedding set storage plain;
create index vectors_nearest on vectors using hnsw (embedding halfvec_cosine_ops);   -- of all tenants; see `nearest`

create function index_passages() returns trigger language plpgsql as $$ begin
    insert into libraries as l (tenant_id, language, passages)
    select tenant_id, language, count(*) from added group by 1, 2 order by 1, 2
        on conflict (tenant_id, language) do update set passages = l.passages + excluded.passages;
    insert into terms (tenant_id, lexeme, language, passage_id, in_title)
    select tenant_id, lexeme, language, id, 'A' = any (weights) from added, unnest(words);
    insert into vectors (tenant_id, passage_id, document_id, model, embedding)
    select tenant_id, id, document_id, embedding_model, embedding from added
     where embedding is not null and embedding_model is not null;
    return null;
end $$;

create function forget_passages() returns trigger language plpgsql as $$ begin
    update libraries l set passages = l.passages - gone.passages
      from (select tenant_id, language, count(*) as passages from removed group by 1, 2 order by 1, 2) gone
     where l.tenant_id = gone.tenant_id and l.language = gone.language;
    delete from terms t using removed r, unnest(r.words) w
     where t.tenant_id = r.tenant_id and t.lexeme = w.lexeme and t.language = r.language and t.passage_id = r.id;
    delete from vectors v using removed r where v.tenant_id = r.tenant_id and v.passage_id = r.id;
    return null;
end $$;

create function index_vector() returns trigger language plpgsql as $$ begin
    delete from vectors where tenant_id = old.tenant_id and passage_id = old.id;
    insert into vectors (tenant_id, passage_id, document_id, model, embedding)
    select new.tenant_id, new.id, new.document_id, new.embedding_model, new.embedding
     where new.embedding is not null and new.embedding_model is not null;
    return null;
end $$;

create function refuse_change() returns trigger language plpgsql as
    $$ begin raise 'a passage is replaced, not changed' using errcode = 'integrity_constraint_violation'; end $$;

create trigger index_passages after insert on passages
    referencing new table as added for each statement execute function index_passages();
create trigger forget_passages after delete on passages
    referencing old table as removed for each statement execute function forget_passages();
create trigger index_vector after update of embedding, embedding_model on passages
    for each row execute function index_vector();
create trigger refuse_change before update of id, document_id, language, title, content on passages
    for each row execute function refuse_change();

-- The passages nearest to a question among those of its model, nearest first, without those of barred documents.
--
-- A library is compared vector by vector and exactly, half a microsecond each, whatever the other tenants have. Where that
-- would take long (three times as many as are to be judged exactly) and the tenant has a good part of all vectors, the
-- index of all is walked instead, past the others' rows, until there are enough: some may be missed. For a tenant with a
-- small part of a large house the walk would be the slower.
create function nearest(question halfvec, of_model text, most int, barred uuid[], exact int) returns table (id uuid)
    language plpgsql stable rows 12
    set enable_sort = off                          -- so that the index gives the order; the exact way has to sort
    set hnsw.iterative_scan = relaxed_order
    set hnsw.ef_search = 40
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
                 order by (v.embedding <=> question) + 0 limit most;   -- an order that no index has
        end if;
    end $$;

-- what is there already ----------------------------------------------------------------------------------------------

-- Row security is forced upon the owner too, who has to see every tenant's rows here.
alter table passages no force row level security;
insert into libraries (tenant_id, language, passages) select tenant_id, language, count(*) from passages group by 1, 2;
insert into terms (tenant_id, lexeme, language, passage_id, in_title)
select tenant_id, lexeme, language, id, 'A' = any (weights) from passages, unnest(words);
insert into vectors (tenant_id, passage_id, document_id, model, embedding)
select tenant_id, id, document_id, embedding_model, embedding from passages
 where embedding is not null and embedding_model is not null;
alter table passages force row level security;

do $$
declare name text;
begin
    foreach name in array array['libraries', 'terms', 'vectors'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy own on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to switchboard_app', name);
    end loop;
end $$;
