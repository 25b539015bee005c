package chat.foyer.browser;

import java.nio.file.Path;
import java.util.Locale;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import chat.foyer.support.Live;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes pictures of the pages for people to look at, in {@code target/screenshots}.
 */
@BrowserTest
@Tag("proof")
class PictureBrowserTests {

	private static final Path FOLDER = Path.of("target", "screenshots");

	@ParameterizedTest
	@EnumSource
	void takesPicturesOfAllPages(Look look, People people) {
		Person ann = people.arrive(look.options()).expects("404").expects("409");
		ann.open("/no/such/door");
		assertThat(ann.link("Go to the start page")).isVisible();
		take(ann, look, "error");
		ann.open("/");
		assertThat(ann.nameField()).isFocused();
		take(ann, look, "entry");
		String quiet = "Quiet room " + look;
		ann.comeIn("Ann", quiet).isConnected();
		assertThat(ann.page().locator(".quiet")).isVisible();
		take(ann, look, "quiet-room");
		String busy = look.room;
		talk(people, busy);
		ann.open("/?room=").comeIn("Omar", busy);
		assertThat(ann.button("Come in as \u201cOmar 2\u201d")).isVisible();
		take(ann, look, "taken-name");
		ann.comeIn("Ann", busy).isConnected().say("Count me in.").say("I bring gloves for everybody.");
		assertThat(ann.line("gloves").locator(".delivery")).hasCount(0);
		ann.isAtEnd();
		take(ann, look, "busy-room");
		if (look.isNarrow()) {
			ann.peopleButton().click();
			take(ann, look, "people");
			ann.page().keyboard().press("Escape");
		}
		ann.openInvitation();
		take(ann, look, "invite");
	}

	@Test
	void takesPicturesInArabic(People people) {
		Person ann = people.arriveSpeaking("ar", Look.WIDE.options());
		ann.open("/");
		take(ann, "entry-arabic");
		String room = "\u0646\u0627\u062f\u064a \u0627\u0644\u062d\u062f\u064a\u0642\u0629";
		Live omar = people.visit("\u0639\u0645\u0631", room).live().listen(room);
		say(omar, room,
				"\u0635\u0628\u0627\u062d \u0627\u0644\u062e\u064a\u0631! \u0645\u0646 \u0644\u062f\u064a\u0647 \u0648\u0642\u062a \u064a\u0648\u0645 \u0627\u0644\u0633\u0628\u062a\u061f");
		say(omar, room, "Here is how to do it: https://example.org/pruning");
		ann.page().locator("#username").fill("\u0644\u064a\u0646\u0627");
		ann.page().locator("#room").fill(room);
		ann.page().locator("#entry .primary").click();
		assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
		ann.page().locator("#say").fill("\u0623\u0646\u0627 \u0645\u0639\u0643\u0645.");
		ann.page().locator("#say").press("Enter");
		assertThat(ann.page().locator(".own[data-seq]")).hasCount(1);
		take(ann, "busy-room-arabic");
	}

	private static void talk(People people, String room) {
		Live omar = people.visit("Omar", room).live().listen(room);
		Live lena = people.visit("Lena", room).live().listen(room);
		Live priya = people.visit("Priya", room).live().listen(room);
		say(omar, room, "Good morning! Who has time on **Saturday**?");
		say(omar, room, "The apple trees have to be pruned before it gets warm.");
		say(lena, room, "I do, from ten on. Shall I bring the long ladder?");
		say(priya, room, "Here is how to do it: https://example.org/pruning");
		say(omar, room, "Yes, please. And we need:\n  2 saws\n  1 pair of shears\n  coffee <3");
		say(priya, room, "Coffee is on me.");
	}

	private static void say(Live live, String room, String text) {
		live.say(room, text);
		live.replies().next();
	}

	private static void take(Person person, Look look, String name) {
		take(person, name + "-" + look);
	}

	private static void take(Person person, String name) {
		Path picture = FOLDER.resolve(name + ".png");
		person.page().screenshot(new ScreenshotOptions().setPath(picture));
		assertThat(picture).isNotEmptyFile();
	}

	enum Look {

		WIDE("Garden club", 1100, 760, ColorScheme.LIGHT),

		DARK("Night garden", 1100, 760, ColorScheme.DARK),

		PHONE("Herb garden", 390, 760, ColorScheme.LIGHT),

		SMALL_PHONE("Kindergarten", 320, 568, ColorScheme.DARK);

		private final String room;

		private final int width;

		private final int height;

		private final ColorScheme scheme;

		Look(String room, int width, int height, ColorScheme scheme) {
			this.room = room;
			this.width = width;
			this.height = height;
			this.scheme = scheme;
		}

		private boolean isNarrow() {
			return this.width < 640;
		}

		private NewContextOptions options() {
			return new NewContextOptions().setViewportSize(this.width, this.height)
				.setDeviceScaleFactor(2)
				.setColorScheme(this.scheme);
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
