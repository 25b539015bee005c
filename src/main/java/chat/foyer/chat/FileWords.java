package chat.foyer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chat.foyer.file.FileSizes;
import chat.foyer.message.AttachedFile;
import chat.foyer.room.RoomKey;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * Describes the files of a message for its line, in the reader's language. The scripts
 * describe them alike ({@code line-files.js}). Thread-safe.
 */
class FileWords {

	/**
	 * The longest extension that says what kind of file it is.
	 */
	private static final int MAX_EXTENSION = 5;

	private final MessageSource messages;

	private final FileSizes sizes;

	FileWords(MessageSource messages) {
		this.messages = messages;
		this.sizes = new FileSizes(messages);
	}

	/**
	 * The files of a message as they are shown in its line, the pictures first.
	 */
	List<LineFile> files(@Nullable List<AttachedFile> attached, RoomKey room, Locale locale) {
		if (attached == null || attached.isEmpty()) {
			return List.of();
		}
		List<AttachedFile> pictures = attached.stream().filter(AttachedFile::isPicture).toList();
		int wide = inRowsOfTwo(pictures.size());
		List<LineFile> files = new ArrayList<>();
		pictures.forEach((picture) -> files.add(file(picture, room, files.size() < wide, locale)));
		attached.stream()
			.filter((file) -> !file.isPicture())
			.forEach((file) -> files.add(file(file, room, false, locale)));
		return files;
	}

	private LineFile file(AttachedFile file, RoomKey room, boolean isWide, Locale locale) {
		String folder = "/rooms/" + room.encoded() + "/files/";
		return new LineFile(file, folder, label(file, locale), detail(file, locale), isWide);
	}

	private String label(AttachedFile file, Locale locale) {
		if (file.alt() != null) {
			return file.alt();
		}
		return file.isPicture() ? word("attachment.picture.named", locale, isolated(file.name())) : file.name();
	}

	private String detail(AttachedFile file, Locale locale) {
		String name = file.name();
		String extension = name.substring(name.lastIndexOf('.') + 1);
		boolean isKind = extension.length() < name.length() && extension.length() <= MAX_EXTENSION
				&& !extension.isBlank();
		String kind = isKind ? extension.toUpperCase(Locale.ROOT) : word("attachment.file", locale);
		return isolated(kind) + " \u00B7 " + isolated(this.sizes.format(file.size(), locale));
	}

	/**
	 * How many of some pictures stand in rows of two, so that all rows are full; the
	 * others stand in rows of three.
	 */
	private static int inRowsOfTwo(int pictures) {
		return switch (pictures % 3) {
			case 1 -> (pictures > 1) ? 4 : 0;
			case 2 -> 2;
			default -> 0;
		};
	}

	/**
	 * Keeps the direction of a text to itself.
	 */
	private static String isolated(String text) {
		return "\u2068" + text + "\u2069";
	}

	private String word(String key, Locale locale, Object... values) {
		return String.valueOf(this.messages.getMessage(key, values, "", locale));
	}

}
