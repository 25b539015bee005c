package chat.foyer.browser;

import java.util.Map;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Test;

import chat.foyer.browser.SentFiles.SentFile;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The viewer of pictures.
 */
@BrowserTest
class ViewerBrowserTests {

	private static final String IS_WITHIN = """
			(dialog) => dialog.contains(document.activeElement)""";

	private static final String SCALE = """
			(picture) => Math.round(new DOMMatrix(getComputedStyle(picture).transform).a * 100) / 100""";

	private static final NewContextOptions PHONE = new NewContextOptions().setViewportSize(390, 844)
		.setHasTouch(true)
		.setIsMobile(true);

	private final String room = Visitors.newRoom();

	private final SentFile first = SentFile.picture("first.png", 1600, 1067).saying("A <b>tent</b>");

	private final SentFile second = SentFile.picture("\u05D0 second.png", 600, 900);

	private final SentFile third = SentFile.picture("third.png", 2560, 1);

	@Test
	void keyboardLeadsThroughAllPicturesAndBack(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive();
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			say(files);
			ann.enter("Ann", this.room).isAtEnd();
			link(ann, this.third).click();
			assertThat(status(ann)).hasText("3 of 3: third.png");
			ann.page().keyboard().press("Escape");
			assertThat(viewer(ann)).isHidden();
			ann.isAtEnd();
			link(ann, this.first).focus();
			ann.page().keyboard().press("Enter");
			assertThat(viewer(ann)).isVisible();
			assertThat(picture(ann)).hasAttribute("alt", "A <b>tent</b>");
			assertThat(picture(ann)).hasJSProperty("naturalWidth", 1600);
			assertThat(ann.page().locator(".viewer-author")).hasText("Bob");
			assertThat(ann.page().locator(".viewer-caption")).hasText("A <b>tent</b>");
			assertThat(status(ann)).hasText("1 of 3: A <b>tent</b>");
			assertThat(ann.button("Previous picture")).isHidden();
			assertThat(new AxeBuilder(ann.page()).setLegacyMode(true).analyze().getViolations()).isEmpty();
			for (int tab = 0; tab < 7; tab++) {
				ann.page().keyboard().press("Tab");
				boolean isBody = Boolean.TRUE.equals(ann.page().evaluate("document.activeElement === document.body"));
				assertThat(isBody || Boolean.TRUE.equals(viewer(ann).evaluate(IS_WITHIN))).isTrue();
			}
			ann.page().locator(".viewer [data-act=close]").focus();
			ann.page().keyboard().press("ArrowRight");
			assertThat(status(ann)).hasText("2 of 3: \u05D0 second.png");
			assertThat(ann.page().locator(".viewer a[download]")).hasAttribute("href",
					Pattern.compile(".*second\\.png"));
			ann.page().keyboard().press("End");
			assertThat(status(ann)).hasText("3 of 3: third.png");
			assertThat(ann.button("Next picture")).isHidden();
			ann.page().keyboard().press("ArrowRight");
			ann.page().keyboard().press("+");
			assertThat(status(ann)).hasText("3 of 3: third.png");
			assertThat(picture(ann).evaluate(SCALE)).isEqualTo(1.4);
			ann.page().keyboard().press("0");
			assertThat(picture(ann).evaluate(SCALE)).isEqualTo(1);
			ann.page().keyboard().press("Escape");
			assertThat(viewer(ann)).isHidden();
			assertThat(link(ann, this.third)).isFocused();
			assertThat(link(ann, this.third)).isInViewport();
		}
	}

	@Test
	void nextIsToTheLeftInArabic(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arriveSpeaking("ar", new NewContextOptions());
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			say(files);
			ann.open("/?room=").page().locator("#username").fill("Ann");
			ann.page().locator("#room").fill(this.room);
			ann.page().locator("#entry .primary").click();
			assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
			link(ann, this.first).click();
			assertThat(picture(ann)).hasAttribute("alt", "A <b>tent</b>");
			ann.page().keyboard().press("ArrowLeft");
			assertThat(picture(ann)).hasAttribute("alt", "\u05D0 second.png");
			double next = ann.page().locator("[data-act=next]").boundingBox().x;
			assertThat(next).isLessThan(ann.page().locator("[data-act=previous]").boundingBox().x);
			ann.page().keyboard().press("ArrowRight");
			assertThat(picture(ann)).hasAttribute("alt", "A <b>tent</b>");
		}
	}

	@Test
	void fingersZoomMoveSwipeAndClose(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive(PHONE);
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			say(files);
			ann.enter("Ann", this.room);
			link(ann, this.first).tap();
			assertThat(picture(ann)).hasJSProperty("naturalWidth", 1600);
			CDPSession session = ann.browser().newCDPSession(ann.page());
			touch(session, "touchStart", 175, 400, 215, 400);
			for (int spread = 30; spread <= 80; spread += 10) {
				touch(session, "touchMove", 195 - spread, 400, 195 + spread, 400);
			}
			touch(session, "touchEnd");
			assertThat((Number) picture(ann).evaluate(SCALE)).isEqualTo(4);
			double before = picture(ann).boundingBox().x;
			swipe(session, 200, 400, 250, 400);
			assertThat(picture(ann).boundingBox().x).isBetween(before + 40, before + 60);
			assertThat(picture(ann)).hasAttribute("alt", "A <b>tent</b>");
			tapTwice(session);
			ann.waitUntil(() -> picture(ann).evaluate(SCALE).equals(1));
			assertThat(picture(ann).evaluate(SCALE)).isEqualTo(1);
			swipe(session, 300, 400, 150, 410);
			assertThat(picture(ann)).hasAttribute("alt", "\u05D0 second.png");
			swipe(session, 100, 400, 250, 390);
			assertThat(picture(ann)).hasAttribute("alt", "A <b>tent</b>");
			tapTwice(session);
			assertThat(picture(ann).evaluate(SCALE)).isEqualTo(2.5);
			tapTwice(session);
			swipe(session, 195, 300, 200, 480);
			assertThat(viewer(ann)).isHidden();
		}
	}

	@Test
	void fingerThatRestsOnPictureOpensTheMenuOfItsMessage(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive(PHONE);
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			say(files);
			ann.enter("Ann", this.room);
			BoundingBox place = link(ann, this.first).boundingBox();
			CDPSession session = ann.browser().newCDPSession(ann.page());
			touch(session, "touchStart", (int) place.x + 20, (int) place.y + 20);
			assertThat(ann.page().locator(".line-sheet [data-act=reply]")).isVisible();
			touch(session, "touchEnd");
			assertThat(ann.page().locator(".line-sheet [data-act=reply]")).isVisible();
			assertThat(viewer(ann)).isHidden();
		}
	}

	@Test
	void tellsWhatIsGoneAndClosesWhenItsMessageIsDeleted(People people, SharedServer server) {
		Visitor bob = people.visit("Bob", this.room);
		Person ann = people.arrive().expects("404").expects("net::ERR");
		try (SentFiles files = new SentFiles(server, bob, this.room).serve(ann)) {
			long seq = say(files);
			ann.enter("Ann", this.room);
			assertThat(link(ann, this.second).locator("img")).hasJSProperty("naturalWidth", 600);
			files.lose(this.second);
			link(ann, this.second).click();
			assertThat(ann.page().locator(".viewer-trouble span")).hasText("This picture was deleted.");
			assertThat(ann.page().locator("[data-act=retry]")).isHidden();
			ann.page().locator(".viewer").press("ArrowRight");
			assertThat(picture(ann)).hasAttribute("alt", "third.png");
			assertThat(ann.page().locator(".viewer-trouble")).isHidden();
			bob.changeByScript(this.room, seq, "delete", Map.of());
			assertThat(viewer(ann)).isHidden();
			assertThat(ann.toast()).containsText("This picture was deleted.");
			assertThat(ann.page().locator(".picture")).hasCount(1);
			link(ann, this.first).click();
			assertThat(picture(ann)).hasJSProperty("naturalWidth", 1600);
			ann.page().mouse().click(5, 400);
			assertThat(viewer(ann)).isHidden();
		}
	}

	/**
	 * Sends three pictures.
	 * @return the number of the message with the last two
	 */
	private long say(SentFiles files) {
		files.say("One", this.first);
		return files.say("Two", this.second, this.third);
	}

	private static Locator viewer(Person person) {
		return person.page().locator(".viewer");
	}

	private static Locator picture(Person person) {
		return person.page().locator(".viewer-stage img");
	}

	private static Locator status(Person person) {
		return person.page().locator(".viewer [role=status]");
	}

	private static Locator link(Person person, SentFile file) {
		return person.page().locator("[data-id='" + file.id() + "'] > a");
	}

	private static void tapTwice(CDPSession session) {
		for (int tap = 0; tap < 2; tap++) {
			touch(session, "touchStart", 195, 400);
			touch(session, "touchEnd");
		}
	}

	private static void swipe(CDPSession session, int fromX, int fromY, int toX, int toY) {
		touch(session, "touchStart", fromX, fromY);
		for (int step = 1; step <= 5; step++) {
			touch(session, "touchMove", fromX + (toX - fromX) * step / 5, fromY + (toY - fromY) * step / 5);
		}
		touch(session, "touchEnd");
	}

	/**
	 * @param places of the fingers, each two numbers
	 */
	private static void touch(CDPSession session, String type, int... places) {
		JsonArray points = new JsonArray();
		for (int i = 0; i < places.length; i += 2) {
			JsonObject point = new JsonObject();
			point.addProperty("id", i);
			point.addProperty("x", places[i]);
			point.addProperty("y", places[i + 1]);
			points.add(point);
		}
		JsonObject touch = new JsonObject();
		touch.addProperty("type", type);
		touch.add("touchPoints", points);
		session.send("Input.dispatchTouchEvent", touch);
	}

}
