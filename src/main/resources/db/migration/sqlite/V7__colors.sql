-- The colour of the seat's guest in the room, by the order of the seats.
alter table seat add column color integer not null default 0;
update seat set color = numbered.place % 12
from (select id, row_number() over (partition by room order by taken_at, id) - 1 as place from seat) as numbered
where numbered.id = seat.id;
create index seat_color on seat (room, color);

-- The colour that the author had, and whether the event is a message less than five minutes after a message of the same seat.
alter table event add column color integer not null default 0;
alter table event add column follows integer not null default 0;

-- Authors who have left the room have colours by the order in which they first appear in its log.
create temporary table author_color as
select room, author, (row_number() over (partition by room order by min(seq)) - 1) % 12 as color
from event group by room, author;
create unique index temp.author_color_key on author_color (room, author);
update event set
    color = coalesce((select color from seat where seat.id = event.seat),
        (select color from author_color where author_color.room = event.room and author_color.author = event.author)),
    follows = type = 'message' and exists (
        select 1 from event as previous
        where previous.room = event.room and previous.seq = event.seq - 1 and previous.type = 'message'
        and previous.seat = event.seat and event.at - previous.at < 300000);
drop table author_color;
