package chat.foyer.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What the server writes to its log from the moment on in which this is made.
 */
public final class ServerLog implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Records records = new Records();

	public ServerLog() {
		this.records.start();
		this.root.addAppender(this.records);
	}

	/**
	 * All that was written, a line each, without the traces of exceptions, and without
	 * who comes and goes: the guests of earlier tests leave at any time.
	 */
	public List<String> lines() {
		return this.records.written.stream()
			.filter((event) -> !event.getLoggerName().endsWith(".PresenceLogger"))
			.map(ServerLog::tell)
			.toList();
	}

	/**
	 * The warnings, the errors and all that came with an exception.
	 */
	public List<String> troubles() {
		return this.records.written.stream().filter(ServerLog::isTrouble).map(ServerLog::tell).toList();
	}

	@Override
	public void close() {
		this.root.detachAppender(this.records);
	}

	private static boolean isTrouble(ILoggingEvent event) {
		return event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null;
	}

	private static String tell(ILoggingEvent event) {
		String line = event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage();
		return (event.getThrowableProxy() != null) ? line + " <- " + event.getThrowableProxy().getClassName() : line;
	}

	private static final class Records extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.written.add(event);
		}

	}

}
