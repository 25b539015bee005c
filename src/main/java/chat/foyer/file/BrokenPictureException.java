package chat.foyer.file;

import java.io.IOException;

/**
 * Thrown for pictures that are not decoded: damaged, truncated, too large, or of a
 * variety that is not supported.
 */
class BrokenPictureException extends IOException {

	private static final long serialVersionUID = 1L;

	BrokenPictureException(String message) {
		super(message);
	}

	/**
	 * Throws the exception unless a condition holds.
	 */
	static void unless(boolean holds, String message) throws BrokenPictureException {
		if (!holds) {
			throw new BrokenPictureException(message);
		}
	}

}
