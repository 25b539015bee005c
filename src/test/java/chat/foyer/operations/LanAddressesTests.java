package chat.foyer.operations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LanAddresses}.
 */
class LanAddressesTests {

	private final ServerProperties server = new ServerProperties();

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1", "192.168.1.20" })
	void serverBoundToOneAddressHasNoOthers(String bound) throws UnknownHostException {
		this.server.setAddress(InetAddress.getByName(bound));
		assertThat(new LanAddresses(this.server).hosts()).isEmpty();
	}

	@Test
	void addressesOfThisMachineAreNotLoopback() {
		assertThat(new LanAddresses(this.server).hosts())
			.noneMatch((host) -> host.startsWith("127.") || host.startsWith("[fe80") || host.equals("[::1]"));
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.5 192.168.1.20 10.0.0.3, 192.168.1.20 10.0.0.3 203.0.113.5",
			"127.0.0.1 169.254.3.4 172.16.0.9, 172.16.0.9", "fd00::7 192.168.1.20, 192.168.1.20",
			"fe80::1 fd00::7 ::1, [fd00:0:0:0:0:0:0:7]", "2001:db8::1, [2001:db8:0:0:0:0:0:1]",
			"127.0.0.1 fe80::1, ''" })
	void reachableAddressesAreChosen(String addresses, String hosts) throws UnknownHostException {
		List<InetAddress> all = new ArrayList<>();
		for (String address : StringUtils.tokenizeToStringArray(addresses, " ")) {
			all.add(InetAddress.getByName(address));
		}
		assertThat(String.join(" ", LanAddresses.choose(all))).isEqualTo(hosts);
	}

	@Test
	void interfacesOfContainersAndVirtualMachinesAreRecognised() {
		assertThat(Arrays.asList("docker0", "br-1a2b", "veth12", "virbr0", "vmnet8", "cni0", "podman0", "lxdbr0",
				"bridge100"))
			.allMatch((name) -> LanAddresses.isVirtual(name, name));
		assertThat(LanAddresses.isVirtual("eth5", "Hyper-V Virtual Ethernet Adapter")).isTrue();
		assertThat(LanAddresses.isVirtual("eth6", "VMware Network Adapter VMnet8")).isTrue();
		assertThat(Arrays.asList("eth0", "enp3s0", "wlan0", "wlp2s0", "en0", "br0"))
			.noneMatch((name) -> LanAddresses.isVirtual(name, name));
		assertThat(LanAddresses.isVirtual("eth3", "Red Hat VirtIO Ethernet Adapter")).isFalse();
		assertThat(LanAddresses.isVirtual("eth4", null)).isFalse();
	}

}
