package chat.foyer.message;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import chat.foyer.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Erases the texts of edited and deleted messages from the disk, a moment after they left
 * the tables: earlier versions of pages stay in the log of the database until then. Also
 * erases after a start, because the server may have been killed in between.
 */
@Component
class TextEraser {

	private static final Logger logger = LoggerFactory.getLogger(TextEraser.class);

	/**
	 * So long after a deletion. Those that follow meanwhile are erased together.
	 */
	private static final Duration DELAY = Duration.ofSeconds(2);

	private final Database database;

	private final DataSource pool;

	private final TaskScheduler scheduler;

	private final AtomicBoolean isScheduled = new AtomicBoolean();

	TextEraser(Database database, DataSource pool, TaskScheduler scheduler) {
		this.database = database;
		this.pool = pool;
		this.scheduler = scheduler;
	}

	@EventListener(ApplicationReadyEvent.class)
	void eraseAfterStart() {
		eraseLater();
	}

	@EventListener
	void on(EventsAppended appended) {
		if (appended.events().stream().anyMatch(TextEraser::removesText)) {
			eraseLater();
		}
	}

	private static boolean removesText(Event event) {
		return event.type() == EventType.EDIT || event.type() == EventType.DELETE;
	}

	private void eraseLater() {
		if (this.isScheduled.compareAndSet(false, true)) {
			try {
				this.scheduler.schedule(this::erase, this.scheduler.getClock().instant().plus(DELAY));
			}
			catch (TaskRejectedException ex) {
				// The server stops. It erases after its next start.
			}
		}
	}

	void erase() {
		// First, so that texts that are removed meanwhile are erased the next time.
		this.isScheduled.set(false);
		boolean isDone = false;
		try {
			isDone = this.database.erase(this.pool);
		}
		catch (DataAccessException ex) {
			logger.debug("Deleted texts are erased later", ex);
		}
		if (!isDone) {
			eraseLater();
		}
	}

}
