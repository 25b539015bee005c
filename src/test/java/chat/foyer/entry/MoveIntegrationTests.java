package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guest goes on in another browser.
 */
@IntegrationTest
class MoveIntegrationTests {

	private static final Pattern LINK = Pattern.compile("id=\"move\"[^>]* href=\"http://[^/]+(/move/[\\w-]{22})\"");

	private static final Pattern SEAT = Pattern.compile("data-seat=\"([^\"]+)\"");

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MessageSource messages;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void guestGoesOnInTheOtherBrowserUnseen() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor desk = this.visitors.enter("Ann", this.room);
		String seat = seat(desk);
		Live before = desk.live().listen(this.room);
		before.say(this.room, "At the desk");
		Visitor phone = this.visitors.arrive();
		String link = link(desk);
		assertThat(phone.get(link).body()).contains(words("move.ask", "Ann"));
		HttpResponse<String> answer = phone.submit(link, link, Map.of());
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(Visitor.location(answer)).isEqualTo(Visitor.addressOf(this.room));
		assertThat(seat(phone)).isEqualTo(seat);
		assertThat(before.closedWith().getCode()).isEqualTo(1008);
		assertThat(before.closedWith().getReason()).isEqualTo("session-ended");
		assertThat(desk.page(this.room).body()).doesNotContain("data-me");
		phone.live().listen(this.room).say(this.room, "On the phone");
		assertThat(bob.nextLines(4)).containsExactly("join Bob", "join Ann", "Ann: At the desk", "Ann: On the phone");
	}

	@Test
	void guestWithOneTabDoesNotLeaveOnTheWay() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor desk = this.visitors.enter("Ann", this.room);
		Live onlyTab = desk.live().listen(this.room);
		Live cleo = this.visitors.enter("Cleo", this.room).live().listen(this.room);
		String link = link(desk);
		onlyTab.close();
		// She goes after Ann, so the grace of both is over when she has left.
		cleo.close();
		assertThat(bob.nextLines(4)).containsExactly("join Bob", "join Ann", "join Cleo", "leave Cleo");
		Visitor phone = this.visitors.arrive();
		go(phone, link);
		phone.live().listen(this.room).say(this.room, "On the phone");
		assertThat(bob.nextLines(1)).containsExactly("Ann: On the phone");
	}

	@Test
	void pageWithTheLinkTellsWhatBecameOfIt() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		HttpResponse<String> page = desk.submit(Visitor.addressOf(this.room), "/move", Map.of());
		String refresh = page.headers().firstValue("Refresh").orElseThrow();
		assertThat(refresh).matches("120; url=/move/[\\w-]{22}/after");
		String after = refresh.substring(refresh.indexOf('/'));
		assertThat(page.body()).contains("data-after=\"" + after + "\"");
		assertThat(desk.get(after).statusCode()).isEqualTo(204);
		go(this.visitors.arrive(), after.replace("/after", ""));
		HttpResponse<String> moved = desk.get(after);
		assertThat(moved.statusCode()).isEqualTo(200);
		assertThat(HtmlUtils.htmlUnescape(moved.body())).contains(words("move.done"), words("move.done.why"));
	}

	@Test
	void pageWithAnExpiredLinkBecomesTheRoom() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String after = link(desk) + "/after";
		this.jdbc.sql("update move set expires_at = 0").update();
		assertThat(Visitor.location(desk.get(after))).isEqualTo("/chat");
		assertThat(Visitor.location(desk.get("/move/x/after"))).isEqualTo("/chat");
	}

	@Test
	void allRoomsGoAlongAndTheOneThatWasOpenIsShown() {
		Visitor desk = this.visitors.enter("Ann", this.room).enter("Anna", this.otherRoom);
		Visitor phone = this.visitors.arrive();
		HttpResponse<String> answer = go(phone, link(desk, Map.of("room", Visitor.addressOf(this.room).substring(7))));
		assertThat(Visitor.location(answer)).isEqualTo(Visitor.addressOf(this.room));
		assertThat(Visitor.location(phone.get("/"))).isEqualTo(Visitor.addressOf(this.room));
		assertThat(phone.page(this.room).body()).contains("data-me=\"Ann\"");
		assertThat(phone.page(this.otherRoom).body()).contains("data-me=\"Anna\"");
		assertThat(desk.get("/").statusCode()).isEqualTo(200);
	}

	@Test
	void openingTheLinkChangesNothing() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String link = link(desk);
		IntStream.range(0, 3).forEach((preview) -> {
			HttpResponse<String> answer = this.visitors.arrive().get(link);
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().allValues("Set-Cookie")).noneMatch((cookie) -> cookie.contains("-session="));
		});
		assertThat(seat(desk)).isNotEmpty();
		assertThat(go(this.visitors.arrive(), link).statusCode()).isEqualTo(303);
	}

	@Test
	void exactlyOneOfManyBrowsersGetsTheGuest() {
		for (int round = 0; round < 8; round++) {
			Visitor desk = this.visitors.enter("Ann " + round, this.room);
			String link = link(desk);
			List<Visitor> phones = Stream.generate(this.visitors::arrive).limit(4).toList();
			List<Map<String, String>> forms = phones.stream()
				.map((phone) -> Map.of("_csrf", phone.token(link)))
				.toList();
			List<Integer> answers = IntStream.range(0, 4)
				.parallel()
				.mapToObj((number) -> phones.get(number).post(link, forms.get(number)).statusCode())
				.toList();
			assertThat(answers).containsExactlyInAnyOrder(303, 410, 410, 410);
			int winner = answers.indexOf(303);
			for (int number = 0; number < 4; number++) {
				assertThat(phones.get(number).page(this.room).body().contains("data-me")).isEqualTo(number == winner);
			}
			assertThat(desk.page(this.room).body()).doesNotContain("data-me");
		}
	}

	@Test
	void formThatIsSentTwiceMovesTheGuestOnce() {
		for (int round = 0; round < 8; round++) {
			Visitor desk = this.visitors.enter("Ann " + round, this.room);
			String link = link(desk);
			Visitor phone = this.visitors.arrive();
			Map<String, String> form = Map.of("_csrf", phone.token(link));
			Visitor twin = this.visitors.arrive()
				.keepCookie("browser", phone.cookie("browser"))
				.keepCookie("csrf", phone.cookie("csrf"));
			assertThat(
					Stream.of(phone, twin).parallel().map((request) -> request.post(link, form).statusCode()).toList())
				.containsOnly(303);
			assertThat(seat(phone)).isEqualTo(seat(twin));
			assertThat(desk.page(this.room).body()).doesNotContain("data-me");
		}
	}

	@Test
	void usedLinkIsGone() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String link = link(desk);
		go(this.visitors.arrive(), link);
		Visitor late = this.visitors.arrive();
		late.get("/");
		HttpResponse<String> answer = late.get(link);
		assertThat(answer.statusCode()).isEqualTo(410);
		assertThat(HtmlUtils.htmlUnescape(answer.body())).contains(words("move.gone"), words("move.menu"));
		assertThat(late.submit("/", link, Map.of()).statusCode()).isEqualTo(410);
		assertThat(desk.get(link).statusCode()).isEqualTo(410);
	}

	@Test
	void linkThatIsOldReplacedOrInventedIsGone() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String replaced = link(desk);
		String old = link(desk);
		assertThat(this.visitors.arrive().get(replaced).statusCode()).isEqualTo(410);
		this.jdbc.sql("update move set expires_at = 0").update();
		assertThat(this.visitors.arrive().get(old).statusCode()).isEqualTo(410);
		assertThat(this.visitors.arrive().get("/move/" + "A".repeat(22)).statusCode()).isEqualTo(410);
		assertThat(this.visitors.arrive().submit("/", "/move/x", Map.of()).statusCode()).isEqualTo(410);
		assertThat(seat(desk)).isNotEmpty();
	}

	@Test
	void linkOfAGuestWhoLeftIsGone() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String link = link(desk);
		desk.leave(this.room);
		assertThat(this.visitors.arrive().get(link).statusCode()).isEqualTo(410);
		assertThat(this.visitors.arrive().submit("/", link, Map.of()).statusCode()).isEqualTo(410);
	}

	@Test
	void browserWithSeatsOfItsOwnIsAskedFirst() {
		Live cleo = this.visitors.enter("Cleo", this.otherRoom).live().listen(this.otherRoom);
		Visitor desk = this.visitors.enter("Ann", this.room);
		String link = link(desk);
		Visitor phone = this.visitors.enter("Bob", this.otherRoom);
		Live live = phone.live().listen(this.otherRoom);
		Map<String, String> form = Map.of("_csrf", phone.token(link));
		HttpResponse<String> question = phone.post(link, form);
		assertThat(question.statusCode()).isEqualTo(409);
		assertThat(HtmlUtils.htmlUnescape(question.body())).contains(words("move.leaving"),
				words("move.seat", "Bob", this.otherRoom), "name=\"leave\"");
		assertThat(phone.page(this.otherRoom).body()).contains("data-me=\"Bob\"");
		assertThat(seat(desk)).isNotEmpty();
		assertThat(phone.submit(link, link, Map.of("leave", "true")).statusCode()).isEqualTo(303);
		assertThat(live.closedWith().getReason()).isEqualTo("session-ended");
		assertThat(phone.page(this.otherRoom).body()).doesNotContain("data-me");
		assertThat(seat(phone)).isNotEmpty();
		assertThat(cleo.nextLines(3)).containsExactly("join Cleo", "join Bob", "leave Bob");
	}

	@Test
	void linkInTheSameBrowserChangesNothing() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String link = link(desk);
		assertThat(HtmlUtils.htmlUnescape(desk.get(link).body())).contains(words("move.here"))
			.doesNotContain("method=\"post\"");
		assertThat(desk.submit(Visitor.addressOf(this.room), link, Map.of()).statusCode()).isEqualTo(303);
		assertThat(seat(desk)).isNotEmpty();
		assertThat(go(this.visitors.arrive(), link).statusCode()).as("it can still be used").isEqualTo(303);
	}

	@Test
	void oldBrowserIsAStrangerAfterwards() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		Visitor phone = this.visitors.arrive();
		go(phone, link(desk));
		assertThat(desk.tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		assertThat(desk.enter("Ann again", this.room).page(this.room).body()).contains("data-me=\"Ann again\"");
		assertThat(seat(phone)).isNotEqualTo(seat(desk));
	}

	@Test
	void newBrowserIsKnownAgainWhenItsSessionIsLost() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String seat = seat(desk);
		Visitor phone = this.visitors.arrive();
		go(phone, link(desk));
		phone.keepCookie(Visitor.SESSION_COOKIE, "lost");
		assertThat(seat(phone.enter("Ann", this.room))).isEqualTo(seat);
	}

	@Test
	void guestMovesBackToo() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		String seat = seat(desk);
		Visitor phone = this.visitors.arrive();
		go(phone, link(desk));
		go(desk, link(phone));
		assertThat(seat(desk)).isEqualTo(seat);
		assertThat(phone.page(this.room).body()).doesNotContain("data-me");
	}

	@Test
	void formsOfOtherSitesMoveNobody() {
		Visitor desk = this.visitors.enter("Ann", this.room);
		assertThat(desk.post("/move", Map.of()).statusCode()).isEqualTo(403);
		String link = link(desk);
		assertThat(this.visitors.arrive().post(link, Map.of()).statusCode()).isEqualTo(403);
		assertThat(seat(desk)).isNotEmpty();
	}

	@Test
	void whoHasNoSeatGetsNoLink() {
		HttpResponse<String> answer = this.visitors.arrive().submit("/", "/move", Map.of());
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(Visitor.location(answer)).isEqualTo("/");
		assertThat(Visitor.location(this.visitors.arrive().get("/move"))).isEqualTo("/chat");
	}

	private String link(Visitor desk) {
		return link(desk, Map.of());
	}

	private String link(Visitor desk, Map<String, String> fields) {
		HttpResponse<String> page = desk.submit(Visitor.addressOf(this.room), "/move", fields);
		assertThat(page.statusCode()).isEqualTo(200);
		Matcher link = LINK.matcher(page.body());
		assertThat(link.find()).as("a link in %s", page.body()).isTrue();
		return link.group(1);
	}

	private static HttpResponse<String> go(Visitor phone, String link) {
		return phone.submit(link, link, Map.of());
	}

	private String seat(Visitor visitor) {
		Matcher seat = SEAT.matcher(visitor.page(this.room).body());
		assertThat(seat.find()).as("a seat in the room").isTrue();
		return seat.group(1);
	}

	private String words(String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, Locale.ENGLISH);
	}

}
