package chat.foyer.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server at a real port, with a store of its own. Tests with the same
 * settings share the server, so each uses rooms of its own. {@link Visitors} can be
 * autowired, every time new ones.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestServer.class)
public @interface IntegrationTest {

	/**
	 * Settings of the server. Somebody who is gone is gone for good soon, but not before
	 * a busy machine has made a new connection.
	 */
	@AliasFor(annotation = SpringBootTest.class, attribute = "properties")
	String[] properties() default "foyer.presence.leave-grace=2500ms";

}
