package chat.foyer.message;

import java.util.concurrent.CompletableFuture;

/**
 * What somebody asks the log for.
 *
 * @param draft what is to be stored
 * @param answer the event that it has become, or why it has not
 * @param since when it was asked for, as {@link System#nanoTime()} has it
 */
record PendingAppend(Draft draft, CompletableFuture<Event> answer, long since) {
}
