package chat.foyer.live.connection;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EncodedFrames}.
 */
class EncodedFramesTests {

	private static final int KIB = 1024;

	@ParameterizedTest
	@CsvSource({ "0, 2", "125, 2", "126, 4", "65535, 4", "65536, 10" })
	void headerHasTheShortestForm(int length, int headerBytes) {
		ByteBuffer message = ByteBuffer.wrap(EncodedFrames.of(new byte[length]).bytes(false));
		assertThat(message.remaining()).isEqualTo(headerBytes + length);
		assertThat(message.get()).isEqualTo((byte) 0x81);
		int coded = message.get();
		assertThat((headerBytes == 2) ? coded : (headerBytes == 4) ? message.getShort() & 0xFFFF : message.getLong())
			.isEqualTo(length);
	}

	@Test
	void textAndBinaryDifferInTheFirstByteOfEachMessage() {
		EncodedFrames frames = EncodedFrames.batches(List.of(new byte[] { 1, 2 }, new byte[] { 3 })).get(0);
		assertThat(frames.bytes(false)).containsExactly(0x81, 2, 1, 2, 0x81, 1, 3);
		assertThat(frames.bytes(true)).containsExactly(0x82, 2, 1, 2, 0x82, 1, 3);
		assertThat(frames.bytes(true)).isSameAs(frames.bytes(true));
		assertThat(frames.length()).isEqualTo(7);
	}

	@Test
	void batchesAreNoLargerThanASlowClientCanReadInTime() {
		List<EncodedFrames> batches = EncodedFrames
			.batches(List.of(new byte[20 * KIB], new byte[12 * KIB - 8], new byte[1], new byte[40 * KIB], new byte[1]));
		assertThat(batches).extracting(EncodedFrames::length).containsExactly(32 * KIB, 3, 40 * KIB + 4, 3);
	}

	@Test
	void nothingMakesNoBatch() {
		assertThat(EncodedFrames.batches(List.of())).isEmpty();
	}

}
