package chat.foyer;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StartupLogger}.
 */
class StartupLoggerTests {

	@ParameterizedTest
	@CsvSource({ "0.0.0.0,localhost", "::,localhost", "127.0.0.1,localhost", "::1,localhost",
			"192.168.1.20,192.168.1.20", "2001:db8::1,[2001:db8:0:0:0:0:0:1]" })
	void localHostIsTheBoundAddress(String bound, String host) throws UnknownHostException {
		assertThat(StartupLogger.localHost(InetAddress.getByName(bound))).isEqualTo(host);
	}

	@Test
	void localHostIsLocalhostForAllAddresses() {
		assertThat(StartupLogger.localHost(null)).isEqualTo("localhost");
	}

}
