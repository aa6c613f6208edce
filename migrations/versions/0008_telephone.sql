-- A telephone rings before a tenant is known: whose agent is called? The keeper answers about one agent at a time.
grant select (tenant_id, id) on agents to switchboard_keeper;
create policy keeper on agents for select to switchboard_keeper using (true);

create function owner_of_agent(agent uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.tenant_id from agents a where a.id = agent $$;
-- A function can only be given to who may create in its schema; what was lent for that is taken back.
grant create on schema public to switchboard_keeper;
alter function owner_of_agent owner to switchboard_keeper;
revoke create on schema public from switchboard_keeper;
revoke all on function owner_of_agent from public;
grant execute on function owner_of_agent to switchboard_app;
