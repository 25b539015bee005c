-- A room's counter outlives its events, so that a number never comes back.
create table room (
    name text not null primary key,
    last_seq integer not null
);

-- A seat holds a username in a room for one guest, by its look-alike skeleton.
create table seat (
    id text not null primary key,
    room text not null,
    guest text not null,
    username text not null,
    skeleton text not null,
    taken_at integer not null,
    unique (room, skeleton),
    unique (guest, room)
);

-- One line of a room's log. Rows are only ever added, and purged when they are old.
create table event (
    room text not null,
    seq integer not null,
    type text not null,
    seat text not null,
    id text,
    author text not null,
    text text,
    at integer not null,
    primary key (room, seq)
) without rowid;

-- A message that is sent again is found, not stored again.
create unique index event_once on event (seat, id) where id is not null;

-- Whether a seat came or went last.
create index event_notice on event (seat, seq) where id is null;

-- What is old enough to be purged.
create index event_age on event (at);
