package chat.foyer.live.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Outbox}.
 */
class OutboxTests {

	private static final int KIB = 1024;

	private FakeSocket socket;

	private Outbox outbox;

	@BeforeEach
	void open() throws IOException {
		this.socket = new FakeSocket("c");
		this.outbox = this.socket.outbox();
	}

	@Test
	void messageIsWrittenAtOnce() {
		send("a");
		assertThat(this.socket.written()).containsExactly("a");
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void textIsWrittenUntilBinaryIsAskedFor() {
		send("\u00e9");
		this.outbox.writeBinary();
		send("\u00e8");
		assertThat(this.socket.written()).containsExactly("\u00e9", "\u00e8");
		assertThat(this.socket.texts()).isEqualTo(1);
	}

	@Test
	void framesThatWaitAreWrittenTogetherAsOneMessageEachInOrder() {
		this.socket.stopReading();
		send("a", "b", "c");
		assertThat(this.socket.written()).containsExactly("a");
		this.socket.readOne();
		assertThat(this.socket.written()).containsExactly("a", "b", "c");
		assertThat(this.socket.writes()).isEqualTo(2);
		send("d");
		this.outbox.writeBinary();
		this.socket.readOne();
		this.socket.readOne();
		assertThat(this.socket.written()).containsExactly("a", "b", "c", "d");
		assertThat(this.socket.texts()).isEqualTo(3);
		send("e");
		assertThat(this.socket.written()).endsWith("e");
	}

	@Test
	void batchIsNoLargerThanASlowClientCanReadInTime() {
		this.socket.stopReading();
		send("a", "b".repeat(30 * KIB), "c".repeat(2 * KIB - 8), "d", "e".repeat(40 * KIB), "f");
		assertThat(this.socket.writes()).isEqualTo(1);
		this.socket.readOne();
		assertThat(this.socket.written()).hasSize(3);
		this.socket.readOne();
		assertThat(this.socket.written()).hasSize(4);
		this.socket.readOne();
		assertThat(this.socket.written()).hasSize(5);
		this.socket.startReading();
		this.socket.readOne();
		assertThat(this.socket.written()).extracting(String::length)
			.containsExactly(1, 30 * KIB, 2 * KIB - 8, 1, 40 * KIB, 1);
	}

	@Test
	void writesThatCompleteAtOnceDoNotRecurse() {
		this.socket.stopReading();
		send("first");
		Collections.nCopies(40_000, "x").forEach(this::send);
		this.socket.startReading();
		this.socket.readOne();
		assertThat(this.socket.written()).hasSize(40_001);
		assertThat(this.socket.writes()).isEqualTo(5);
	}

	@Test
	void readerWhoLetsTooMuchPileUpIsCutOff() {
		this.socket.stopReading();
		send("under way");
		send("x".repeat(64 * KIB - 4), "x".repeat(64 * KIB - 4));
		assertThat(this.outbox.waitingBytes()).isEqualTo(128 * KIB);
		send("too much", "later");
		assertThat(this.socket.closed()).as("a write is in progress").isEmpty();
		assertThat(this.outbox.waitingBytes()).isZero();
		this.socket.readOne();
		assertThat(this.socket.written()).containsExactly("under way");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
	}

	@Test
	void pileMayBeAsLargeAsAllowedAgainAndAgain() {
		for (int i = 0; i < 3; i++) {
			this.socket.stopReading();
			send("under way", "x".repeat(128 * KIB - 10));
			this.socket.startReading();
			this.socket.readOne();
		}
		assertThat(this.socket.written()).hasSize(6).element(5).asString().hasSize(128 * KIB - 10);
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void bytesAreCountedNotCharacters() {
		this.socket.stopReading();
		send("under way", "\u20AC".repeat(128 * KIB / 3), "two");
		this.socket.readOne();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
	}

	@Test
	void singleMessageThatIsTooLargeCutsOff() {
		send("x".repeat(128 * KIB));
		assertThat(this.socket.written()).isEmpty();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
	}

	@Test
	void failsWriteAfterSendTimeout() {
		this.socket.stopReading();
		long before = System.nanoTime();
		send("a", "b");
		long after = System.nanoTime();
		this.outbox.checkTimeout(before + Duration.ofSeconds(5).toNanos());
		assertThat(this.socket.closed()).isEmpty();
		this.outbox.checkTimeout(after + Duration.ofSeconds(5).toNanos() + 1);
		assertThat(this.socket.isAborted()).isTrue();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
		assertThat(this.outbox.waitingBytes()).isZero();
		this.socket.failOne();
		this.outbox.checkTimeout(Long.MAX_VALUE);
		assertThat(this.socket.written()).containsExactly("a");
		assertThat(this.socket.closed()).hasSize(1);
	}

	@Test
	void idleConnectionHasNoSendTimeout() {
		send("a");
		this.outbox.checkTimeout(System.nanoTime() + Duration.ofHours(1).toNanos());
		assertThat(this.socket.closed()).isEmpty();
	}

	@Test
	void failedWriteClosesAndDropsWhatWaits() {
		this.socket.stopReading();
		send("a", "b");
		this.socket.failOne();
		send("c");
		assertThat(this.socket.written()).containsExactly("a");
		assertThat(this.outbox.waitingBytes()).isZero();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
	}

	@Test
	void senderDoesNotWaitForAFailedWriteOrAClose() {
		this.socket.stall();
		this.socket.reset();
		send("a", "b");
		assertThat(this.socket.closed()).isEmpty();
		this.socket.runStalled();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.SERVICE_OVERLOAD);
	}

	@Test
	void callerOfCloseDoesNotWaitForIt() {
		this.socket.stall();
		this.outbox.close(CloseStatus.GOING_AWAY);
		assertThat(this.socket.closed()).isEmpty();
		this.socket.runStalled();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void closeWaitsForWhatWaits() {
		this.socket.stopReading();
		send("a", "b");
		this.outbox.close(CloseStatus.GOING_AWAY);
		this.socket.readOne();
		assertThat(this.socket.closed()).isEmpty();
		this.socket.readOne();
		assertThat(this.socket.written()).containsExactly("a", "b");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void idleConnectionIsClosedAtOnce() {
		this.outbox.close();
		assertThat(this.socket.closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	void closingTwiceIsClosingOnce() {
		this.outbox.close(CloseStatus.GOING_AWAY);
		this.outbox.close(CloseStatus.NORMAL);
		assertThat(this.socket.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void closeThatFailsToWriteClosesForTheFirstReason() {
		this.socket.stopReading();
		send("a", "b");
		this.outbox.close(CloseStatus.GOING_AWAY);
		this.socket.failOne();
		assertThat(this.socket.written()).containsExactly("a");
		assertThat(this.socket.closed()).containsExactly(CloseStatus.GOING_AWAY);
	}

	@Test
	void nothingIsWrittenAfterClose() {
		this.socket.stopReading();
		send("a");
		this.outbox.close(CloseStatus.GOING_AWAY);
		send("b");
		this.socket.readOne();
		send("c");
		assertThat(this.socket.written()).containsExactly("a");
		assertThat(this.socket.closed()).hasSize(1);
	}

	@Test
	void onlyTextIsTaken() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.sendMessage(new BinaryMessage(new byte[1])));
	}

	private void send(String... texts) {
		for (String text : texts) {
			this.outbox.sendMessage(new TextMessage(text));
		}
	}

}
