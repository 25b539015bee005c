package chat.foyer.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of what those see who run the server, and nobody else.
 */
@IntegrationTest
class OperationsIntegrationTests {

	@Autowired
	@AutoClose
	private Visitors visitors;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void reportsHealth(String address) {
		HttpResponse<String> answer = operator().get(address);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).startsWith("{").contains("\"status\":\"UP\"").doesNotContain("details", "components");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz" })
	void probesAnswerOneWord(String address) {
		HttpResponse<String> answer = this.visitors.arrive().get(address);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/actuator/health/readiness", "/actuator/prometheus",
			"/actuator/env", "/actuator/heapdump", "/actuator/shutdown" })
	void publicPortHidesActuator(String address) {
		assertThat(this.visitors.arrive().get(address).statusCode()).isEqualTo(404);
		assertThat(this.visitors.enter("Ann", Visitors.newRoom()).get(address).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/env", "/actuator/heapdump", "/actuator/beans", "/actuator/loggers", "/" })
	void exposesOnlyNeededEndpoints(String address) {
		assertThat(operator().get(address).statusCode()).isEqualTo(404);
	}

	@Test
	void exportsMetricsForPrometheus() {
		assertThat(operator().get("/actuator/prometheus").body())
			.contains("\njvm_memory_used_bytes{", "\nfoyer_connections ", "\nfoyer_rooms ", "\nfoyer_outbox_bytes ",
					"\nfoyer_deliveries_total ", "\nfoyer_events_total{", "\nfoyer_append_seconds_bucket{le=\"0.01\"} ")
			.as("there are no other nodes")
			.doesNotContain("foyer_bell_", "foyer_gap_");
	}

	@Test
	void listensOnLoopbackOnly() throws IOException {
		List<InetAddress> others = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
		assumeThat(others).isNotEmpty();
		for (InetAddress other : others) {
			new Socket(other, this.port).close();
			assertThatIOException().isThrownBy(() -> new Socket(other, this.managementPort).close());
		}
	}

	private Visitor operator() {
		return new Visitor("http://127.0.0.1:" + this.managementPort);
	}

}
