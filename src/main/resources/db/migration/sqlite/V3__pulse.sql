-- Written to find out whether the store takes what is written.
create table pulse (
    id integer not null primary key,
    beats integer not null
);
