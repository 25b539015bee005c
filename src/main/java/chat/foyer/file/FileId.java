package chat.foyer.file;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The ids of files: 128 random bits as 32 hexadecimal digits, which nobody guesses.
 */
final class FileId {

	private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

	private static final int BYTES = 16;

	private static final SecureRandom RANDOM = new SecureRandom();

	private FileId() {
	}

	/**
	 * Creates an id.
	 */
	static String random() {
		byte[] bits = new byte[BYTES];
		RANDOM.nextBytes(bits);
		return HexFormat.of().formatHex(bits);
	}

	/**
	 * Whether a word has the form of an id.
	 */
	static boolean isOne(String word) {
		return FORM.matcher(word).matches();
	}

}
