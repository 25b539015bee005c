package chat.foyer.file;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import chat.foyer.room.SeatFreed;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Deletes the bytes of files whose rows are removed, after the commit, and the files of
 * seats that are given up. A thread of its own does all this, so that nobody waits for
 * the disk. What it does not delete, {@link FileSweep} finds later.
 */
@Component
class FileRemover {

	private static final Logger logger = LoggerFactory.getLogger(FileRemover.class);

	private final StoredFiles files;

	private final FileStore store;

	private final ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
		Thread removing = new Thread(task, "files-removed");
		removing.setDaemon(true);
		return removing;
	});

	FileRemover(StoredFiles files, FileStore store) {
		this.files = files;
		this.store = store;
	}

	/**
	 * Called on the thread of the transaction, and without one at once.
	 */
	@TransactionalEventListener(fallbackExecution = true)
	void on(FilesRemoved removed) {
		execute(() -> removed.ids().forEach(this::delete));
	}

	/**
	 * Removes what no message has. The files of messages stay.
	 */
	@EventListener
	void on(SeatFreed freed) {
		execute(() -> {
			try {
				this.files.removeUnattached(freed.seat());
			}
			catch (DataAccessException | TransactionException ex) {
				logger.debug("The files of a seat are removed when they expire", ex);
			}
		});
	}

	/**
	 * Waits until all is done that was asked for before.
	 */
	void settle() {
		CompletableFuture.runAsync(() -> {
		}, this.thread).join();
	}

	private void execute(Runnable task) {
		try {
			this.thread.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The server stops. The sweep of the next run finds the bytes.
		}
	}

	private void delete(String id) {
		try {
			this.store.delete(id);
		}
		catch (IOException ex) {
			logger.warn("A removed file is still on disk, and is deleted later: {}", ex.toString());
		}
	}

	/**
	 * Finishes what is begun, but does not keep the server from stopping.
	 */
	@PreDestroy
	void stop() {
		this.thread.shutdown();
	}

}
