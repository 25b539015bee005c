-- Events that change a line. Of a change, of is the number of its message and data its fields as JSON. Of a message, rev is the
-- number of the last event that changed it, and "re" that of the message that it replies to. The text of a message exists once:
-- an edit overwrites it, and a deletion removes it.
alter table event add column of bigint;
alter table event add column data text;
alter table event add column re bigint;
alter table event add column rev bigint;
alter table event add column edited_at bigint;
alter table event add column deleted_at bigint;

-- The number of the last event that shows as a line.
alter table room add column last_line bigint not null default 0;
update room set last_line = last_seq;

-- Who has reacted to a message, and the number of the event.
create table reaction (
    room text not null,
    of bigint not null,
    emoji text not null,
    seat text not null,
    author text not null,
    seq bigint not null,
    primary key (room, of, emoji, seat)
);

-- Which messages are pinned, and the number of the event.
create table pin (
    room text not null,
    of bigint not null,
    seq bigint not null,
    primary key (room, of)
);

