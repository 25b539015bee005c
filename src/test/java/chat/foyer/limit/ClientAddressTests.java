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
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1                    | 192.0.2.1            | false
			8.8.8.8                      | 8.8.8.8              | false
			9.255.255.255                | 9.255.255.255        | false
			10.0.0.0                     | 10.0.0.0             | true
			10.255.255.255               | 10.255.255.255       | true
			11.0.0.0                     | 11.0.0.0             | false
			172.15.255.255               | 172.15.255.255       | false
			172.16.0.1                   | 172.16.0.1           | true
			172.31.255.255               | 172.31.255.255       | true
			172.32.0.0                   | 172.32.0.0           | false
			192.167.255.255              | 192.167.255.255      | false
			192.168.1.10                 | 192.168.1.10         | true
			192.169.0.0                  | 192.169.0.0          | false
			100.63.255.255               | 100.63.255.255       | false
			100.64.0.1                   | 100.64.0.1           | true
			100.127.255.255              | 100.127.255.255      | true
			100.128.0.0                  | 100.128.0.0          | false
			169.254.1.1                  | 169.254.1.1          | true
			127.0.0.1                    | 127.0.0.1            | true
			127.255.255.254              | 127.255.255.254      | true
			0.0.0.0                      | 0.0.0.0              | true
			192.0.2.1:50123              | 192.0.2.1            | false
			10.0.0.1:50123               | 10.0.0.1             | true
			0:0:0:0:0:0:0:1              | 0000000000000000/64  | true
			::1                          | 0000000000000000/64  | true
			[::1]                        | 0000000000000000/64  | true
			[::1]:50123                  | 0000000000000000/64  | true
			2001:db8:1:2:3:4:5:6         | 20010db800010002/64  | false
			2001:db8:1:2::9              | 20010db800010002/64  | false
			[2001:db8:1:2::9]:443        | 20010db800010002/64  | false
			2001:DB8:1:2::9%eth0         | 20010db800010002/64  | false
			fe80::1%1                    | fe80000000000000/64  | true
			fe80::1%en-none              | fe80000000000000/64  | true
			febf::1                      | febf000000000000/64  | true
			fc00::1                      | fc00000000000000/64  | true
			fd12:3456:789a:1::1          | fd123456789a0001/64  | true
			fe00::1                      | fe00000000000000/64  | false
			::ffff:192.0.2.1             | 192.0.2.1            | false
			::ffff:c000:201              | 192.0.2.1            | false
			::ffff:10.1.2.3              | 10.1.2.3             | true
			::FFFF:127.0.0.1             | 127.0.0.1            | true
			64:ff9b::192.0.2.1           | 192.0.2.1            | false
			64:ff9b::c000:202            | 192.0.2.2            | false
			not:an:address               | not:an:address       | false
			localhost                    | localhost            | false
			256.1.1.1                    | 256.1.1.1            | false
			1.2.3                        | 1.2.3                | false
			unknown                      | unknown              | false
			_hidden                      | _hidden              | false
			''                           | ''                   | false
			:                            | :                    | false
			[                            | [                    | false
			%                            | %                    | false
			""")
	void tellsClientsApart(String remote, String value, boolean isShared) {
		assertThat(ClientAddress.of(remote)).isEqualTo(new ClientAddress(value, isShared, false));
	}

	@Test
	void neighbouringNetworksDiffer() {
		assertThat(ClientAddress.of("2001:db8:0:1::1")).isNotEqualTo(ClientAddress.of("2001:db8:0:2::1"));
	}

}
