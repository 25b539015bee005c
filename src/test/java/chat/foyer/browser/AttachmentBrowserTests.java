package chat.foyer.browser;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files on their way into a message: picked, pasted and dropped, shown as chips above the
 * message field, uploaded, and sent.
 */
@BrowserTest
class AttachmentBrowserTests {

	private static final int CHUNK = 512 * 1024;

	/**
	 * Pastes or drops a text and files, and answers whether the browser was kept from
	 * what it does with them.
	 */
	private static final String TRANSFER = """
			([selector, type, text, ...files]) => {
				const data = new DataTransfer();
				if (text) data.setData("text/plain", text);
				for (const name of files) data.items.add(new File(["x"], name, { type: "text/plain" }));
				const options = { bubbles: true, cancelable: true };
				const event = type === "paste"
					? new ClipboardEvent(type, { ...options, clipboardData: data })
					: new DragEvent(type, { ...options, dataTransfer: data });
				document.querySelector(selector).dispatchEvent(event);
				return event.defaultPrevented;
			}""";

	private static final String FOCUSED = "document.activeElement.classList[0] ?? document.activeElement.type";

	private final String room = Visitors.newRoom();

	@Test
	void pickedPictureIsDrawnSmallerAndSentWithItsDescription(People people) {
		Person ann = people.arrive();
		UploadStub server = new UploadStub(ann);
		List<String> sent = framesSentBy(ann);
		ann.enter("Ann", this.room);
		pick(ann, new FilePayload("IMG_1.jpg", "image/jpeg", photo(4_000, 3_000)));
		assertThat(chip(ann, "IMG_1.jpg").locator("canvas")).isVisible();
		chip(ann, "IMG_1.jpg").locator(".alt").fill("A lake, with boats");
		isUploaded(ann);
		UploadStub.Upload upload = server.uploads().get(0);
		BufferedImage drawn = read(upload.bytes());
		assertThat(List.of(drawn.getWidth(), drawn.getHeight())).containsExactly(2_560, 1_920);
		assertThat(new String(upload.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "GPS");
		assertThat(upload.metadata()).containsEntry("filename", "IMG_1.jpg").doesNotContainKey("as");
		// With everything that is in it.
		chip(ann, "IMG_1.jpg").getByText("Send as a file").click();
		assertThat(chip(ann, "IMG_1.jpg").locator(".as-file-why")).isVisible();
		isUploaded(ann);
		assertThat(upload.isDeleted()).isTrue();
		UploadStub.Upload whole = server.uploads().get(1);
		assertThat(whole.bytes()).isEqualTo(photo(4_000, 3_000));
		assertThat(whole.metadata()).containsEntry("as", "file");
		assertThat(new AxeBuilder(ann.page()).include("#composer").analyze().getViolations()).isEmpty();
		ann.button("Send").click();
		assertThat(chips(ann)).hasCount(0);
		ann.waitUntil(() -> sent.stream().anyMatch((frame) -> frame.contains("\"files\"")));
		assertThat(sent).anyMatch(
				(frame) -> frame.contains("\"files\":[\"f1\"]") && frame.contains("\"alts\":[\"A lake, with boats\"]"));
		// The server has not heard of this file.
		assertThat(ann.pending().locator(".delivery-state"))
			.hasText("Not delivered. The file has expired. Attach it again.");
	}

	@Test
	void filesAreTakenWhereverTheyAreDroppedOrPasted(People people) {
		Person ann = people.arrive();
		new UploadStub(ann);
		ann.enter("Ann", this.room);
		assertThat(transfer(ann, "#lines", "dragover", "", "a.txt")).isEqualTo(true);
		// As long as something is dragged, one event follows another.
		ann.waitUntil(() -> {
			transfer(ann, "#lines", "dragover", "", "a.txt");
			return ann.page().locator(".drop-target").isVisible();
		});
		assertThat(ann.page().locator(".drop-target")).isVisible();
		assertThat(transfer(ann, "#lines", "drop", "", "a.txt")).isEqualTo(true);
		assertThat(ann.page().locator(".drop-target")).isHidden();
		assertThat(transfer(ann, "#say", "drop", "", "b.txt")).isEqualTo(true);
		assertThat(transfer(ann, "#lines", "drop", "https://example.org/", "")).as("would lead away").isEqualTo(true);
		assertThat(transfer(ann, "#say", "drop", "some text", "")).isEqualTo(false);
		assertThat(names(ann)).hasText(new String[] { "a.txt", "b.txt" });
		assertThat(transfer(ann, "#say", "paste", "", "image.png")).isEqualTo(true);
		assertThat(transfer(ann, "#box", "paste", "", "image.png")).isEqualTo(true);
		assertThat(transfer(ann, "#say", "paste", "/home/ann/c.txt", "c.txt")).as("copied file").isEqualTo(true);
		assertThat(names(ann)).hasText(new String[] { "a.txt", "b.txt", "image.png", "image.png", "c.txt" });
		// The picture that comes with a text is offered.
		assertThat(transfer(ann, "#say", "paste", "some cells", "cells.png")).isEqualTo(false);
		assertThat(ann.toast()).containsText("Pasted as text");
		assertThat(names(ann)).hasCount(5);
		ann.button("Attach as a picture").click();
		assertThat(names(ann).last()).hasText("cells.png");
		assertThat(names(ann)).hasCount(6);
	}

	@Test
	void filesThatCannotBeSentAreNamed(People people) {
		Person ann = people.arrive();
		UploadStub server = new UploadStub(ann);
		ann.enter("Ann", this.room);
		ann.page().locator("#composer").evaluate("(form) => (form.dataset.maxFile = 2048)");
		pick(ann, text("small.txt", 1_000), text("large.txt", 3_000));
		assertThat(names(ann)).hasText(new String[] { "small.txt" });
		assertThat(ann.page().locator("#note")).hasText("\u2068large.txt\u2069 is too large. Files can be up to 2 kB.");
		pick(ann, IntStream.range(0, 12).mapToObj((i) -> text(i + ".txt", 10)).toArray(FilePayload[]::new));
		assertThat(chips(ann)).hasCount(10);
		assertThat(ann.page().locator("#note")).hasText("A message can have up to 10 files.");
		isUploaded(ann);
		ann.button("Remove 3.txt").click();
		assertThat(ann.button("Remove 4.txt")).isFocused();
		assertThat(chips(ann)).hasCount(9);
		ann.waitUntil(() -> server.uploads().stream().anyMatch(UploadStub.Upload::isDeleted));
		assertThat(server.uploads()).filteredOn(UploadStub.Upload::isDeleted)
			.extracting((upload) -> upload.metadata().get("filename"))
			.containsExactly("3.txt");
		ann.page().locator(".attachment .remove").first().press("Enter");
		assertThat(chips(ann)).hasCount(8);
		assertThat(ann.page().locator("#note")).isEmpty();
	}

	@Test
	void uploadGoesOnWhereItBroke(People people) {
		Person ann = people.arrive().expects("status of 507").expects("net::ERR_CONNECTION_RESET");
		UploadStub server = new UploadStub(ann);
		ann.enter("Ann", this.room);
		server.refuse(1);
		pick(ann, text("a.bin", 2 * CHUNK + 10));
		assertThat(chip(ann, "a.bin").locator(".why")).hasText("The server has no space left for files.");
		ann.say("Not without the file");
		assertThat(ann.composer()).hasValue("Not without the file");
		assertThat(ann.page().locator("#note")).hasText("Some files weren\u2019t uploaded. Try again or remove them.");
		server.hold();
		ann.button("Try again").click();
		ann.waitUntil(() -> !server.uploads().isEmpty());
		server.cut(1);
		server.letGo();
		ann.page().evaluate("setInterval(() => dispatchEvent(new Event('online')), 200)");
		isUploaded(ann);
		assertThat(server.uploads()).hasSize(1);
		assertThat(server.uploads().get(0).offsets()).containsExactly(0, CHUNK, 2 * CHUNK);
		assertThat(server.uploads().get(0).isComplete()).isTrue();
	}

	@Test
	void messageWaitsForItsFilesAndKeepsItsText(People people) {
		Person ann = people.arrive();
		UploadStub server = new UploadStub(ann);
		ann.enter("Ann", this.room);
		server.hold();
		pick(ann, text("a.bin", 10), text("b.bin", 10));
		Locator waiting = ann.page().locator(".sending-later");
		ann.say("Two files").composer().press("Enter");
		assertThat(waiting).containsText("Sending when 2 files are uploaded\u2026");
		assertThat(ann.composer()).hasValue("Two files");
		ann.button("Don\u2019t send yet").click();
		assertThat(waiting).isHidden();
		ann.button("Send").click();
		assertThat(waiting).isVisible();
		// Nothing half-written is sent.
		ann.composer().press("End");
		ann.composer().pressSequentially("!");
		assertThat(waiting).isHidden();
		ann.composer().press("Enter");
		assertThat(waiting).isVisible();
		assertThat(ann.pending()).hasCount(0);
		server.letGo();
		assertThat(ann.pending()).containsText(new String[] { "Two files!" });
		assertThat(ann.composer()).hasValue("");
		assertThat(chips(ann)).hasCount(0);
	}

	@Test
	void filesComeBackAfterAReloadAndGoOn(People people) {
		Person ann = people.arrive().expects("net::ERR_CONNECTION_RESET");
		UploadStub server = new UploadStub(ann);
		ann.enter("Ann", this.room);
		server.hold();
		pick(ann, text("a.bin", 2 * CHUNK), new FilePayload("b.jpg", "image/jpeg", photo(80, 60)), text("c.bin", 10));
		chip(ann, "b.jpg").locator(".alt").fill("A small one");
		ann.waitUntil(() -> server.uploads().size() == 2);
		assertThat(server.uploads()).hasSize(2);
		ann.waitUntil(() -> kept(ann) == 3);
		ann.reload().isConnected();
		assertThat(names(ann)).hasText(new String[] { "a.bin", "b.jpg", "c.bin" });
		assertThat(chip(ann, "b.jpg").locator(".alt")).hasValue("A small one");
		assertThat(chip(ann, "b.jpg").locator("canvas")).isVisible();
		server.letGo();
		isUploaded(ann);
		assertThat(server.uploads()).as("none began anew").hasSize(3);
		Person bob = ann.openTab().openRoom(this.room).isConnected();
		assertThat(chips(ann)).hasCount(3);
		assertThat(chips(bob)).hasCount(0);
		ann.button("Remove a.bin").click();
		ann.button("Remove b.jpg").click();
		ann.button("Remove c.bin").click();
		ann.reload().isConnected();
		assertThat(chips(ann)).hasCount(0);
		assertThat(kept(ann)).isZero();
	}

	@Test
	void filesAreAttachedByKeyboardAndToReplies(People people) {
		Person ann = people.arrive();
		List<String> sent = framesSentBy(ann);
		new UploadStub(ann);
		FilePayload picked = new FilePayload("a.jpg", "image/jpeg", photo(80, 60));
		ann.page().onFileChooser((chooser) -> chooser.setFiles(picked));
		ann.enter("Ann", this.room).say("First");
		String seq = ann.seqOf("First");
		ann.button("Attach files").press("Enter");
		assertThat(chips(ann)).hasCount(1);
		assertThat(ann.composer()).isFocused();
		List<Object> order = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			ann.page().keyboard().press("Shift+Tab");
			order.add(ann.page().evaluate(FOCUSED));
		}
		assertThat(order).containsExactly("alt", "tool", "checkbox");
		ann.replies(seq);
		isUploaded(ann);
		ann.composer().press("Enter");
		ann.waitUntil(() -> sent.stream().anyMatch((frame) -> frame.contains("\"files\"")));
		assertThat(sent).anyMatch((frame) -> frame.contains("\"files\":[\"f0\"]") && frame.contains("\"re\":" + seq));
		ann.edits(seq);
		assertThat(ann.button("Attach files")).isHidden();
		assertThat(transfer(ann, "#say", "drop", "", "a.txt")).isEqualTo(true);
		assertThat(ann.page().locator("#note")).hasText("You can\u2019t add files while editing.");
		assertThat(chips(ann)).hasCount(0);
	}

	@Test
	void sharedFilesAreTakenOver(People people) {
		Person ann = people.arrive();
		UploadStub server = new UploadStub(ann);
		ann.enter("Ann", this.room);
		pick(ann, text("a.bin", 10));
		isUploaded(ann);
		String id = server.uploads().get(0).id();
		ann.open(Visitor.addressOf(this.room) + "?files=" + id + "&text=Look+here").isConnected();
		assertThat(names(ann)).containsText(new String[] { "a.bin", "a.bin" });
		assertThat(ann.composer()).hasValue("Look here");
		assertThat(ann.page()).hasURL(people.server() + Visitor.addressOf(this.room));
	}

	@Test
	void chipsFitAPhoneAndReadFromRightToLeft(People people) {
		NewContextOptions phone = new NewContextOptions().setViewportSize(360, 640).setHasTouch(true).setIsMobile(true);
		Person ann = people.arriveSpeaking("ar", phone);
		new UploadStub(ann);
		ann.open("/?room=" + this.room);
		ann.page().locator("[name=username]").fill("Ann");
		ann.page().locator("form .primary").first().tap();
		assertThat(ann.page().locator("#state")).hasAttribute("data-state", "connected");
		ann.page()
			.waitForFileChooser(() -> ann.page().locator("#attach").tap())
			.setFiles(new FilePayload[] { new FilePayload("a.jpg", "image/jpeg", photo(80, 60)), text("b.txt", 10) });
		isUploaded(ann);
		BoundingBox first = chips(ann).first().boundingBox();
		assertThat(first.x + first.width).as("at the start of the line").isBetween(300.0, 360.0);
		for (String target : List.of(".remove", ".alt", ".as-file")) {
			assertThat(ann.page().locator(".attachment " + target).first().boundingBox().height).as(target)
				.isGreaterThanOrEqualTo(44);
		}
		assertThat(ann.page().evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
		assertThat(new AxeBuilder(ann.page()).include("#composer").analyze().getViolations()).isEmpty();
		ann.page().locator(".attachment .remove").first().tap();
		assertThat(names(ann)).hasText(new String[] { "b.txt" });
	}

	private static void pick(Person person, FilePayload... files) {
		person.page().locator("#picked-files").setInputFiles(files);
	}

	private static Object transfer(Person person, String place, String type, String text, String file) {
		return person.page()
			.evaluate(TRANSFER, file.isEmpty() ? List.of(place, type, text) : List.of(place, type, text, file));
	}

	private static Locator chips(Person person) {
		return person.page().locator(".attachment");
	}

	private static Locator chip(Person person, String name) {
		return chips(person).filter(new Locator.FilterOptions().setHasText(name));
	}

	private static Locator names(Person person) {
		return person.page().locator(".attachment .file-name");
	}

	private static void isUploaded(Person person) {
		assertThat(person.page().locator(".attachment[data-state=done]").first()).isVisible();
		assertThat(person.page().locator(".attachment:not([data-state=done])")).hasCount(0);
	}

	/**
	 * How many files the browser keeps.
	 */
	private static int kept(Person person) {
		return ((Number) person.page().evaluate("""
				() => new Promise((done) => {
					indexedDB.open("foyer", 1).onsuccess = ({ target: { result } }) => {
						result.transaction("files").objectStore("files").count().onsuccess = ({ target }) => {
							result.close();
							done(target.result);
						};
					};
				})""")).intValue();
	}

	private static List<String> framesSentBy(Person person) {
		List<String> frames = new ArrayList<>();
		person.page()
			.onWebSocket((socket) -> socket.onFrameSent((frame) -> frames
				.add((frame.text() != null) ? frame.text() : new String(frame.binary(), StandardCharsets.UTF_8))));
		return frames;
	}

	private static FilePayload text(String name, int size) {
		return new FilePayload(name, "text/plain", "x".repeat(size).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * A JPEG with a place in it.
	 */
	static byte[] photo(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.CYAN);
		graphics.fillRect(0, 0, width / 2, height);
		graphics.dispose();
		ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, "jpeg", jpeg);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		byte[] exif = "Exif\0\0GPS: here".getBytes(StandardCharsets.ISO_8859_1);
		byte[] plain = jpeg.toByteArray();
		ByteArrayOutputStream photo = new ByteArrayOutputStream();
		photo.write(plain, 0, 2);
		photo.writeBytes(new byte[] { (byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 2) });
		photo.writeBytes(exif);
		photo.write(plain, 2, plain.length - 2);
		return photo.toByteArray();
	}

	private static BufferedImage read(byte[] picture) {
		try {
			return ImageIO.read(new ByteArrayInputStream(picture));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
