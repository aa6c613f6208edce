-- Answers that may be given again: what was asked, what was said, and what that leans on (`tags`). `tenants.learned`
-- counts the changes to what a tenant's agents know; whoever makes one calls records/cached_answers.py in the same
-- transaction, so that what a process has in memory is known to be old as soon as the change can be seen.

alter table tenants add column learned bigint not null default 0;

create table cached_answers (
    tenant_id        uuid not null default current_tenant() references tenants on delete cascade,
    key              text not null,                -- MD5 of tenant, agent and the question as it was said
    meaning          text not null,                -- the same of what the question means: the near layer
    agent_id         uuid not null,
    language         text not null check (language in ('en', 'de')),
    question         text not null,
    answer           text not null,
    passages         jsonb not null,               -- as the turn had them: they vouch for the answer again
    passage_ids      uuid[] not null,              -- those of them that stand in documents, and must still stand there
    tags             text[] not null,              -- document:…, agent:…, persona:…
    embedding        vector(384),                  -- the question's
    embedding_model  text,
    created_at       timestamptz not null default now(),
    expires_at       timestamptz not null,
    primary key (tenant_id, key)
);
create index cached_answers_meaning on cached_answers (tenant_id, meaning);
create index cached_answers_expired on cached_answers (expires_at);

alter table cached_answers enable row level security, force row level security;
create policy own on cached_answers using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on cached_answers to switchboard_app;

-- What has expired goes for all tenants at once; the keeper may see no more of it than that.
grant usage, create on schema public to switchboard_keeper;
grant select (expires_at), delete on cached_answers to switchboard_keeper;
create policy expired on cached_answers for delete to switchboard_keeper using (expires_at <= now());
create policy keeper on cached_answers for select to switchboard_keeper using (expires_at <= now());
create function forget_expired_answers() returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    as $$ with gone as (delete from cached_answers where expires_at <= now() returning 1) select count(*) from gone $$;
alter function forget_expired_answers owner to switchboard_keeper;
revoke create on schema public from switchboard_keeper;
revoke all on function forget_expired_answers from public;
grant execute on function forget_expired_answers to switchboard_app;
