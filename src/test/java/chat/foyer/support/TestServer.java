package chat.foyer.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Gives a server under test an empty folder for its data, and visitors.
 */
class TestServer implements ApplicationContextInitializer<GenericApplicationContext> {

	@Override
	public void initialize(GenericApplicationContext server) {
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
