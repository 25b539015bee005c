package chat.foyer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts the packaged server and the baseline through the same workloads in turns, each as
 * a process of its own.
 */
final class Benchmark {

	/**
	 * A heap that keeps no room for what may come shows what is held.
	 */
	private static final List<String> TIGHT_HEAP = List.of("-Xms16m", "-XX:MinHeapFreeRatio=5",
			"-XX:MaxHeapFreeRatio=10");

	private static final Duration WATCH_STOPPED = Duration.ofSeconds(25);

	private static final int FEW = 50;

	/**
	 * Of those who may stop reading: what their own side takes before the server can see
	 * it.
	 */
	private static final int SMALL_RECEIVE_BUFFER = 16 * 1024;

	private final Options options;

	private final Results results = new Results();

	private Benchmark(Options options) {
		this.options = options;
	}

	/**
	 * Measures, prints the table and writes it to a file.
	 * @param arguments see {@link Options#of}
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Locale.setDefault(Locale.ROOT);
		Benchmark benchmark = new Benchmark(Options.of(arguments));
		try {
			benchmark.run();
		}
		finally {
			// What was measured before a failure is worth knowing, too.
			benchmark.report();
		}
	}

	private void run() throws IOException, InterruptedException {
		together(List.of(Workload.W3, Workload.W3T, Workload.W1, Workload.W2, Workload.W5, Workload.W6));
		if (this.options.workloads().contains(Workload.W4)) {
			for (Side side : sides(Workload.W4)) {
				sitIdle(side);
			}
		}
		if (this.options.workloads().contains(Workload.W7)) {
			restart();
		}
		together(List.of(Workload.C1, Workload.C2, Workload.C3, Workload.C4));
	}

	/**
	 * Runs several workloads on the same servers.
	 */
	private void together(List<Workload> workloads) throws IOException, InterruptedException {
		List<Workload> chosen = workloads.stream().filter(this.options.workloads()::contains).toList();
		Map<Side, Deployment> servers = new EnumMap<>(Side.class);
		try {
			for (Side side : this.options.sides()) {
				if (chosen.stream().anyMatch((workload) -> workload.sides().contains(side))) {
					servers.put(side, Deployment.start(side, this.options));
					this.results.add(Workload.W4, side, Figure.START, servers.get(side).server().secondsToStart());
				}
			}
			for (Workload workload : chosen) {
				run(workload, servers);
			}
		}
		finally {
			for (Deployment deployment : servers.values()) {
				deployment.close();
			}
		}
	}

	private void run(Workload workload, Map<Side, Deployment> servers) throws IOException, InterruptedException {
		switch (workload) {
			case W5 -> {
				for (Side side : sides(workload)) {
					stopReading(side, servers.get(side).server());
				}
			}
			case W6 -> {
				for (Side side : sides(workload)) {
					ask(side, servers.get(side).server());
				}
			}
			default -> takeTurns(workload, servers);
		}
	}

	/**
	 * Those of the chosen sides that are put through a workload.
	 */
	private List<Side> sides(Workload workload) {
		return this.options.sides().stream().filter(workload.sides()::contains).toList();
	}

	private void takeTurns(Workload workload, Map<Side, Deployment> servers) throws IOException, InterruptedException {
		Map<Side, Crowd> crowds = new EnumMap<>(Side.class);
		try {
			for (Side side : sides(workload)) {
				say("%s: %s lets in %d", workload, side, workload.guests());
				Crowd crowd = new Crowd(servers.get(side).socketAddresses(),
						(workload == Workload.W3T) ? WebSocketFrames.TEXT : WebSocketFrames.BINARY, 0);
				crowds.values().forEach(crowd::besides);
				crowds.values().forEach((other) -> other.besides(crowd));
				crowds.put(side, crowd);
				connect(crowd, workload, side, servers.get(side).server());
			}
			for (Crowd crowd : crowds.values()) {
				crowd.start(workload.load());
				crowd.turn(this.options.warmUp());
				crowd.stop();
			}
			for (int round = 0; round < this.options.rounds(); round++) {
				for (Side side : sides(workload)) {
					measure(workload, side, servers.get(side), crowds.get(side));
				}
			}
		}
		finally {
			for (Crowd crowd : crowds.values()) {
				crowd.close();
			}
		}
	}

	private void measure(Workload workload, Side side, Deployment servers, Crowd crowd) throws IOException {
		crowd.start(workload.load());
		double cpu = servers.cpuNanos();
		long start = Stamp.now();
		crowd.turn(this.options.measure());
		long deliveries = crowd.tally().deliveries();
		long messages = crowd.tally().confirmations();
		double seconds = (Stamp.now() - start) / 1e9;
		cpu = servers.cpuNanos() - cpu;
		Tally tally = crowd.stop();
		add(workload, side, tally);
		this.results.add(workload, side, Figure.CPU, cpu / 1e3 / deliveries);
		this.results.add(workload, side, Figure.RATE, deliveries / seconds);
		this.results.add(workload, side, Figure.MESSAGES, messages / seconds);
		this.results.add(workload, side, Figure.REPLY_P99, tally.replies().millis(0.99));
		if (side.nodes() > 1) {
			this.results.add(workload, side, Figure.ELSEWHERE_P99, tally.elsewhere().millis(0.99));
		}
		say("%s: %s %,.0f messages/s, %,.0f deliveries/s, %.2f µs each, p99 %.1f ms, replies %.1f ms", workload, side,
				messages / seconds, deliveries / seconds, cpu / 1e3 / deliveries, tally.latencies().millis(0.99),
				tally.replies().millis(0.99));
	}

	private void stopReading(Side side, Server server) throws IOException, InterruptedException {
		try (Crowd crowd = new Crowd(List.of(server.socketAddress()), WebSocketFrames.BINARY, SMALL_RECEIVE_BUFFER)) {
			say("W5: %s lets in %d, of whom %d stop reading", side, Workload.W5.guests(), Workload.STOPPED);
			connect(crowd, Workload.W5, side, server);
			crowd.start(Workload.W5.load());
			crowd.turn(this.options.warmUp());
			double before = server.residentKilobytes();
			List<Member> stopped = crowd.members().subList(0, Workload.STOPPED);
			stopped.forEach(Member::stopReading);
			crowd.start(Workload.W5.load());
			long start = Stamp.now();
			crowd.turn(WATCH_STOPPED);
			add(Workload.W5, side, crowd.stop());
			double[] cuts = stopped.stream()
				.filter(crowd.closedAt()::containsKey)
				.mapToDouble((member) -> (crowd.closedAt().get(member) - start) / 1e9)
				.toArray();
			this.results.add(Workload.W5, side, Figure.STOPPED_CUT, cuts.length);
			this.results.add(Workload.W5, side, Figure.LAST_CUT,
					Arrays.stream(cuts).max().orElse(Double.POSITIVE_INFINITY));
			this.results.add(Workload.W5, side, Figure.GROWTH, (server.residentKilobytes() - before) / 1024);
		}
	}

	/**
	 * The baseline has no pages, but serves the product's scripts as Spring Boot does.
	 */
	private void ask(Side side, Server server) throws IOException, InterruptedException {
		say("W6: %s is asked for pages", side);
		Pass pass = side.enter(server, "w6", 1, 1).get(0);
		Browser browser = new Browser(server.address(), pass);
		if (side == Side.BASELINE) {
			measure(side, server, Figure.STATIC_FILE, 200, (times) -> browser.get("/js/composer.js", times));
			return;
		}
		String script = browser.talk();
		AtomicInteger room = new AtomicInteger();
		measure(side, server, Figure.ROOM_PAGE, 20, (times) -> browser.get(browser.room(), times));
		measure(side, server, Figure.ENTRY, 20,
				(times) -> side.enter(server, "w6-" + room.incrementAndGet(), times, 1));
		measure(side, server, Figure.STATIC_FILE, 200, (times) -> browser.get(script, times));
		measure(side, server, Figure.PROBE, 200, (times) -> browser.get("/livez", times));
		measure(side, server, Figure.CONNECTION, 10, (times) -> {
			for (int i = 0; i < times; i++) {
				try (Crowd crowd = new Crowd(server.socketAddress())) {
					crowd.rush(List.of(pass));
					browser.get(browser.events(), 1);
				}
			}
		});
	}

	/**
	 * Stops the server while guests are connected, and lets all of them come back at
	 * once: they connect, and read what they may have missed.
	 */
	private void restart() throws IOException, InterruptedException {
		say("W7: %d are connected when the server stops", Workload.W7.guests());
		Server stopped = Server.start(Side.PRODUCT, this.options, List.of());
		List<Pass> passes = Side.PRODUCT.enter(stopped, "w7", Workload.W7.guests(), Workload.W7.rooms());
		try (Crowd crowd = new Crowd(stopped.socketAddress())) {
			crowd.connect(passes);
			stopped.close();
		}
		try (Server server = Server.startAgain(Side.PRODUCT, this.options, stopped.files());
				Crowd crowd = new Crowd(server.socketAddress())) {
			long start = Stamp.now();
			crowd.rush(passes);
			List<CompletableFuture<Boolean>> pages = passes.stream()
				.map((pass) -> new Browser(server.address(), pass))
				.map((browser) -> browser.ask(browser.events()))
				.toList();
			double unanswered = pages.stream().filter((page) -> !page.join()).count();
			this.results.add(Workload.W7, Side.PRODUCT, Figure.BACK, (Stamp.now() - start) / 1e9);
			this.results.add(Workload.W7, Side.PRODUCT, Figure.REFUSED, unanswered + crowd.tally().refusals());
			this.results.add(Workload.W7, Side.PRODUCT, Figure.CUT, crowd.tally().cuts());
		}
	}

	/**
	 * Measures what one of several requests costs, in milliseconds.
	 * @param batch how many are sent between two looks at the time
	 */
	private void measure(Side side, Server server, Figure figure, int batch, Requests requests)
			throws IOException, InterruptedException {
		send(requests, batch, this.options.warmUp());
		for (int round = 0; round < this.options.rounds(); round++) {
			double cpu = server.cpuNanos();
			long sent = send(requests, batch, this.options.measure());
			cpu = server.cpuNanos() - cpu;
			this.results.add(Workload.W6, side, figure, cpu / 1e6 / sent);
		}
		say("W6: %s %s: %.2f", side, figure.label(), this.results.median(Workload.W6, side, figure));
	}

	private static long send(Requests requests, int batch, Duration duration) throws IOException, InterruptedException {
		long sent = 0;
		for (long end = Stamp.now() + duration.toNanos(); Stamp.now() < end; sent += batch) {
			requests.send(batch);
		}
		return sent;
	}

	private void sitIdle(Side side) throws IOException, InterruptedException {
		try (Server server = Server.startWithJvm(side, this.options, TIGHT_HEAP)) {
			say("W4: %s lets in %d", side, Workload.W4.guests());
			List<Pass> passes = side.enter(server, "w4", Workload.W4.guests(), Workload.W4.rooms());
			try (Crowd few = new Crowd(server.socketAddress())) {
				few.connect(passes.subList(0, FEW));
			}
			try (Crowd crowd = new Crowd(server.socketAddress())) {
				double heap = server.liveKilobytes();
				double resident = server.residentKilobytes();
				crowd.connect(passes);
				crowd.turn(this.options.measure());
				heap = server.liveKilobytes() - heap;
				resident = server.residentKilobytes() - resident;
				this.results.add(Workload.W4, side, Figure.HEAP, heap / passes.size());
				this.results.add(Workload.W4, side, Figure.RESIDENT, resident / passes.size());
			}
		}
	}

	private static void connect(Crowd crowd, Workload workload, Side side, Server server)
			throws IOException, InterruptedException {
		crowd
			.connect(side.enter(server, workload.name().toLowerCase(Locale.ROOT), workload.guests(), workload.rooms()));
	}

	private void add(Workload workload, Side side, Tally tally) {
		this.results.add(workload, side, Figure.P50, tally.latencies().millis(0.5));
		this.results.add(workload, side, Figure.P99, tally.latencies().millis(0.99));
		this.results.add(workload, side, Figure.LATE, tally.late());
		this.results.add(workload, side, Figure.MISSING, tally.missing());
		this.results.add(workload, side, Figure.REFUSED, tally.refusals());
		this.results.add(workload, side, Figure.CUT, tally.cuts());
	}

	private void report() {
		List<String> notes = new ArrayList<>();
		notes.add("medians of %d rounds in turns, %d s each after %d s of warm-up; Java %s on %d processors".formatted(
				this.options.rounds(), this.options.measure().toSeconds(), this.options.warmUp().toSeconds(),
				Runtime.version(), Runtime.getRuntime().availableProcessors()));
		notes.add("CPU without the JVM's compilers, that of nodes on PostgreSQL with the database");
		notes.add("W4 with " + String.join(" ", TIGHT_HEAP) + " on both sides, after a full collection");
		notes.add("W5 with receive buffers of %d bytes".formatted(SMALL_RECEIVE_BUFFER));
		notes.add(Side.RAISED_LIMITS.isEmpty() ? "the product's limits are its defaults"
				: "limits of the product that the load would trip: " + String.join(" ", Side.RAISED_LIMITS));
		Report report = new Report(this.results, notes);
		Path file = this.options.folder().resolve("benchmark.json");
		report.write(file);
		say("%n%s%nWritten to %s", report.table(), file);
	}

	/**
	 * Sends the same request several times.
	 */
	private interface Requests {

		void send(int times) throws IOException, InterruptedException;

	}

	@SuppressWarnings("SystemOut")
	private static void say(String form, Object... values) {
		System.out.printf(form + "%n", values);
	}

}
