package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.web.util.HtmlUtils;

import chat.foyer.room.InvalidNameException.Problem;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@IntegrationTest
class EntryIntegrationTests {

	private static final String TOO_MUCH = "x".repeat(65);

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MessageSource messages;

	@Test
	void whoOnlyLooksAtTheFormHasNoSession() {
		Visitor ann = this.visitors.arrive();
		assertThat(ann.get("/").statusCode()).isEqualTo(200);
		assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isEmpty();
	}

	@Test
	void enteringLeadsToTheRoom() {
		Visitor ann = this.visitors.arrive();
		HttpResponse<String> answer = ann.tryToEnter("Ann", this.room);
		assertThat(answer.statusCode()).isEqualTo(303);
		HttpResponse<String> page = ann.get(Visitor.location(answer));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("data-me=\"Ann\"", ">" + this.room + "<");
	}

	@Test
	void sessionKeepsItsIdWhenItsGuestEntersAnotherRoom() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String before = ann.cookie(Visitor.SESSION_COOKIE);
		ann.enter("Ann", this.otherRoom);
		assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isNotEmpty().isEqualTo(before);
		assertThat(ann.page(this.room).body()).contains("data-me=\"Ann\"");
		assertThat(ann.page(this.otherRoom).body()).contains("data-me=\"Ann\"");
	}

	@Test
	void sessionIsKeptWhenTheBrowserIsClosed() {
		HttpResponse<String> answer = this.visitors.arrive().tryToEnter("Ann", this.room);
		assertThat(answer.headers().allValues("Set-Cookie")).filteredOn((cookie) -> cookie.contains("-session="))
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("Max-Age=604800", "HttpOnly", "SameSite=Lax", "Path=/");
	}

	@Test
	void aSessionIdThatSomebodyElseChoseIsNotTaken() {
		Visitor ann = this.visitors.arrive().keepCookie(Visitor.SESSION_COOKIE, "chosen");
		ann.enter("Ann", this.room);
		assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isNotEqualTo("chosen");
	}

	@Test
	void whoHasNoSeatIsSentToTheForm() {
		Visitor ann = this.visitors.arrive();
		HttpResponse<String> answer = ann.get("/chat");
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(Visitor.location(answer)).isEqualTo("/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/chat" })
	void whoHasSeatsIsSentToTheNewestRoom(String address) {
		Visitor ann = this.visitors.enter("Ann", this.room).enter("Ann", this.otherRoom);
		assertThat(ann.get(address).statusCode()).isEqualTo(303);
		assertThat(Visitor.location(ann.get(address))).isEqualTo(Visitor.addressOf(this.otherRoom));
		ann.leave(this.otherRoom);
		assertThat(Visitor.location(ann.get(address))).isEqualTo(Visitor.addressOf(this.room));
	}

	@Test
	void pageAfterLeavingOffersOnceToUndoIt() {
		Visitor ann = this.visitors.enter("Ann", this.otherRoom).enter("Anna", this.room);
		assertThat(Visitor.location(ann.leave(this.room))).isEqualTo("/");
		assertThat(Visitor.location(ann.get("/"))).isEqualTo(Visitor.addressOf(this.otherRoom));
		assertThat(ann.page(this.otherRoom).body()).contains(message("room.undo") + "</button>",
				"name=\"username\" value=\"Anna\"", "name=\"room\" value=\"" + this.room + "\"");
		assertThat(ann.page(this.otherRoom).body()).doesNotContain(message("room.undo") + "</button>");
		ann.leave(this.otherRoom);
		assertThat(ann.get("/").body()).contains(message("room.undo") + "</button>",
				"name=\"room\" value=\"" + this.otherRoom + "\"");
		assertThat(ann.get("/").body()).doesNotContain(message("room.undo") + "</button>");
	}

	@Test
	void nothingIsOfferedToThoseWhoCameBackOrHadNoSeat() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.leave(this.room);
		ann.enter("Ann", this.room);
		assertThat(ann.page(this.room).body()).doesNotContain(message("room.undo") + "</button>");
		assertThat(ann.submit(Visitor.addressOf(this.room), Visitor.addressOf(this.otherRoom) + "/leave", Map.of())
			.statusCode()).isEqualTo(303);
		assertThat(ann.page(this.room).body()).doesNotContain(message("room.undo") + "</button>");
	}

	@Test
	void theAddressOfARoomInvitesStrangers() {
		this.visitors.enter("Ann", this.room);
		HttpResponse<String> page = this.visitors.arrive().page(this.room);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(typed(page, "room")).isEqualTo(this.room);
		assertThat(typed(page, "username")).isEmpty();
		assertThat(page.body()).contains("invited to", ">" + this.room + "</h1>");
	}

	@Test
	void formOfABrowserThatBlocksCookiesIsShownAgain() {
		Map<String, String> form = Map.of("username", "A <b>", "room", this.room, "_csrf", "old");
		HttpResponse<String> page = this.visitors.arrive().post("/", form);
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains(message("entry.no-cookies"));
		assertThat(typed(page, "room")).isEqualTo(this.room);
		assertThat(typed(page, "username")).isEqualTo("A <b>");
	}

	@Test
	void staleFormIsShownAgainAndWorksThen() {
		Visitor ann = this.visitors.arrive().keepCookie("csrf", "another");
		Map<String, String> form = new HashMap<>(Map.of("username", "Ann", "room", this.room, "_csrf", "old"));
		HttpResponse<String> page = ann.post("/", form);
		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains(message("entry.stale")).doesNotContain(message("entry.no-cookies"));
		form.put("_csrf", page.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1"));
		assertThat(Visitor.location(ann.post("/", form))).isEqualTo(Visitor.addressOf(this.room));
	}

	@Test
	void everySpellingLeadsToOneRoomWithTheFirstSpelling() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		HttpResponse<String> answer = this.visitors.arrive()
			.tryToEnter("ann", "\u200E " + this.room.toUpperCase(Locale.ROOT));
		assertThat(answer.statusCode()).isEqualTo(409);
		Visitor bob = this.visitors.arrive();
		assertThat(Visitor.location(bob.tryToEnter("Bob", this.room.toUpperCase(Locale.ROOT))))
			.isEqualTo(Visitor.addressOf(this.room));
		assertThat(bob.page(this.room).body()).contains(">" + this.room + "</h1>");
		String other = "/rooms/" + this.room.replace(" ", "%20%20").toUpperCase(Locale.ROOT);
		HttpResponse<String> moved = bob.get(other + "?before=7&x=%2B");
		assertThat(moved.statusCode()).isEqualTo(303);
		assertThat(moved.headers().firstValue("Location")).hasValueSatisfying(
				(location) -> assertThat(location).endsWith(Visitor.addressOf(this.room) + "?before=7&x=%2B"));
		assertThat(bob.submit(Visitor.addressOf(this.room), other + "/messages", Map.of("text", "Hello")).statusCode())
			.isEqualTo(303);
		assertThat(ann.events(this.room, 0).lines()).containsExactly("join Bob", "Bob: Hello");
		assertThat(bob.get(other + "/events?after=0").body())
			.isEqualTo(bob.get(Visitor.addressOf(this.room) + "/events?after=0").body());
		assertThat(Visitor.location(bob.submit(Visitor.addressOf(this.room), other + "/leave", Map.of())))
			.isEqualTo("/");
		assertThat(bob.page(this.room).body()).doesNotContain("data-me");
	}

	@Test
	void aTakenNameIsRefusedAndAnotherOffered() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.live().listen(this.room);
		this.visitors.enter("Ann 2", this.room);
		Visitor other = this.visitors.arrive();
		HttpResponse<String> answer = other.tryToEnter("Ann", this.room);
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(error(answer, "username")).contains(message("entry.username.taken", "Ann", "Ann 3"));
		assertThat(typed(answer, "username")).isEqualTo("Ann");
		assertThat(typed(answer, "room")).isEqualTo(this.room);
		assertThat(other.page(this.room).body()).doesNotContain("data-me");
		assertThat(ann.page(this.room).body()).contains("data-me=\"Ann\"");
		other.enter("Ann 3", this.room);
	}

	@Test
	void aNameThatNobodyIsConnectedUnderIsSaidToBelongToAnotherBrowser() {
		this.visitors.enter("Ann", this.room);
		HttpResponse<String> answer = this.visitors.arrive().tryToEnter("Ann", this.room);
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(error(answer, "username")).contains(message("entry.username.earlier", "Ann", "Ann 2"));
	}

	@ParameterizedTest
	@CsvSource({ "Ann, ann", "Ann, '  Ann '", "Ann, Ａｎｎ", "Anna, Аnnа", "Tom, Тоm", "Ilya, llya", "Bill, Bi11" })
	void aNameThatLooksLikeATakenOneIsRefused(String taken, String wanted) {
		this.visitors.enter(taken, this.room);
		assertThat(this.visitors.arrive().tryToEnter(wanted, this.room).statusCode()).isEqualTo(409);
		this.visitors.enter(wanted, this.otherRoom);
	}

	@Test
	void enteringAgainUnderTheSameNameIsSilent() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Live live = ann.live().listen(this.room);
		ann.enter(" Ann ", this.room);
		live.say(this.room, "Still here");
		assertThat(live.nextLines(2)).containsExactly("join Ann", "Ann: Still here");
	}

	@Test
	void enteringAgainUnderAnotherNameIsLeavingAndJoining() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		Live before = ann.live().listen(this.room);
		ann.enter("Anna", this.room);
		assertThat(before.closedWith().getCode()).isEqualTo(1008);
		assertThat(before.closedWith().getReason()).isEqualTo("session-ended");
		ann.live().listen(this.room).say(this.room, "New name");
		assertThat(bob.nextLines(5)).containsExactly("join Bob", "join Ann", "leave Ann", "join Anna",
				"Anna: New name");
		this.visitors.enter("Ann", this.room);
	}

	@ParameterizedTest
	@MethodSource
	void aBadUsernameIsRefused(String username, Problem problem) {
		assertRefused(username, this.room, "username", problem);
		assertThat(typed(this.visitors.arrive().tryToEnter(username, this.room), "room")).isEqualTo(this.room);
	}

	static Stream<Arguments> aBadUsernameIsRefused() {
		return Stream.of(arguments("", Problem.BLANK), arguments(" \u00A0\u3000 ", Problem.BLANK),
				arguments("x".repeat(33), Problem.TOO_LONG), arguments(TOO_MUCH, Problem.TOO_LONG),
				arguments("A\u0007nn", Problem.CHARACTERS), arguments("A\nnn", Problem.CHARACTERS),
				arguments("Ann\u202Egpj", Problem.CHARACTERS), arguments("A\u200Bnn", Problem.CHARACTERS),
				arguments("...", Problem.CHARACTERS), arguments("<>", Problem.CHARACTERS),
				arguments("system", Problem.RESERVED), arguments("ADMIN", Problem.RESERVED),
				arguments("@Аdmin", Problem.RESERVED));
	}

	@ParameterizedTest
	@MethodSource
	void aBadRoomIsRefused(String badRoom, Problem problem) {
		assertRefused("Ann", badRoom, "room", problem);
		assertThat(typed(this.visitors.arrive().tryToEnter("Ann", badRoom), "username")).isEqualTo("Ann");
	}

	static Stream<Arguments> aBadRoomIsRefused() {
		return Stream.of(arguments("", Problem.BLANK), arguments(" \u00A0\u3000 ", Problem.BLANK),
				arguments(TOO_MUCH, Problem.TOO_LONG), arguments("../x", Problem.CHARACTERS),
				arguments("a/b", Problem.CHARACTERS), arguments("a\\b", Problem.CHARACTERS),
				arguments("a;b", Problem.CHARACTERS), arguments("#", Problem.CHARACTERS),
				arguments("%2f", Problem.CHARACTERS), arguments(".", Problem.CHARACTERS),
				arguments("..", Problem.CHARACTERS), arguments("a\u0000b", Problem.CHARACTERS),
				arguments("a\u202Eb", Problem.CHARACTERS));
	}

	@Test
	void bothFieldsAreToldOfAtOnce() {
		HttpResponse<String> answer = this.visitors.arrive().tryToEnter("admin", "a/b");
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(error(answer, "username")).contains(message("entry.username.RESERVED"));
		assertThat(error(answer, "room")).contains(message("entry.room.CHARACTERS"));
	}

	@Test
	void missingFieldsAreRefused() {
		HttpResponse<String> answer = this.visitors.arrive().submit("/", "/", Map.of());
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(error(answer, "username")).contains(message("entry.username.BLANK"));
		assertThat(error(answer, "room")).contains(message("entry.room.BLANK"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "%23", "%2E", "%2E%2E", "%20", "a%E2%80%AEb", "%E2%80%8F" })
	void theAddressOfARoomThatCannotBeLeadsNowhere(String key) {
		Visitor ann = this.visitors.enter("Ann", this.room);
		assertThat(List.of(ann.get("/rooms/" + key).statusCode(), ann.get("/rooms/" + key + "/events").statusCode()))
			.containsExactly(404, 404);
	}

	/**
	 * What the firewall and the web server refuse before anybody looks for a room in it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "a%3Bb", "%00", "a%0Ab" })
	void anAddressThatIsDangerousIsRefused(String key) {
		assertThat(this.visitors.enter("Ann", this.room).get("/rooms/" + key).statusCode()).isEqualTo(400);
	}

	@Test
	void aFormWithoutTokenIsRefused() {
		Visitor ann = this.visitors.arrive();
		assertThat(ann.post("/", Map.of("username", "Ann", "room", this.room)).statusCode()).isEqualTo(403);
		assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isEmpty();
		ann.enter("Ann", this.room);
		assertThat(ann.post(Visitor.addressOf(this.room) + "/leave", Map.of()).statusCode()).isEqualTo(403);
		assertThat(ann.post(Visitor.addressOf(this.room) + "/messages", Map.of("text", "x")).statusCode())
			.isEqualTo(403);
		assertThat(ann.events(this.room, 0).events()).noneMatch(WireEvent::isMessage);
	}

	private void assertRefused(String username, String wantedRoom, String field, Problem problem) {
		Visitor ann = this.visitors.arrive();
		HttpResponse<String> answer = ann.tryToEnter(username, wantedRoom);
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(error(answer, field)).contains(message("entry." + field + "." + problem));
		assertThat(typed(answer, field)).isEqualTo(field.equals("room") ? wantedRoom : username);
		assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isEmpty();
	}

	private String message(String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, Locale.ENGLISH);
	}

	private static String typed(HttpResponse<String> page, String field) {
		Matcher value = find("id=\"" + field + "\"[^>]* value=\"([^\"]*)\"", page);
		return HtmlUtils.htmlUnescape(value.group(1));
	}

	private static String error(HttpResponse<String> page, String field) {
		return HtmlUtils.htmlUnescape(find("id=\"" + field + "-error\"(.*?)</div>", page).group(1));
	}

	private static Matcher find(String pattern, HttpResponse<String> page) {
		Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page.body());
		assertThat(matcher.find()).as("%s in %s", pattern, page.body()).isTrue();
		return matcher;
	}

}
