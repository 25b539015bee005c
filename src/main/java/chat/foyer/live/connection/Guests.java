package chat.foyer.live.connection;

import java.security.Principal;
import java.util.Optional;

import chat.foyer.room.Guest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Gets the guest from a principal of Spring Security.
 */
public final class Guests {

	private Guests() {
	}

	public static Optional<Guest> of(@Nullable Principal principal) {
		return (principal instanceof Authentication authentication
				&& authentication.getPrincipal() instanceof Guest guest) ? Optional.of(guest) : Optional.empty();
	}

}
