package chat.foyer.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.PdfOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Margin;
import com.microsoft.playwright.options.Media;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import chat.foyer.support.Live;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the pages fit windows, paper and large text.
 */
@BrowserTest
@Tag("proof")
class LayoutBrowserTests {

	private static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapit\u00e4n".repeat(5);

	private static final List<List<Integer>> SIZES = List.of(List.of(320, 256), List.of(320, 480), List.of(390, 780),
			List.of(667, 320), List.of(768, 1024), List.of(1024, 600), List.of(1280, 800), List.of(1680, 950));

	/**
	 * Opens one thing after the other, and tells what makes the document scroll, leaves
	 * the window or overlaps. The room's name has room for several letters.
	 */
	private static final String FAULTS = """
			async () => {
				const root = document.documentElement;
				const part = (selector) => document.querySelector(selector);
				const faults = [];
				const isOut = ({ left, right, top, bottom }) =>
					left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
				const look = async (state, ...inside) => {
					scrollTo(500, 500);
					await new Promise(requestAnimationFrame);
					document.getAnimations().forEach((animation) => animation.finish());
					const { scrollWidth, scrollHeight, clientWidth, clientHeight } = root;
					if (scrollHeight > clientHeight || scrollWidth > clientWidth || scrollX !== 0 || scrollY !== 0) {
						faults.push(`${state}: ${scrollWidth} x ${scrollHeight} in ${clientWidth} x ${clientHeight}`);
					}
					inside.filter((one) => isOut(one.getBoundingClientRect()))
						.forEach((one) => faults.push(`${state}: ${one.className || one.id} is outside`));
				};
				const head = [...part(".head").children].filter((one) => one.checkVisibility());
				const composer = part("#composer");
				await look("page", ...head, part("h1"), composer, part(".send"), part("#say"));
				const places = head.map((one) => one.querySelector("summary") ?? one)
					.map((one) => one.getBoundingClientRect()).sort((one, other) => one.left - other.left);
				if (places.some(({ right }, i) => right > places[i + 1]?.left + 1)) {
					faults.push("page: the head overlaps");
				}
				const name = part("h1");
				if (name.clientWidth < 3.5 * parseFloat(getComputedStyle(name).fontSize)) {
					faults.push(`page: ${name.clientWidth} px for the name of the room`);
				}
				for (const panel of document.querySelectorAll(".head details")) {
					const wasOpen = panel.open;
					panel.open = true;
					await look(panel.id, panel.querySelector(".panel"));
					panel.open = wasOpen;
				}
				for (const dialog of document.querySelectorAll("dialog")) {
					dialog.showModal();
					await look(dialog.id, dialog, dialog.querySelector("[command=close]"));
					if (dialog.scrollWidth > dialog.clientWidth) {
						faults.push(`${dialog.id}: scrolls sideways`);
					}
					dialog.close();
				}
				const field = part("#say");
				const write = async (state, text, ...others) => {
					field.value = text;
					field.setSelectionRange(text.length, text.length);
					field.dispatchEvent(new InputEvent("input", { bubbles: true }));
					await look(state, composer, part(".send"), ...others);
				};
				field.focus();
				await write("long draft", "line\\n".repeat(40) + "word".repeat(500));
				await write("completions", "@", part("#completions"));
				if (part("#completions").hidden) {
					faults.push("completions: none");
				}
				await write("empty draft", "");
				part("#toast").textContent = "You left this room. ".repeat(3);
				for (const seldom of ["#toast", "#new", "#latest"].map(part)) {
					const wasHidden = seldom.hidden;
					seldom.hidden = false;
					await look("seldom", seldom);
					seldom.hidden = wasHidden;
				}
				part("#state").classList.add("gone");
				await look("gone", part("#state"), composer);
				part("#state").classList.remove("gone");
				return faults;
			}""";

	private static final String PICKER_FAULTS = """
			(picker) => {
				const { left, right, top, bottom } = picker.getBoundingClientRect();
				return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight ? ""
					: `${left} ${top} ${right} ${bottom}`;
			}""";

	private final String room = Visitors.newRoom();

	@ParameterizedTest
	@CsvSource({ "en, 16", "ar, 16", "de, 24", "en, 32" })
	void roomFitsEveryWindow(String language, int textSize, People people) {
		Live bob = people.visit("Bob", this.room).live();
		IntStream.rangeClosed(1, 30).forEach((number) -> bob.say(this.room, "Line " + number));
		bob.say(this.room, LONG_WORD);
		bob.say(this.room, "```\n" + LONG_WORD + "\n```");
		people.visit("W".repeat(32), this.room).live().say(this.room, "@Ann");
		Person ann = enter(people.arriveSpeaking(language, new NewContextOptions()));
		setTextSize(ann, textSize);
		for (List<Integer> size : SIZES) {
			if (textSize == 16 || size.get(0) == 390 || size.get(1) == 480) {
				ann.page().setViewportSize(size.get(0), size.get(1));
				assertThat((List<?>) ann.page().evaluate(FAULTS)).as("%s in %s px", size, textSize).isEmpty();
				ann.page().locator("#emoji").click();
				assertThat(ann.page().locator(".picker")).isVisible();
				assertThat(ann.page().locator(".picker").evaluate(PICKER_FAULTS)).as("picker in %s", size)
					.isEqualTo("");
				ann.page().keyboard().press("Escape");
			}
		}
	}

	@Test
	void entryPageFitsLargeText(People people) {
		Person ann = people.arrive().open("/");
		setTextSize(ann, 32);
		for (int width : List.of(320, 390)) {
			ann.page().setViewportSize(width, 568);
			assertThat(ann.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
			ann.button("Come in").scrollIntoViewIfNeeded();
			assertThat(ann.button("Come in")).isInViewport();
		}
	}

	/**
	 * The paper is A4 with margins of 1 cm: 1047 px at the browser's 96 a inch.
	 */
	@Test
	void paperHasAllLinesAndNoBars(People people) {
		Live bob = people.visit("Bob", this.room).live();
		bob.say(this.room, "Fold\n" + "line\n".repeat(100));
		Person ann = people.arrive(new NewContextOptions().setColorScheme(ColorScheme.DARK).setViewportSize(718, 600))
			.enter("Ann", this.room);
		assertThat(ann.page().locator(".clamped")).hasCount(1);
		IntStream.rangeClosed(1, 330).forEach((number) -> bob.say(this.room, "Line " + number));
		assertThat(ann.line("Line 330")).isVisible();
		ann.isAtEnd();
		int shown = ann.numbers().size();
		byte[] pdf = ann.page()
			.pdf(new PdfOptions().setFormat("A4")
				.setMargin(new Margin().setTop("1cm").setBottom("1cm").setLeft("1cm").setRight("1cm")));
		ann.isAtEnd();
		assertThat(ann.numbers()).hasSizeLessThanOrEqualTo(shown);
		ann.page().evaluate("dispatchEvent(new Event('beforeprint'))");
		assertThat(ann.numbers()).hasSizeGreaterThan(shown).hasSizeGreaterThan(330);
		ann.page().emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
		assertThat(ann.page().locator("#composer")).isHidden();
		assertThat(ann.menu()).isHidden();
		assertThat(ann.page().locator("h1")).isVisible();
		assertThat(ann.page().locator("h1")).hasCSS("color", "rgb(43, 33, 26)");
		double height = ((Number) ann.page()
			.evaluate(
					"""
							() => {
								const { top, bottom } = document.querySelector("#lines").getBoundingClientRect();
								const end = document.querySelector("#lines").lastElementChild.getBoundingClientRect().bottom;
								const isWhole = document.documentElement.scrollHeight >= bottom + scrollY - 1
									&& document.querySelector(".long .text").scrollHeight <= document.querySelector(".long .text").clientHeight;
								return isWhole && end <= bottom + 1 ? bottom - top : 0;
							}"""))
			.doubleValue();
		assertThat(height).isGreaterThan(7_000);
		assertThat(pages(pdf)).isBetween((int) Math.floor(height / 1047), (int) Math.ceil(height / 1047) + 2);
		ann.page().emulateMedia(new EmulateMediaOptions().setMedia(Media.SCREEN));
		ann.page().evaluate("dispatchEvent(new Event('afterprint'))");
		ann.isAtEnd();
		assertThat(ann.numbers()).hasSizeLessThanOrEqualTo(shown);
	}

	private static int pages(byte[] pdf) {
		return (int) Pattern.compile("/Type\\s*/Page\\b")
			.matcher(new String(pdf, StandardCharsets.ISO_8859_1))
			.results()
			.count();
	}

	/**
	 * Sets what people set in their browser as the size of text, which is 16 at first.
	 */
	private static void setTextSize(Person person, int pixels) {
		JsonObject sizes = new Gson().fromJson("{fontSizes: {standard: %d, fixed: %d}}".formatted(pixels, pixels),
				JsonObject.class);
		person.browser().newCDPSession(person.page()).send("Page.setFontSizes", sizes);
	}

	/**
	 * Sends the entry form in any language.
	 */
	private Person enter(Person person) {
		person.open("/");
		person.page().locator("#username").fill("Ann");
		person.page().locator("#room").fill(this.room);
		person.page().locator("#room").press("Enter");
		assertThat(person.page().locator("#state[data-state=connected]")).isAttached();
		return person;
	}

}
