package chat.foyer.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives a server under test an empty folder for its data, and visitors.
 */
class TestServer implements ApplicationContextInitializer<GenericApplicationContext> {

	/**
	 * All visitors come from one address, and some say much at once. A test that sets
	 * these itself gets what it sets.
	 */
	static final Map<String, Object> RAISED_LIMITS = Map.of("foyer.limits.message-burst", 10_000,
			"foyer.limits.reactions-per-ten-seconds", 10_000, "foyer.limits.frames-per-second", 10_000,
			"foyer.limits.entry-burst", 10_000, "foyer.limits.seats-per-guest", 10_000);

	@Override
	public void initialize(GenericApplicationContext server) {
		server.getEnvironment().getPropertySources().addLast(new MapPropertySource("raised limits", RAISED_LIMITS));
		TestPropertyValues.of("foyer.data-dir=" + newDataDir()).applyTo(server);
		server.registerBean(Visitors.class,
				() -> new Visitors(
						() -> "http://localhost:" + server.getEnvironment().getRequiredProperty("local.server.port")),
				(bean) -> bean.setScope(BeanDefinition.SCOPE_PROTOTYPE));
	}

	private static Path newDataDir() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
