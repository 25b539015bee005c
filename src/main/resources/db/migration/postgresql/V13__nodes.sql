-- Who does what only one node does at a time, and until when, in milliseconds of the database's clock.
create table lease (
    name text not null primary key,
    holder text not null,
    until bigint not null
);

-- Whether the seat has a connection to the node now, and when the last one began. A seat without any is here by requests only.
alter table connection_of add column connected boolean not null default false;
alter table connection_of add column connected_at bigint not null default 0;
