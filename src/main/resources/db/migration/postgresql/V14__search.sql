-- How far the log of a room is indexed.
create table search_room (
    room text not null primary key,
    indexed_to bigint not null
);

-- The tokens of each message, with their positions.
create table search_entry (
    room text not null,
    seq bigint not null,
    tokens tsvector not null,
    primary key (room, seq)
);
create index search_entry_tokens on search_entry using gin (tokens);
