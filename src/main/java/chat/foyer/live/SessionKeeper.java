package chat.foyer.live;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import chat.foyer.room.RoomRegistry;
import chat.foyer.session.Sessions;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the sessions of open pages, even if nothing is said. Written once a minute for
 * all open connections together.
 */
@Component
class SessionKeeper {

	private final Connections connections;

	private final Sessions sessions;

	private final RoomRegistry registry;

	SessionKeeper(Connections connections, Sessions sessions, RoomRegistry registry) {
		this.connections = connections;
		this.sessions = sessions;
		this.registry = registry;
	}

	@Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
	@Transactional
	void keep() {
		Collection<Connection> open = Set.copyOf(this.connections.all());
		if (!open.isEmpty()) {
			this.sessions.keep(open.stream().map(Connection::session).collect(Collectors.toSet()));
			this.registry.see(open.stream().map(Connection::guest).collect(Collectors.toSet()));
		}
	}

}
