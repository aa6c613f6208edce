-- Back to a house that knows tables alone. Stays, requests and what was to be sent are lost; a reservation of several
-- tables stands on the first of them, and the others stay occupied by holds of their own.
alter table resources no force row level security;
alter table holds no force row level security;
alter table reservations no force row level security;
alter table occupancies no force row level security;

drop table outbox, requests;
delete from holds where kind = 'room';             -- and the reservations that stand on them
delete from resources where kind = 'room';

-- reservations -------------------------------------------------------------------------------------------------------

drop index reservations_phone;
alter table reservations drop column kind, drop column ends_at, drop column late_min, drop column details, drop column changed_at;

-- holds: one table each ----------------------------------------------------------------------------------------------

alter table holds
    add column table_id bigint,
    add column occupied int8range generated always as (int8range(
        table_id * 100000000000 + extract(epoch from starts_at at time zone 'UTC')::bigint,
        table_id * 100000000000 + extract(epoch from ends_at at time zone 'UTC')::bigint)) stored;
-- Whoever was about to move to another time decides anew.
update holds set status = 'released' where moving is not null and status = 'held';
update holds set table_id = resource_ids[1];
-- Late guests sit for longer than the hold says.
update holds set ends_at = greatest(holds.ends_at, o.ends_at) from occupancies o
 where o.tenant_id = holds.tenant_id and o.hold_id = holds.id and holds.status = 'booked';
insert into holds (tenant_id, agent_id, resource_ids, table_id, conversation_id, party_size, starts_at, ends_at, status, kept_until, created_at)
select h.tenant_id, h.agent_id, h.resource_ids, other, h.conversation_id, h.party_size, h.starts_at, h.ends_at, h.status, h.kept_until, h.created_at
  from holds h, unnest(h.resource_ids[2:]) other where h.status in ('held', 'booked');
drop table occupancies;
alter table holds
    drop column resource_ids, drop column agent_id, drop column kind, drop column wish, drop column details, drop column moving,
    alter column table_id set not null,
    add foreign key (tenant_id, table_id) references resources on delete cascade,
    add constraint no_table_twice exclude using gist (occupied with &&) where (status in ('held', 'booked'));
create index holds_table on holds (tenant_id, table_id, starts_at);
create index holds_live on holds (tenant_id, starts_at) where status in ('held', 'booked');

-- resources become tables ----------------------------------------------------------------------------------------------

alter table resources drop column kind, drop column room_type;   -- and the keys that name them
alter sequence resources_id_seq rename to tables_id_seq;
alter index resources_id rename to tables_id;
alter table resources rename constraint resources_tenant_id_agent_id_fkey to tables_tenant_id_agent_id_fkey;
alter table resources rename constraint resources_capacity_check to tables_seats_check;
alter table resources rename constraint resources_pkey to tables_pkey;
alter table resources rename column capacity to seats;
alter table resources rename to tables;
alter table tables add constraint tables_tenant_id_agent_id_name_key unique (tenant_id, agent_id, name);

alter table tables force row level security;
alter table holds force row level security;
alter table reservations force row level security;
