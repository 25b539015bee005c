package chat.foyer.operations;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Derives the port of Actuator from the server's own, unless it is set, so that several
 * servers on one machine need to be given one port each.
 */
class ManagementPort implements EnvironmentPostProcessor, Ordered {

	private static final String PROPERTY = "management.server.port";

	static final int USUAL_PORT = 8080;

	private static final int DISTANCE = 10_000;

	private static final int HIGHEST = 65_535;

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		int port = environment.getProperty("server.port", Integer.class, USUAL_PORT);
		if (port >= 0 && !environment.containsProperty(PROPERTY)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("managementPort", Map.of(PROPERTY, beside(port))));
		}
	}

	/**
	 * After the files of settings were read and the port was checked.
	 */
	@Override
	public int getOrder() {
		return SettingsCheck.ORDER + 1;
	}

	private static int beside(int port) {
		if (port == 0) {
			return 0;
		}
		return (port + DISTANCE <= HIGHEST) ? port + DISTANCE : port - DISTANCE;
	}

}
