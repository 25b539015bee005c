package chat.foyer.message;

import java.util.List;
import java.util.Objects;

import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

/**
 * A message as {@link MessageIndex} needs it.
 *
 * @param seq the number of the message
 * @param author the username of its author
 * @param text the text that it has now; null if it was deleted
 * @param fileNames the names of its files; empty if it was deleted
 */
public record IndexedText(RoomKey room, long seq, String author, @Nullable String text, List<String> fileNames) {

	public IndexedText {
		fileNames = List.copyOf(fileNames);
	}

	static IndexedText of(LineKey line, String author, @Nullable String text, @Nullable List<AttachedFile> files) {
		List<AttachedFile> left = (text != null) ? Objects.requireNonNullElse(files, List.of()) : List.of();
		return new IndexedText(line.room(), line.seq(), author, text, left.stream().map(AttachedFile::name).toList());
	}

}
