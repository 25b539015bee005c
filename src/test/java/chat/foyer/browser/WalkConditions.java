package chat.foyer.browser;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.browser.Wire.Bar;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserContext.ClearCookiesOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * What happens around the guests of a walk, by itself and at random: faults of the
 * network and of the server, of which there is one at a time, clocks that are set, other
 * font sizes, and cookies of other applications on the host.
 */
final class WalkConditions {

	private static final Duration SHORTEST_FAULT = Duration.ofMillis(500);

	/**
	 * By how often a fault may be twice as long as the shortest.
	 */
	private static final double DOUBLINGS = 6.5;

	/**
	 * How long a guest may be busy after the end of a fault.
	 */
	private static final Duration OVERDUE = Duration.ofSeconds(20);

	private static final int STEPS_BETWEEN_FAULTS = 15;

	private static final int STEPS_BETWEEN_CHANGES = 30;

	private static final List<Duration> CLOCKS = List.of(Duration.ZERO, Duration.ofSeconds(-90), Duration.ofHours(-1),
			Duration.ofHours(1), Duration.ofDays(-40), Duration.ofDays(400));

	private static final List<Integer> FONT_SIZES = List.of(16, 24, 32, 9);

	private static final List<String> COOKIES = List.of("SESSION", "XSRF-TOKEN", "name", "browser", "JSESSIONID",
			"lang", "foyer", "_ga");

	private static final int MANY_COOKIES = 120;

	private static final int LARGE_COOKIES = 5;

	private final WalkServer server;

	private final List<Guest> guests;

	private final Random random;

	private final Fault barred = new Fault("WebSocket barred", this::bar, () -> this.guest.wire().letThrough());

	private final List<Fault> faults;

	private final List<Runnable> changes = List.of(this::setClock, this::setFontSize, this::addCookies,
			this::addManyCookies, this::addLargeCookies, this::removeCookies);

	private Guest guest;

	private volatile @Nullable Fault fault;

	private volatile long faultEnds;

	WalkConditions(WalkServer server, List<Guest> guests, Random random) {
		this.server = server;
		this.guests = guests;
		this.random = random;
		this.guest = guests.get(0);
		this.faults = List.of(new Fault("offline", this::goOffline, this::goOnline),
				new Fault("cut", () -> this.guest.wire().refuse("/"), () -> this.guest.wire().letThrough()),
				new Fault("cut at random", () -> this.guest.wire().cutAtRandom(this.random),
						() -> this.guest.wire().mend()),
				new Fault("frozen", this::freeze, () -> this.guest.wire().letGo()),
				new Fault("silent", () -> this.guest.wire().freeze(), () -> this.guest.wire().cut()), this.barred,
				new Fault("slow", () -> setSpeed(400, 20_000), () -> setSpeed(0, -1)),
				new Fault("server restarted", this.server::stop, this.server::start),
				new Fault("server killed", this.server::kill, this.server::start),
				new Fault("server restored", this.server::goBackToCopy, this.server::start));
	}

	/**
	 * Begins or ends a fault, or changes something, but most often nothing.
	 */
	void step() {
		if (this.fault != null) {
			if (System.nanoTime() > this.faultEnds) {
				end(this.fault);
			}
		}
		else if (this.random.nextInt(STEPS_BETWEEN_FAULTS) == 0) {
			begin(oneOf(this.faults));
		}
		if (this.random.nextInt(STEPS_BETWEEN_CHANGES) == 0) {
			change();
		}
	}

	/**
	 * Ends the fault that there is, and returns when the server is there for all. Every
	 * other time the WebSockets of one guest are barred then, with which everything has
	 * to work as well.
	 */
	void calm() {
		if (this.fault != null) {
			end(this.fault);
		}
		this.server.await();
		if (this.random.nextBoolean()) {
			begin(this.barred);
		}
	}

	private void begin(Fault fault) {
		this.guest = oneOf(this.guests);
		Duration length = Duration
			.ofMillis((long) (SHORTEST_FAULT.toMillis() * Math.pow(2, DOUBLINGS * this.random.nextDouble())));
		did(fault.name() + " for " + length.toSeconds() + " s");
		this.fault = fault;
		this.faultEnds = System.nanoTime() + length.toNanos();
		cutWhenOverdue(this.guest.wire(), this.faultEnds, length);
		fault.begin().run();
	}

	/**
	 * Cuts a wire if its fault has not ended in time. Playwright waits without a limit
	 * for a page whose document does not arrive, and the step that ends the fault comes
	 * after it.
	 */
	private void cutWhenOverdue(Wire wire, long end, Duration length) {
		CompletableFuture.delayedExecutor(length.plus(OVERDUE).toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			if (this.fault != null && this.faultEnds == end) {
				wire.letGo();
				wire.cut();
			}
		});
	}

	private void end(Fault fault) {
		did(fault.name() + " no more");
		this.fault = null;
		fault.end().run();
	}

	private void change() {
		this.guest = (this.fault != null) ? this.guest : oneOf(this.guests);
		try {
			oneOf(this.changes).run();
		}
		catch (PlaywrightException ex) {
			// A page of the browser itself, as when the server cannot be reached.
			did("  no change: " + ex.getMessage().lines().findFirst().orElse(""));
		}
	}

	private void goOffline() {
		this.guest.walker().person().browser().setOffline(true);
		this.guest.wire().cut();
	}

	private void goOnline() {
		this.guest.walker().person().browser().setOffline(false);
	}

	private void freeze() {
		this.guest.wire().hold();
		this.guest.wire().holdAnswers();
	}

	private void bar() {
		Bar bar = oneOf(List.of(Bar.values()));
		did("  " + bar);
		this.guest.wire().bar(bar);
	}

	private void setSpeed(int latencyMillis, int bytesPerSecond) {
		JsonObject conditions = new JsonObject();
		conditions.addProperty("offline", false);
		conditions.addProperty("latency", latencyMillis);
		conditions.addProperty("downloadThroughput", bytesPerSecond);
		conditions.addProperty("uploadThroughput", bytesPerSecond);
		this.guest.walker().tellBrowser("Network.enable", new JsonObject());
		this.guest.walker().tellBrowser("Network.emulateNetworkConditions", conditions);
	}

	private void setClock() {
		Duration offset = oneOf(CLOCKS);
		did("clock " + offset);
		this.guest.walker()
			.person()
			.page()
			.evaluate("(offset) => localStorage.setItem('walk-clock', offset)", (double) offset.toMillis());
	}

	private void setFontSize() {
		int size = oneOf(FONT_SIZES);
		did("font size " + size);
		JsonObject sizes = new JsonObject();
		sizes.addProperty("standard", size);
		sizes.addProperty("fixed", size);
		JsonObject parameters = new JsonObject();
		parameters.add("fontSizes", sizes);
		this.guest.walker().tellBrowser("Page.setFontSizes", parameters);
	}

	private void addCookies() {
		did("cookies of others");
		addCookies(COOKIES.stream().map((name) -> cookie(name, "other-" + this.random.nextInt(1_000))));
	}

	private void addManyCookies() {
		did("many cookies of others");
		addCookies(IntStream.range(0, MANY_COOKIES).mapToObj((i) -> cookie("other-" + i, "x".repeat(20))));
	}

	private void addLargeCookies() {
		did("large cookies of others");
		addCookies(IntStream.range(0, LARGE_COOKIES).mapToObj((i) -> cookie("large-" + i, "x".repeat(3_900))));
	}

	private void removeCookies() {
		did("no cookies of others");
		BrowserContext browser = this.guest.walker().person().browser();
		COOKIES.forEach((name) -> browser.clearCookies(new ClearCookiesOptions().setName(name)));
	}

	private void addCookies(Stream<Cookie> cookies) {
		this.guest.walker().person().browser().addCookies(cookies.toList());
	}

	private Cookie cookie(String name, String value) {
		return new Cookie(name, value).setUrl(this.guest.wire().address());
	}

	private void did(String what) {
		this.guest.walker().did("* " + what);
	}

	private <T> T oneOf(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	/**
	 * A guest, and the wire between that guest and the server.
	 */
	record Guest(Walker walker, Wire wire) {
	}

	private record Fault(String name, Runnable begin, Runnable end) {
	}

}
