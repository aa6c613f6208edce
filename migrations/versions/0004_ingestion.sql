-- Documents come in as files. A document's row tells how the latest of them fares; its passages stay those of the last
-- one that was read, until the next is in place.

alter table documents
    drop column content,                           -- the passages are the text
    add column agent_id uuid,                      -- whose agent alone may use it; null: all of the tenant's
    add column filename text not null default '',
    add column kind text,                          -- pdf, docx, xlsx, html, markdown, text, csv: known once it was read
    add column size_bytes bigint not null default 0,
    add column pages int,
    add column total int not null default 0,       -- passages of the text that is being read, or was read last …
    add column done int not null default 0,        -- … and how many of them have been embedded
    add column problem jsonb,                      -- {"reason", "message"} of the latest file, where it failed
    add column updated_at timestamptz not null default now(),
    add foreign key (tenant_id, agent_id) references agents on delete cascade;
alter table documents alter column status set default 'received';
create index documents_agent on documents (tenant_id, agent_id) where agent_id is not null;
create index documents_sha256 on documents (tenant_id, source, sha256);

-- The latest file of a document, until it has been read; one that could not be read is kept for another try.
create table files (
    tenant_id    uuid not null default current_tenant(),
    document_id  uuid not null,
    id           uuid not null default gen_random_uuid(),   -- which one: a newer file takes its place
    filename     text not null,
    media_type   text,                             -- as it was declared
    language     text check (language in ('en', 'de')),   -- as it was named; null: the text's own
    agent_id     uuid,
    tries        int not null default 0,           -- how often reading it was begun
    received_at  timestamptz not null default now(),
    primary key (tenant_id, document_id),
    foreign key (tenant_id, document_id) references documents on delete cascade,
    foreign key (tenant_id, agent_id) references agents on delete cascade
);

-- What is in it, a megabyte a row: a connection's buffers grow to the largest message it ever had, and stay so.
create table file_pieces (
    tenant_id    uuid not null default current_tenant(),
    document_id  uuid not null,
    n            int not null,
    content      bytea not null,
    primary key (tenant_id, document_id, n),
    foreign key (tenant_id, document_id) references files on delete cascade
);
alter table file_pieces alter column content set storage external;   -- most formats are packed already

alter table passages
    add column page int,
    add column row int;                            -- of a table, counted from 1

-- Spans of a document that are in no passage, for the operator to look at.
create table quarantined (
    tenant_id    uuid not null default current_tenant(),
    document_id  uuid not null,
    n            int not null,
    reason       text not null check (reason in ('instruction', 'disguise', 'hidden')),
    text         text not null,
    page         int,
    row          int,
    primary key (tenant_id, document_id, n),
    foreign key (tenant_id, document_id) references documents on delete cascade
);

do $$
declare name text;
begin
    foreach name in array array['files', 'file_pieces', 'quarantined'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy own on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to switchboard_app', name);
    end loop;
end $$;

-- A worker serves every tenant. Its jobs name a tenant and a document and nothing else, so the queue has no row security.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers to switchboard_app;
grant usage on all sequences in schema public to switchboard_app;

-- One more question that comes before a tenant is known: which documents have passages without a vector of this model
-- (null: without any)? Answered by the keeper, ids only.
create index passages_without_vector on passages (tenant_id, document_id) where embedding_model is null;
grant select (tenant_id, document_id, embedding_model) on passages to switchboard_keeper;
create policy keeper on passages for select to switchboard_keeper using (true);
grant create on schema public to switchboard_keeper;
create function documents_to_embed(model text) returns table (tenant_id uuid, document_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select distinct p.tenant_id, p.document_id from passages p where p.embedding_model is null
          union select distinct p.tenant_id, p.document_id from passages p where p.embedding_model <> model $$;
alter function documents_to_embed owner to switchboard_keeper;
revoke create on schema public from switchboard_keeper;
revoke all on function documents_to_embed from public;
grant execute on function documents_to_embed to switchboard_app;
