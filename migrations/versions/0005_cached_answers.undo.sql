drop function forget_expired_answers;
drop table cached_answers;
alter table tenants drop column learned;
