package chat.foyer.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brings guests in by the form, as a browser does: the page is fetched, filled in, and
 * sent back with what it hid.
 */
final class Door {

	private static final int AT_ONCE = 4;

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(Redirect.NEVER)
		.build();

	private final URI address;

	Door(URI address) {
		this.address = address;
	}

	/**
	 * Brings guests in, spread evenly over rooms.
	 */
	List<Pass> enter(String prefix, int guests, int rooms) throws InterruptedException {
		ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
		try {
			List<Future<Pass>> passes = IntStream.range(0, guests)
				.mapToObj(
						(guest) -> workers.submit(() -> enter("Guest " + (1000 + guest), prefix + "-" + guest % rooms)))
				.toList();
			return passes.stream().map(Door::result).toList();
		}
		finally {
			workers.shutdownNow();
		}
	}

	private Pass enter(String username, String room) throws IOException, InterruptedException {
		HttpResponse<String> form = this.http.send(HttpRequest.newBuilder(this.address).build(),
				BodyHandlers.ofString());
		Matcher csrf = CSRF.matcher(form.body());
		if (!csrf.find()) {
			throw new IOException("The form hides no token: " + form.statusCode());
		}
		String body = "username=" + encode(username) + "&room=" + encode(room) + "&_csrf=" + encode(csrf.group(1));
		HttpResponse<String> answer = this.http.send(HttpRequest.newBuilder(this.address)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Cookie", cookies(form))
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
		if (answer.statusCode() != 303) {
			throw new IOException("%s was not let in: %d".formatted(username, answer.statusCode()));
		}
		String location = answer.headers().firstValue("Location").orElseThrow();
		return new Pass(location.substring(location.lastIndexOf('/') + 1), cookies(form, answer));
	}

	/**
	 * The cookies of answers. One that is set again keeps its value.
	 */
	private static String cookies(HttpResponse<?>... responses) {
		return Stream.of(responses)
			.flatMap((response) -> response.headers().allValues("Set-Cookie").stream())
			.map((cookie) -> cookie.split(";", 2)[0])
			.filter((cookie) -> !cookie.endsWith("="))
			.distinct()
			.collect(Collectors.joining("; "));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static Pass result(Future<Pass> pass) {
		try {
			return pass.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A guest could not enter", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
