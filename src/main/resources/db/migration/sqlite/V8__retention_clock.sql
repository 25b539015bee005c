-- The clock by which events get old, in milliseconds: its time when it was last saved, and the system's time then. It begins with
-- the newest event, unless that is said to be of the future.
create table retention_clock (
    id integer not null primary key,
    time integer not null,
    system_time integer not null
);
insert into retention_clock (id, time, system_time)
select 1, start.time, start.time
from (select min(coalesce(max(at), 9223372036854775807), strftime('%s', 'now') * 1000) as time from event) as start;

-- When the event was stored, in milliseconds of the retention clock. For earlier events it follows their order in the room, so that
-- none that was stored while the system's clock was behind or ahead is purged too early.
alter table event add column stored_at integer not null default 0;
create temporary table stored as
select room, seq, max(at) over (partition by room order by seq) as upto from event;
create unique index temp.stored_key on stored (room, seq);
update event set stored_at = (
    select min(stored.upto, retention_clock.time) from stored, retention_clock
    where stored.room = event.room and stored.seq = event.seq);
drop table stored;

drop index event_age;
create index event_age on event (stored_at);
