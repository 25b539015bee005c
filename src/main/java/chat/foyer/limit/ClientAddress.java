package chat.foyer.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where somebody comes from, as far as one can tell people apart by it: of IPv6 the
 * network, since everybody has a whole one (RFC 6177).
 *
 * @param value what is to be compared; to be shown to nobody
 */
public record ClientAddress(String value) {

	private static final int NETWORK_BYTES = 8;

	/**
	 * Reads an address as the web server gives it.
	 */
	public static ClientAddress of(String remote) {
		if (remote.indexOf(':') < 0) {
			return new ClientAddress(remote);
		}
		try {
			// A literal: nobody is asked for its meaning.
			InetAddress address = InetAddress.getByName(remote);
			return (address instanceof Inet6Address)
					? new ClientAddress(
							HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)) + "/64")
					: new ClientAddress(address.getHostAddress());
		}
		catch (UnknownHostException ex) {
			return new ClientAddress(remote);
		}
	}

}
