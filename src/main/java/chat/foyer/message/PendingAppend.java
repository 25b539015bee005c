package chat.foyer.message;

import java.util.concurrent.CompletableFuture;

/**
 * A draft on its way into the log.
 *
 * @param draft what to store
 * @param answer completes with the event that the draft has become, or the reason why it
 * has not; done early if the sender has given up
 * @param since when it was asked for, as {@link System#nanoTime()}
 */
record PendingAppend(Draft draft, CompletableFuture<Event> answer, long since) {
}
