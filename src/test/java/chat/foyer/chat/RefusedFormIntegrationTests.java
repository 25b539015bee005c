package chat.foyer.chat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RefusedFormController} for messages.
 */
@IntegrationTest
class RefusedFormIntegrationTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final String TEXT = "A <b>\nlong story";

	private static final String ID = "0d5a6ee4-4b70-4ab8-95a7-f9c9e0a0b2c1";

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MessageSource messages;

	@ParameterizedTest
	@ValueSource(strings = { "%s", "%s caf\u00e9 & b.r +1", "%s \u90e8\u5c4b\uD83E\uDD8A" })
	void messageWithAStaleTokenStaysInTheComposerAndIsSentThen(String name) {
		String room = name.formatted(Visitors.newRoom());
		String address = Visitor.addressOf(room) + "/messages";
		Visitor ann = this.visitors.enter("Ann", room);
		Map<String, String> form = new HashMap<>(Map.of("text", TEXT, "id", ID, "_csrf", "old"));
		HttpResponse<String> page = ann.post(address, form);
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains("data-me=\"Ann\"", ">A &lt;b&gt;\nlong story</textarea>",
				"name=\"id\" value=\"" + ID + "\"");
		assertThat(HtmlUtils.htmlUnescape(page.body())).contains(message("entry.stale"));
		Matcher token = TOKEN.matcher(page.body());
		assertThat(token.find()).isTrue();
		form.put("_csrf", token.group(1));
		assertThat(ann.post(address, form).statusCode()).isEqualTo(303);
		assertThat(ann.events(room, 0).lines()).containsExactly("join Ann", "Ann: " + TEXT);
	}

	@Test
	void editWithAStaleTokenStaysInItsForm() {
		String room = Visitors.newRoom();
		String address = Visitor.addressOf(room) + "/messages/2/";
		Visitor ann = this.visitors.enter("Ann", room);
		HttpResponse<String> page = ann.post(address + "edit", Map.of("text", TEXT, "_csrf", "old"));
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains("action=\"" + address + "edit#edit\"", ">A &lt;b&gt;\nlong story</textarea>");
		assertThat(HtmlUtils.htmlUnescape(page.body())).containsOnlyOnce(message("entry.stale"));
		page = ann.post(address + "pin", Map.of("on", "true", "_csrf", "old"));
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(HtmlUtils.htmlUnescape(page.body())).contains("data-me=\"Ann\"", message("entry.stale"));
	}

	@Test
	void messageWithoutATokenStaysInTheComposer() {
		String room = Visitors.newRoom();
		HttpResponse<String> page = this.visitors.enter("Ann", room)
			.post(Visitor.addressOf(room) + "/messages", Map.of("text", TEXT));
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains(">A &lt;b&gt;\nlong story</textarea>");
	}

	@Test
	void messageOfAGuestWithoutASeatIsShownToCopy() {
		String room = Visitors.newRoom();
		this.visitors.enter("Ann", room);
		HttpResponse<String> page = this.visitors.arrive()
			.post(Visitor.addressOf(room) + "/messages", Map.of("text", TEXT, "_csrf", "old"));
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains("readonly>A &lt;b&gt;\nlong story</textarea>",
				"name=\"room\" value=\"" + room + "\"");
		assertThat(HtmlUtils.htmlUnescape(page.body())).contains(message("entry.unsent"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/%23/leave", "/rooms/%2E/messages/x", "/rooms/%00/messages", "/nowhere" })
	void otherFormsGetThePageOfTheStatus(String address) {
		HttpResponse<String> page = this.visitors.arrive().post(address, Map.of("text", TEXT));
		assertThat(page.statusCode()).isIn(400, 403, 404);
		assertThat(page.body()).doesNotContain("long story");
	}

	private String message(String key) {
		return String.valueOf(this.messages.getMessage(key, null, Locale.ENGLISH));
	}

}
