package chat.foyer.entry;

import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;

import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/**
 * The guests and seats that the tests of the pages talk about.
 */
public final class Visit {

	public static final RoomName ATTIC_NAME = new RoomName("Attic");

	public static final RoomName CAFE_NAME = new RoomName("caf\u00E9 & bar.");

	public static final RoomKey ATTIC = ATTIC_NAME.key();

	public static final RoomKey CAFE = CAFE_NAME.key();

	public static final String CAFE_ADDRESS = "/rooms/caf%C3%A9%20%26%20bar%2E";

	public static final Guest ANN = new Guest("ann");

	public static final Seat ANN_IN_ATTIC = new Seat("1", ATTIC, ANN.id(), new Username("Ann"));

	public static final Seat ANN_IN_CAFE = new Seat("2", CAFE, ANN.id(), new Username("Ann"));

	private Visit() {
	}

	/**
	 * Makes a request one of a guest who came in before.
	 */
	public static RequestPostProcessor by(Guest guest) {
		return SecurityMockMvcRequestPostProcessors.authentication(
				new PreAuthenticatedAuthenticationToken(guest, "", AuthorityUtils.createAuthorityList("ROLE_GUEST")));
	}

}
