package chat.foyer.live;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import chat.foyer.support.RawStomp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames against the rules of STOMP 1.2, or at their edge.
 */
class MalformedStompIntegrationTests extends MischiefIntegrationTests {

	private static final String HELLO = "\n{\"id\":\"1\",\"text\":\"Hello\"}\0";

	private static final String NOTHING = "\n{\"id\":\"1\",\"text\":\"\"}\0";

	@ParameterizedTest
	@ValueSource(strings = { "HELLO\n\n\0", "send\n\n\0", "SEND \n\n\0", "\ufeffSEND\n\n\0", "\u0000\nSEND\n\n\0",
			"SEND:\n\n\0", "UNSUBSCRIBE\n\n\0", "CONNECT\naccept-version:1.2\nhost:x\n\n\0",
			"STOMP\naccept-version:1.2\nhost:x\n\n\0", "SUBSCRIBE\nid:1\nno colon\n\n\0", "SUBSCRIBE\n:no name\n\n\0",
			"SUBSCRIBE\nid:\\\n\n\0", "SUBSCRIBE\nid:\\t\n\n\0", "SUBSCRIBE\nid:\\0\n\n\0", "SUBSCRIBE\n\\t:1\n\n\0",
			"SUBSCRIBE\nid:1\n id:2\n\n\0", "SEND\ndestination:x\ncontent-length:1\n\n{}\0",
			"SEND\ndestination:x\ncontent-type:///\n\n{}\0",
			"SEND\ndestination:x\ncontent-type:text/plain;charset=x\n\n{}\0" })
	void aBadFrameIsRefused(String frame) {
		RawStomp live = mallory().rawLive().connect();
		live.sendText(frame);
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "-2147483648", "1", "3", "100", "16384", "2147483647", "2147483648",
			"99999999999999999999", "x", "", "2.0", "0x2", "1e1", "\uff12", "2,2", "null" })
	void aContentLengthThatIsNotTrueHelpsNobody(String length) {
		RawStomp live = mallory().rawLive().connect();
		live.sendText(say() + "content-length:" + length + HELLO.replace("Hello", ""));
		live.trySendText("x".repeat(16_000));
		live.trySendText("x".repeat(16_000));
		assertThat(live.refusal()).isIn("bad-frame", "too-large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SEND\ndestination:SAY", "SUBSCRIBE\nid:1\ndestination:TOPIC\nreceipt:1",
			"SUBSCRIBE\nid:1\ndestination:/user/queue/replies\nreceipt:1", "UNSUBSCRIBE\nid:1", "DISCONNECT\nreceipt:1",
			"ACK\nid:1", "BEGIN\ntransaction:1", "CONNECTED\nversion:1.2", "\n\n\nHELLO", "connect\naccept-version:1.2",
			"CONNECT", "CONNECT\nhost:x", "CONNECT\naccept-version:", "CONNECT\naccept-version:1.20",
			"CONNECT\naccept-version:11.2", "CONNECT\naccept-version:1.1\naccept-version:1.2" })
	void whereTheBeginningIsRefusedNothingBehindItIsDone(String beginning) {
		RawStomp live = mallory().rawLive();
		String frames = Stream
			.of(beginning, "CONNECT\naccept-version:1.2\nhost:x", "SUBSCRIBE\nid:2\ndestination:TOPIC\nreceipt:2",
					"SEND\ndestination:SAY\ncontent-type:application/json" + HELLO)
			.map((frame) -> frame.endsWith("\0") ? frame : frame + "\n\n\0")
			.collect(joining())
			.replace("TOPIC", topic())
			.replace("SAY", topic().replace("/topic/", "/app/") + ".say");
		live.sendText(frames);
		Stream.of(frames.split("(?<=\0)")).skip(1).forEach(live::trySendText);
		assertThat(live.refusal()).isEqualTo("bad-frame");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HELLO\n\n\0", "SEND\ndestination:/topic/x\n\n\0", "ACK\nid:1\n\n\0",
			"SUBSCRIBE\nid:1\ndestination:/topic/*\n\n\0" })
	void whatComesBehindARefusedFrameIsNotDone(String refused) {
		RawStomp live = mallory().rawLive().connect();
		String subscribe = "SUBSCRIBE\nid:2\ndestination:" + topic() + "\nreceipt:2\n\n\0";
		live.sendText(refused + subscribe + say() + HELLO);
		live.trySendText(subscribe + say() + HELLO);
		assertThat(live.refusal()).isIn("bad-frame", "forbidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1", ",", "-1,-1", "1,2,3", "1,1", "0,1", "99999999999999999999,1", "1e9,1",
			"0x1,1", " 1 , 1 ", "2147483648,2147483648" })
	void aHeartBeatThatNobodyCanKeepIsNoHarm(String heartBeat) {
		RawStomp live = mallory().rawLive();
		live.send("CONNECT", "accept-version:1.2", "host:x", "heart-beat:" + heartBeat);
		assertThat(live.next()).matches("(?s)CONNECTED\n.*heart-beat:10000,10000\n.*|ERROR\nmessage:bad-frame\n.*");
	}

	@ParameterizedTest
	@MethodSource
	void headersThatMeanNothingHereDoNothing(String headers) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:replies", "destination:/user/queue/replies");
		live.sendText(say() + headers + NOTHING);
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
	}

	static Stream<String> headersThatMeanNothingHereDoNothing() {
		return Stream.of("x:\n", "destination:/topic/x\ndestination:/queue/x\n", "simpUser:Bob\n",
				"simpSessionId:1\nsimpMessageType:CONNECT\nsimpDestination:/topic/x\nstompCommand:MESSAGE\n",
				"nativeHeaders:x\nid:x\ntimestamp:x\nreplyChannel:x\nerrorChannel:x\n", "heart-beat:x\n",
				"session:1\nuser-name:Bob\nlogin:Bob\npasscode:x\nmessage-id:1\nsubscription:1\n",
				"content-type:application/x-java-serialized-object\n", "selector:T(java.lang.Runtime).getRuntime()\n",
				"__TypeId__:java.lang.Runtime\nspring.json.header.types:x\n", "a\\c\\n\\r\\\\b:\\c\\n\\r\\\\\n",
				"\u202e\u0001\u2028:\u0007\ud83d\ude00\n", "a:b\n".repeat(60),
				IntStream.range(0, 60).mapToObj((number) -> number + ":x\n").collect(joining()),
				"x".repeat(15_000) + ":\n", "x:" + "\\n".repeat(7_000) + "\n", "x:y\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\\nmessage\\cx\\n\\n", "a\\r\\nb\\cc", "\\\\", "a:b:c", "\u2028\u0085",
			"<script>alert(1)</script>", "${7*7}", "" })
	void whatIsGivenBackInAHeaderStaysInIt(String name) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:" + name, "destination:/user/queue/replies");
		live.sendText(say() + NOTHING);
		String frame = live.next();
		assertThat(frame.substring(0, frame.indexOf("\n\n")).lines()).first().isEqualTo("MESSAGE");
		assertThat(frame.substring(0, frame.indexOf("\n\n")).lines().skip(1))
			.allMatch((line) -> line.matches("(destination|content-type|subscription|message-id|content-length):[^:]*"))
			.contains("subscription:" + name.replace(":", "\\c"));
		assertThat(frame).endsWith("\n\n{\"id\":\"1\",\"error\":\"empty\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "((((", "T(java.lang.Runtime).getRuntime().exec('x')", "headers.x == 1" })
	void aSelectorIsNoProgram(String selector) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:1", "destination:/user/queue/replies", "selector:" + selector);
		live.sendText(say() + NOTHING);
		assertThat(live.nextBody()).isEqualTo("{\"id\":\"1\",\"error\":\"empty\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\n{\"id\":\"1\",\"text\":\"Hello\"}" })
	void aFrameWithoutItsEndTakesTheNextOneForABody(String rest) {
		RawStomp live = mallory().rawLive().connect();
		live.send("SUBSCRIBE", "id:replies", "destination:/user/queue/replies");
		live.sendText(say() + rest);
		live.sendText(say() + NOTHING);
		assertThat(live.nextBody()).contains("\"error\":");
	}

}
