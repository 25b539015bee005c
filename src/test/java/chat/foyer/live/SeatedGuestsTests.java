package chat.foyer.live;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;

import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SeatedGuests}.
 */
class SeatedGuestsTests {

	private static final Guest ANN = new Guest("ann");

	private final RoomRegistry registry = mock();

	private final ServerHttpResponse response = mock();

	@Test
	void whoHasASeatMayConnect() {
		given(this.registry.findAll(ANN))
			.willReturn(List.of(new Seat("1", RoomKey.of("Attic"), ANN.id(), new Username("Ann"))));
		assertThat(mayConnect(authentication(ANN))).isTrue();
		then(this.response).shouldHaveNoInteractions();
	}

	@Test
	void whoHasNoneMayNot() {
		assertThat(mayConnect(authentication(ANN))).isFalse();
		then(this.response).should().setStatusCode(HttpStatus.FORBIDDEN);
	}

	@Test
	void whoIsNoGuestMayNot() {
		assertThat(mayConnect(null)).isFalse();
		assertThat(mayConnect(authentication("ann"))).isFalse();
		assertThat(mayConnect(ANN)).as("nobody has authenticated it").isFalse();
	}

	private boolean mayConnect(Principal principal) {
		ServerHttpRequest request = mock();
		given(request.getPrincipal()).willReturn(principal);
		return new SeatedGuests(this.registry, TestLimits.refusals()).beforeHandshake(request, this.response, mock(),
				new HashMap<>());
	}

	private static Principal authentication(Object principal) {
		return new PreAuthenticatedAuthenticationToken(principal, "", AuthorityUtils.createAuthorityList("ROLE_GUEST"));
	}

}
