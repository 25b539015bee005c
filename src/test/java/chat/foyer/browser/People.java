package chat.foyer.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;

import chat.foyer.support.Visitor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The people of one test, each with a browser profile of their own.
 */
final class People implements AutoCloseable {

	private final Browser browser;

	private final Supplier<String> server;

	private final List<Person> people = new ArrayList<>();

	private final List<Visitor> visitors = new ArrayList<>();

	/**
	 * @param server tells where the server is, such as {@code http://localhost:8080}
	 */
	People(Browser browser, Supplier<String> server) {
		this.browser = browser;
		this.server = server;
	}

	/**
	 * Where the server is to which people go.
	 */
	String server() {
		return this.server.get();
	}

	/**
	 * Somebody who was never here before.
	 */
	Person arrive() {
		return arrive(new NewContextOptions());
	}

	/**
	 * Somebody new, with a browser of some kind.
	 */
	Person arrive(NewContextOptions options) {
		return arriveAt(this.server.get(), options);
	}

	/**
	 * Somebody new whose browser asks for a language.
	 */
	Person arriveSpeaking(String language, NewContextOptions options) {
		return arriveAt(this.server.get(), language, options);
	}

	/**
	 * Somebody new who takes another way to the server.
	 */
	Person arriveAt(String address) {
		return arriveAt(address, new NewContextOptions());
	}

	/**
	 * Somebody new who takes another way to the server, with a browser of some kind.
	 */
	Person arriveAt(String address, NewContextOptions options) {
		return arriveAt(address, "en-GB", options);
	}

	/**
	 * Somebody new, in a room and connected.
	 */
	Person enter(String name, String room) {
		return arrive().enter(name, room);
	}

	/**
	 * Somebody in a room who has no browser, and can say much in a short time.
	 */
	Visitor visit(String name, String room) {
		Visitor visitor = new Visitor(this.server.get());
		this.visitors.add(visitor);
		return visitor.enter(name, room);
	}

	/**
	 * Fails if anybody's browser had anything to complain about.
	 */
	void checkThatNothingWentWrong() {
		assertThat(this.people).flatMap(Person::unexpectedTroubles).as("what the browsers complain about").isEmpty();
	}

	/**
	 * Leaves pictures of all open pages, and what the consoles said.
	 */
	void leaveEvidence(Path folder) {
		try {
			Files.createDirectories(folder);
			for (int i = 0; i < this.people.size(); i++) {
				this.people.get(i).leaveEvidence(folder, "person-" + (i + 1));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.visitors.forEach(Visitor::close);
		this.people.forEach(Person::goAway);
	}

	private Person arriveAt(String address, String language, NewContextOptions options) {
		if (options.serviceWorkers == null) {
			// Only some tests are about what one does, and its requests are not seen
			// here.
			options.setServiceWorkers(ServiceWorkerPolicy.BLOCK);
		}
		Person person = new Person(this.browser.newContext(options.setBaseURL(address).setLocale(language)));
		this.people.add(person);
		return person;
	}

}
