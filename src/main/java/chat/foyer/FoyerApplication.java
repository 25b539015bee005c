package chat.foyer;

import chat.foyer.operations.CommandLine;

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
	 * Runs the server until it is stopped, or prints an answer and exits.
	 * @param args settings such as {@code --server.port=9000}, {@code --help} or
	 * {@code --version}
	 */
	public static void main(String[] args) {
		CommandLine.answer(args).ifPresent(CommandLine.Answer::exit);
		SpringApplication.run(FoyerApplication.class, args);
	}

}
