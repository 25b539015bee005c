package chat.foyer.live;

import java.util.ArrayDeque;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Together}.
 */
class TogetherTests {

	private static final int KIB = 1024;

	private final Queue<byte[]> waiting = new ArrayDeque<>();

	@Test
	void framesAreJoinedInTheirOrder() {
		this.waiting.add(new byte[] { 1, 2 });
		this.waiting.add(new byte[] { 3 });
		this.waiting.add(new byte[] { 4, 5 });
		assertThat(Together.take(this.waiting)).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.waiting).isEmpty();
	}

	@Test
	void whatIsAloneIsNotCopied() {
		byte[] frame = { 1, 2 };
		this.waiting.add(frame);
		assertThat(Together.take(this.waiting)).isSameAs(frame);
	}

	@Test
	void whatDoesNotGoTogetherStays() {
		this.waiting.add(new byte[20 * KIB]);
		this.waiting.add(new byte[12 * KIB]);
		this.waiting.add(new byte[1]);
		assertThat(Together.take(this.waiting)).hasSize(32 * KIB);
		assertThat(this.waiting).hasSize(1);
	}

	@Test
	void whatIsTooLargeByItselfGoesAlone() {
		this.waiting.add(new byte[40 * KIB]);
		this.waiting.add(new byte[1]);
		assertThat(Together.take(this.waiting)).hasSize(40 * KIB);
		assertThat(this.waiting).hasSize(1);
	}

}
