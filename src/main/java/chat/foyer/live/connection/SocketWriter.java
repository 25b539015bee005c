package chat.foyer.live.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Writes whole WebSocket frames to the socket of one connection, past Tomcat's WebSocket
 * API, which encodes each message anew for each connection. Tomcat allows one write at a
 * time on a socket, so its own pongs and close frames never get into a frame.
 *
 * <p>
 * Never blocks. One write at a time: the one before must be done.
 */
public class SocketWriter {

	private static final long NO_TIMEOUT = -1;

	private static final long RETRY_MILLIS = 5;

	private final CompletionHandler<Long, Consumer<Boolean>> completion = new CompletionHandler<>() {

		@Override
		public void completed(Long bytes, Consumer<Boolean> whenDone) {
			whenDone.accept(true);
		}

		@Override
		public void failed(Throwable failure, Consumer<Boolean> whenDone) {
			execute(() -> whenDone.accept(false));
		}

	};

	private volatile @Nullable SocketWrapperBase<?> socket;

	/**
	 * Sets the socket, before the connection opens.
	 */
	public void setSocket(SocketWrapperBase<?> socket) {
		this.socket = socket;
	}

	/**
	 * Begins to write bytes.
	 * @param whenDone called later, on another thread, with whether the bytes were
	 * written; not called if this method returns {@code true}
	 * @return whether the bytes have been written already
	 */
	boolean write(ByteBuffer bytes, Consumer<Boolean> whenDone) {
		try {
			CompletionState state = socket().write(BlockingMode.NON_BLOCK, NO_TIMEOUT, TimeUnit.MILLISECONDS, whenDone,
					SocketWrapperBase.COMPLETE_WRITE, this.completion, bytes);
			if (state == CompletionState.NOT_DONE && socket().isClosed()) {
				execute(() -> whenDone.accept(false));
			}
			else if (state == CompletionState.NOT_DONE) {
				// Tomcat is writing a pong or a close frame.
				CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, this::execute)
					.execute(() -> retry(bytes, whenDone));
			}
			return state == CompletionState.INLINE;
		}
		catch (RuntimeException ex) {
			// Tomcat is closing the socket on another thread.
			socket().setError(new IOException(ex));
			execute(() -> whenDone.accept(false));
			return false;
		}
	}

	private void retry(ByteBuffer bytes, Consumer<Boolean> whenDone) {
		if (write(bytes, whenDone)) {
			whenDone.accept(true);
		}
	}

	/**
	 * Makes the socket refuse all further writes, so that closing the connection does not
	 * wait for a write in progress.
	 */
	void abort() {
		socket().setError(new SocketTimeoutException());
	}

	/**
	 * Runs a task on one of the web server's threads, or, when the server has stopped, on
	 * this one.
	 */
	void execute(Runnable task) {
		try {
			socket().execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	private SocketWrapperBase<?> socket() {
		SocketWrapperBase<?> socket = this.socket;
		Assert.state(socket != null, "The connection is not open yet");
		return socket;
	}

}
