package chat.foyer.limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClientAddress}.
 */
class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "127.0.0.1, 127.0.0.1", "0:0:0:0:0:0:0:1, 0000000000000000/64",
			"2001:db8:1:2:3:4:5:6, 20010db800010002/64", "2001:db8:1:2::9, 20010db800010002/64",
			"fe80::1%1, fe80000000000000/64", "::ffff:192.0.2.1, 192.0.2.1", "not:an:address, not:an:address" })
	void isWhatTellsPeopleApart(String remote, String value) {
		assertThat(ClientAddress.of(remote).value()).isEqualTo(value);
	}

	@Test
	void neighbouringNetworksAreTwo() {
		assertThat(ClientAddress.of("2001:db8:0:1::1")).isNotEqualTo(ClientAddress.of("2001:db8:0:2::1"));
	}

}
