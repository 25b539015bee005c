package chat.foyer.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.core.io.ClassPathResource;

/**
 * Plays at random with the page's own modules, in the page.
 */
final class RandomPlay {

	private RandomPlay() {
	}

	/**
	 * Runs a script that lies beside the tests. It throws if anything is wrong, and tells
	 * with which seed to see it again.
	 * @param person somebody on the page of a room
	 * @param script the name of the file
	 * @param runs how often to play
	 */
	static void play(Person person, String script, int runs) {
		int seed = ThreadLocalRandom.current().nextInt();
		person.page().evaluate(read("random.js"));
		person.page().evaluate(read(script), Map.of("seed", seed, "runs", runs));
	}

	/**
	 * The text of a script that lies beside the tests.
	 */
	static String read(String script) {
		try {
			return new ClassPathResource(script, RandomPlay.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
