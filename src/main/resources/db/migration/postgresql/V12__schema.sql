-- The schema that SQLite has after its version 12. The room comes first in every key of a table of a room, so that the same
-- schema can be distributed by room. Times are in milliseconds.

-- The tables of Spring Session JDBC.
create table spring_session (
    primary_id text not null primary key,
    session_id text not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval integer not null,
    expiry_time bigint not null,
    principal_name text
);
create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);
create index spring_session_created on spring_session (creation_time);

create table spring_session_attributes (
    session_primary_id text not null references spring_session (primary_id) on delete cascade,
    attribute_name text not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);

-- A room's counter outlives its events, so that a number never comes back. The room is the folded name.
create table room (
    room text not null primary key,
    name text not null,
    last_seq bigint not null
);

-- A seat holds a username in a room for one guest.
create table seat (
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
create index seat_skeleton on seat (room, skeleton);
create index seat_color on seat (room, color);
create index seat_guest on seat (guest);

-- One line of a room's log. Rows are only ever added, and purged when they are old. stored_at is the time of the retention clock.
create table event (
    room text not null,
    seq bigint not null,
    type text not null,
    seat text not null,
    id text,
    author text not null,
    text text,
    at bigint not null,
    color integer not null default 0,
    follows boolean not null default false,
    stored_at bigint not null default 0,
    primary key (room, seq)
);

-- A message that is sent again is found, not stored again.
create unique index event_once on event (room, seat, id) where id is not null;

-- Whether a seat came or went last.
create index event_notice on event (room, seat, seq) where id is null;

-- The first message of a seat.
create index event_message on event (room, seat, seq) where id is not null;

-- What is old enough to be purged.
create index event_age on event (stored_at);

-- The servers that use the database, and when each was last heard of by the database's clock.
create table node (
    id text not null primary key,
    beat_at bigint not null
);

-- Who does what only one node does at a time, and until when, in milliseconds of the database's clock.
create table lease (
    name text not null primary key,
    holder text not null,
    until bigint not null
);

-- Which seats are here, and on which node. A seat is here while any node has it. A seat is connected while it has a connection to
-- the node, and otherwise here by requests only; connected_at is when the last connection began.
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

-- Written to find out whether the store takes what is written.
create table pulse (
    id integer not null primary key,
    beats bigint not null
);

-- Which guest sits behind a browser, by the hash of the key in the browser's cookie.
create table browser (
    key_hash text not null primary key,
    guest text not null unique
);

-- A guest on the way to another browser, by the hash of the token in the link; it may be used until it expires, by one browser.
create table move (
    guest text not null primary key,
    token_hash text not null unique,
    seat text not null,
    expires_at bigint not null,
    taken_by text
);

-- The clock by which events get old: its time when it was last saved, and the system's time then.
create table retention_clock (
    id integer not null primary key,
    time bigint not null,
    system_time bigint not null
);
insert into retention_clock (id, time, system_time)
select 1, start.time, start.time
from (select cast(extract(epoch from now()) * 1000 as bigint) as time) as start;

-- A short random id that stands in the names of the cookies, and the secret key of the hashes by which the server's log names rooms.
create table installation (
    id text not null primary key,
    log_key text not null
);
insert into installation (id, log_key)
select left(random.hex, 6), right(random.hex, 64)
from (select replace(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, '-', '') as hex) as random;
