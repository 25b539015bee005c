-- How far the seat's guest has read the room's log; nothing before the page was opened for the first time.
alter table seat add column read_seq integer;
