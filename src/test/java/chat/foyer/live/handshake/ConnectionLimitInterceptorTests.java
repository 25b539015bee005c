package chat.foyer.live.handshake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.limit.TestLimits;
import chat.foyer.live.connection.CloseStatuses;
import chat.foyer.live.connection.Connection;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.FakeSocket;
import chat.foyer.room.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link ConnectionLimitInterceptor}.
 */
class ConnectionLimitInterceptorTests {

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private static final String ADDRESS = "192.0.2.1";

	private static final String OTHER_ADDRESS = "192.0.2.2";

	private final ConnectionRegistry connections = new ConnectionRegistry();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final Map<String, Object> attributes = new HashMap<>();

	private final Map<String, FakeSocket> sockets = new HashMap<>();

	private LimitsProperties limits = TestLimits.of();

	private ConnectionLimitInterceptor limiter = limiter(false);

	@Test
	void guestWithAllConnectionsIsRefused() throws IOException {
		limit("connections-per-guest=2");
		open("1", ANN, ADDRESS);
		assertThat(mayOpen(ANN, OTHER_ADDRESS)).isTrue();
		open("2", ANN, ADDRESS);
		assertThat(mayOpen(ANN, OTHER_ADDRESS)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("2");
		assertThat(mayOpen(BOB, ADDRESS)).isTrue();
		this.connections.remove("1");
		assertThat(mayOpen(ANN, ADDRESS)).isTrue();
	}

	@Test
	void closingConnectionDoesNotCount() throws IOException {
		limit("connections-per-guest=2");
		open("1", ANN, ADDRESS);
		open("2", ANN, ADDRESS).close(CloseStatuses.SILENT);
		assertThat(mayOpen(ANN, ADDRESS)).isTrue();
	}

	@Test
	void fullServerRefusesEverybody() throws IOException {
		limit("connections-per-node=2");
		open("1", ANN, "10.0.0.1");
		open("2", ANN, "10.0.0.1");
		assertThat(mayOpen(BOB, OTHER_ADDRESS)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("10");
	}

	@Test
	void addressGetsHalfOfTheConnectionsByDefault() throws IOException {
		limit("connections-per-node=6");
		openOfDifferentGuests(3, ADDRESS);
		assertThat(mayOpen(ANN, ADDRESS)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("10");
		assertThat(mayOpen(ANN, OTHER_ADDRESS)).isTrue();
	}

	@Test
	void ipv6NetworkIsOneAddress() throws IOException {
		limit("connections-per-node=2");
		open("1", ANN, "2001:db8::1");
		assertThat(mayOpen(BOB, "2001:db8::2")).isFalse();
		assertThat(mayOpen(BOB, "2001:db8:0:1::2")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, false", "2001:db8::1, false", "::ffff:192.0.2.1, false", "127.0.0.1, true", "::1, true",
			"10.1.2.3, true", "172.20.0.2, true", "192.168.0.7, true", "100.64.0.9, true", "169.254.0.1, true",
			"fd00::1, true", "fe80::1%eth0, true", "::ffff:10.0.0.1, true" })
	void sharedAddressIsNotLimitedUnlessSet(String address, boolean isShared) throws IOException {
		limit("connections-per-node=100");
		openOfDifferentGuests(60, address);
		assertThat(mayOpen(ANN, address)).isEqualTo(isShared);
		int open = isShared ? 60 : 50;
		limit("connections-per-node=100", "connections-per-address=" + (open + 1));
		assertThat(mayOpen(ANN, address)).isTrue();
		limit("connections-per-node=100", "connections-per-address=" + open);
		assertThat(mayOpen(ANN, address)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For", "x-forwarded-for", "Forwarded" })
	void headerOfAClientDoesNotRaiseTheLimitOfItsAddress(String header) throws IOException {
		limit("connections-per-node=6");
		openOfDifferentGuests(2, ADDRESS);
		assertThat(mayOpen(ANN, ADDRESS, header)).isTrue();
		open("forwarded", ANN, ClientAddress.of(ADDRESS).forwarding());
		assertThat(mayOpen(BOB, ADDRESS, header)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(mayOpen(BOB, ADDRESS)).isFalse();
		assertThat(mayOpen(BOB, OTHER_ADDRESS, header)).isTrue();
		limit("connections-per-node=6", "connections-per-address=4");
		assertThat(mayOpen(BOB, ADDRESS, header)).isTrue();
	}

	@Test
	void connectionsWithAndWithoutTheHeaderAreCountedTogether() throws IOException {
		limit("connections-per-node=4");
		open("1", ANN, ADDRESS);
		open("2", BOB, ClientAddress.of(ADDRESS).forwarding());
		open("3", BOB, ClientAddress.of(ADDRESS).forwarding());
		open("4", BOB, ADDRESS);
		assertThat(closed()).containsExactlyInAnyOrder("3", "4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.3", "127.0.0.1", "fd00::1" })
	void headerFromASharedAddressChangesNothing(String address) throws IOException {
		limit("connections-per-node=6");
		openOfDifferentGuests(5, address);
		assertThat(mayOpen(ANN, address, "X-Forwarded-For")).isTrue();
	}

	@Test
	void unenteredConnectionsOfAnUnconfiguredProxyAreNotLimitedUnlessSet() throws IOException {
		ClientAddress proxy = ClientAddress.of(ADDRESS).forwarding();
		open("1", ANN, proxy);
		open("2", ANN, proxy);
		open("3", ANN, proxy);
		assertThat(closed()).isEmpty();
		limit("unentered-per-address=500");
		open("4", ANN, proxy);
		assertThat(closed()).containsExactlyInAnyOrder("1", "2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For", "Forwarded" })
	void headerOfAClientBesideAConfiguredProxyExemptsNothing(String header) throws IOException {
		limit("connections-per-node=6");
		this.limiter = limiter(true);
		openOfDifferentGuests(3, ADDRESS);
		assertThat(mayOpen(ANN, ADDRESS, header)).isFalse();
	}

	@Test
	void oldestUnenteredConnectionOfAGuestGivesWay() throws IOException {
		open("1", ANN, ADDRESS);
		open("2", ANN, ADDRESS);
		open("3", BOB, ADDRESS);
		assertThat(closed()).isEmpty();
		open("4", ANN, ADDRESS);
		assertThat(closed()).containsExactly("1");
		assertThat(this.sockets.get("1").closed()).containsExactly(CloseStatuses.REPLACED);
	}

	@Test
	void enteredConnectionDoesNotGiveWay() throws IOException {
		open("1", ANN, ADDRESS).liveness().connect(0, this.limits);
		open("2", ANN, ADDRESS);
		open("3", ANN, ADDRESS);
		assertThat(closed()).isEmpty();
		open("4", ANN, ADDRESS);
		assertThat(closed()).containsExactly("2");
	}

	@Test
	void oldestUnenteredConnectionOfAnAddressGivesWay() throws IOException {
		limit("unentered-per-address=3");
		openOfDifferentGuests(3, ADDRESS);
		assertThat(mayOpen(ANN, ADDRESS)).isTrue();
		open("new", ANN, ADDRESS);
		open("other", ANN, OTHER_ADDRESS);
		assertThat(closed()).containsExactly("0 " + ADDRESS);
	}

	@Test
	void addressMayHave500UnenteredConnections() throws IOException {
		openOfDifferentGuests(500, ADDRESS);
		assertThat(closed()).isEmpty();
		open("new", ANN, ADDRESS);
		assertThat(closed()).containsExactly("0 " + ADDRESS);
	}

	@Test
	void unenteredConnectionsOfASharedAddressAreNotLimitedUnlessSet() throws IOException {
		openOfDifferentGuests(501, "10.0.0.1");
		open("1", ANN, "127.0.0.1");
		open("2", ANN, "127.0.0.1");
		open("3", ANN, "127.0.0.1");
		assertThat(closed()).isEmpty();
		limit("unentered-per-address=500");
		open("4", ANN, "127.0.0.1");
		assertThat(closed()).containsExactlyInAnyOrder("1", "2");
	}

	@Test
	void onlyConnectionsBeyondTheLimitAreClosedHoweverManyOpenAtOnce() throws Exception {
		limit("connections-per-guest=5");
		openAtOnce(12, ANN);
		assertThat(this.connections.all()).filteredOn((connection) -> !connection.isClosing()).hasSize(5);
		assertThat(this.sockets.values()).flatMap(FakeSocket::closed)
			.containsOnly(CloseStatuses.RATE_LIMITED)
			.hasSize(7);
	}

	@Test
	void onlyConnectionsBeyondTheLimitOfTheNodeAreClosed() throws Exception {
		limit("connections-per-node=5", "connections-per-guest=100");
		openAtOnce(12, ANN);
		assertThat(this.connections.all()).filteredOn((connection) -> !connection.isClosing()).hasSize(5);
		assertThat(this.sockets.values()).flatMap(FakeSocket::closed).containsOnly(CloseStatuses.FULL).hasSize(7);
	}

	@Test
	void addressIsThatOfTheHandshake() {
		mayOpen(ANN, ADDRESS);
		assertThat(ConnectionLimitInterceptor.addressOf(this.attributes)).isEqualTo(ClientAddress.of(ADDRESS));
		this.attributes.clear();
		assertThatIllegalStateException().isThrownBy(() -> ConnectionLimitInterceptor.addressOf(this.attributes));
	}

	private void limit(String... settings) {
		this.limits = TestLimits.of(settings);
		this.limiter = limiter(false);
	}

	private ConnectionLimitInterceptor limiter(boolean isProxyConfigured) {
		return new ConnectionLimitInterceptor(this.connections, this.limits, TestLimits.refusals(), isProxyConfigured);
	}

	/**
	 * The connections that were closed.
	 */
	private List<String> closed() {
		return this.sockets.entrySet()
			.stream()
			.filter((socket) -> !socket.getValue().closed().isEmpty())
			.map(Map.Entry::getKey)
			.toList();
	}

	private Connection open(String id, Guest guest, String address) throws IOException {
		return open(id, guest, ClientAddress.of(address));
	}

	private Connection open(String id, Guest guest, ClientAddress address) throws IOException {
		Connection connection = connection(id, guest, address);
		this.connections.add(connection);
		this.limiter.recheck(connection);
		return connection;
	}

	private Connection connection(String id, Guest guest, ClientAddress address) throws IOException {
		FakeSocket socket = new FakeSocket(id);
		this.sockets.put(id, socket);
		return socket.connection(guest, address);
	}

	private void openOfDifferentGuests(int count, String address) throws IOException {
		for (int i = 0; i < count; i++) {
			open(i + " " + address, new Guest(i + " " + address), address);
		}
	}

	private void openAtOnce(int count, Guest guest) throws Exception {
		List<Connection> all = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			all.add(connection(String.valueOf(i), guest, ClientAddress.of("10.0.0.1")));
		}
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			List<Future<?>> opened = new ArrayList<>();
			for (Connection connection : all) {
				opened.add(threads.submit(() -> {
					start.await();
					this.connections.add(connection);
					this.limiter.recheck(connection);
					return null;
				}));
			}
			start.countDown();
			for (Future<?> each : opened) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private boolean mayOpen(Guest guest, String address, String... headers) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		for (String header : headers) {
			request.addHeader(header, "198.51.100.7");
		}
		request.setUserPrincipal(
				new PreAuthenticatedAuthenticationToken(guest, "", AuthorityUtils.createAuthorityList("ROLE_GUEST")));
		return this.limiter.beforeHandshake(new ServletServerHttpRequest(request),
				new ServletServerHttpResponse(this.response), mock(), this.attributes);
	}

}
