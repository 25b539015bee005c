-- Which guest sits behind a browser, by the hash of the key in the browser's cookie: a browser whose session was lost, or
-- never came back to it, is the same guest again.
create table browser (
    key_hash text not null primary key,
    guest text not null unique
);

-- When the guest was last connected, in milliseconds; nothing for a guest who never was.
alter table seat add column seen_at integer;

-- A guest on the way to another browser, by the hash of the token in the link; it may be used until it expires, by one browser.
create table move (
    guest text not null primary key,
    token_hash text not null unique,
    seat text not null,
    expires_at integer not null,
    taken_by text
);
