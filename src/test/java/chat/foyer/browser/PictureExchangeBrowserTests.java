package chat.foyer.browser;

import java.nio.charset.StandardCharsets;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pictures from one browser to another, through the server.
 */
@BrowserTest
class PictureExchangeBrowserTests {

	private static final String IS_LOADED = "(picture) => picture.complete && picture.naturalWidth > 0";

	private final String room = Visitors.newRoom();

	@Test
	void pickedPictureIsSeenByOthersWithoutItsPlace(People people) {
		Person ann = people.arrive().enter("Ann", this.room);
		Person bob = people.arrive().enter("Bob", this.room);
		ann.page()
			.locator("#picked-files")
			.setInputFiles(new FilePayload("IMG_1.jpg", "image/jpeg", AttachmentBrowserTests.photo(3_000, 2_000)));
		assertThat(ann.page().locator(".attachment[data-state=done]")).hasCount(1);
		ann.button("Send").click();
		assertThat(ann.pending()).hasCount(0);
		for (Person person : new Person[] { ann, bob }) {
			Locator picture = person.page().locator("#lines .picture img");
			assertThat(picture).hasCount(1);
			picture.scrollIntoViewIfNeeded();
			person.waitUntil(() -> Boolean.TRUE.equals(picture.evaluate(IS_LOADED)));
		}
		Locator link = bob.page().locator("#lines .picture > a");
		assertThat(link.locator("..")).hasAttribute("data-width", "2560");
		APIResponse stored = bob.page().request().get((String) link.evaluate("(link) => link.href"));
		assertThat(stored.headers()).containsEntry("content-type", "image/jpeg")
			.containsEntry("content-security-policy", "sandbox; default-src 'none'");
		assertThat(new String(stored.body(), StandardCharsets.ISO_8859_1)).doesNotContain("GPS");
	}

}
