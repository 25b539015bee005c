package chat.foyer.entry;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chat.foyer.operations.LanAddresses;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The addresses of this server that a guest gives to others. Where the guest's own
 * browser is on the server's machine and names it "localhost", these are its addresses in
 * the network.
 */
@Component
public class SharedAddresses {

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)]?");

	private final LanAddresses lan;

	SharedAddresses(LanAddresses lan) {
		this.lan = lan;
	}

	/**
	 * The addresses of the application in the network, without a slash at the end, the
	 * one to try first at the beginning. None unless the request comes from this machine
	 * and names a loopback host; none either if a proxy has forwarded it, which may have
	 * put that name in.
	 */
	public List<String> inNetwork(HttpServletRequest request) {
		boolean isForwarded = Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")
			.anyMatch((name) -> request.getHeader(name) != null);
		if (isForwarded || !isLoopback(request.getRemoteAddr()) || !isLoopback(request.getServerName())) {
			return List.of();
		}
		return this.lan.hosts()
			.stream()
			.map((host) -> ServletUriComponentsBuilder.fromContextPath(request).host(host).toUriString())
			.toList();
	}

	private static boolean isLoopback(String host) {
		return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
	}

	/**
	 * The address of the application that others are most likely to reach, without a
	 * slash at the end.
	 */
	public String first(HttpServletRequest request) {
		return inNetwork(request).stream()
			.findFirst()
			.orElseGet(() -> ServletUriComponentsBuilder.fromContextPath(request).toUriString());
	}

}
