package chat.foyer.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The browsers of this machine that tests can drive.
 */
final class InstalledBrowsers {

	/**
	 * The headless shell comes first, for it takes half the CPU of a whole browser.
	 */
	private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser",
			"google-chrome", "google-chrome-stable", "msedge", "microsoft-edge", "microsoft-edge-stable");

	private static final List<String> MAC_APPLICATIONS = List.of("Chromium", "Google Chrome", "Microsoft Edge");

	private static final List<String> WINDOWS_FOLDERS = List.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData");

	private static final List<String> WINDOWS_PROGRAMS = List.of("Chromium\\Application\\chrome.exe",
			"Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe");

	private InstalledBrowsers() {
	}

	/**
	 * The first browser that is found on the path or where such browsers usually are.
	 */
	static Optional<Path> find(Map<String, String> environment) {
		return Stream.of(onPath(environment), onMac(), onWindows(environment))
			.flatMap((found) -> found)
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Stream<Path> onPath(Map<String, String> environment) {
		List<String> folders = List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator));
		return NAMES.stream()
			.flatMap((name) -> folders.stream()
				.filter((folder) -> !folder.isEmpty())
				.map((folder) -> Path.of(folder, name)));
	}

	private static Stream<Path> onMac() {
		return MAC_APPLICATIONS.stream().map((name) -> Path.of("/Applications", name + ".app/Contents/MacOS", name));
	}

	private static Stream<Path> onWindows(Map<String, String> environment) {
		return WINDOWS_FOLDERS.stream()
			.map(environment::get)
			.filter(Objects::nonNull)
			.flatMap((folder) -> WINDOWS_PROGRAMS.stream().map((program) -> Path.of(folder, program)));
	}

}
