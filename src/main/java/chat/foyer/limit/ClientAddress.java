package chat.foyer.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The address of a client, as far as it tells clients apart: an IPv4 address, or the /64
 * network of an IPv6 address, of which each site has one at least (RFC 6177).
 *
 * @param value what to compare; never shown
 * @param isShared whether any number of people may be behind it: a loopback, private (RFC
 * 1918), shared (RFC 6598), unique local (RFC 4193) or link-local address, where a
 * reverse proxy or the operator's own network stands
 * @param isForwarding whether the request claims to be forwarded, as any client can, and
 * no reverse proxy is configured
 */
public record ClientAddress(String value, boolean isShared, boolean isForwarding) {

	private static final int NETWORK_BYTES = 8;

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

	/**
	 * An address with a port behind it, which some proxies forward.
	 */
	private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)](?::\\d+)?|([^:]*):\\d+");

	/**
	 * The well-known prefix of NAT64: an IPv4 address stands behind it (RFC 6052).
	 */
	private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");

	/**
	 * Parses an address as the web server reports it: IPv4, IPv6, IPv4 in IPv6, with or
	 * without a zone or a port. Does not look up names. Any other text is compared
	 * literally.
	 */
	public static ClientAddress of(String remote) {
		InetAddress address = parse(remote);
		if (address == null) {
			return new ClientAddress(remote, false, false);
		}
		byte[] bytes = address.getAddress();
		String value = (address instanceof Inet4Address) ? address.getHostAddress()
				: HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64";
		return new ClientAddress(value, isShared(address, bytes), false);
	}

	/**
	 * The same address, with a request that says that it was forwarded.
	 */
	public ClientAddress forwarding() {
		return new ClientAddress(this.value, this.isShared, true);
	}

	private static boolean isShared(InetAddress address, byte[] bytes) {
		boolean isIpv4 = (address instanceof Inet4Address);
		boolean isCarrierShared = isIpv4 && (bytes[0] & 0xFF) == 100 && (bytes[1] & 0xC0) == 64;
		boolean isUniqueLocal = !isIpv4 && (bytes[0] & 0xFE) == 0xFC;
		return isCarrierShared || isUniqueLocal || address.isLoopbackAddress() || address.isSiteLocalAddress()
				|| address.isLinkLocalAddress() || address.isAnyLocalAddress();
	}

	private static @Nullable InetAddress parse(String remote) {
		Matcher withPort = WITH_PORT.matcher(remote);
		String host = !withPort.matches() ? remote
				: (withPort.group(1) != null) ? withPort.group(1) : withPort.group(2);
		// A zone names an interface, which Java would look for.
		String literal = host.replaceFirst("%.*", "");
		if (!IPV4.matcher(literal).matches() && literal.indexOf(':') < 0) {
			return null;
		}
		try {
			InetAddress address = InetAddress.getByName(literal);
			byte[] bytes = address.getAddress();
			return Arrays.equals(bytes, 0, Math.min(NAT64.length, bytes.length), NAT64, 0, NAT64.length)
					? InetAddress.getByAddress(Arrays.copyOfRange(bytes, NAT64.length, bytes.length)) : address;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
