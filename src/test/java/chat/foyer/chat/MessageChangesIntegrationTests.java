package chat.foyer.chat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.message.Events;
import chat.foyer.room.RoomKey;
import chat.foyer.store.DatabaseKind;
import chat.foyer.store.EmbeddedServer;
import chat.foyer.support.Live;
import chat.foyer.support.RunningServer;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WireReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of messages over STOMP and HTTP, on each kind of database.
 */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class MessageChangesIntegrationTests {

	/**
	 * What is absent is false.
	 */
	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private static final List<String> EMOJI = IntStream.range(0, 21).mapToObj((i) -> emoji(0x1F600 + i)).toList();

	@TempDir
	private static Path temp;

	private static RunningServer server;

	private static String database;

	@Parameter
	@SuppressWarnings("unused")
	private DatabaseKind kind;

	@AutoClose
	private final Visitors visitors = new Visitors(() -> server.address());

	private final String room = Visitors.newRoom();

	private int sent;

	@BeforeParameterizedClassInvocation
	static void start(DatabaseKind kind) {
		String[] settings = {};
		if (kind == DatabaseKind.POSTGRESQL) {
			database = EmbeddedServer.create();
			settings = EmbeddedServer.settings(database);
		}
		server = RunningServer.start(0, temp.resolve(kind.name()), settings);
	}

	@AfterParameterizedClassInvocation
	static void stop(DatabaseKind kind) {
		server.close();
		if (kind == DatabaseKind.POSTGRESQL) {
			EmbeddedServer.drop(database);
		}
	}

	@Test
	void authorEditsMessageForAll() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		Live bob = live(enter("Bob"));
		long seq = say(live, "Helo");
		WireReply edited = edit(live, seq, "*Hello*");
		assertThat(bob.events().next((event) -> event.type().equals("edit"))).satisfies((event) -> {
			assertThat(event.seq()).isEqualTo(edited.seq());
			assertThat(event.text()).isEqualTo("*Hello*");
			assertThat(event.html()).contains("<em>Hello</em>");
		});
		assertThat(line(ann, seq)).satisfies((line) -> {
			assertThat(line.text()).isEqualTo("*Hello*");
			assertThat(line.edited()).isTrue();
			assertThat(line.rev()).isEqualTo(edited.seq());
		});
		assertThat(ann.readEvents(this.room, "?after=0").events()).extracting(WireEvent::text).doesNotContain("Helo");
	}

	@Test
	void formsAndScriptsChangeMessages() {
		Visitor ann = enter("Ann");
		long seq = say(live(ann), "Hello");
		assertThat(form(ann, seq, "edit", Map.of("text", "Hi"))).isEqualTo(303);
		assertThat(form(ann, seq, "react", Map.of("emoji", EMOJI.get(0), "on", "true"))).isEqualTo(303);
		assertThat(form(ann, seq, "pin", Map.of("on", "true"))).isEqualTo(303);
		assertThat(line(ann, seq)).satisfies((line) -> {
			assertThat(line.text()).isEqualTo("Hi");
			assertThat(line.reactions()).containsExactly(new Reaction(EMOJI.get(0), 1, true, List.of("Ann")));
			assertThat(line.pinned()).isTrue();
		});
		HttpResponse<String> answer = ann.changeByScript(this.room, seq, "delete", Map.of("id", "d-1"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).startsWith("{\"id\":\"d-1\",\"seq\":");
		assertThat(line(ann, seq)).satisfies((line) -> {
			assertThat(line.deleted()).isTrue();
			assertThat(line.pinned()).isFalse();
			assertThat(line).extracting(Line::text, Line::html, Line::reactions).containsExactly(null, "", null);
		});
		answer = ann.changeByScript(this.room, seq, "edit", Map.of("text", "Hi", "id", "e-1"));
		assertThat(answer.statusCode()).isEqualTo(410);
		assertThat(answer.body()).contains("\"error\":\"gone\"", "\"id\":\"e-1\"");
	}

	@Test
	void replyQuotesMessageAsItIsNow() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "First");
		live.sendBody(this.room, "{\"id\":\"r-1\",\"text\":\"Second\",\"re\":%d}".formatted(seq));
		long reply = stored(live.replies().next());
		edit(live, seq, "Changed");
		assertThat(line(ann, reply).re()).isEqualTo(seq);
		assertThat(line(ann, reply).quote().text()).isEqualTo("Changed");
		stored(delete(live, seq));
		assertThat(line(ann, reply).quote()).isEqualTo(new Quote(seq, "Ann", null, true));
		assertThat(ann
			.submit(Visitor.addressOf(this.room), Visitor.addressOf(this.room) + "/messages",
					Map.of("text", "Third", "re", "" + reply))
			.statusCode()).isEqualTo(303);
		assertThat(last(ann).quote().text()).isEqualTo("Second");
	}

	@Test
	void onlyAuthorsSeatEditsAndDeletes() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Mine");
		Live bob = live(enter("Bob"));
		assertThat(edit(bob, seq, "Yours").error()).isEqualTo("forbidden");
		assertThat(delete(bob, seq).error()).isEqualTo("forbidden");
		// The arrival of Ann.
		assertThat(edit(live, 1, "Notice").error()).isEqualTo("forbidden");
		assertThat(delete(live, 1).error()).isEqualTo("forbidden");
		assertThat(react(live, 1, EMOJI.get(0), true).error()).isEqualTo("forbidden");
		assertThat(pin(live, 1, true).error()).isEqualTo("forbidden");
		ann.leave(this.room);
		Live again = live(ann.enter("Ann", this.room));
		assertThat(edit(again, seq, "Mine again").error()).isEqualTo("forbidden");
		assertThat(ann.changeByScript(this.room, seq, "delete", Map.of()).statusCode()).isEqualTo(403);
		assertThat(line(ann, seq).text()).isEqualTo("Mine");
	}

	@Test
	void oldMessageIsDeletedAndNotEdited() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Old");
		String edit = edited(seq, "Older");
		stored(send(live, "edit", edit));
		server.part(JdbcClient.class)
			.sql("update event set stored_at = stored_at - 900000 where room = ? and seq = ?")
			.params(RoomKey.of(this.room).value(), seq)
			.update();
		assertThat(edit(live, seq, "New").error()).isEqualTo("too-late");
		assertThat(send(live, "edit", edit).error()).as("an edit that is stored").isNull();
		HttpResponse<String> page = ann.submit(Visitor.addressOf(this.room),
				Visitor.addressOf(this.room) + "/messages/" + seq + "/edit", Map.of("text", "A <b>"));
		assertThat(page.statusCode()).isEqualTo(409);
		assertThat(page.body()).contains(">A &lt;b&gt;</textarea>", "too late to edit");
		assertThat(line(ann, seq).text()).isEqualTo("Older");
		stored(delete(live, seq));
	}

	@Test
	void changeOfAnotherRoomDoesNotReachMessage() {
		Visitor ann = enter("Ann");
		long seq = say(live(ann), "Here");
		String other = Visitors.newRoom();
		Live elsewhere = ann.enter("Ann", other).live().listen(other);
		elsewhere.send(other, "edit", "{\"id\":\"e-1\",\"of\":%d,\"text\":\"There\"}".formatted(seq));
		assertThat(elsewhere.replies().next().error()).isEqualTo("gone");
		elsewhere.send(this.room + " cellar", "delete", "{\"id\":\"d-1\",\"of\":%d}".formatted(seq));
		assertThat(elsewhere.replies().next().error()).isEqualTo("not-a-member");
		assertThat(line(ann, seq).text()).isEqualTo("Here");
	}

	@Test
	void resentChangesAreStoredOnce() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Hello");
		String of = "\"of\":" + seq;
		Map<String, String> bodies = Map.of("edit", "{\"id\":\"edit\",%s,\"text\":\"Hi\"}".formatted(of), "react",
				"{\"id\":\"react\",%s,\"emoji\":\"%s\",\"on\":true}".formatted(of, EMOJI.get(0)), "pin",
				"{\"id\":\"pin\",%s,\"on\":true}".formatted(of));
		bodies.forEach((change, body) -> assertStoredOnce(live, change, body));
		HttpResponse<String> answer = ann.changeByScript(this.room, seq, "pin", Map.of("id", "pin", "on", "true"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertStoredOnce(live, "delete", "{\"id\":\"delete\",%s}".formatted(of));
		// Also after the message is gone.
		bodies.forEach((change, body) -> assertStoredOnce(live, change, body));
		assertThat(ann.events(this.room, seq).events()).extracting(WireEvent::type)
			.containsExactlyInAnyOrder("edit", "react", "pin", "delete");
	}

	private void assertStoredOnce(Live live, String change, String body) {
		live.send(this.room, change, body);
		live.send(this.room, change, body);
		WireReply first = live.replies().next();
		assertThat(stored(first)).isPositive();
		assertThat(live.replies().next()).isEqualTo(first);
	}

	@Test
	void changesAreStatesAndNotToggles() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Hello");
		for (boolean on : new boolean[] { true, true, false, false, true }) {
			stored(react(live, seq, EMOJI.get(0), on));
			stored(pin(live, seq, on));
		}
		assertThat(ann.events(this.room, seq).events()).extracting(WireEvent::type)
			.containsExactly("react", "pin", "react", "pin", "react", "pin");
		assertThat(line(ann, seq).reactions()).containsExactly(new Reaction(EMOJI.get(0), 1, true, List.of("Ann")));
		assertThat(line(ann, seq).pinned()).isTrue();
	}

	@Test
	void reactionsWithAndWithoutEmojiStyleAreOne() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Hello");
		stored(react(live, seq, "\u2764", true));
		stored(react(live, seq, "\u2764\uFE0F", true));
		assertThat(ann.events(this.room, seq).events()).hasSize(1);
		assertThat(react(live, seq, "x", true).error()).isEqualTo("bad-frame");
	}

	@Test
	void messageHasTwentyDifferentReactions() {
		long seq = say(live(enter("Ann")), "Hello");
		List<Live> guests = Stream.of("Bob", "Cat", "Dan", "Eve").map((name) -> live(enter(name))).toList();
		for (int i = 0; i < 20; i++) {
			stored(react(guests.get(i / 5), seq, EMOJI.get(i), true));
		}
		Visitor fay = enter("Fay");
		Live late = live(fay);
		assertThat(react(late, seq, EMOJI.get(20), true).error()).isEqualTo("full");
		stored(react(late, seq, EMOJI.get(19), true));
		assertThat(line(fay, seq).reactions()).hasSize(20);
		stored(react(guests.get(0), seq, EMOJI.get(0), false));
		stored(react(late, seq, EMOJI.get(20), true));
		assertThat(line(fay, seq).reactions()).hasSize(20);
	}

	@Test
	void guestHasFiveReactionsOnMessage() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long seq = say(live, "Hello");
		for (int i = 0; i < 5; i++) {
			stored(react(live, seq, EMOJI.get(i), true));
		}
		assertThat(react(live, seq, EMOJI.get(5), true).error()).isEqualTo("full");
		HttpResponse<String> answer = ann.changeByScript(this.room, seq, "react",
				Map.of("emoji", EMOJI.get(5), "on", "true"));
		assertThat(answer.statusCode()).isEqualTo(409);
		stored(react(live, seq, EMOJI.get(4), true));
		stored(react(live, seq, EMOJI.get(4), false));
		stored(react(live, seq, EMOJI.get(5), true));
		assertThat(line(ann, seq).reactions()).hasSize(5);
	}

	@Test
	void tabsThatReactAtOnceAddOneReaction() {
		Visitor ann = enter("Ann");
		List<Live> tabs = List.of(live(ann), live(ann));
		long seq = say(tabs.get(0), "Hello");
		for (int i = 0; i < 10; i++) {
			boolean on = i % 2 == 0;
			tabs.forEach((tab) -> tab.send(this.room, "react", reaction(seq, EMOJI.get(0), on)));
			assertThat(stored(tabs.get(0).replies().next())).isEqualTo(stored(tabs.get(1).replies().next()));
		}
		assertThat(ann.events(this.room, seq).events()).hasSize(10);
		assertThat(line(ann, seq).reactions()).isNull();
	}

	@Test
	void roomHasTwentyPins() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		List<Long> seqs = new ArrayList<>();
		for (int i = 0; i < 21; i++) {
			seqs.add(say(live, "Number " + i));
		}
		Live bob = live(enter("Bob"));
		seqs.subList(0, 20).forEach((seq) -> stored(pin(bob, seq, true)));
		assertThat(pin(bob, seqs.get(20), true).error()).isEqualTo("full");
		stored(pin(bob, seqs.get(19), true));
		stored(delete(live, seqs.get(0)));
		stored(pin(bob, seqs.get(20), true));
		assertThat(pinned(ann)).isEqualTo(seqs.subList(1, 21));
	}

	private List<Long> pinned(Visitor reader) {
		return lines(reader).filter(Line::pinned).map(Line::seq).toList();
	}

	@Test
	void messageThatIsNotThereIsGone() {
		Visitor ann = enter("Ann");
		Live live = live(ann);
		long purged = say(live, "Old");
		server.part(Events.class).deleteBefore(Instant.now().plus(Duration.ofHours(1)), 10_000);
		long deleted = say(live, "New");
		stored(delete(live, deleted));
		for (long of : new long[] { purged, deleted, deleted + 10, 0, -1, Long.MAX_VALUE }) {
			assertThat(edit(live, of, "Hi").error()).as("edit of %d", of).isEqualTo("gone");
			assertThat(delete(live, of).error()).as("delete of %d", of).isEqualTo("gone");
			assertThat(react(live, of, EMOJI.get(0), true).error()).as("react of %d", of).isEqualTo("gone");
			assertThat(pin(live, of, true).error()).as("pin of %d", of).isEqualTo("gone");
		}
		assertThat(ann.changeByScript(this.room, purged, "react", Map.of("emoji", EMOJI.get(0), "on", "true"))
			.statusCode()).isEqualTo(410);
	}

	@Test
	void editThatRacesDeletionEndsDeleted() {
		Visitor ann = enter("Ann");
		List<Live> tabs = List.of(live(ann), live(ann));
		for (int i = 0; i < 10; i++) {
			long seq = say(tabs.get(0), "Hello");
			tabs.get(i % 2).send(this.room, "edit", edited(seq, "Secret"));
			tabs.get(1 - i % 2).send(this.room, "delete", deletion(seq));
			assertThat(tabs.get(i % 2).replies().next().error()).isIn(null, "gone");
			stored(tabs.get(1 - i % 2).replies().next());
			assertThat(line(ann, seq).deleted()).isTrue();
		}
		assertThat(ann.get(Visitor.addressOf(this.room) + "/events?after=0").body()).doesNotContain("Secret", "Hello");
		assertThat(ann.get(Visitor.addressOf(this.room) + "/events").body()).doesNotContain("Secret", "Hello");
		assertThat(ann.page(this.room).body()).doesNotContain("Secret");
	}

	private Visitor enter(String username) {
		return this.visitors.enter(username, this.room);
	}

	private Live live(Visitor guest) {
		return guest.live().listen(this.room);
	}

	private long say(Live live, String text) {
		live.say(this.room, text);
		return stored(live.replies().next());
	}

	private WireReply edit(Live live, long of, String text) {
		return send(live, "edit", edited(of, text));
	}

	private WireReply delete(Live live, long of) {
		return send(live, "delete", deletion(of));
	}

	private WireReply react(Live live, long of, String emoji, boolean on) {
		return send(live, "react", reaction(of, emoji, on));
	}

	private WireReply pin(Live live, long of, boolean on) {
		return send(live, "pin", "{\"id\":\"%s\",\"of\":%d,\"on\":%b}".formatted(newId(), of, on));
	}

	private String edited(long of, String text) {
		return "{\"id\":\"%s\",\"of\":%d,\"text\":\"%s\"}".formatted(newId(), of, text);
	}

	private String deletion(long of) {
		return "{\"id\":\"%s\",\"of\":%d}".formatted(newId(), of);
	}

	private String reaction(long of, String emoji, boolean on) {
		return "{\"id\":\"%s\",\"of\":%d,\"emoji\":\"%s\",\"on\":%b}".formatted(newId(), of, emoji, on);
	}

	private WireReply send(Live live, String change, String body) {
		live.send(this.room, change, body);
		return live.replies().next();
	}

	private String newId() {
		this.sent++;
		return "change-" + this.sent;
	}

	private static long stored(WireReply reply) {
		assertThat(reply.error()).isNull();
		assertThat(reply.seq()).isNotNull();
		return reply.seq();
	}

	private int form(Visitor guest, long seq, String change, Map<String, String> fields) {
		String address = Visitor.addressOf(this.room);
		HttpResponse<String> answer = guest.submit(address, address + "/messages/" + seq + "/" + change, fields);
		assertThat(answer.headers().firstValue("Location").orElse("")).endsWith(address + "#m" + seq);
		return answer.statusCode();
	}

	private Line line(Visitor reader, long seq) {
		return lines(reader).filter((line) -> line.seq() == seq).findAny().orElseThrow();
	}

	private Line last(Visitor reader) {
		return lines(reader).reduce((earlier, later) -> later).orElseThrow();
	}

	/**
	 * The folded lines of the room.
	 */
	private Stream<Line> lines(Visitor reader) {
		String page = reader.get(Visitor.addressOf(this.room) + "/events").body();
		return JSON.readValue(page, Page.class).events().stream();
	}

	private static String emoji(int codePoint) {
		return Character.toString(codePoint);
	}

	private record Page(List<Line> events) {
	}

	private record Line(long seq, @Nullable String text, @Nullable String html, @Nullable Long re,
			@Nullable Quote quote, long rev, boolean edited, boolean deleted, @Nullable List<Reaction> reactions,
			boolean pinned) {
	}

	private record Quote(long seq, String author, @Nullable String text, boolean deleted) {
	}

	private record Reaction(String emoji, int count, boolean mine, List<String> names) {
	}

}
