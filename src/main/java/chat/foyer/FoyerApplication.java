package chat.foyer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * Starts Foyer.
 */
// Guests have no accounts, and without the exclusion Spring Boot makes one up.
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class FoyerApplication {

	/**
	 * Runs the server until it is stopped.
	 * @param args settings such as {@code --server.port=9000}
	 */
	public static void main(String[] args) {
		SpringApplication.run(FoyerApplication.class, args);
	}

}
