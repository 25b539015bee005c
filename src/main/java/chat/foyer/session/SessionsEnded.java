package chat.foyer.session;

import java.util.Set;

/**
 * Sessions were ended before their time.
 *
 * @param ids the ids of the sessions, which no request will find any more
 */
public record SessionsEnded(Set<String> ids) {

	public SessionsEnded {
		ids = Set.copyOf(ids);
	}

}
