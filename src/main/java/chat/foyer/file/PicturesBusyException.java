package chat.foyer.file;

/**
 * Thrown when other pictures took the time that a caller waits for its turn.
 */
class PicturesBusyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PicturesBusyException() {
		super("Other pictures are being processed");
	}

}
