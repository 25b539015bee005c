-- The secret key of the hashes by which the server's log names rooms. The id stands in cookies and is public.
alter table installation add column log_key text not null default '';
update installation set log_key = lower(hex(randomblob(32)));
