-- Back to documents whose text comes with them. What has not been read yet is lost, and so is the queue.
alter table documents no force row level security;
alter table passages no force row level security;

drop function documents_to_embed;
drop policy keeper on passages;
revoke select (tenant_id, document_id, embedding_model) on passages from switchboard_keeper;
drop index passages_without_vector;
drop table quarantined, file_pieces, files;
alter table passages drop column page, drop column row;
drop index documents_sha256, documents_agent;
delete from documents where not exists (select from passages p where p.document_id = documents.id);
alter table documents
    drop column agent_id, drop column filename, drop column kind, drop column size_bytes, drop column pages,
    drop column total, drop column done, drop column problem, drop column updated_at,
    add column content text not null default '';
alter table documents alter column content drop default;
update documents set status = 'ready';
alter table documents alter column status set default 'ready';
alter table documents force row level security;
alter table passages force row level security;

drop table procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers cascade;
do $$
declare gone regprocedure;
begin
    for gone in select oid from pg_proc where proname like 'procrastinate\_%' and pronamespace = 'public'::regnamespace loop
        execute format('drop function %s cascade', gone);
    end loop;
end $$;
drop type procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type cascade;
