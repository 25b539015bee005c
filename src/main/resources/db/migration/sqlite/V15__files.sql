-- Files that guests upload. The bytes are in the folder of the files. seq is the number of the message that has the file; until
-- then it expires. done is whether all bytes are there. Of a picture that pages show, width and height are in pixels. stored is
-- how many bytes the file has on disk, its thumbnail included. as_file is whether a picture is kept as it was sent, upload_length how many
-- bytes are uploaded, size how many of them are kept.
create table file (
    room text not null,
    id text not null,
    seat text not null,
    guest text not null,
    name text not null,
    type text not null,
    size bigint not null,
    stored bigint not null,
    width integer,
    height integer,
    created_at bigint not null,
    seq bigint,
    done boolean not null default false,
    as_file boolean not null default false,
    upload_length bigint not null default 0,
    primary key (room, id)
) without rowid;
create index file_message on file (room, seq) where seq is not null;
create index file_unattached on file (guest, created_at) where seq is null;
create index file_age on file (created_at) where seq is null;
create index file_id on file (id);
