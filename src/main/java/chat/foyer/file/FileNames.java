package chat.foyer.file;

import java.text.Normalizer;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/**
 * Names of files, as they are stored and shown.
 */
final class FileNames {

	/**
	 * Code points of a name, extension included.
	 */
	static final int MAX_LENGTH = 120;

	private static final int ZERO_WIDTH_JOINER = 0x200D;

	private static final int EMOJI_STYLE = 0xFE0F;

	/**
	 * Slashes, and what looks like them.
	 */
	private static final String SLASHES = "/\\\u2044\u2215\u29F5\u29F8\u29F9\uFE68\uFF0F\uFF3C";

	private FileNames() {
	}

	/**
	 * Cleans the name that a file came with.
	 * <p>
	 * The name is NFC and has at most {@value #MAX_LENGTH} code points. It has no
	 * controls, format characters (bidi marks, zero-width ones; an emoji's joiner stays),
	 * unassigned characters, lone surrogates or separators of paths, and neither begins
	 * nor ends with a dot or blank. Its extension is one of the kind. It is never
	 * "thumbnail", which is an address of its own.
	 * @param name the name, possibly with a path, possibly empty
	 */
	static String clean(String name, FileKind kind) {
		String stem = withoutTail(Normalizer.normalize(visible(lastSegment(name)), Normalizer.Form.NFC));
		int dot = stem.lastIndexOf('.');
		String extension = kind.extension();
		if (dot >= 0) {
			String given = stem.substring(dot + 1);
			if (kind.fits(given)) {
				extension = given;
				stem = stem.substring(0, dot);
			}
			else if (!FileKind.extensionOf(stem).isEmpty()) {
				stem = stem.substring(0, dot);
			}
		}
		stem = trim(cut(trim(stem), MAX_LENGTH - 1 - extension.length()));
		return (stem.isEmpty() ? "file" : stem) + "." + extension;
	}

	/**
	 * Some browsers and programs send a whole path.
	 */
	private static String lastSegment(String name) {
		String segment = name;
		while (segment.endsWith("/") || segment.endsWith("\\")) {
			segment = segment.substring(0, segment.length() - 1);
		}
		return segment.substring(Math.max(segment.lastIndexOf('/'), segment.lastIndexOf('\\')) + 1);
	}

	private static String visible(String name) {
		StringBuilder visible = new StringBuilder();
		int previous = ' ';
		for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
			int character = UCharacter.isUWhiteSpace(name.codePointAt(at)) ? ' ' : name.codePointAt(at);
			boolean doubled = character == ' ' && previous == ' ';
			if (!doubled && (isVisible(character) || isOfEmoji(character, previous))) {
				visible.appendCodePoint(character);
				previous = character;
			}
		}
		return visible.toString();
	}

	private static boolean isVisible(int character) {
		return switch (UCharacter.getType(character)) {
			case ECharacterCategory.CONTROL, ECharacterCategory.FORMAT, ECharacterCategory.SURROGATE,
					ECharacterCategory.PRIVATE_USE, ECharacterCategory.UNASSIGNED ->
				false;
			default -> !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
					&& SLASHES.indexOf(character) < 0;
		};
	}

	private static boolean isOfEmoji(int character, int previous) {
		return switch (character) {
			case ZERO_WIDTH_JOINER ->
				previous == EMOJI_STYLE || UCharacter.hasBinaryProperty(previous, UProperty.EXTENDED_PICTOGRAPHIC)
						|| UCharacter.hasBinaryProperty(previous, UProperty.EMOJI_MODIFIER);
			case EMOJI_STYLE -> UCharacter.hasBinaryProperty(previous, UProperty.EMOJI);
			default -> false;
		};
	}

	/**
	 * Drops dots and blanks at both ends: a name that begins with a dot is hidden, and
	 * Windows drops those at the end.
	 */
	private static String trim(String name) {
		int start = 0;
		while (start < name.length() && isTrimmed(name.charAt(start))) {
			start++;
		}
		return withoutTail(name.substring(start));
	}

	private static String withoutTail(String name) {
		int end = name.length();
		while (end > 0 && isTrimmed(name.charAt(end - 1))) {
			end--;
		}
		return name.substring(0, end);
	}

	private static boolean isTrimmed(char character) {
		return character == '.' || character == ' ';
	}

	private static String cut(String name, int length) {
		return (name.codePointCount(0, name.length()) <= length) ? name
				: name.substring(0, name.offsetByCodePoints(0, length));
	}

}
