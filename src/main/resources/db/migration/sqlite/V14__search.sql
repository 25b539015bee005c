-- How far the log of a room is indexed. The number stands for the room in the index.
create table search_room (
    number integer primary key,
    room text not null,
    indexed_to bigint not null
);
create unique index search_room_key on search_room (room);

-- The tokens of each message. A place is the number of the room times 2 to the power of 40, and the number of the message.
create table search_entry (
    place integer primary key,
    tokens text not null
);

-- The tokens are made by the server, so FTS5 only divides them at blanks. Beginnings of words have up to three characters when
-- most of them are typed, and many words begin so: they have an index of their own.
create virtual table search_index using fts5 (
    tokens,
    content = 'search_entry',
    content_rowid = 'place',
    tokenize = 'ascii',
    columnsize = 0,
    prefix = '1 2 3'
);

-- Tokens of a removed message leave the pages of the index at once. Without it FTS5 only marks them as removed.
insert into search_index (search_index, rank) values ('secure-delete', 1);
