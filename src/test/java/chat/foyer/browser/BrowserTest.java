package chat.foyer.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests in a real browser. Their methods can take {@link People}, who go to a server that
 * all such tests share, so each uses rooms of its own.
 * <p>
 * Where no browser is found the tests are skipped, or fail if the environment variable
 * {@code FOYER_BROWSER_REQUIRED} is {@code true}. A test fails if the browser has
 * anything to complain about. Of each test that fails a picture of every open page and
 * the browser's console are left in {@code target/browser}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserExtension.class)
@interface BrowserTest {

}
