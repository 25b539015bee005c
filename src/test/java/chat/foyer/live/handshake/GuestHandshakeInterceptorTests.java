package chat.foyer.live.handshake;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link GuestHandshakeInterceptor}.
 */
class GuestHandshakeInterceptorTests {

	private static final Guest ANN = new Guest("ann");

	private final RoomRegistry registry = mock();

	private final ServerHttpResponse response = mock();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final Map<String, Object> attributes = new HashMap<>();

	@BeforeEach
	void beginSession() {
		this.request.setSession(new MockHttpSession());
	}

	@Test
	void whoHasASeatMayConnect() {
		seatAnn();
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

	@Test
	void sessionOfTheHandshakeIsRemembered() {
		seatAnn();
		assertThat(mayConnect(authentication(ANN))).isTrue();
		assertThat(GuestHandshakeInterceptor.sessionOf(this.attributes)).isEqualTo(this.request.getSession().getId());
	}

	@Test
	void requestWithoutSessionMayNot() {
		seatAnn();
		this.request.setSession(null);
		assertThat(mayConnect(authentication(ANN))).isFalse();
		then(this.response).should().setStatusCode(HttpStatus.FORBIDDEN);
	}

	@Test
	void handshakeWithoutSessionIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> GuestHandshakeInterceptor.sessionOf(Map.of()));
	}

	private void seatAnn() {
		given(this.registry.findAll(ANN))
			.willReturn(List.of(new Seat("1", RoomKey.of("Attic"), ANN.id(), new Username("Ann"))));
	}

	private boolean mayConnect(Principal principal) {
		this.request.setUserPrincipal(principal);
		return new GuestHandshakeInterceptor(this.registry, TestLimits.refusals())
			.beforeHandshake(new ServletServerHttpRequest(this.request), this.response, mock(), this.attributes);
	}

	private static Principal authentication(Object principal) {
		return new PreAuthenticatedAuthenticationToken(principal, "", AuthorityUtils.createAuthorityList("ROLE_GUEST"));
	}

}
