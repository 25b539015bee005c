package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One browser that asks twice for the same name and room gets the same seat, and no other
 * browser does.
 */
@IntegrationTest
class EntryTwiceIntegrationTests {

	private static final Pattern SEAT = Pattern.compile("data-seat=\"([^\"]+)\"");

	private static final int ROUNDS = 15;

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private JdbcClient jdbc;

	private final String room = Visitors.newRoom();

	@Test
	void firstFormThatIsSentTwiceAtOnceLeadsToOneSeat() {
		for (int round = 0; round < ROUNDS; round++) {
			String name = "Ann " + round;
			List<Visitor> requests = browser(3);
			assertThat(enterAtOnce(requests, name, this.room)).containsOnly(303);
			assertThat(requests.stream().map(this::seat).collect(Collectors.toSet())).hasSize(1);
			assertThat(seatsOf(name)).isEqualTo(1);
		}
		assertThat(browser(1).get(0).enter("Reader", this.room).events(this.room, 0).lines())
			.filteredOn((line) -> line.startsWith("join Ann"))
			.hasSize(ROUNDS)
			.doesNotHaveDuplicates();
	}

	@Test
	void formsForTwoRoomsSentAtOnceMakeOneGuest() {
		String otherRoom = Visitors.newRoom();
		List<Visitor> requests = browser(2);
		IntStream.range(0, 2)
			.parallel()
			.forEach((number) -> requests.get(number).enter("Ann", (number == 0) ? this.room : otherRoom));
		assertThat(requests).allSatisfy((request) -> {
			assertThat(seat(request)).isNotEmpty();
			assertThat(request.page(otherRoom).body()).contains("data-me=\"Ann\"");
		});
	}

	@Test
	void formOfAnotherRoomThatIsSentTwiceAtOnceKeepsTheSession() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String session = ann.cookie(Visitor.SESSION_COOKIE);
		for (int round = 0; round < ROUNDS; round++) {
			String next = Visitors.newRoom();
			assertThat(enterAtOnce(List.of(ann, ann, ann), "Ann", next)).containsOnly(303);
			assertThat(ann.cookie(Visitor.SESSION_COOKIE)).isEqualTo(session);
			assertThat(ann.page(next).body()).contains("data-me=\"Ann\"");
		}
		assertThat(ann.page(this.room).body()).contains("data-me=\"Ann\"");
	}

	@Test
	void formWhoseAnswerWasLostIsSentAgain() {
		List<Visitor> requests = browser(2);
		requests.get(0).enter("Ann", this.room);
		// The second request has no cookie of the first answer.
		requests.get(1).enter("Ann", this.room);
		assertThat(seat(requests.get(0))).isEqualTo(seat(requests.get(1)));
	}

	@Test
	void formThatIsSentOnceMoreAfterGoingBackKeepsTheSeat() {
		Visitor ann = this.visitors.arrive();
		Map<String, String> form = Map.of("username", "Ann", "room", this.room, "_csrf", ann.token("/"));
		assertThat(ann.post("/", form).statusCode()).isEqualTo(303);
		String seat = seat(ann);
		assertThat(ann.post("/", form).statusCode()).isEqualTo(303);
		assertThat(seat(ann)).isEqualTo(seat);
	}

	/**
	 * Releases before version 6 of the database did not recognise browsers, and their
	 * session cookie ended with the browser.
	 */
	@Test
	void guestOfAnEarlierReleaseIsRecognisedFromTheNextPageOn() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String seat = seat(ann);
		assertThat(cookies(ann.page(this.room))).isEmpty();
		forgetBrowsers(ann);
		assertThat(cookies(ann.page(this.room))).hasSize(2)
			.allSatisfy((cookie) -> assertThat(cookie).contains("Max-Age=60"))
			.anyMatch((cookie) -> cookie.contains("-session=" + ann.cookie(Visitor.SESSION_COOKIE)))
			.anyMatch((cookie) -> cookie.contains("-browser=" + ann.cookie("browser")));
		assertThat(cookies(ann.page(this.room))).isEmpty();
		ann.keepCookie(Visitor.SESSION_COOKIE, "lost");
		assertThat(seat(ann.enter("Ann", this.room))).isEqualTo(seat);
	}

	@Test
	void guestOfAnEarlierReleaseIsRecognisedAfterEnteringAnotherRoom() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String seat = seat(ann);
		forgetBrowsers(ann);
		assertThat(cookies(ann.tryToEnter("Ann", Visitors.newRoom()))).hasSize(2);
		ann.keepCookie(Visitor.SESSION_COOKIE, "lost");
		assertThat(seat(ann.enter("Ann", this.room))).isEqualTo(seat);
	}

	@Test
	void pagesOpenedAtOnceByAGuestOfAnEarlierReleaseSetOneKey() {
		for (int round = 0; round < ROUNDS; round++) {
			Visitor ann = this.visitors.enter("Ann " + round, this.room);
			forgetBrowsers(ann);
			assertThat(IntStream.range(0, 4)
				.parallel()
				.mapToObj((tab) -> cookies(ann.page(this.room)))
				.filter((cookies) -> !cookies.isEmpty())
				.toList()).hasSize(1);
		}
	}

	@Test
	void anotherBrowserDoesNotGetTheSeat() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Visitor copiedLink = this.visitors.arrive();
		assertThat(copiedLink.tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		Visitor guessing = this.visitors.arrive();
		guessing.get("/");
		guessing.keepCookie("browser", "A".repeat(22));
		assertThat(guessing.tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		Visitor broken = this.visitors.arrive().keepCookie("browser", "x");
		assertThat(broken.tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		assertThat(seat(ann)).isNotEmpty();
	}

	@Test
	void keyOfTheBrowserIsStoredAsAHashOnly() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		assertThat(ann.cookie("browser")).matches("[\\w-]{22}");
		assertThat(this.jdbc.sql("select key_hash from browser").query(String.class).list())
			.doesNotContain(ann.cookie("browser"));
	}

	@Test
	void browserWhoseSessionHasEndedGetsItsNameBack() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String seat = seat(ann);
		this.jdbc.sql("""
				delete from spring_session
				where principal_name = (select guest from seat where room = ? and id = ?)""")
			.params(RoomKey.of(this.room).value(), seat)
			.update();
		assertThat(ann.page(this.room).body()).doesNotContain("data-me");
		assertThat(this.visitors.arrive().tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		ann.enter("Ann", this.room);
		assertThat(seat(ann)).isEqualTo(seat);
	}

	@Test
	void nameIsFreeForAnyBrowserOnceItsGuestHasLeft() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.leave(this.room);
		Visitor other = this.visitors.enter("Ann", this.room);
		assertThat(ann.tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		assertThat(seat(other)).isNotEmpty();
	}

	/**
	 * Requests of one browser that has opened the entry form and has no session.
	 */
	private List<Visitor> browser(int requests) {
		Visitor first = this.visitors.arrive();
		first.get("/");
		return IntStream.range(0, requests)
			.mapToObj((number) -> this.visitors.arrive()
				.keepCookie("browser", first.cookie("browser"))
				.keepCookie("csrf", first.cookie("csrf")))
			.toList();
	}

	private static List<Integer> enterAtOnce(List<Visitor> requests, String name, String room) {
		Map<String, String> form = Map.of("username", name, "room", room, "_csrf", requests.get(0).token("/?room="));
		return requests.parallelStream()
			.map((request) -> request.post("/", form))
			.map(HttpResponse::statusCode)
			.toList();
	}

	/**
	 * As the data and the cookies of an earlier release are.
	 */
	private void forgetBrowsers(Visitor visitor) {
		this.jdbc.sql("delete from browser").update();
		visitor.keepCookie("browser", "");
	}

	private static List<String> cookies(HttpResponse<String> answer) {
		return answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.contains("-session=") || cookie.contains("-browser="))
			.toList();
	}

	private String seat(Visitor visitor) {
		Matcher seat = SEAT.matcher(visitor.page(this.room).body());
		assertThat(seat.find()).as("a seat in the room").isTrue();
		return seat.group(1);
	}

	private int seatsOf(String name) {
		return this.jdbc.sql("select count(*) from seat where username = ? and room = ?")
			.params(name, RoomKey.of(this.room).value())
			.query(Integer.class)
			.single();
	}

}
