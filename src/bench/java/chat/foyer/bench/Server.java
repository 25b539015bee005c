package chat.foyer.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as a process of its own, and what the operating system tells of it.
 */
final class Server implements AutoCloseable {

	private static final Duration START_WITHIN = Duration.ofMinutes(2);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

	private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

	private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

	private final Process process;

	private final Path files;

	private final int port;

	private final double secondsToStart;

	private Server(Process process, Path files, int port) throws IOException {
		long start = System.nanoTime();
		this.process = process;
		this.files = files;
		this.port = port;
		awaitOpen();
		this.secondsToStart = (System.nanoTime() - start) / 1e9;
	}

	/**
	 * Starts a server with files of its own and returns when it answers.
	 * @param settings settings of the server besides those of its side
	 */
	static Server start(Side side, Options options, List<String> settings) throws IOException {
		return start(side, options, List.of(), settings, newFiles(side, options));
	}

	/**
	 * Starts a server with files of its own and more options for its JVM, and returns
	 * when it answers.
	 */
	static Server startWithJvm(Side side, Options options, List<String> moreJvm) throws IOException {
		return start(side, options, moreJvm, List.of(), newFiles(side, options));
	}

	/**
	 * Starts a server with the files of an earlier one and returns when it answers.
	 */
	static Server startAgain(Side side, Options options, Path files) throws IOException {
		return start(side, options, List.of(), List.of(), files);
	}

	private static Path newFiles(Side side, Options options) throws IOException {
		Files.createDirectories(options.folder());
		return Files.createTempDirectory(options.folder(), side.name().toLowerCase(Locale.ROOT));
	}

	private static Server start(Side side, Options options, List<String> moreJvm, List<String> settings, Path files)
			throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>();
		command.add(tool("java"));
		// The time of a compiler that has ended could not be told from all other.
		command.add("-XX:-UseDynamicNumberOfCompilerThreads");
		command.addAll(options.jvm());
		command.addAll(moreJvm);
		command.addAll(side.program(files));
		command.addAll(settings);
		command.add("--server.port=" + port);
		command.add("--management.server.port=0");
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(files.resolve("server.log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return new Server(process, files, port);
	}

	Path files() {
		return this.files;
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + this.port + "/");
	}

	InetSocketAddress socketAddress() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port);
	}

	double secondsToStart() {
		return this.secondsToStart;
	}

	/**
	 * The time that its threads have spent on a processor, in nanoseconds, but for the
	 * compilers of the JVM: their work ends some time after the start, and what it costs
	 * to deliver something does not.
	 */
	double cpuNanos() throws IOException {
		Path process = Path.of("/proc/" + this.process.pid());
		double nanos = CpuTime.of(process);
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
			for (Path thread : threads) {
				try {
					if (COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
						nanos -= CpuTime.of(thread);
					}
				}
				catch (NoSuchFileException ex) {
					// The thread has ended meanwhile.
				}
			}
		}
		return nanos;
	}

	/**
	 * The memory that it holds, in KiB.
	 */
	double residentKilobytes() throws IOException {
		return Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * What is left on its heap when all garbage is gone, in KiB.
	 */
	double liveKilobytes() throws IOException, InterruptedException {
		for (int i = 0; i < 3; i++) {
			jcmd("GC.run");
		}
		Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
		if (!used.find()) {
			throw new IOException("The JVM does not tell of its heap");
		}
		return Double.parseDouble(used.group(1));
	}

	private String jcmd(String command) throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(tool("jcmd"), Long.toString(this.process.pid()), command)
			.redirectErrorStream(true)
			.start();
		String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		jcmd.waitFor();
		return output;
	}

	private static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void awaitOpen() throws IOException {
		long end = System.nanoTime() + START_WITHIN.toNanos();
		while (true) {
			try (Socket socket = new Socket()) {
				socket.connect(socketAddress());
				return;
			}
			catch (IOException ex) {
				if (!this.process.isAlive() || System.nanoTime() > end) {
					throw new IOException("The server did not start", ex);
				}
				pause();
			}
		}
	}

	private static void pause() throws IOException {
		try {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().completeOnTimeout(this.process, STOP_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
		this.process.destroyForcibly();
	}

}
