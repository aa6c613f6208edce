-- The house as first built. Plain SQL; row security stands beside each table.
--
-- Three roles. `switchboard_app` is what every server process works as: it cannot bypass row security and sees
-- nothing until a transaction has said whose tenant it serves (`app.tenant_id`). `switchboard_keeper` cannot log in
-- and owns the two questions that may be asked before a tenant is known: whose key is this, whose thread is this.
-- The migrating role owns the tables.

create extension if not exists vector;

-- Roles belong to the server, not to the database: another house on it may have made them, even at this moment.
do $$
declare role name;
begin
    foreach role in array array['switchboard_app', 'switchboard_keeper'] loop
        if not exists (select from pg_roles where rolname = role) then
            begin
                execute format('create role %I nologin nosuperuser nobypassrls', role);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
        if (select rolsuper or rolbypassrls from pg_roles where rolname = role) then
            raise 'The role % can bypass row security.', role;
        end if;
        if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(role, 'set') then
            execute format('grant %I to current_user', role);
        end if;
    end loop;
end $$;
grant usage on schema public to switchboard_app;
grant usage, create on schema public to switchboard_keeper;

create function current_tenant() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- Raised by the statement that closes a turn when the turn is no longer its runner's: nothing of the transaction stays.
create function fenced(turn text) returns int language plpgsql as
    $$ begin raise exception 'turn % is somebody else''s', turn using errcode = 'SB001'; end $$;

-- tenants, users, keys -------------------------------------------------------------------------------------------

-- Every row belongs to a tenant and is deleted with it. Where a table has a parent of its own that leads there, the
-- reference to `tenants` is left out: each reference is checked, and its row locked, at every insert.

create table tenants (
    id          uuid primary key default current_tenant(),
    name        text not null check (length(name) between 1 and 200),
    industry    text not null default 'restaurant',
    language    text not null default 'en' check (language in ('en', 'de')),
    timezone    text not null default 'Europe/Berlin',
    region      text not null default 'DE' check (region ~ '^[A-Z]{2}$'),   -- telephone numbers without a country code
    created_at  timestamptz not null default now()
);
alter table tenants enable row level security, force row level security;
create policy own on tenants using (id = current_tenant()) with check (id = current_tenant());

create table users (
    tenant_id        uuid not null default current_tenant() references tenants on delete cascade,
    id               uuid not null default gen_random_uuid(),
    email            text not null,
    password_hash    text not null,
    name             text not null,
    role             text not null default 'user' check (role in ('admin', 'operator', 'user')),
    phone            text,
    country          text,
    city             text,
    coffee_style     text,
    serving_capacity int,
    created_at       timestamptz not null default now(),
    last_login       timestamptz,
    primary key (tenant_id, id)
);
create unique index users_email on users (tenant_id, lower(email));

create table api_keys (
    tenant_id   uuid not null default current_tenant() references tenants on delete cascade,
    id          uuid not null default gen_random_uuid(),
    hash        bytea not null,                    -- sha256 of the key; the key itself is shown once and kept nowhere
    role        text not null default 'operator' check (role in ('admin', 'operator', 'customer', 'visitor')),
    label       text not null default '',
    created_at  timestamptz not null default now(),
    revoked_at  timestamptz,
    primary key (tenant_id, id)
);
create unique index api_keys_hash on api_keys (hash);

-- agents and their conversations ---------------------------------------------------------------------------------

create table agents (
    tenant_id   uuid not null default current_tenant() references tenants on delete cascade,
    id          uuid not null default gen_random_uuid(),
    name        text not null check (length(name) between 1 and 200),
    type        text not null,                     -- a name of langgraph.json
    language    text not null default 'en' check (language in ('en', 'de')),
    persona     text not null default '',          -- the seeds' system_prompt
    voice       text not null default '',
    config      jsonb not null default '{}',       -- opening hours, tables, rules: validated by the type's model
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    primary key (tenant_id, id)
);
create unique index agents_name on agents (tenant_id, name);

create table conversations (
    tenant_id     uuid not null default current_tenant(),
    id            uuid not null,                   -- also the thread's id, so that Studio can open it
    agent_id      uuid not null,
    channel       text not null default 'text' check (channel in ('text', 'voice', 'browser', 'phone')),
    caller_id     text,
    language      text,
    held_by       text not null default 'agent' check (held_by in ('agent', 'person')),
    turns         int not null default 0,          -- how many turns have been entered; the next one's number is one more
    started_at    timestamptz not null default now(),
    last_turn_at  timestamptz not null default now(),
    ended_at      timestamptz,
    closed_reason text,
    primary key (tenant_id, id),
    foreign key (tenant_id, agent_id) references agents on delete cascade
);
create unique index conversations_thread on conversations (id);
create index conversations_recent on conversations (tenant_id, last_turn_at desc);
create index conversations_agent on conversations (tenant_id, agent_id);

-- The turn ledger: one utterance in, one reply out, once.
create table turns (
    tenant_id        uuid not null default current_tenant(),
    id               text not null check (length(id) between 1 and 100),   -- the client's own, where it brings one
    conversation_id  uuid not null,
    n                int not null,                 -- 1, 2, 3 … within the conversation
    status           text not null default 'queued' check (status in ('queued', 'running', 'answered', 'failed')),
    runner           bigint,                       -- the process at work on it, alive while it holds this advisory lock
    utterance        text not null,
    reply            text,
    events           jsonb,                        -- what was told, in order, so that a stream can be resumed anywhere
    receipts         jsonb,
    timings          jsonb,                        -- milliseconds by step
    usage            jsonb,                        -- tokens the model counted
    entered_at       timestamptz not null default now(),
    ended_at         timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, conversation_id, n),
    foreign key (tenant_id, conversation_id) references conversations on delete cascade
);
create index turns_open on turns (tenant_id, conversation_id, n) where status in ('queued', 'running');

create table messages (
    tenant_id        uuid not null default current_tenant(),
    conversation_id  uuid not null,
    n                int not null,                 -- the turn's number
    role             text not null check (role in ('user', 'agent', 'operator')),
    id               uuid not null default gen_random_uuid(),
    turn_id          text not null,
    content          text not null,
    created_at       timestamptz not null default now(),
    primary key (tenant_id, conversation_id, n, role),
    foreign key (tenant_id, conversation_id) references conversations on delete cascade
);

-- The commit ledger: one errand, one effect, one receipt.
create table commits (
    tenant_id        uuid not null default current_tenant(),
    conversation_id  uuid not null,
    operation        text not null,
    key              text not null,                -- sha256 of the arguments and the errand's epoch
    turn_id          text,
    receipt          jsonb not null,
    created_at       timestamptz not null default now(),
    primary key (tenant_id, conversation_id, operation, key),
    foreign key (tenant_id, conversation_id) references conversations on delete cascade
);

create table handoffs (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    conversation_id  uuid not null,
    reason           text not null,
    brief            jsonb not null default '{}',
    state            text not null default 'requested'
                     check (state in ('requested', 'ringing', 'accepted', 'returned', 'timed_out', 'cancelled')),
    requested_at     timestamptz not null default now(),
    accepted_at      timestamptz,
    ended_at         timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references conversations on delete cascade
);
create index handoffs_conversation on handoffs (tenant_id, conversation_id);
create unique index handoffs_open on handoffs (tenant_id, conversation_id) where state in ('requested', 'ringing', 'accepted');

-- what the agents have read ----------------------------------------------------------------------------------------

create table documents (
    tenant_id   uuid not null default current_tenant() references tenants on delete cascade,
    id          uuid not null default gen_random_uuid(),
    title       text not null,
    source      text not null default 'policy' check (source in ('pdf', 'menu', 'listing', 'policy')),
    language    text not null default 'en' check (language in ('en', 'de')),
    content     text not null,
    sha256      bytea not null,
    status      text not null default 'ready' check (status in ('received', 'reading', 'ready', 'failed')),
    created_at  timestamptz not null default now(),
    primary key (tenant_id, id)
);
create unique index documents_title on documents (tenant_id, source, title);

create table passages (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    document_id      uuid not null,
    n                int not null,
    title            text not null default '',
    content          text not null,
    language         text not null default 'en' check (language in ('en', 'de')),
    embedding        vector(384),                  -- null where no model could be loaded; full text still finds it
    embedding_model  text,                         -- vectors of two models must never be compared
    words            tsvector generated always as (
        case when language = 'de' then setweight(to_tsvector('german', title), 'A') || to_tsvector('german', content)
             else setweight(to_tsvector('english', title), 'A') || to_tsvector('english', content) end) stored,
    primary key (tenant_id, id),
    foreign key (tenant_id, document_id) references documents on delete cascade
);
create index passages_document on passages (tenant_id, document_id, n);
-- No index on `words` or `embedding`: under row security Postgres asks first whose a row is, and so could use neither;
-- a tenant's passages are found by the key and compared one by one.

-- tables, holds, reservations ---------------------------------------------------------------------------------------

create table tables (
    tenant_id   uuid not null default current_tenant(),
    id          bigint generated by default as identity (minvalue 1 maxvalue 90000000),   -- unique across tenants: it leads `holds.occupied`
    agent_id    uuid not null,
    name        text not null,
    seats       int not null check (seats between 1 and 100),
    area        text not null default 'inside',
    blocked     boolean not null default false,
    last_used   timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, agent_id, name),
    foreign key (tenant_id, agent_id) references agents on delete cascade
);
create unique index tables_id on tables (id);

-- A hold occupies one table for one stretch of time: softly while a caller decides (`kept_until`), firmly once a
-- reservation stands on it. Two live holds on one table can never overlap; the database itself refuses.
create table holds (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    table_id         bigint not null,
    conversation_id  uuid,
    party_size       int not null check (party_size between 1 and 1000),
    starts_at        timestamptz not null check (starts_at >= '2000-01-01 00:00Z'),
    ends_at          timestamptz not null check (ends_at < '5000-01-01 00:00Z'),
    status           text not null default 'held' check (status in ('held', 'booked', 'released', 'lapsed')),
    kept_until       timestamptz not null,         -- when a hold that nobody booked lapses
    created_at       timestamptz not null default now(),
    occupied         int8range generated always as (int8range(
        table_id * 100000000000 + extract(epoch from starts_at at time zone 'UTC')::bigint,
        table_id * 100000000000 + extract(epoch from ends_at at time zone 'UTC')::bigint)) stored,
    primary key (tenant_id, id),
    foreign key (tenant_id, table_id) references tables on delete cascade,
    check (ends_at - starts_at >= interval '1 minute'),   -- an empty range overlaps nothing
    constraint no_table_twice exclude using gist (occupied with &&) where (status in ('held', 'booked'))
);
create index holds_table on holds (tenant_id, table_id, starts_at);
create index holds_lapsing on holds (tenant_id, kept_until) where status = 'held';
create index holds_live on holds (tenant_id, starts_at) where status in ('held', 'booked');

create table reservations (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    agent_id         uuid not null,
    hold_id          uuid not null,
    conversation_id  uuid,
    code             text not null,                -- what the caller is told; unique within the tenant
    status           text not null default 'confirmed' check (status in ('confirmed', 'cancelled', 'seated', 'no_show')),
    starts_at        timestamptz not null,
    party_size       int not null check (party_size between 1 and 1000),
    name             text not null,
    phone            text,
    email            text,
    notes            text not null default '',
    created_at       timestamptz not null default now(),
    cancelled_at     timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, agent_id) references agents on delete cascade,
    foreign key (tenant_id, hold_id) references holds on delete cascade
);
create index reservations_agent on reservations (tenant_id, agent_id, starts_at);
create unique index reservations_code on reservations (tenant_id, code);
create unique index reservations_hold on reservations (tenant_id, hold_id);

-- the graphs' threads ------------------------------------------------------------------------------------------------

-- A checkpoint is one row: its values, which are few and mostly change together, are packed into it.
create table checkpoints (
    tenant_id             uuid not null default current_tenant(),
    thread_id             text not null,
    checkpoint_ns         text not null default '',
    checkpoint_id         text not null,           -- grows with time
    parent_checkpoint_id  text,
    metadata              jsonb not null default '{}',
    type                  text not null,           -- how `checkpoint` is packed
    checkpoint            bytea not null,
    primary key (tenant_id, thread_id, checkpoint_ns, checkpoint_id)
);
-- What the steps of an unfinished superstep have written: interrupts, and work that need not be repeated.
create table checkpoint_writes (
    tenant_id      uuid not null default current_tenant(),
    thread_id      text not null,
    checkpoint_ns  text not null default '',
    checkpoint_id  text not null,
    task_id        text not null,
    idx            int not null,
    channel        text not null,
    type           text not null,
    blob           bytea not null,
    task_path      text not null default '',
    primary key (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
);

-- Studio begins threads that are no conversation yet, so nothing is referenced; a thread goes with what it belongs to.
create function forget_thread() returns trigger language plpgsql as $$ begin
    delete from checkpoints where tenant_id = old.tenant_id and thread_id = old.id::text;
    delete from checkpoint_writes where tenant_id = old.tenant_id and thread_id = old.id::text;
    return null;
end $$;
create trigger forget_thread after delete on conversations for each row execute function forget_thread();
create function forget_threads() returns trigger language plpgsql as $$ begin
    delete from checkpoints where tenant_id = old.id;
    delete from checkpoint_writes where tenant_id = old.id;
    return null;
end $$;
create trigger forget_threads after delete on tenants for each row execute function forget_threads();

-- row security -------------------------------------------------------------------------------------------------------

do $$
declare name text;
begin
    foreach name in array array['users', 'api_keys', 'agents', 'conversations', 'turns', 'messages', 'commits', 'handoffs',
        'documents', 'passages', 'tables', 'holds', 'reservations', 'checkpoints', 'checkpoint_writes'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy own on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to switchboard_app', name);
    end loop;
end $$;
grant select, insert, update, delete on tenants to switchboard_app;
grant usage on all sequences in schema public to switchboard_app;

-- The two questions that come before a tenant is known. The keeper may read these columns of these tables; the
-- functions run as the keeper and answer about one key or one thread at a time.
grant select (tenant_id, id, hash, role, revoked_at) on api_keys to switchboard_keeper;
grant select (tenant_id, id, agent_id) on conversations to switchboard_keeper;
create policy keeper on api_keys for select to switchboard_keeper using (true);
create policy keeper on conversations for select to switchboard_keeper using (true);

create function principal_of_key(key_hash bytea) returns table (tenant_id uuid, key_id uuid, role text)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select k.tenant_id, k.id, k.role from api_keys k where k.hash = key_hash and k.revoked_at is null $$;
create function owner_of_thread(thread uuid) returns table (tenant_id uuid, agent_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select c.tenant_id, c.agent_id from conversations c where c.id = thread $$;
alter function principal_of_key owner to switchboard_keeper;
alter function owner_of_thread owner to switchboard_keeper;
revoke create on schema public from switchboard_keeper;
revoke all on function principal_of_key, owner_of_thread from public;
grant execute on function principal_of_key, owner_of_thread to switchboard_app;
