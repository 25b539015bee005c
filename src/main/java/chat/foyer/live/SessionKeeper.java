package chat.foyer.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomRegistry;
import chat.foyer.session.Sessions;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the sessions of open pages, even if nothing is said. Written once a minute for
 * all open connections and waiting polls together.
 */
@Component
class SessionKeeper {

	private final ConnectionRegistry connections;

	private final LongPollRegistry polls;

	private final Sessions sessions;

	private final RoomRegistry registry;

	SessionKeeper(ConnectionRegistry connections, LongPollRegistry polls, Sessions sessions, RoomRegistry registry) {
		this.connections = connections;
		this.polls = polls;
		this.sessions = sessions;
		this.registry = registry;
	}

	@Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
	@Transactional
	void keep() {
		Map<String, Guest> guests = new HashMap<>();
		this.connections.all().forEach((connection) -> guests.put(connection.session(), connection.guest()));
		this.polls.all().forEach((poll) -> guests.put(poll.session(), poll.guest()));
		if (!guests.isEmpty()) {
			this.sessions.keep(guests.keySet());
			this.registry.see(Set.copyOf(guests.values()));
		}
	}

}
