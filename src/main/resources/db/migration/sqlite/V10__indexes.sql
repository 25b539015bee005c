-- The sessions that have reached their lifetime.
create index spring_session_created on spring_session (creation_time);

-- The first message of a seat, beside event_notice for its notices.
create index event_message on event (seat, seq) where id is not null;
