package chat.foyer.live.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link SocketWriter}.
 */
class SocketWriterTests {

	private final SocketWrapperBase<?> socket = mock();

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<Boolean> results = new ArrayList<>();

	private final SocketWriter writer = new SocketWriter();

	@BeforeEach
	void open() {
		willAnswer((call) -> {
			synchronized (this.tasks) {
				return this.tasks.add(call.getArgument(0));
			}
		}).given(this.socket).execute(any());
		this.writer.setSocket(this.socket);
	}

	@Test
	void writeThatCompletesAtOnceIsNotReported() {
		answer((call) -> CompletionState.INLINE);
		assertThat(write()).isTrue();
		assertThat(this.results).isEmpty();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void writeThatCompletesLaterIsReportedThen() {
		List<Runnable> later = new ArrayList<>();
		answer((call) -> {
			later.add(() -> handler(call.getArgument(5)).completed(1L, call.getArgument(3)));
			return CompletionState.PENDING;
		});
		assertThat(write()).isFalse();
		assertThat(this.results).isEmpty();
		later.forEach(Runnable::run);
		assertThat(this.results).containsExactly(true);
	}

	@Test
	void failedWriteIsReportedByAnotherThread() {
		answer((call) -> {
			handler(call.getArgument(5)).failed(new IOException("reset"), call.getArgument(3));
			return CompletionState.ERROR;
		});
		assertThat(write()).isFalse();
		assertThat(this.results).isEmpty();
		this.tasks.forEach(Runnable::run);
		assertThat(this.results).containsExactly(false);
	}

	@Test
	void socketThatIsClosedMeanwhileIsReportedByAnotherThread() {
		answer((call) -> {
			throw new NullPointerException("closed");
		});
		assertThat(write()).isFalse();
		assertThat(this.results).isEmpty();
		then(this.socket).should().setError(any());
		this.tasks.forEach(Runnable::run);
		assertThat(this.results).containsExactly(false);
	}

	@Test
	void retriesOnAnotherThreadWhileTomcatWrites() {
		given(write(this.socket)).willReturn(CompletionState.NOT_DONE).willReturn(CompletionState.INLINE);
		assertThat(write()).isFalse();
		await().until(() -> {
			synchronized (this.tasks) {
				return !this.tasks.isEmpty();
			}
		});
		assertThat(this.results).isEmpty();
		this.tasks.forEach(Runnable::run);
		assertThat(this.results).containsExactly(true);
	}

	@Test
	void runsTasksInPlaceWhenTheServerHasStopped() {
		willThrow(new RejectedExecutionException()).given(this.socket).execute(any());
		this.writer.execute(() -> this.results.add(true));
		assertThat(this.results).containsExactly(true);
	}

	private boolean write() {
		return this.writer.write(ByteBuffer.allocate(1), this.results::add);
	}

	private void answer(Answer<CompletionState> answer) {
		given(write(this.socket)).willAnswer(answer);
	}

	private static CompletionState write(SocketWrapperBase<?> socket) {
		return socket.write(eq(BlockingMode.NON_BLOCK), anyLong(), any(), any(), any(), any(), any(ByteBuffer[].class));
	}

	private static CompletionHandler<Long, Consumer<Boolean>> handler(CompletionHandler<Long, Consumer<Boolean>> same) {
		return same;
	}

}
