package chat.foyer.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;

/**
 * The one browser of a run of tests: one that is installed on this machine, else
 * Playwright's own if that is. Nothing is downloaded.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> QUIET = List.of("--disable-background-networking", "--disable-component-update",
			"--disable-sync", "--no-first-run");

	private final Playwright playwright;

	private final Optional<Browser> browser;

	Chromium() {
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		LaunchOptions options = new LaunchOptions().setArgs(QUIET);
		Optional<Path> installed = InstalledBrowsers.find(System.getenv());
		installed.ifPresent(options::setExecutablePath);
		boolean isThere = installed.isPresent() || Files.exists(Path.of(this.playwright.chromium().executablePath()));
		this.browser = isThere ? Optional.of(this.playwright.chromium().launch(options)) : Optional.empty();
	}

	/**
	 * The browser, if there is one.
	 */
	Optional<Browser> browser() {
		return this.browser;
	}

	@Override
	public void close() {
		this.playwright.close();
	}

}
