-- Tables and rooms alike are resources. A hold occupies one or several of them, and a reservation stands on a hold.
-- Two tables are new besides: what callers ask of the staff (`requests`) and what is to be sent (`outbox`).

-- Row security is forced upon the owner too, who has to see every tenant's rows here.
alter table tenants no force row level security;
alter table tables no force row level security;
alter table holds no force row level security;
alter table reservations no force row level security;

-- tables become resources --------------------------------------------------------------------------------------------

alter table tables rename to resources;
alter table resources rename column seats to capacity;   -- chairs of a table, sleepers of a room
alter table resources rename constraint tables_pkey to resources_pkey;
alter table resources rename constraint tables_seats_check to resources_capacity_check;
alter table resources rename constraint tables_tenant_id_agent_id_fkey to resources_tenant_id_agent_id_fkey;
alter table resources drop constraint tables_tenant_id_agent_id_name_key;
alter index tables_id rename to resources_id;
alter sequence tables_id_seq rename to resources_id_seq;
alter table resources
    add column kind text not null default 'table' check (kind in ('table', 'room')),
    add column room_type text,                     -- the config's name of a room's type
    add check ((kind = 'room') = (room_type is not null)),
    add unique (tenant_id, agent_id, kind, name);

-- a hold names its resources -------------------------------------------------------------------------------------------

alter table holds
    add column agent_id uuid,
    add column kind text not null default 'table' check (kind in ('table', 'room')),
    add column resource_ids bigint[],
    add column wish jsonb not null default '{}',   -- what was asked for, as the rules read it
    add column details jsonb not null default '{}',   -- what was told of it: table and area, or nights, room and prices
    add column moving uuid;                        -- the reservation that this is to replace: what that has, this need not take
update holds set agent_id = r.agent_id, resource_ids = array[r.id],
       details = jsonb_build_object('table', r.name, 'area', r.area),
       wish = jsonb_build_object('party_size', holds.party_size,
                                 'day', to_char(holds.starts_at at time zone t.timezone, 'YYYY-MM-DD'),
                                 'time', to_char(holds.starts_at at time zone t.timezone, 'HH24:MI'))
  from resources r join tenants t on t.id = r.tenant_id
 where r.tenant_id = holds.tenant_id and r.id = holds.table_id;
alter table holds
    alter column agent_id set not null,
    alter column resource_ids set not null,
    add check (cardinality(resource_ids) > 0),
    add foreign key (tenant_id, agent_id) references agents on delete cascade;

-- An occupancy is there for as long as its hold is live: softly while a caller decides, firmly once a reservation
-- stands on it. Two on one resource can never overlap; the database itself refuses.
create table occupancies (
    tenant_id    uuid not null default current_tenant(),
    hold_id      uuid not null,
    resource_id  bigint not null,
    starts_at    timestamptz not null check (starts_at >= '2000-01-01 00:00Z'),
    ends_at      timestamptz not null check (ends_at < '5000-01-01 00:00Z'),
    occupied     int8range generated always as (int8range(
        resource_id * 100000000000 + extract(epoch from starts_at at time zone 'UTC')::bigint,
        resource_id * 100000000000 + extract(epoch from ends_at at time zone 'UTC')::bigint)) stored,
    primary key (tenant_id, hold_id, resource_id, starts_at),
    foreign key (tenant_id, hold_id) references holds on delete cascade,
    foreign key (tenant_id, resource_id) references resources on delete cascade,
    check (ends_at - starts_at >= interval '1 minute'),   -- an empty range overlaps nothing
    constraint nothing_twice exclude using gist (occupied with &&)
);
create index occupancies_resource on occupancies (tenant_id, resource_id, starts_at);
insert into occupancies (tenant_id, hold_id, resource_id, starts_at, ends_at)
select tenant_id, id, table_id, starts_at, ends_at from holds where status in ('held', 'booked');

alter table holds drop constraint no_table_twice;
drop index holds_table, holds_live;
alter table holds drop column occupied, drop column table_id;

-- a reservation may be of a table or of a room, and may be changed ---------------------------------------------------

alter table reservations
    add column kind text not null default 'table' check (kind in ('table', 'room')),
    add column ends_at timestamptz,
    add column late_min int check (late_min > 0),  -- how much later than `starts_at` the guests said they would come
    add column details jsonb not null default '{}',   -- what is told of it: table and area, or nights, room and prices; the occasion
    add column changed_at timestamptz;
update reservations set ends_at = h.ends_at, details = h.details from holds h
 where h.tenant_id = reservations.tenant_id and h.id = reservations.hold_id;
alter table reservations alter column ends_at set not null;
create index reservations_phone on reservations (tenant_id, phone, starts_at) where phone is not null;

-- what callers ask of the staff ----------------------------------------------------------------------------------------

create table requests (
    tenant_id        uuid not null default current_tenant(),
    id               uuid not null default gen_random_uuid(),
    agent_id         uuid not null,
    conversation_id  uuid,
    kind             text not null check (kind in ('waitlist', 'group', 'message', 'late')),
    key              text not null,                -- as in `commits`: the same request of the same errand is one row
    name             text,
    phone            text,
    email            text,
    details          jsonb not null default '{}',
    status           text not null default 'open' check (status in ('open', 'done')),
    created_at       timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, conversation_id, kind, key),
    foreign key (tenant_id, agent_id) references agents on delete cascade
);
create index requests_open on requests (tenant_id, agent_id, created_at) where status = 'open';

-- What is to be sent, written in the transaction that gives cause to it.
create table outbox (
    tenant_id       uuid not null default current_tenant(),
    id              uuid not null default gen_random_uuid(),
    reservation_id  uuid not null,
    kind            text not null check (kind in ('booked', 'changed', 'cancelled', 'again')),
    way             text not null check (way in ('phone', 'email')),
    address         text not null,                 -- the contact on file at that moment
    facts           jsonb not null,
    status          text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
    created_at      timestamptz not null default now(),
    sent_at         timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, reservation_id) references reservations on delete cascade
);
create index outbox_waiting on outbox (tenant_id, created_at) where status = 'waiting';

-- row security -------------------------------------------------------------------------------------------------------

alter table tenants force row level security;
alter table resources force row level security;
alter table holds force row level security;
alter table reservations force row level security;
do $$
declare name text;
begin
    foreach name in array array['occupancies', 'requests', 'outbox'] loop
        execute format('alter table %I enable row level security, force row level security', name);
        execute format('create policy own on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
        execute format('grant select, insert, update, delete on %I to switchboard_app', name);
    end loop;
end $$;
