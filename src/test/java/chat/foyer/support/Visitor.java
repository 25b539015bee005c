package chat.foyer.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import chat.foyer.room.RoomKey;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person in front of a browser, without the browser: keeps cookies, sends the forms of
 * the pages with the tokens that stand in them, and opens live connections. Follows no
 * redirects.
 */
public final class Visitor implements AutoCloseable {

	/**
	 * The name of the cookie that tells who one is.
	 */
	public static final String SESSION_COOKIE = "session";

	static final JsonMapper JSON = JsonMapper.shared();

	private static final Pattern COOKIE_PREFIX = Pattern.compile("<meta name=\"cookies\" content=\"([^\"]+)\"");

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final List<Runnable> connections = new CopyOnWriteArrayList<>();

	private final CookieManager cookies = new CookieManager();

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(this.cookies).build();

	private final URI server;

	private @Nullable String address;

	/**
	 * @param server where the server is, such as {@code http://localhost:8080}
	 */
	public Visitor(String server) {
		this.server = URI.create(server);
	}

	/**
	 * Comes from an address, as a reverse proxy tells.
	 */
	public Visitor from(String address) {
		this.address = address;
		return this;
	}

	/**
	 * Walks into a room through the form.
	 */
	public Visitor enter(String username, String room) {
		HttpResponse<String> answer = tryToEnter(username, room);
		assertThat(answer.statusCode()).as("%s enters %s", username, room).isEqualTo(303);
		assertThat(location(answer)).isEqualTo(addressOf(room));
		return this;
	}

	/**
	 * Fills in and sends the form, whatever comes of it.
	 */
	public HttpResponse<String> tryToEnter(String username, String room) {
		return submit("/?room=", "/", Map.of("username", username, "room", room));
	}

	/**
	 * Opens the page of a room.
	 */
	public HttpResponse<String> page(String room) {
		return get(addressOf(room));
	}

	/**
	 * Leaves a room by the button on its page.
	 */
	public HttpResponse<String> leave(String room) {
		return submit(addressOf(room), addressOf(room) + "/leave", Map.of());
	}

	/**
	 * Says something by the form on the room's page.
	 */
	public HttpResponse<String> say(String room, Map<String, String> fields) {
		return submit(addressOf(room), addressOf(room) + "/messages", fields);
	}

	/**
	 * The first events of a room after a number.
	 */
	public WirePage events(String room, long after) {
		return readEvents(room, "?after=" + after);
	}

	/**
	 * A part of a room's log.
	 * @param query the query of the address, with the question mark
	 */
	public WirePage readEvents(String room, String query) {
		HttpResponse<String> answer = get(addressOf(room) + "/events" + query);
		assertThat(answer.statusCode()).as("status of the events").isEqualTo(200);
		return JSON.readValue(answer.body(), WirePage.class);
	}

	/**
	 * Opens a live connection.
	 */
	public Live live() {
		Live live = new Live(live("ws"), origin(), cookieHeader());
		this.connections.add(live::close);
		return live;
	}

	/**
	 * Opens a live connection to send and see frames as they are.
	 */
	public RawStomp rawLive() {
		RawStomp raw = RawStomp.open(live("ws"), Map.of("Origin", origin(), "Cookie", cookieHeader()));
		this.connections.add(raw::close);
		return raw;
	}

	/**
	 * Opens a live connection to send bytes as they are.
	 */
	public BareLine bareLine() {
		return bareLine(0);
	}

	/**
	 * Opens such a connection, on which the server cannot write much that is not read.
	 */
	public BareLine bareLine(int receiveBuffer) {
		BareLine line = BareLine.open(this.server, origin(), cookieHeader(), receiveBuffer);
		this.connections.add(line::close);
		return line;
	}

	/**
	 * Asks for an address.
	 */
	public HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(this.server.resolve(path)));
	}

	/**
	 * Sends a form that stands on a page, with the token that stands in it.
	 */
	public HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
		Map<String, String> all = new HashMap<>(fields);
		all.put("_csrf", token(page));
		return post(action, all);
	}

	/**
	 * Sends a message as a page's script does that gets no live connection.
	 */
	public HttpResponse<String> sayByScript(String room, String id, String text) {
		String token = token(addressOf(room));
		return send(HttpRequest.newBuilder(this.server.resolve(addressOf(room) + "/messages"))
			.header("Accept", "application/json")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(encode(Map.of("_csrf", token, "id", id, "text", text)))));
	}

	/**
	 * Changes a message as a page's script does that gets no live connection.
	 * @param change the kind of the change, such as {@code edit}
	 */
	public HttpResponse<String> changeByScript(String room, long seq, String change, Map<String, String> fields) {
		Map<String, String> all = new HashMap<>(fields);
		all.put("_csrf", token(addressOf(room)));
		return send(HttpRequest.newBuilder(this.server.resolve(addressOf(room) + "/messages/" + seq + "/" + change))
			.header("Accept", "application/json")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(encode(all))));
	}

	/**
	 * The token that stands in the forms of a page.
	 */
	public String token(String page) {
		Matcher token = CSRF.matcher(get(page).body());
		assertThat(token.find()).as("a form with a token on %s", page).isTrue();
		return token.group(1);
	}

	/**
	 * Sends a form without any page.
	 */
	public HttpResponse<String> post(String path, Map<String, String> fields) {
		return send(HttpRequest.newBuilder(this.server.resolve(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(encode(fields))));
	}

	/**
	 * The value of a cookie of the server that is kept, empty if there is none.
	 * @param name the plain name, such as {@code theme}
	 */
	public String cookie(String name) {
		return this.cookies.getCookieStore()
			.get(this.server)
			.stream()
			.filter((cookie) -> cookie.getName().matches("foyer-[0-9a-f]{6}-" + name))
			.findAny()
			.map(HttpCookie::getValue)
			.orElse("");
	}

	/**
	 * The name that a cookie of the server has in a browser.
	 * @param name the plain name, such as {@code theme}
	 */
	public String cookieName(String name) {
		Matcher prefix = COOKIE_PREFIX.matcher(new Visitor(this.server.toString()).get("/").body());
		assertThat(prefix.find()).as("a page that says how cookies are named").isTrue();
		return prefix.group(1) + name;
	}

	/**
	 * Keeps a cookie as if the server had given it.
	 * @param name the plain name, such as {@code theme}
	 */
	public Visitor keepCookie(String name, String value) {
		return keepForeignCookie(cookieName(name), value);
	}

	/**
	 * Keeps a cookie of another program of the host.
	 */
	public Visitor keepForeignCookie(String name, String value) {
		try {
			this.cookies.put(this.server, Map.of("Set-Cookie", List.of(name + "=" + value + "; Path=/")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * The {@code Cookie} header that goes with every request.
	 */
	public String cookieHeader() {
		return this.cookies.getCookieStore()
			.get(this.server)
			.stream()
			.map((cookie) -> cookie.getName() + "=" + cookie.getValue())
			.collect(Collectors.joining("; "));
	}

	/**
	 * The path of a room.
	 */
	public static String addressOf(String room) {
		return "/rooms/" + RoomKey.of(room).encoded();
	}

	/**
	 * Where a redirect leads.
	 */
	public static String location(HttpResponse<?> answer) {
		return URI.create(answer.headers().firstValue("Location").orElse("")).getRawPath();
	}

	@Override
	public void close() {
		this.connections.forEach(Runnable::run);
	}

	/**
	 * Where the live connections are.
	 */
	public URI live(String scheme) {
		return URI.create(scheme + "://" + this.server.getRawAuthority() + "/live");
	}

	/**
	 * The origin of the server's own pages.
	 */
	public String origin() {
		return this.server.getScheme() + "://" + this.server.getRawAuthority();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		if (this.address != null) {
			request.header("X-Forwarded-For", this.address);
		}
		try {
			return this.http.send(request.timeout(Inbox.PATIENCE).build(),
					BodyHandlers.ofString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
