package chat.foyer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.support.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server takes at one moment.
 *
 * @param heapBytes the objects that are still needed
 * @param threads the threads
 * @param files the open files and connections; 0 where the system does not tell
 * @param instances how many objects of each class are still needed
 */
record Footprint(long heapBytes, long threads, long files, Map<String, Long> instances) {

	/**
	 * A line of the histogram: number, instances, bytes and class, with the module behind
	 * it.
	 */
	private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

	private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

	/**
	 * Looks at a server, after a full garbage collection.
	 */
	static Footprint of(ServerProcess server) throws IOException {
		Map<String, Long> instances = new HashMap<>();
		long heapBytes = 0;
		for (String line : ask(server, "GC.class_histogram").toList()) {
			Matcher known = LINE.matcher(line);
			Matcher total = TOTAL.matcher(line);
			if (known.matches()) {
				instances.put(known.group(2), Long.valueOf(known.group(1)));
			}
			else if (total.matches()) {
				heapBytes = Long.parseLong(total.group(1));
			}
		}
		assertThat(heapBytes).as("heap").isPositive();
		long threads = ask(server, "Thread.print").filter((line) -> line.startsWith("\"")).count();
		return new Footprint(heapBytes, threads, files(server), instances);
	}

	/**
	 * The figures of some moments, a line each.
	 */
	static String table(List<Footprint> footprints) {
		return footprints.stream()
			.map((one) -> "heap %,d bytes, %d threads, %d files, %d connections".formatted(one.heapBytes, one.threads,
					one.files, one.instances.getOrDefault("chat.foyer.live.connection.Connection", 0L)))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static long files(ServerProcess server) throws IOException {
		Path folder = Path.of("/proc", String.valueOf(server.pid()), "fd");
		if (!Files.isDirectory(folder)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.count();
		}
	}

	private static Stream<String> ask(ServerProcess server, String question) throws IOException {
		Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
		Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(server.pid()), question)
			.redirectErrorStream(true)
			.start();
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
		}
		finally {
			process.onExit().join();
		}
	}

}
