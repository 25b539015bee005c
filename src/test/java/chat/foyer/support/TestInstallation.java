package chat.foyer.support;

import java.time.Clock;

import chat.foyer.store.Installation;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The installation of tests that have no database.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestInstallation {

	/**
	 * What the names of its cookies begin with where there is no TLS.
	 */
	public static final String PREFIX = "foyer-1a2b3c-";

	@Bean
	Installation installation() {
		return new Installation("1a2b3c");
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
