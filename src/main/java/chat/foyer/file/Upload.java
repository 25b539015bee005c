package chat.foyer.file;

import chat.foyer.message.AttachedFile;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A file of a room, from the moment on when a guest begins to upload it.
 *
 * @param room the room
 * @param id its id, as {@link FileId} makes them
 * @param seat the id of the seat that uploads it
 * @param guest the guest who holds the seat
 * @param name its name; cleaned once it is described
 * @param type its media type; empty until it is described
 * @param length how many bytes are uploaded
 * @param size how many bytes are kept; 0 until it is described
 * @param stored how many bytes it has on disk; 0 until it is described
 * @param width of a picture that pages show: its width in pixels
 * @param height of a picture that pages show: its height in pixels
 * @param createdAt when the upload began, in milliseconds since the epoch
 * @param seq the number of the message that has it
 * @param isDone whether it is there as a whole, so that a message may have it
 * @param isAsFile whether a picture is kept as it is
 */
record Upload(RoomKey room, String id, String seat, String guest, String name, String type, long length, long size,
		long stored, @Nullable Integer width, @Nullable Integer height, long createdAt, @Nullable Long seq,
		boolean isDone, boolean isAsFile) {

	/**
	 * Whether the file has been processed, and its name, type and size are stored. Its
	 * bytes may not be committed yet.
	 */
	boolean isDescribed() {
		return !this.type.isEmpty();
	}

	AttachedFile file() {
		return new AttachedFile(this.id, this.name, this.type, this.size, this.width, this.height, null);
	}

	/**
	 * The same file as it is kept.
	 */
	Upload described(ProcessedFile result, long stored) {
		return new Upload(this.room, this.id, this.seat, this.guest, result.name(), result.type(), this.length,
				result.size(), stored, result.width(), result.height(), this.createdAt, this.seq, this.isDone,
				this.isAsFile);
	}

}
