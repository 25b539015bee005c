package chat.foyer.file;

import java.time.Instant;

import chat.foyer.message.AttachedFile;

/**
 * A file that is uploaded as a whole.
 *
 * @param seat the id of the seat that uploaded it
 * @param file the file, without alternative text
 * @param createdAt when its upload began, in whole milliseconds
 * @param isAttached whether a message has it
 */
record StoredFile(String seat, AttachedFile file, Instant createdAt, boolean isAttached) {
}
