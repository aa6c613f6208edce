-- Takes the house down again. The roles stay: they belong to the server, and another database may use them.
drop function if exists principal_of_key, owner_of_thread;
drop table if exists checkpoint_writes, checkpoints, reservations, holds, tables, passages, documents,
    handoffs, commits, messages, turns, conversations, agents, api_keys, users, tenants cascade;
drop function if exists forget_thread, forget_threads, fenced, current_tenant;
revoke usage on schema public from switchboard_app;
revoke usage on schema public from switchboard_keeper;
