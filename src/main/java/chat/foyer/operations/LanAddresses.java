package chat.foyer.operations;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * The hosts under which other machines of the network reach the server. Thread-safe. The
 * network interfaces are read at most every ten seconds.
 */
@Component
public class LanAddresses {

	/**
	 * Interfaces of containers and virtual machines, which lead to no other computer, by
	 * their names on Linux and macOS and what Windows calls them.
	 */
	private static final Pattern VIRTUAL = Pattern.compile(
			"(?i)(docker|br-|veth|virbr|vmnet|vmenet|vboxnet|cni|flannel|cali|podman|lxc|lxd|incus|bridge1|awdl|llw).*"
					+ "|.*(virtual|vmware|hyper-v|vethernet|wsl).*");

	private static final long KEPT_NANOS = 10_000_000_000L;

	private final boolean isReachable;

	private volatile Reading reading;

	LanAddresses(ServerProperties server) {
		InetAddress bound = server.getAddress();
		this.isReachable = bound == null || bound.isAnyLocalAddress();
		this.reading = new Reading(List.of(), System.nanoTime() - KEPT_NANOS);
	}

	/**
	 * The hosts, the one to try first at the beginning: IPv4 addresses, those of private
	 * networks first, or where there are none IPv6 addresses in brackets. None if the
	 * server listens at a single address.
	 */
	public List<String> hosts() {
		if (!this.isReachable) {
			return List.of();
		}
		Reading last = this.reading;
		if (System.nanoTime() - last.at() >= KEPT_NANOS) {
			last = new Reading(read(), System.nanoTime());
			this.reading = last;
		}
		return last.hosts();
	}

	private static List<String> read() {
		try {
			return choose(NetworkInterface.networkInterfaces()
				.filter((network) -> !isVirtual(network.getName(), network.getDisplayName()))
				.flatMap(LanAddresses::addresses)
				.toList());
		}
		catch (SocketException ex) {
			return List.of();
		}
	}

	static boolean isVirtual(String name, @Nullable String displayName) {
		return VIRTUAL.matcher(name).matches() || (displayName != null && VIRTUAL.matcher(displayName).matches());
	}

	/**
	 * Chooses the addresses that other machines of the network can reach.
	 */
	static List<String> choose(List<InetAddress> addresses) {
		List<InetAddress> reachable = addresses.stream()
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()
					&& !address.isAnyLocalAddress() && !address.isMulticastAddress())
			.toList();
		List<String> ipv4 = reachable.stream()
			.filter(Inet4Address.class::isInstance)
			.sorted(Comparator.comparing(InetAddress::isSiteLocalAddress).reversed())
			.map(LanAddresses::literal)
			.toList();
		return !ipv4.isEmpty() ? ipv4 : reachable.stream().map(LanAddresses::literal).toList();
	}

	private static Stream<InetAddress> addresses(NetworkInterface network) {
		try {
			return network.isUp() ? network.inetAddresses() : Stream.empty();
		}
		catch (SocketException ex) {
			return Stream.empty();
		}
	}

	/**
	 * An address as it stands in a URL.
	 */
	public static String literal(InetAddress address) {
		String text = address.getHostAddress();
		return (address instanceof Inet4Address) ? text : "[" + text.replaceFirst("%.*", "") + "]";
	}

	private record Reading(List<String> hosts, long at) {
	}

}
