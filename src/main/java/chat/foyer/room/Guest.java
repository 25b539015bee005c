package chat.foyer.room;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * A person in a browser session.
 *
 * @param id what tells this guest from all others; random, and never shown to anybody
 */
public record Guest(String id) implements Principal, Serializable {

	/**
	 * A guest who was not here before.
	 */
	public static Guest arrive() {
		return new Guest(UUID.randomUUID().toString());
	}

	@Override
	public String getName() {
		return this.id;
	}

}
