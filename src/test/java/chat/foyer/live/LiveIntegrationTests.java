package chat.foyer.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.room.RoomKey;
import chat.foyer.support.BareLine;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Live;
import chat.foyer.support.RawStomp;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WireReply;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

@IntegrationTest
class LiveIntegrationTests {

	private static final int PING = 0x89;

	private final String room = Visitors.newRoom();

	private final String otherRoom = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@Autowired
	private ThreadPoolTaskScheduler scheduler;

	@Test
	void noConnectionIsCompressed() {
		assertThat(this.visitors.enter("Ann", this.room).bareLine().answer().toLowerCase(Locale.ROOT))
			.doesNotContain("sec-websocket-extensions");
	}

	@Test
	void whatIsSaidIsHeardInTheRoomAndNowhereElse() {
		Live ann = listen("Ann", this.room);
		Live bob = listen("Bob", this.room);
		Live otherAnn = listen("Ann", this.otherRoom);
		ann.say(this.room, "Hello");
		assertThat(bob.nextLines(2)).containsExactly("join Bob", "Ann: Hello");
		otherAnn.say(this.otherRoom, "Anybody?");
		bob.say(this.room, "Hi");
		assertThat(ann.nextLines(4)).containsExactly("join Ann", "join Bob", "Ann: Hello", "Bob: Hi");
		assertThat(bob.nextLines(1)).containsExactly("Bob: Hi");
		assertThat(otherAnn.nextLines(2)).containsExactly("join Ann", "Ann: Anybody?");
		assertThat(ann.events().all()).extracting(WireEvent::seq).containsExactly(1L, 2L, 3L, 4L);
		assertThat(otherAnn.events().all()).extracting(WireEvent::seq).containsExactly(1L, 2L);
	}

	@Test
	void eventsAreOfTheAgreedForm() {
		String key = key(this.room);
		RawStomp ann = this.visitors.enter("Ann", this.room).rawLive().connect().subscribe("7", "/topic/rooms." + key);
		String join = ann.next();
		assertThat(join).startsWith("MESSAGE\n")
			.contains("\nsubscription:7\n", "\ndestination:/topic/rooms." + key + "\n", "\nmessage-id:",
					"\ncontent-type:application/json;charset=utf-8\n");
		assertThat(time(join)).endsWith("\n\n{\"seq\":1,\"type\":\"join\",\"author\":\"Ann\",AT,"
				+ "\"color\":0,\"follows\":false,\"initial\":\"A\"}");
		ann.sendBody("{\"id\":\"a-1\",\"text\":\"<b> \\\"é\\\"\\n\"}", "SEND",
				"destination:/app/rooms." + key + ".say");
		assertThat(time(ann.nextBody())).isEqualTo("""
				{"seq":2,"type":"message","id":"a-1","author":"Ann","html":"&lt;b&gt; &quot;é&quot;\\n",\
				"text":"<b> \\"é\\"\\n",AT,"color":0,"follows":false,"initial":"A"}""");
	}

	@Test
	void repliesAreOfTheAgreedForm() {
		String key = key(this.room);
		RawStomp ann = this.visitors.enter("Ann", this.room).rawLive().connect();
		ann.send("SUBSCRIBE", "id:replies", "destination:/user/queue/replies");
		ann.sendBody("{\"id\":\"a-1\",\"text\":\"Hello\"}", "SEND", "destination:/app/rooms." + key + ".say");
		assertThat(ann.nextBody()).isEqualTo("{\"id\":\"a-1\",\"seq\":2}");
		ann.sendBody("{\"id\":\"a-2\",\"text\":\" \"}", "SEND", "destination:/app/rooms." + key + ".say");
		assertThat(ann.nextBody()).isEqualTo("{\"id\":\"a-2\",\"error\":\"empty\"}");
	}

	@Test
	void repliesComeToTheConnectionThatAskedAndToNoOther() {
		Visitor visitor = this.visitors.enter("Ann", this.room);
		Live asking = visitor.live().listen(this.room);
		Live silent = visitor.live().listen(this.room);
		Live bob = listen("Bob", this.room);
		String id = asking.say(this.room, "Hello");
		assertThat(asking.replies().next()).isEqualTo(WireReply.stored(id, 3));
		String bobs = bob.say(this.room, "Hi");
		String own = silent.say(this.room, "Me too");
		assertThat(bob.replies().next().id()).isEqualTo(bobs);
		assertThat(silent.replies().next().id()).isEqualTo(own);
		assertThat(asking.replies().all()).hasSize(1);
	}

	@Test
	void aMessageThatIsSentAgainIsAnsweredAgainAndShownOnce() {
		Visitor visitor = this.visitors.enter("Ann", this.room);
		Live ann = visitor.live().listen(this.room);
		String id = ann.say(this.room, "Once");
		ann.say(this.room, "In between");
		ann.say(this.room, id, "Once");
		ann.say(this.room, id, "Another text");
		Live otherTab = visitor.live();
		otherTab.say(this.room, id, "Once");
		assertThat(Stream.generate(ann.replies()::next).limit(4)).extracting(WireReply::seq)
			.containsExactly(2L, 3L, 2L, 2L);
		assertThat(otherTab.replies().next()).isEqualTo(WireReply.stored(id, 2));
		ann.say(this.room, "Last");
		assertThat(ann.nextLines(4)).containsExactly("join Ann", "Ann: Once", "Ann: In between", "Ann: Last");
		assertThat(visitor.events(this.room, 0).seqs()).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void aMessageThatIsSentTwiceAtTheSameTimeIsStoredOnce() {
		Visitor visitor = this.visitors.enter("Ann", this.room);
		Live observer = visitor.live().listen(this.room);
		List<Live> tabs = List.of(visitor.live(), visitor.live());
		List<String> ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(100).toList();
		tabs.parallelStream().forEach((tab) -> ids.forEach((id) -> tab.say(this.room, id, id)));
		for (Live tab : tabs) {
			assertThat(Stream.generate(tab.replies()::next).limit(100)).extracting(WireReply::id)
				.containsExactlyElementsOf(ids);
		}
		assertThat(tabs.get(0).replies().all()).isEqualTo(tabs.get(1).replies().all());
		observer.say(this.room, "Last");
		observer.events().next((event) -> "Last".equals(event.text()));
		assertThat(observer.events().all()).extracting(WireEvent::seq)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 102).boxed().toList());
		assertThat(visitor.events(this.room, 1).events()).extracting(WireEvent::id)
			.hasSize(101)
			.doesNotHaveDuplicates();
	}

	@Test
	void theSameIdOfAnotherGuestIsAnotherMessage() {
		Live ann = listen("Ann", this.room);
		Live bob = listen("Bob", this.room);
		ann.say(this.room, "1", "Ann's");
		assertThat(ann.replies().next()).isEqualTo(WireReply.stored("1", 3));
		bob.say(this.room, "1", "Bob's");
		assertThat(bob.replies().next()).isEqualTo(WireReply.stored("1", 4));
	}

	@Test
	void whatOneGuestSaysKeepsItsOrder() {
		Live ann = listen("Ann", this.room);
		List<String> ids = IntStream.range(0, 300).mapToObj((number) -> ann.say(this.room, "" + number)).toList();
		assertThat(Stream.generate(ann.replies()::next).limit(300)).extracting(WireReply::id)
			.containsExactlyElementsOf(ids);
		assertThat(ann.nextLines(301).subList(1, 301))
			.containsExactlyElementsOf(IntStream.range(0, 300).mapToObj((number) -> "Ann: " + number).toList());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsEachFrameAsOneMessageInOrderUnderLoad(boolean isBinary) {
		try (BareLine ann = this.visitors.enter("Ann", this.room).bareLine()) {
			ann.send(message("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0", isBinary));
			assertThat(ann.next()).startsWith("CONNECTED\n");
			ann.send(message("SUBSCRIBE\nid:1\ndestination:/topic/rooms." + key(this.room) + "\n\n\0", isBinary));
			List<Live> talkers = List.of(listen("Bob", this.room), listen("Cleo", this.room));
			talkers.parallelStream().forEach((talker) -> {
				for (int i = 0; i < 100; i++) {
					talker.say(this.room, "Hello");
					ann.send(BareLine.frame(PING, new byte[0]));
				}
			});
			assertThat(Stream.generate(ann::next).limit(203)).allMatch((message) -> message.startsWith("MESSAGE\n"))
				.allMatch((message) -> message.indexOf('\0') == message.length() - 1)
				.map((message) -> Long.valueOf(message.replaceAll("(?s).*\"seq\":(\\d+).*", "$1")))
				.containsExactlyElementsOf(LongStream.rangeClosed(1, 203).boxed().toList());
		}
	}

	@Test
	void whatIsSaidDoesNotWaitForTimers() {
		Live ann = listen("Ann", this.room);
		CountDownLatch end = new CountDownLatch(1);
		try {
			for (int thread = 0; thread < this.scheduler.getScheduledThreadPoolExecutor().getCorePoolSize(); thread++) {
				this.scheduler.execute(() -> await(end));
			}
			ann.say(this.room, "Hello");
			assertThat(ann.replies().next().seq()).isEqualTo(2);
			assertThat(ann.nextLines(2)).containsExactly("join Ann", "Ann: Hello");
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void secondTabsAndReloadsAreSilent() {
		Live bob = listen("Bob", this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		Live first = ann.live().listen(this.room);
		Live second = ann.live().listen(this.room);
		first.close();
		second.close();
		ann.live().listen(this.room).say(this.room, "Back again");
		// Whoever is gone later than Ann was, and is missed, shows that Ann is not.
		listen("Cleo", this.room).close();
		assertThat(bob.nextLines(5)).containsExactly("join Bob", "join Ann", "Ann: Back again", "join Cleo",
				"leave Cleo");
	}

	@Test
	void whoIsGoneForLongerThanTheGraceHasLeftAndMayComeBack() {
		Live bob = listen("Bob", this.room);
		Visitor ann = this.visitors.enter("Ann", this.room);
		ann.live().listen(this.room).close();
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "leave Ann");
		assertThat(this.visitors.arrive().tryToEnter("Ann", this.room).statusCode()).isEqualTo(409);
		ann.live().listen(this.room).say(this.room, "Here I am");
		assertThat(bob.nextLines(2)).containsExactly("join Ann", "Ann: Here I am");
	}

	@Test
	void whoHearsNoMoreOfARoomIsGoneFromIt() {
		Live bob = listen("Bob", this.room);
		RawStomp ann = this.visitors.enter("Ann", this.room).rawLive().connect();
		ann.subscribe("1", "/topic/rooms." + key(this.room));
		assertThat(ann.nextBody()).contains("\"join\"");
		ann.send("UNSUBSCRIBE", "id:1");
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "leave Ann");
		ann.send("DISCONNECT", "receipt:bye");
		ann.awaitReceipt("bye");
	}

	@Test
	void whoSpeaksAndWhereComesFromTheSessionOnly() {
		Live bob = listen("Bob", this.room);
		Live otherBob = listen("Bob", this.otherRoom);
		RawStomp ann = this.visitors.enter("Ann", this.room).rawLive().connect();
		ann.sendBody("{\"id\":\"1\",\"text\":\"I am Bob\"}", "SEND",
				"destination:/app/rooms." + key(this.room) + ".say", "author:Bob", "user:Bob", "login:Bob",
				"simpUser:Bob", "simpSessionId:1", "simpDestination:/app/rooms." + key(this.otherRoom) + ".say");
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "Ann: I am Bob");
		otherBob.say(this.otherRoom, "Quiet here");
		assertThat(otherBob.nextLines(2)).containsExactly("join Bob", "Bob: Quiet here");
	}

	@Test
	void oneConnectionServesSeveralRooms() {
		Live bob = listen("Bob", this.room);
		Visitor visitor = this.visitors.enter("Ann", this.room).enter("Anna", this.otherRoom);
		Live ann = visitor.live().listen(this.room).listen(this.otherRoom);
		ann.say(this.room, "Here");
		ann.say(this.otherRoom, "There");
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "Ann: Here");
		bob.say(this.room, "Heard");
		assertThat(ann.nextLines(5)).containsExactlyInAnyOrder("join Ann", "join Anna", "Ann: Here", "Anna: There",
				"Bob: Heard");
	}

	@Test
	void whoSpeaksWithoutListeningIsHereAllTheSame() {
		Live bob = listen("Bob", this.room);
		this.visitors.enter("Ann", this.room).live().say(this.room, "Hello");
		assertThat(bob.nextLines(3)).containsExactly("join Bob", "join Ann", "Ann: Hello");
	}

	@ParameterizedTest
	@CsvSource({ "a.b, a%2Eb", "Blue Room, blue%20room", "  Blue   Room , blue%20room", "Grüße, gr%C3%BCsse",
			"🎉, %F0%9F%8E%89", "👩‍🚀 lounge, %F0%9F%91%A9%E2%80%8D%F0%9F%9A%80%20lounge",
			"会議室, %E4%BC%9A%E8%AD%B0%E5%AE%A4", "غرفة, %D8%BA%D8%B1%D9%81%D8%A9",
			"a+b & \"c\" <d>, a%2Bb%20%26%20%22c%22%20%3Cd%3E", "What?*, what%3F%2A", "{a}*, %7Ba%7D%2A",
			"rooms.a.say, rooms%2Ea%2Esay" })
	void aRoomMayHaveAnyNameThatPeopleCanRead(String name, String key) {
		Visitor visitor = this.visitors.arrive();
		assertThat(Visitor.location(visitor.tryToEnter("Ann", name))).isEqualTo("/rooms/" + key);
		RawStomp ann = visitor.rawLive().connect().subscribe("1", "/topic/rooms." + key);
		assertThat(ann.nextBody()).contains("\"join\"");
		ann.sendBody("{\"id\":\"1\",\"text\":\"Hello\"}", "SEND", "destination:/app/rooms." + key + ".say");
		assertThat(ann.nextBody()).contains("\"Hello\"");
		assertThat(visitor.events(name, 0).lines()).endsWith("join Ann", "Ann: Hello");
		assertThat(visitor.get("/rooms/" + key).body()).contains("data-room=\"" + key + "\"");
		assertThat(visitor.leave(name).statusCode()).isEqualTo(303);
		assertThat(ann.closedWith()).isEqualTo(new RawStomp.Close(1008, "session-ended"));
	}

	@Test
	void theLongestTextArrives() {
		String text = "😀".repeat(4000);
		Live ann = listen("Ann", this.room);
		ann.say(this.room, text);
		assertThat(ann.nextLines(2)).containsExactly("join Ann", "Ann: " + text);
	}

	private Live listen(String username, String inRoom) {
		return this.visitors.enter(username, inRoom).live().listen(inRoom);
	}

	private static void await(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] message(String frame, boolean isBinary) {
		return isBinary ? BareLine.binary(frame.getBytes(StandardCharsets.UTF_8)) : BareLine.text(frame);
	}

	private static String key(String name) {
		return RoomKey.of(name).encoded();
	}

	private static String time(String frame) {
		return frame.replaceAll("\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"", "AT");
	}

}
