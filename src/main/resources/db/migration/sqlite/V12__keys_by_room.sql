-- The room comes first in every key of a table of a room, so that the same schema can be distributed by room.
create table new_seat (
    room text not null,
    id text not null,
    guest text not null,
    username text not null,
    folded text not null,
    skeleton text not null,
    taken_at bigint not null,
    read_seq bigint,
    seen_at bigint,
    color integer not null default 0,
    primary key (room, id),
    unique (room, folded),
    unique (room, guest)
);
insert into new_seat (room, id, guest, username, folded, skeleton, taken_at, read_seq, seen_at, color)
select room, id, guest, username, folded, skeleton, taken_at, read_seq, seen_at, color from seat;
drop table seat;
alter table new_seat rename to seat;
create index seat_skeleton on seat (room, skeleton);
create index seat_color on seat (room, color);
create index seat_guest on seat (guest);

drop index event_once;
drop index event_notice;
drop index event_message;

-- A message that is sent again is found, not stored again.
create unique index event_once on event (room, seat, id) where id is not null;

-- Whether a seat came or went last.
create index event_notice on event (room, seat, seq) where id is null;

-- The first message of a seat.
create index event_message on event (room, seat, seq) where id is not null;

-- The servers that use the database, and when each was last heard of, in milliseconds of the database's clock.
create table node (
    id text not null primary key,
    beat_at bigint not null
);

-- Which seats are here, and on which node. A seat is here while any node has it. The last three columns are for several nodes.
create table connection_of (
    room text not null,
    seat text not null,
    node text not null,
    guest text not null,
    username text not null,
    color integer not null,
    away boolean not null default false,
    connected boolean not null default false,
    connected_at bigint not null default 0,
    primary key (room, seat, node)
);
create index connection_of_node on connection_of (node);

insert into connection_of (room, seat, node, guest, username, color)
select event.room, event.seat, 'local', coalesce(seat.guest, ''), event.author, event.color
from event left join seat on seat.room = event.room and seat.id = event.seat
where event.id is null and event.type = 'join' and not exists (
    select 1 from event as later
    where later.room = event.room and later.seat = event.seat and later.id is null and later.seq > event.seq);

-- Without statistics SQLite takes a room for ten rows, and reads all of them in order rather than those of one seat in an index.
analyze;
delete from sqlite_stat1;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('event', 'event', '1000000 10000 1'),
    ('event', 'event_once', '900000 9000 90 1'),
    ('event', 'event_notice', '100000 1000 10 1'),
    ('event', 'event_message', '900000 9000 90 1'),
    ('event', 'event_age', '1000000 1'),
    ('seat', 'sqlite_autoindex_seat_1', '100000 100 1'),
    ('seat', 'sqlite_autoindex_seat_2', '100000 100 1'),
    ('seat', 'sqlite_autoindex_seat_3', '100000 100 1'),
    ('seat', 'seat_skeleton', '100000 100 1'),
    ('seat', 'seat_color', '100000 100 9'),
    ('seat', 'seat_guest', '100000 2');
analyze sqlite_schema;
