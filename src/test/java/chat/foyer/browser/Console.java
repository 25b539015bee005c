package chat.foyer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.BrowserContext;

/**
 * What the browser of one person writes to its console, and what goes wrong in it.
 */
final class Console {

	/**
	 * What the page itself gave up, as by going to another one.
	 */
	private static final String GIVEN_UP = "net::ERR_ABORTED";

	/**
	 * What Playwright itself says where no service worker is wanted.
	 */
	private static final String NO_WORKER = "Service Worker registration blocked by Playwright";

	private final List<String> lines = new ArrayList<>();

	private final List<String> troubles = new ArrayList<>();

	private final List<Pattern> expected = new ArrayList<>();

	Console(BrowserContext browser) {
		browser.onConsoleMessage((message) -> {
			String line = message.type() + ": " + message.text() + " (" + message.location() + ")";
			this.lines.add(line);
			boolean isTrouble = message.type().equals("error") || message.type().equals("warning");
			if (isTrouble && !message.text().equals(NO_WORKER)) {
				this.troubles.add(line);
			}
		});
		browser.onWebError((error) -> trouble("uncaught: " + error.error()));
		browser.onDialog((dialog) -> {
			trouble("dialog: " + dialog.message());
			dialog.accept();
		});
		browser.onRequestFailed((request) -> {
			if (!GIVEN_UP.equals(request.failure())) {
				trouble("failed: " + request.method() + " " + request.url() + " " + request.failure());
			}
		});
	}

	/**
	 * Takes a kind of trouble for part of the test.
	 */
	void expect(String regex) {
		this.expected.add(Pattern.compile(regex));
	}

	List<String> unexpectedTroubles() {
		return this.troubles.stream()
			.filter((trouble) -> this.expected.stream().noneMatch((pattern) -> pattern.matcher(trouble).find()))
			.toList();
	}

	List<String> lines() {
		return this.lines;
	}

	private void trouble(String line) {
		this.lines.add(line);
		this.troubles.add(line);
	}

}
