package chat.foyer.operations;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ManagementPort}.
 */
class ManagementPortTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@ParameterizedTest
	@CsvSource({ "8080,18080", "1,10001", "55535,65535", "55536,45536", "65535,55535", "0,0", "-1," })
	void derivesPortFromServerPort(String port, String beside) {
		assertThat(portWith(Map.of("server.port", port))).isEqualTo(beside);
	}

	@Test
	void derivesPortFromDefaultServerPort() {
		assertThat(portWith(Map.of())).isEqualTo("18080");
	}

	@ParameterizedTest
	@CsvSource({ "9090", "-1", "0" })
	void keepsConfiguredPort(String port) {
		assertThat(portWith(Map.of("management.server.port", port))).isEqualTo(port);
	}

	private String portWith(Map<String, Object> settings) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
		new ManagementPort().postProcessEnvironment(this.environment, new SpringApplication());
		return this.environment.getProperty("management.server.port");
	}

}
