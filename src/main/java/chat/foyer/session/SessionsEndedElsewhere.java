package chat.foyer.session;

import java.util.Set;

/**
 * Another node reported that it ended sessions before their time.
 *
 * @param ids the ids of the sessions, which no request will find any more
 */
public record SessionsEndedElsewhere(Set<String> ids) {

	public SessionsEndedElsewhere {
		ids = Set.copyOf(ids);
	}

}
