package chat.foyer.room;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * A person in a browser session.
 *
 * @param id random and unique; never shown
 */
public record Guest(String id) implements Principal, Serializable {

	/**
	 * Creates a new guest.
	 */
	public static Guest arrive() {
		return new Guest(UUID.randomUUID().toString());
	}

	@Override
	public String getName() {
		return this.id;
	}

}
