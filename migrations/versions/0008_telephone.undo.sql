drop function owner_of_agent;
drop policy keeper on agents;
revoke select (tenant_id, id) on agents from switchboard_keeper;
