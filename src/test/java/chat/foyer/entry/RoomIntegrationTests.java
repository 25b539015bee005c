package chat.foyer.entry;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;
import chat.foyer.support.WireReply;

import static org.assertj.core.api.Assertions.assertThat;

@IntegrationTest
class RoomIntegrationTests {

	private static final Pattern SEQ = Pattern.compile("<li [^>]*data-seq=\"(\\d+)\"");

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private MessageSource messages;

	@Test
	void thePageShowsTheNewestFiftyAndLeadsToOlderOnes() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		sayMany(ann, 119);
		String page = ann.page(this.room).body();
		assertThat(seqs(page)).containsExactlyElementsOf(range(71, 120));
		assertThat(page).contains("data-last-seq=\"120\"");
		String older = ann.get(earlier(page)).body();
		assertThat(seqs(older)).containsExactlyElementsOf(range(21, 70));
		String oldest = ann.get(earlier(older)).body();
		assertThat(seqs(oldest)).containsExactlyElementsOf(range(1, 20));
		assertThat(oldest).containsPattern("id=\"earlier\" hidden");
	}

	@Test
	void exactlyFiftyAreNotMoreThanFit() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		sayMany(ann, 49);
		String page = ann.page(this.room).body();
		assertThat(seqs(page)).containsExactlyElementsOf(range(1, 50));
		assertThat(page).containsPattern("id=\"earlier\" hidden");
	}

	@Test
	void thePageShowsWhoIsHere() {
		Visitor bob = this.visitors.enter("Bob", this.room);
		this.visitors.enter("Cleo", this.room).live().listen(this.room);
		this.visitors.enter("Not Yet Here", this.room);
		String page = bob.page(this.room).body();
		assertThat(page).containsPattern("data-count>2<");
		assertThat(page).containsPattern("class=\"name\"[^>]*>Bob<").containsPattern("class=\"name\"[^>]*>Cleo<");
		assertThat(page).doesNotContain("Not Yet Here");
	}

	@Test
	void whatWasSaidIsShownAsText() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.say(this.room, Map.of("text", "<b>hi</b>  there &amp;\n  http://example.org/?a=1&b=2"));
		assertThat(ann.page(this.room).body())
			.contains(">&lt;b&gt;hi&lt;/b&gt;  there &amp;amp;\n  <a href=\"http://example.org/?a=1&amp;b=2\"")
			.doesNotContain("<b>hi");
	}

	@Test
	void aLongGapIsReadPageByPage() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		sayMany(ann, 449);
		List<Long> read = new ArrayList<>();
		WirePage page = ann.events(this.room, 0);
		while (!page.events().isEmpty()) {
			assertThat(page.events()).hasSizeLessThanOrEqualTo(200);
			assertThat(page.lastSeq()).isEqualTo(450);
			read.addAll(page.seqs());
			page = ann.events(this.room, read.get(read.size() - 1));
		}
		assertThat(read).containsExactlyElementsOf(range(1, 450));
		assertThat(page.lastSeq()).isEqualTo(450);
	}

	@ParameterizedTest
	@CsvSource({ "?after=0&limit=3, 1, 3", "?after=4&limit=2, 5, 6", "?after=8, 9, 10", "?after=10, 11, 10",
			"?after=99, 11, 10", "?before=11&limit=4, 7, 10", "?before=3, 1, 2", "?before=1, 1, 0",
			"?before=99&limit=1, 10, 10", "'', 1, 10", "?limit=2, 9, 10", "?after=0&limit=1000, 1, 10" })
	void eventsAreReadInRisingOrder(String query, int first, int last) {
		Visitor ann = this.visitors.enter("Ann", this.room);
		sayMany(ann, 9);
		WirePage page = ann.readEvents(this.room, query);
		assertThat(page.seqs()).containsExactlyElementsOf(range(first, last));
		assertThat(page.lastSeq()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?after=x", "?before=99999999999999999999", "?limit=many" })
	void whatIsNoNumberIsRefused(String query) {
		Visitor ann = this.visitors.enter("Ann", this.room);
		assertThat(ann.get(Visitor.addressOf(this.room) + "/events" + query).statusCode()).isEqualTo(400);
	}

	@Test
	void eventsAreForThoseWithASeatOnly() {
		this.visitors.enter("Ann", this.room).live().listen(this.room);
		Visitor stranger = this.visitors.arrive();
		Visitor neighbour = this.visitors.enter("Ned", Visitors.newRoom());
		for (Visitor other : List.of(stranger, neighbour)) {
			HttpResponse<String> answer = other.get(Visitor.addressOf(this.room) + "/events");
			assertThat(answer.statusCode()).isEqualTo(403);
			assertThat(answer.body()).doesNotContain("Ann");
			assertThat(other.page(this.room).body()).doesNotContain("Ann");
		}
	}

	@Test
	void eventsAreOfTheAgreedForm() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Live live = ann.live().listen(this.room);
		String id = live.say(this.room, "<é>");
		assertThat(live.replies().next()).isEqualTo(WireReply.stored(id, 2));
		HttpResponse<String> answer = ann.get(Visitor.addressOf(this.room) + "/events?after=0");
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.body().replaceAll("\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"", "AT"))
			.isEqualTo("""
					{"events":[{"seq":1,"type":"join","author":"Ann",AT,"color":0,"follows":false,"initial":"A"},\
					{"seq":2,"type":"message","id":"%s","author":"Ann","html":"&lt;é&gt;","text":"<é>",AT,\
					"color":0,"follows":false,"initial":"A"}],\
					"firstSeq":1,"lastSeq":2}""".formatted(id));
	}

	@Test
	void whoReadsTheEventsIsSeenToBeThere() {
		Visitor bob = this.visitors.enter("Bob", this.room);
		Live live = bob.live().listen(this.room);
		Visitor lurker = this.visitors.enter("Lurker", this.room);
		lurker.events(this.room, 0);
		lurker.readEvents(this.room, "?before=1000&limit=200");
		live.say(this.room, "Who is it?");
		assertThat(live.nextLines(3)).containsExactly("join Bob", "join Lurker", "Bob: Who is it?");
		assertThat(bob.page(this.room).body()).containsPattern("class=\"name\"[^>]*>Lurker<");
	}

	@Test
	void whoOpensThePageAndThenConnectsArrivesOnce() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.page(this.room);
		ann.events(this.room, 0);
		ann.live().listen(this.room).say(this.room, "Hello");
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "Ann: Hello");
	}

	@Test
	void whoLeftDoesNotArriveAgainByReading() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.events(this.room, 0);
		ann.leave(this.room);
		ann.page(this.room);
		assertThat(ann.get(Visitor.addressOf(this.room) + "/events").statusCode()).isEqualTo(403);
		bob.say(this.room, "Gone");
		assertThat(bob.nextLines(4)).containsExactly("join Bob", "join Ann", "leave Ann", "Bob: Gone");
	}

	@Test
	void leavingEndsAllThatTheGuestHasInTheRoom() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		List<Live> tabs = List.of(ann.live().listen(this.room), ann.live().listen(this.room));
		HttpResponse<String> answer = ann.leave(this.room);
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(Visitor.location(answer)).isEqualTo("/");
		for (Live tab : tabs) {
			assertThat(tab.closedWith().getCode()).isEqualTo(1008);
			assertThat(tab.closedWith().getReason()).isEqualTo("session-ended");
		}
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "leave Ann");
		assertThat(ann.page(this.room).body()).doesNotContain("data-me");
		assertThat(ann.get("/").statusCode()).isEqualTo(200);
		assertThat(ann.get(Visitor.addressOf(this.room) + "/events").statusCode()).isEqualTo(403);
		this.visitors.enter("Ann", this.room);
	}

	@Test
	void leavingOneRoomLeavesTheOthersAlone() {
		String otherRoom = Visitors.newRoom();
		Visitor ann = this.visitors.enter("Ann", this.room).enter("Ann", otherRoom);
		Live other = ann.live().listen(otherRoom);
		ann.leave(this.room);
		other.say(otherRoom, "Still here");
		assertThat(other.nextLines(2)).containsExactly("join Ann", "Ann: Still here");
	}

	@Test
	void whoIsNotInTheRoomLeavesItWithoutHarm() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.live().listen(this.room);
		String leave = Visitor.addressOf(this.room) + "/leave";
		for (Visitor visitor : List.of(ann, ann, this.visitors.arrive(), this.visitors.enter("Ned", "Elsewhere"))) {
			HttpResponse<String> answer = visitor.submit("/?room=", leave, Map.of());
			assertThat(answer.statusCode()).isEqualTo(303);
			assertThat(Visitor.location(answer)).isEqualTo("/");
		}
		bob.say(this.room, "Nobody?");
		assertThat(bob.nextLines(4)).containsExactly("join Bob", "join Ann", "leave Ann", "Bob: Nobody?");
	}

	@Test
	void onePostsWithoutScripts() {
		Live bob = this.visitors.enter("Bob", this.room).live().listen(this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		HttpResponse<String> answer = ann.say(this.room, Map.of("text", " One\r\ntwo\n", "id", "a-1"));
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(Visitor.location(answer)).isEqualTo(Visitor.addressOf(this.room));
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "Ann:  One\ntwo\n");
		ann.say(this.room, Map.of("text", " One\r\ntwo\n", "id", "a-1"));
		ann.say(this.room, Map.of("text", "Without an id"));
		ann.say(this.room, Map.of("text", "Without an id"));
		assertThat(bob.nextLines(2)).containsExactly("Ann: Without an id", "Ann: Without an id");
		assertThat(bob.events().all()).extracting(WireEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void thePageForgivesADoublePress() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		String id = UUID.randomUUID().toString();
		IntStream.range(0, 3).parallel().forEach((press) -> ann.say(this.room, Map.of("text", "Once", "id", id)));
		assertThat(ann.events(this.room, 0).lines()).containsExactly("join Ann", "Ann: Once");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'', a-1, message.empty
			' \t', a-1, message.empty
			hello, not an id, message.bad-frame""")
	void aBadPostIsRefusedAndTheDraftKept(String text, String id, String error) {
		Visitor ann = this.visitors.enter("Ann", this.room);
		HttpResponse<String> answer = ann.say(this.room, Map.of("text", text, "id", id));
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.body()).contains(">" + text + "</textarea>");
		assertThat(answer.body()).contains(">" + this.messages.getMessage(error, null, Locale.ENGLISH) + "</p>");
		assertThat(ann.events(this.room, 0).events()).noneMatch(WireEvent::isMessage);
	}

	@Test
	void aPostWithoutTextIsRefused() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		assertThat(ann.say(this.room, Map.of()).statusCode()).isIn(400, 422);
		assertThat(ann.events(this.room, 0).events()).noneMatch(WireEvent::isMessage);
	}

	@Test
	void aPostFromWithoutIsNotStored() {
		Visitor ann = this.visitors.enter("Ann", this.room);
		Visitor stranger = this.visitors.arrive();
		HttpResponse<String> answer = stranger.submit("/", Visitor.addressOf(this.room) + "/messages",
				Map.of("text", "Let me in"));
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("Let me in</textarea>");
		assertThat(ann.events(this.room, 0).events()).noneMatch(WireEvent::isMessage);
	}

	private void sayMany(Visitor visitor, int count) {
		Live live = visitor.live().listen(this.room);
		for (int said = 0; said < count;) {
			int together = Math.min(50, count - said);
			List<String> ids = IntStream.range(0, together)
				.mapToObj((number) -> live.say(this.room, "Message"))
				.toList();
			ids.forEach((id) -> assertThat(live.replies().next()).extracting(WireReply::id, WireReply::error)
				.containsExactly(id, null));
			said += together;
		}
	}

	private static List<Long> seqs(String page) {
		return SEQ.matcher(page).results().map((match) -> Long.valueOf(match.group(1))).toList();
	}

	private static String earlier(String page) {
		MatchResult link = Pattern.compile("id=\"earlier\">\\s*<a href=\"([^\"]+)\"")
			.matcher(page)
			.results()
			.findAny()
			.get();
		return link.group(1);
	}

	private static List<Long> range(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toList();
	}

}
