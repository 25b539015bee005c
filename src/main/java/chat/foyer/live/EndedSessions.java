package chat.foyer.live;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.LongPollRegistry.Poll;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.SeatFreed;
import chat.foyer.session.Sessions;
import chat.foyer.session.SessionsEnded;
import chat.foyer.session.SessionsEndedElsewhere;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends sessions that have reached their lifetime, and closes connections and refuses
 * polls whose session has ended.
 */
@Component
class EndedSessions {

	private final ConnectionRegistry connections;

	private final LongPollRegistry polls;

	private final RoomRegistry registry;

	private final Sessions sessions;

	private final LimitsProperties limits;

	EndedSessions(ConnectionRegistry connections, LongPollRegistry polls, RoomRegistry registry, Sessions sessions,
			LimitsProperties limits) {
		this.connections = connections;
		this.polls = polls;
		this.registry = registry;
		this.sessions = sessions;
		this.limits = limits;
	}

	/**
	 * Spring Session on a database does not tell when a session has ended, so they are
	 * looked for. This also finds a connection that was being opened when its session was
	 * ended.
	 */
	@Scheduled(fixedDelayString = "15s", initialDelayString = "15s")
	void sweep() {
		this.sessions.deleteEnded(this.limits.sessionLifetime());
		look();
	}

	/**
	 * Looks for sessions that have ended, and for guests who have left the last room.
	 * Asks about those with a connection or a poll only.
	 */
	void look() {
		List<Connection> open = List.copyOf(this.connections.all());
		List<Poll> waiting = this.polls.all().toList();
		Set<String> lasting = this.sessions
			.findLasting(Stream.concat(open.stream().map(Connection::session), waiting.stream().map(Poll::session))
				.collect(Collectors.toSet()));
		Set<Guest> seated = this.registry.findSeated(open.stream().map(Connection::guest).collect(Collectors.toSet()));
		open.stream()
			.filter((connection) -> !lasting.contains(connection.session()) || !seated.contains(connection.guest()))
			.forEach((connection) -> connection.close(CloseStatuses.SESSION_ENDED));
		waiting.stream().filter((poll) -> !lasting.contains(poll.session())).forEach(Poll::refuse);
	}

	@EventListener
	void on(SessionsEnded ended) {
		close(ended.ids());
	}

	@EventListener
	void on(SessionsEndedElsewhere ended) {
		close(ended.ids());
	}

	private void close(Set<String> sessions) {
		this.connections.all()
			.stream()
			.filter((connection) -> sessions.contains(connection.session()))
			.forEach((connection) -> connection.close(CloseStatuses.SESSION_ENDED));
		this.polls.all().filter((poll) -> sessions.contains(poll.session())).forEach(Poll::refuse);
	}

	/**
	 * Closes the connections of a guest who has left the last room.
	 */
	@EventListener
	void on(SeatFreed freed) {
		Guest guest = new Guest(freed.seat().guest());
		if (this.registry.findAll(guest).isEmpty()) {
			this.connections.of(guest).forEach((connection) -> connection.close(CloseStatuses.SESSION_ENDED));
		}
	}

}
