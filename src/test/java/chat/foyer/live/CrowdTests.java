package chat.foyer.live;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Crowd}.
 */
class CrowdTests {

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final Guest CEM = new Guest("cem");

	private final Connections connections = new Connections();

	private final LimitsProperties limits = TestLimits.of("connections-per-guest=2", "unentered-per-address=3",
			"connections-per-node=4");

	private final Crowd crowd = new Crowd(this.connections, this.limits, TestLimits.refusals());

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final Map<String, Object> attributes = new HashMap<>();

	@Test
	void guestMayHaveSoManyConnections() throws IOException {
		open("1", ANN);
		assertThat(mayOpen(ANN, "192.0.2.9")).isTrue();
		open("2", ANN);
		assertThat(mayOpen(ANN, "192.0.2.9")).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("10");
		assertThat(mayOpen(BOB, "192.0.2.9")).isTrue();
		this.connections.remove("1");
		assertThat(mayOpen(ANN, "192.0.2.9")).isTrue();
	}

	@Test
	void connectionThatIsBeingClosedCountsNoMore() throws IOException {
		open("1", ANN);
		open("2", ANN).close(Cuts.SILENT);
		assertThat(mayOpen(ANN, "192.0.2.9")).isTrue();
	}

	@Test
	void addressMayHaveSoManyThatHaveNotEntered() throws IOException {
		open("1", ANN);
		open("2", ANN);
		Connection third = open("3", BOB);
		assertThat(mayOpen(CEM, "192.0.2.1")).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(mayOpen(CEM, "192.0.2.2")).isTrue();
		third.pulse().connect(0, this.limits);
		assertThat(mayOpen(CEM, "192.0.2.1")).isTrue();
	}

	@Test
	void serverTakesSoManyAndNoMore() throws IOException {
		open("1", ANN);
		open("2", ANN);
		open("3", BOB);
		open("4", BOB);
		assertThat(mayOpen(CEM, "192.0.2.9")).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(503);
	}

	@Test
	void addressIsThatOfTheHandshake() {
		mayOpen(ANN, "192.0.2.9");
		assertThat(Crowd.addressOf(this.attributes)).isEqualTo(new ClientAddress("192.0.2.9"));
	}

	private Connection open(String id, Guest guest) throws IOException {
		Connection connection = new FakeSocket(id).connection(guest);
		this.connections.add(connection);
		return connection;
	}

	private boolean mayOpen(Guest guest, String address) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		request.setUserPrincipal(
				new PreAuthenticatedAuthenticationToken(guest, "", AuthorityUtils.createAuthorityList("ROLE_GUEST")));
		return this.crowd.beforeHandshake(new ServletServerHttpRequest(request),
				new ServletServerHttpResponse(this.response), mock(), this.attributes);
	}

}
