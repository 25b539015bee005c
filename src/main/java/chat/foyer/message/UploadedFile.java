package chat.foyer.message;

/**
 * A file that was uploaded to a room.
 *
 * @param seat the id of the seat that uploaded it
 * @param file the file, without alternative text
 * @param isAttached whether a message has it already
 */
public record UploadedFile(String seat, AttachedFile file, boolean isAttached) {
}
