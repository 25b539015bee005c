package chat.foyer.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link UploadSlots}.
 */
class UploadSlotsTests {

	private static final ClientAddress PROXY = ClientAddress.of("192.168.0.1");

	private static final ClientAddress ADDRESS = ClientAddress.of("203.0.113.1");

	private final AtomicLong time = new AtomicLong();

	@Test
	void aQuarterOfTheThreadsReadUploads() {
		UploadSlots slots = slots(8, Duration.ofMillis(1));
		UploadSlots.Slot first = slots.take(seatOf("ann"), PROXY);
		slots.take(seatOf("bob"), PROXY);
		assertRefused(slots, seatOf("cyd"), PROXY);
		first.release();
		slots.take(seatOf("cyd"), PROXY);
	}

	@Test
	void fewWaitForASlot() {
		UploadSlots slots = slots(8, Duration.ofMinutes(1));
		UploadSlots.Slot first = slots.take(seatOf("ann"), PROXY);
		slots.take(seatOf("bob"), PROXY);
		Thread waiting = new Thread(() -> slots.take(seatOf("cyd"), PROXY).release());
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		assertRefused(slots, seatOf("dan"), PROXY);
		first.release();
		await().until(() -> !waiting.isAlive());
		assertThat(waiting.isAlive()).isFalse();
	}

	@Test
	void aGuestLeavesSlotsToOthers() {
		UploadSlots slots = slots(32, Duration.ofMillis(1));
		UploadSlots.Slot first = slots.take(seatOf("ann"), PROXY);
		slots.take(seatOf("ann"), PROXY);
		assertRefused(slots, seatOf("ann"), PROXY);
		slots.take(seatOf("bob"), PROXY);
		first.release();
		slots.take(seatOf("ann"), PROXY);
		assertRefused(slots, seatOf("ann"), PROXY);
	}

	@Test
	void anAddressLeavesSlotsToOthers() {
		UploadSlots slots = slots(32, Duration.ofMillis(1));
		UploadSlots.Slot first = slots.take(seatOf("guest-0"), ADDRESS);
		for (int i = 1; i < 4; i++) {
			slots.take(seatOf("guest-" + i), ADDRESS);
		}
		assertRefused(slots, seatOf("ann"), ADDRESS);
		slots.take(seatOf("ann"), ClientAddress.of("203.0.113.2"));
		first.release();
		slots.take(seatOf("ann"), ADDRESS);
	}

	@Test
	void slowSenderLosesItsSlot() throws IOException {
		UploadSlots.Slot slot = slots(8, Duration.ofMillis(1)).take(seatOf("ann"), PROXY);
		InputStream bytes = slot.paced(new ByteArrayInputStream(new byte[100_000]));
		this.time.set(Duration.ofSeconds(30).toNanos());
		assertThat(bytes.readNBytes(50_000)).hasSize(50_000);
		this.time.set(Duration.ofSeconds(70).toNanos());
		assertThat(bytes.read()).isZero();
		this.time.set(Duration.ofSeconds(90).toNanos());
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(bytes::read);
	}

	private UploadSlots slots(int threads, Duration wait) {
		return new UploadSlots(threads, wait, this.time::get);
	}

	private static Seat seatOf(String guest) {
		return new Seat("seat of " + guest, RoomKey.of("Attic"), guest, new Username("Ann"));
	}

	private static void assertRefused(UploadSlots slots, Seat seat, ClientAddress address) {
		assertThatExceptionOfType(UploadRefusedException.class).isThrownBy(() -> slots.take(seat, address))
			.satisfies((refusal) -> {
				assertThat(refusal.reason()).isEqualTo(ErrorCode.UNAVAILABLE);
				assertThat(refusal.delay()).isPresent();
			});
	}

}
