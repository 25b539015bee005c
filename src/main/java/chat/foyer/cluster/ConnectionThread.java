package chat.foyer.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a database connection of its own, which is opened again a second after it
 * failed.
 */
final class ConnectionThread {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionThread.class);

	private static final long PAUSE_MILLIS = 1_000;

	/**
	 * A connection that does not answer for this long is closed.
	 */
	private static final int ANSWER_WITHIN_MILLIS = 5_000;

	private static final long STOP_WITHIN_MILLIS = 1_500;

	private final String name;

	private final DataSource source;

	private final Work work;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Connection connection;

	private boolean isFailing;

	/**
	 * @param name the thread's name, also in the log
	 * @param source opens a connection to the database itself, not one of a pool
	 */
	ConnectionThread(String name, DataSource source, Work work) {
		this.name = name;
		this.source = source;
		this.work = work;
	}

	void start() {
		Thread starting = new Thread(this::workUntilStopped, this.name);
		starting.setDaemon(true);
		this.thread = starting;
		starting.start();
	}

	/**
	 * Interrupts the work, and returns when it has ended. Closes the connection if that
	 * takes longer than {@value #STOP_WITHIN_MILLIS} ms.
	 */
	void stop() {
		Thread stopping = this.thread;
		this.thread = null;
		if (stopping == null) {
			return;
		}
		stopping.interrupt();
		try {
			stopping.join(STOP_WITHIN_MILLIS);
			Connection open = this.connection;
			if (stopping.isAlive() && open != null) {
				open.abort(Runnable::run);
				stopping.join(STOP_WITHIN_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (SQLException ex) {
			logger.debug("The connection of {} could not be closed", this.name, ex);
		}
	}

	/**
	 * Whether the work continues. Called by the work on this thread.
	 */
	boolean isRunning() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Notes that the connection works. Called by the work on this thread.
	 */
	void succeed() {
		if (this.isFailing) {
			this.isFailing = false;
			logger.info("The connection of {} to the database is open again", this.name);
		}
	}

	private void workUntilStopped() {
		while (isRunning()) {
			try (Connection opened = this.source.getConnection()) {
				this.connection = opened;
				opened.setNetworkTimeout(Runnable::run, ANSWER_WITHIN_MILLIS);
				this.work.run(opened);
			}
			catch (InterruptedException ex) {
				logger.debug("{} was interrupted", this.name, ex);
			}
			catch (SQLException | RuntimeException | Error ex) {
				fail(ex);
			}
			finally {
				this.connection = null;
			}
		}
	}

	private void fail(Throwable failure) {
		if (!isRunning()) {
			return;
		}
		if (!this.isFailing) {
			this.isFailing = true;
			logger.warn("The connection of {} to the database failed: {}", this.name, failure.toString());
		}
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			logger.debug("{} stops", this.name, ex);
		}
	}

	/**
	 * What the thread does with a connection.
	 */
	interface Work {

		/**
		 * Works while the thread {@linkplain #isRunning() runs}. An exception closes the
		 * connection.
		 */
		void run(Connection connection) throws SQLException, InterruptedException;

	}

}
