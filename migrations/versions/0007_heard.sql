-- What was heard of a spoken reply.
alter table turns add column heard int check (heard >= 0);   -- characters of the reply; null: it was not spoken
