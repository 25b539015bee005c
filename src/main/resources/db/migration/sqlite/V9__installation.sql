-- A short random id that stands in the names of the cookies, so that servers on other ports of a host do not overwrite them.
create table installation (
    id text not null primary key
);

insert into installation (id) values (lower(hex(randomblob(3))));
