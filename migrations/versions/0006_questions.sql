-- What callers asked that nobody had written down: a row for all questions of the same words to the same agent.
create table questions (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    agent_id         uuid not null,
    language         text not null check (language in ('en', 'de')),
    key              text not null,                -- the words that carry meaning, in one form and order
    question         text not null,                -- as it was put last, without names, numbers and addresses of the caller's
    times            int not null default 1,
    status           text not null default 'open' check (status in ('open', 'answered', 'dismissed')),
    conversation_id  uuid,                         -- where it was asked last
    turn_id          text,
    first_asked_at   timestamptz not null default now(),
    asked_at         timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, agent_id, language, key),
    foreign key (tenant_id, agent_id) references agents on delete cascade,
    foreign key (tenant_id, conversation_id) references conversations on delete set null (conversation_id)
);
create index questions_recent on questions (tenant_id, status, asked_at desc);
create index questions_conversation on questions (tenant_id, conversation_id);

alter table questions enable row level security, force row level security;
create policy own on questions using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on questions to switchboard_app;
